"""The certificates that a learner holds, and those earned and held back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.awards import awards_of
from course.models import Award, Enrolment, User
from course.standing import COMPLETION


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
    """The certificate of completion among these that was given for a course."""
    named = {"course_key": course_key, "kind": COMPLETION}
    return next(
        (one for one in awards if all(one.claims[k] == named[k] for k in named)), None
    )


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
