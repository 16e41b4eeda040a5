"""What a submitted attempt holds, and how much of its judgement may be seen now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.accommodations import Allowance, allowance_of
from course.corrections import Corrections, corrections_of
from course.errors import AttemptOpen
from course.marking import current_mark, response_marks
from course.models import Attempt, Enrolment, Mark, ResponseMark
from course.responses import Acknowledgement, answer_to, digest_of, held_answers
from quizzes import Judged, Question, Quiz, Situation, is_shown


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submitted attempt: every answer that counted, and the mark once there is one.

    ``quiz`` is the attempt's sheet, and ``judged`` how it is judged today.
    ``attempts_left`` is how many more the learner has, nothing for no limit. ``given``
    is what people gave, once nothing waits.
    """

    attempt: Attempt
    quiz: Quiz
    judged: Judged
    held: Mapping[str, Acknowledgement]
    mark: Mark | None
    attempts_left: int | None
    situation: Situation
    given: Mapping[str, ResponseMark] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The fingerprint of the answers held, as the learner's device computes it."""
        return self.attempt.digest or digest_of(self.held)

    @property
    def is_awaited(self) -> bool:
        """Whether a person has still to mark some of it."""
        return self.mark is None

    @property
    def out_of(self) -> int:
        """The points that there were, those of withdrawn questions left out."""
        return self.mark.out_of if self.mark else self.judged.counting.out_of

    def counts(self, question: Question) -> bool:
        """Whether a question counts here.

        A withdrawn one does where only raising left the learner what it had given.
        """
        if self.mark is not None and question.key in self.mark.detail:
            return True
        return question.key not in self.judged.dropped

    def points_at(self, question: Question) -> tuple[int | None, int]:
        """What a question earned, nothing while that may not be seen, and its worth."""
        worth = question.points if self.counts(question) else 0
        if self.mark is None or not self.marks_shown or not worth:
            return None, worth
        points, out_of = self.mark.detail.get(question.key, (0, worth))
        return points, out_of

    @property
    def marks_shown(self) -> bool:
        return is_shown(self.quiz.showing.marks, self.situation)

    @property
    def feedback_shown(self) -> bool:
        return is_shown(self.quiz.showing.feedback, self.situation)

    @property
    def keys_shown(self) -> bool:
        return is_shown(self.quiz.showing.keys, self.situation)

    def _explains(self, question: Question) -> bool:
        """Whether what is said of the question as a whole joins the feedback.

        It often names the right answer. So where that waits until it can no longer buy
        a pass, this waits too, unless the learner has found the answer.
        """
        awaited = self.quiz.showing.keys in ("when-done", "after-closing")
        points, out_of = self.points_at(question)
        return self.keys_shown or not awaited or points == out_of

    def feedback_on(self, question: Question) -> tuple[str, ...]:
        """What may be told of the answer that the attempt holds to a question."""
        if not self.feedback_shown:
            return ()
        answer = answer_to(self.held, question.key)
        if self._explains(question):
            return question.feedback_for(answer)
        return question.feedback_on_choice(answer)


def receipt_of(
    session: Session,
    attempt: Attempt,
    sheet: Quiz,
    held: Mapping[str, Acknowledgement] | None = None,
    mark: Mark | None = None,
    *,
    now: datetime,
    corrections: Corrections | None = None,
) -> Receipt:
    """What a submitted attempt holds and the mark that counts for it today.

    ``held``, ``mark`` and the ``corrections`` that hold are looked up where the caller
    has not just read them. Raises ``AttemptOpen`` while it is not submitted.
    """
    if attempt.submitted_at is None:
        raise AttemptOpen
    corrections = corrections or corrections_of(session, attempt.quiz_key)
    mark = mark or current_mark(session, attempt)
    by_person = any(each.is_marked_by_person for each in sheet.questions)
    sittings = sittings_of(session, attempt.enrolment_id, attempt.quiz_key)
    allowance = allowance_of(session, attempt.enrolment, attempt.quiz_key)
    return Receipt(
        attempt=attempt,
        quiz=sheet,
        judged=corrections.judge(sheet),
        held=held_answers(session, attempt) if held is None else held,
        mark=mark,
        attempts_left=allowance.attempts_left(sheet, sittings.used),
        situation=situation_of(
            sheet, attempt.enrolment, mark, sittings, allowance, now=now
        ),
        given=response_marks(session, attempt) if by_person and mark else {},
    )


@dataclass(frozen=True, slots=True)
class Sittings:
    """How many attempts there are at a quiz, and whether one of them is open."""

    used: int
    is_one_open: bool


def sittings_of(session: Session, enrolment_id: int, quiz_key: str) -> Sittings:
    """The learner's attempts at a quiz, counted."""
    ends = session.scalars(
        select(Attempt.submitted_at).where(
            Attempt.enrolment_id == enrolment_id, Attempt.quiz_key == quiz_key
        )
    ).all()
    return Sittings(len(ends), any(end is None for end in ends))


def situation_of(
    quiz: Quiz,
    enrolment: Enrolment,
    mark: Mark | None,
    sittings: Sittings,
    allowance: Allowance,
    *,
    now: datetime,
) -> Situation:
    """All that decides what this learner may see of a submitted attempt.

    A pass ends the matter only where a further attempt cannot better it, and an
    attempt that is open can still use what an earlier one would tell.
    """
    left = allowance.attempts_left(quiz, sittings.used)
    may_try = left != 0 or sittings.is_one_open
    is_passed = (
        mark is not None
        and mark.passed
        and not sittings.is_one_open
        and quiz.counts in ("best", "first")
    )
    cohort = enrolment.cohort
    return Situation(
        is_submitted=True,
        is_passed=is_passed,
        has_attempts_left=may_try,
        # Without a cohort there is no last day: then it is closed once all is done.
        is_closed=(
            now.date() > cohort.closes_on
            if cohort is not None
            else is_passed or not may_try
        ),
    )
