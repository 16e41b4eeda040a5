"""Judging every submitted attempt at a quiz anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy.orm import Session

from course.corrections import Corrections
from course.handed_in import HandedIn, handed_in_at, points_given
from course.marking import detail_of
from course.regrade_listing import MarkChange, Mode, Result
from quizzes import Grade, Judged, Quiz


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A submitted attempt and the grade that it has by the corrections."""

    attempt: HandedIn
    grade: Grade

    @property
    def before(self) -> Result | None:
        mark = self.attempt.mark
        return Result(mark.points, mark.out_of, mark.passed) if mark else None

    @property
    def after(self) -> Result:
        return Result(self.grade.points, self.grade.out_of, self.grade.passed)

    @property
    def differs(self) -> bool:
        """Whether the mark that counts says anything else."""
        mark = self.attempt.mark
        return (
            mark is None
            or self.before != self.after
            or dict(mark.detail) != detail_of(self.grade)
        )

    @property
    def may_be_raised(self) -> bool:
        """Whether it is a first mark, or a better share and no pass lost."""
        if self.before is None:
            return True
        is_pass_lost = self.before.passed and not self.after.passed
        return self.after.is_above(self.before) and not is_pass_lost

    def listed(self) -> MarkChange:
        return MarkChange(
            self.attempt.uuid, self.attempt.number, self.before, self.after
        )


@dataclass(slots=True)
class Found:
    """What judging every attempt has come upon.

    ``changes`` are by enrolment. ``differing`` counts all marks that would differ, also
    those that only raising leaves alone; ``latest`` is the moment of the latest mark.
    """

    changes: dict[int, list[Rejudged]] = field(default_factory=dict)
    awaiting: list[UUID] = field(default_factory=list)
    examined: int = 0
    differing: int = 0
    latest: datetime | None = None


def rejudge(
    session: Session,
    quiz_key: str,
    quizzes: Mapping[int, Quiz],
    corrections: Corrections,
    mode: Mode,
) -> Found:
    """Every attempt by these corrections; those that change, by their enrolment."""
    found = Found()
    sheets: dict[tuple[int, tuple[str, ...] | None], Judged] = {}
    for attempt in chain.from_iterable(handed_in_at(session, quiz_key)):
        found.examined += 1
        if attempt.mark is not None:
            moments = (
                found.latest or attempt.mark.recorded_at,
                attempt.mark.recorded_at,
            )
            found.latest = max(moments)
        place = (attempt.edition_id, attempt.drawn)
        if place not in sheets:
            quiz = quizzes[attempt.edition_id]
            sheet = quiz if attempt.drawn is None else quiz.only(attempt.drawn)
            sheets[place] = corrections.judge(sheet)
        graded = sheets[place].grade(attempt.answers, points_given(attempt.given))
        if graded.awaiting:
            found.awaiting.append(attempt.uuid)
            continue
        rejudged = Rejudged(attempt, graded)
        found.differing += rejudged.differs
        if rejudged.differs and (mode == "exact" or rejudged.may_be_raised):
            found.changes.setdefault(attempt.enrolment_id, []).append(rejudged)
    return found
