"""One learner doing anything in any order, and what must hold after every step.

A state machine over the real verbs. What each step is answered is foretold, and what
is kept on the enrolment is held against the fold and against a second account.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from course import (
    attempts,
    editions,
    enrolments,
    progress,
    responses,
    submissions,
)
from course.doctor import examine
from course.errors import (
    AttemptClosed,
    CohortNotOpen,
    CourseError,
    EnrolmentWithdrawn,
    NoAttemptsLeft,
    OperationConflict,
)
from course.models import Attempt, AttemptStart, Edition, Enrolment, Response
from course.wordings import Asked
from tests.builders import (
    LESSONS,
    OFFICE,
    QUIZZES,
    a_cohort,
    a_finished_lesson,
    a_learner,
    a_trainer,
    an_administrator,
    an_edition,
    an_enrolment,
    an_open_attempt,
    miniature_catalogue,
)
from tests.laws.account import (
    Held,
    account_of,
    achievements_of,
    completed_in,
    held_in,
    saves_of,
)
from tests.laws.corrections import corrections_at, modes, regrade

BEGINNING = datetime(2025, 1, 6, 20, tzinfo=UTC)
OPENS_ON = date(2025, 1, 7)
ALLOWED = {"first-quiz": 3, "second-quiz": None}

lessons = st.sampled_from(LESSONS)
quizzes = st.sampled_from(QUIZZES)
# Few names, so that they are often used again, and for other things.
names = st.integers(0, 9)


WRONG: dict[str, Any] = {
    "one-colour": "red",
    "even-numbers": ["two"],
    "week": False,
    "young-animals": None,
    "seasons": ["june", "march", "october"],
    "year": "12",
    "capital": "Mombasa",
    "opposite-of-hot": "tall",
    "opposite-of-open": "wide",
}


class Learning(RuleBasedStateMachine):
    """One learner on the miniature course, doing anything in any order."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        super().__init__()
        self.session = sessions()
        trainer = a_trainer(self.session)
        cohort = a_cohort(
            self.session, trainer=trainer, opens_on=OPENS_ON, edition=self.edition()
        )
        learner = a_learner(self.session)
        self.trainer, self.learner = trainer, learner
        self.administrator = an_administrator(self.session)
        self.enrolment = an_enrolment(
            self.session, learner, cohort=cohort, now=BEGINNING
        )
        self.now = BEGINNING
        self.ops = [uuid4() for _ in range(10)]
        self.acknowledged: dict[UUID, Held] = {}
        self.ever_earned: set[str] = set()

    def edition(self) -> Edition:
        """What the learner is held to."""
        return an_edition(self.session)

    def teardown(self) -> None:
        found = [each for differences in examine(self.session) for each in differences]
        self.session.close()
        assert found == []

    @initialize(hours=st.sampled_from([0, 12, 24, 48]))
    def begin(self, hours: int) -> None:
        """Some set out before their cohort has opened."""
        self.now += timedelta(hours=hours)

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(place=lessons)
    def open_a_lesson(self, place: tuple[str, str]) -> None:
        progress.open_lesson(
            self.session, self.enrolment.id, *place, now=self.now, by=self.learner
        )

    @rule(place=lessons, name=names)
    def complete_a_lesson(self, place: tuple[str, str], name: int) -> None:
        places = completed_in(self.session, self.enrolment.id)
        op = self.ops[name]
        done_by_op = [where for where, done in places.items() if done == op]
        refusal: type[CourseError] | None = None
        if done_by_op not in ([], [place]):
            refusal = OperationConflict
        elif place not in places:
            refusal = self._inactive()

        found = self._told(
            refusal,
            lambda: progress.complete_lesson(
                self.session,
                self.enrolment,
                *place,
                op=op,
                now=self.now,
                office=OFFICE,
                by=self.learner,
            ),
        )

        if found is not None:
            assert (found.module_key, found.lesson_key) == place
            assert found.uuid == places.get(place, op)

    @rule(quiz_key=quizzes, name=names)
    def start_an_attempt(self, quiz_key: str, name: int) -> None:
        op = self.ops[name]
        named = self.session.scalar(
            select(Attempt)
            .outerjoin(AttemptStart, AttemptStart.attempt_id == Attempt.id)
            .where((Attempt.uuid == op) | (AttemptStart.uuid == op))
        )
        open_one = self._open(quiz_key)
        refusal: type[CourseError] | None = None
        if named is not None:
            refusal = OperationConflict if named.quiz_key != quiz_key else None
        elif open_one is None:
            refusal = self._inactive()
            if refusal is None and not self._attempts_left(quiz_key):
                refusal = NoAttemptsLeft

        started = self._told(
            refusal,
            lambda: attempts.start_attempt(
                self.session,
                self.enrolment,
                miniature_catalogue().quiz(quiz_key),
                op=op,
                seed=name,
                now=self.now,
                office=OFFICE,
                by=self.learner,
            ),
        )

        if started is not None:
            attempt, is_new = started
            assert attempt is (named or open_one or attempt)
            assert is_new == (named is None and open_one is None)

    @precondition(lambda self: self._any_attempt())
    @rule(
        quiz_key=quizzes,
        question=st.integers(0, 6),
        right=st.sampled_from([True, True, False, None]),
        sequence=st.none() | st.integers(1, 6),
        name=names,
    )
    def save_an_answer(
        self,
        quiz_key: str,
        question: int,
        right: bool | None,
        sequence: int | None,
        name: int,
    ) -> None:
        found = attempts.attempts_at(self.session, self.enrolment, quiz_key)
        if not found:
            return
        attempt, quiz = found[-1], miniature_catalogue().quiz(quiz_key)
        asked = quiz.questions[question % len(quiz.questions)]
        answer = None if right is None else asked.correct_answer
        if right is False:
            answer = WRONG[asked.key]
        self._save(attempt, asked.key, answer, sequence, self.ops[name])

    @rule(things=st.integers(1, 5))
    def get_on_with_it(self, things: int) -> None:
        """Blind chance seldom finishes a course, and what comes after matters too."""
        outstanding = self.enrolment.standing["outstanding"]
        if self._inactive():
            return
        for kind, module_key, key in outstanding[:things]:
            if kind == "lesson":
                a_finished_lesson(
                    self.session, self.enrolment, module_key, key, now=self.now
                )
            elif kind == "quiz" and (self._open(key) or self._attempts_left(key)):
                attempt = self._open(key)
                attempt = attempt or an_open_attempt(
                    self.session, self.enrolment, key, now=self.now
                )
                for asked in miniature_catalogue().quiz(key).questions:
                    self._save(attempt, asked.key, asked.correct_answer, 7, uuid4())
                self.submit_an_attempt(attempt)

    @precondition(lambda self: self._any_attempt())
    @rule(quiz_key=quizzes)
    def submit(self, quiz_key: str) -> None:
        found = attempts.attempts_at(self.session, self.enrolment, quiz_key)
        if found:
            self.submit_an_attempt(found[-1])

    def submit_an_attempt(self, attempt: Attempt) -> None:
        refusal = self._inactive() if attempt.submitted_at is None else None

        receipt = self._told(
            refusal,
            lambda: submissions.submit_attempt(
                self.session,
                attempt,
                editions.sheet_of(self.session, attempt),
                now=self.now,
                office=OFFICE,
                by=self.learner,
            ),
        )

        if receipt is not None:
            held = {
                key: (each.answer, each.op, each.sequence, each.recorded_at)
                for key, each in receipt.held.items()
            }
            assert held == held_in(self.session, attempt)

    @precondition(lambda self: self._any_attempt())
    @rule(
        corrected=quizzes.flatmap(
            lambda key: st.tuples(st.just(key), corrections_at(key))
        ),
        mode=modes,
    )
    def correct_questions(
        self, corrected: tuple[str, tuple[Asked, ...]], mode: str
    ) -> None:
        """Up or down: what was earned stays, and the standing follows the marks."""
        quiz_key, asked = corrected
        regrade(
            self.session, quiz_key, asked, mode, now=self.now, by=self.administrator
        )

    @rule(leaves=st.integers(0, 4))
    def withdraw(self, leaves: int) -> None:
        if leaves != 3:
            # Most stay: nothing is recorded of those who have left.
            return
        enrolments.withdraw(
            self.session,
            self.enrolment,
            reason="Has left the ministry.",
            now=self.now,
            by=self.trainer,
        )

    @rule()
    def restore(self) -> None:
        enrolments.restore(self.session, self.enrolment, now=self.now, by=self.trainer)

    @invariant()
    def what_is_kept_is_the_fold_and_the_fold_is_right(self) -> None:
        kept = self.session.execute(
            select(
                Enrolment.standing,
                Enrolment.met,
                Enrolment.needed,
                Enrolment.completed_at,
            ).where(Enrolment.id == self.enrolment.id)
        ).one()
        folded = progress.standing_of(self.session, self.enrolment)

        account = account_of(self.session, self.enrolment.id)

        assert kept._asdict() == account
        assert folded.kept() == account["standing"]
        assert folded.completion.met == account["met"] <= account["needed"]
        assert folded.completion.needed == account["needed"]
        assert folded.completion.met_at == account["completed_at"]
        is_complete = not account["standing"]["outstanding"]
        assert (self.enrolment.percent == 100) == is_complete
        # What was earned once stays, however the marks fall, and is given once.
        self.ever_earned |= account["standing"]["earned"].keys()
        assert achievements_of(self.session, self.enrolment.id) == [
            (kind, 1) for kind in sorted(self.ever_earned)
        ]

    def _save(
        self,
        attempt: Attempt,
        question_key: str,
        answer: Any,
        sequence: int | None,
        op: UUID,
    ) -> None:
        before = len(saves_of(self.session, attempt))
        earlier = self.session.scalar(select(Response).where(Response.op == op))
        refusal: type[CourseError] | None = None
        if earlier is not None:
            # Told again what it was told, whatever has become of the attempt since.
            known = (earlier.attempt_id, earlier.question_key, earlier.answer)
            same = known == (attempt.id, question_key, answer)
            refusal = None if same else OperationConflict
        else:
            closed = attempt.submitted_at is not None
            refusal = AttemptClosed if closed else self._inactive()

        held = self._told(
            refusal,
            lambda: responses.save_response(
                self.session,
                attempt,
                editions.sheet_of(self.session, attempt),
                question_key,
                answer,
                op=op,
                sequence=sequence,
                now=self.now,
                by=self.learner,
            ),
        )

        is_new = refusal is None and earlier is None
        assert len(saves_of(self.session, attempt)) == before + is_new
        if held is not None:
            told = self.acknowledged.setdefault(
                op, held_in(self.session, attempt)[question_key]
            )
            assert told == (held.answer, held.op, held.sequence, held.recorded_at)

    def _told(self, refusal: type[CourseError] | None, act: Callable[[], Any]) -> Any:
        """What the act answers, or nothing where it is rightly refused."""
        if refusal is None:
            return act()
        with pytest.raises(refusal):
            act()
        return None

    def _inactive(self) -> type[CourseError] | None:
        if self.enrolment.withdrawn_at is not None:
            return EnrolmentWithdrawn
        return CohortNotOpen if self.now.date() < OPENS_ON else None

    def _any_attempt(self) -> bool:
        of_this = Attempt.enrolment_id == self.enrolment.id
        return self.session.scalar(select(Attempt.id).where(of_this)) is not None

    def _attempts_left(self, quiz_key: str) -> bool:
        used = len(attempts.attempts_at(self.session, self.enrolment, quiz_key))
        return used != ALLOWED[quiz_key]

    def _open(self, quiz_key: str) -> Attempt | None:
        return attempts.open_attempt(self.session, self.enrolment, quiz_key)
