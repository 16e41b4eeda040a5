"""Working out every mark again from what it was made of.

A mark follows from the attempt's edition, the answers held, the points that people gave
and the corrections recorded by its moment. One that says anything else was tampered
with, or something beneath it was.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course import editions
from course.corrections import as_recorded, recorded_corrections
from course.handed_in import HandedIn, KeptMark, all_handed_in, points_given
from course.marking import detail_of
from course.models import Attempt, Edition
from course.models import Correction as CorrectionRow
from course.responses import digest_of_saves
from quizzes import Grade, Quiz


def handed_in_count(session: Session) -> int:
    """How many attempts ``audit_marks`` will look at."""
    count = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.submitted_at.is_not(None))
    )
    return count or 0


def audit_marks(session: Session) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The name of each submitted attempt, and what is wrong with its marks."""
    quizzes: dict[int, Quiz] = {}
    corrected: dict[str, Sequence[CorrectionRow]] = {}
    for attempt in chain.from_iterable(all_handed_in(session)):
        if attempt.edition_id not in quizzes:
            edition = session.get_one(Edition, attempt.edition_id)
            quizzes[attempt.edition_id] = editions.quiz_of(session, edition)
        quiz = quizzes[attempt.edition_id]
        if quiz.key not in corrected:
            corrected[quiz.key] = recorded_corrections(session, quiz.key)
        sheet = quiz if attempt.drawn is None else quiz.only(attempt.drawn)
        faults = tuple(_faults(attempt, sheet, corrected[quiz.key]))
        yield str(attempt.uuid), faults


def _faults(
    attempt: HandedIn, sheet: Quiz, corrected: Sequence[CorrectionRow]
) -> Iterator[str]:
    if attempt.digest not in (None, digest_of_saves(attempt.saves)):
        yield "its answers are not those that were handed in"
    for mark in attempt.marks:
        if not any(
            _says(mark, each) for each in _grades(attempt, sheet, corrected, mark)
        ):
            yield f"its mark {mark.id} is not what its answers earned"
    if not attempt.marks:
        judged = as_recorded(corrected).judge(sheet)
        if not judged.grade(attempt.answers, points_given(attempt.given)).awaiting:
            yield "it has no mark, and waits for nobody"


def _grades(
    attempt: HandedIn,
    sheet: Quiz,
    corrected: Sequence[CorrectionRow],
    mark: KeptMark,
) -> Iterator[Grade]:
    """What the mark may have been made of.

    Corrections are never of the same moment as a mark made without them. What people
    gave may be: they may think again within one tick of the clock.
    """
    moment = mark.recorded_at
    judged = as_recorded(corrected, as_of=moment).judge(sheet)
    known = [each for each in attempt.given if each.recorded_at < moment]
    just_then = [each for each in attempt.given if each.recorded_at == moment]
    for number in range(len(just_then), -1, -1):
        given = points_given((*known, *just_then[:number]))
        yield judged.grade(attempt.answers, given)


def _says(mark: KeptMark, grade: Grade) -> bool:
    said = (mark.points, mark.out_of, mark.passed, dict(mark.detail))
    earned = (grade.points, grade.out_of, grade.passed, detail_of(grade))
    return said == earned and not grade.awaiting
