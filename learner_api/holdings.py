"""The certificates that a learner holds, and those earned and held back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.awards import awards_of
from course.models import Award, Enrolment, User


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A certificate that was earned and not issued: the name cannot be printed."""

    course_key: str
    kind: str


def awards_held(session: Session, learner: User) -> list[Award]:
    """The newest document of everything that the learner earned."""
    awards = awards_of(session, learner)
    replaced = {award.supersedes_id for award in awards}
    return [award for award in awards if award.id not in replaced]


def award_on(awards: Iterable[Award], course_key: str) -> Award | None:
    """The certificate among these that was given for a course."""
    return next((one for one in awards if one.claims["course_key"] == course_key), None)


def held_back(
    enrolments: Iterable[Enrolment], awards: Sequence[Award]
) -> list[HeldBack]:
    """What was earned on these enrolments and has no document among these awards."""
    issued = {(award.claims["course_key"], award.claims["kind"]) for award in awards}
    return [
        HeldBack(enrolment.course_key, kind)
        for enrolment in enrolments
        for kind in enrolment.standing["earned"]
        if (enrolment.course_key, kind) not in issued
    ]
