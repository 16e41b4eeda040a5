"""The certificates that a learner holds, and those earned and held back."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.award_register import awards_of
from course.models import Achievement, Award, Enrolment, ReleasedAchievement, User
from course.standing import GOALS


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A certificate that was earned and not issued.

    ``waits`` says that the run is yet to be validated; otherwise the name cannot be
    printed.
    """

    enrolment_id: int
    course_key: str
    kind: str
    waits: bool


def awards_held(session: Session, learner: User) -> list[Award]:
    """The newest document of everything that the learner earned."""
    awards = awards_of(session, learner)
    replaced = {award.supersedes_id for award in awards}
    return [award for award in awards if award.id not in replaced]


def award_on(awards: Iterable[Award], enrolment: Enrolment) -> Award | None:
    """The certificate of completion, or the diploma, among these given for this run."""
    return next(
        (
            one
            for one in awards
            if one.achievement.enrolment_id == enrolment.id
            and one.claims["kind"] in GOALS
        ),
        None,
    )


def held_back(session: Session, enrolments: Iterable[Enrolment]) -> list[HeldBack]:
    """What was earned on these enrolments and has no document: one statement."""
    mine = {each.id: each for each in enrolments}
    found = session.execute(
        select(Achievement, ReleasedAchievement.id)
        .outerjoin(Award, Award.achievement_id == Achievement.id)
        .outerjoin(
            ReleasedAchievement, ReleasedAchievement.achievement_id == Achievement.id
        )
        .where(Achievement.enrolment_id.in_(mine), Award.id.is_(None))
        .order_by(Achievement.id)
    )
    return [
        HeldBack(
            enrolment_id=earned.enrolment_id,
            course_key=mine[earned.enrolment_id].course_key,
            kind=earned.award_kind,
            waits=earned.is_held and released is None,
        )
        for earned, released in found
        if earned.award_kind in mine[earned.enrolment_id].standing["earned"]
    ]
