"""A few learners' history, drawn at random and made through the real verbs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, attempts, enrolments, renewals
from course.accommodations import Allowance
from course.models import Achievement, Award, Cohort, Enrolment, User
from course.regrade_listing import MODES
from tests.builders import (
    QUIZZES,
    a_cohort,
    a_finished_lesson,
    a_learner,
    a_submitted_attempt,
    a_trainer,
    an_administrator,
    an_edition,
    an_opened_lesson,
    miniature_catalogue,
)
from tests.laws.corrections import WAYS, asked_for, regrade, supersede

BEGINNING = datetime(2025, 1, 6, 9, tzinfo=UTC)
COUNTRIES = ("GH", "JM", "KE", None)
GENDERS = ("female", "male", "undisclosed", None)
AFFILIATIONS = ("government", "academia", None)
AGE_BANDS = ("25-34", "undisclosed", None)


@dataclass(slots=True)
class World:
    """Two cohorts, their trainers, and the learners who have come so far."""

    session: Session
    draw: Random
    now: datetime = BEGINNING
    administrator: User = field(init=False)
    trainers: list[User] = field(init=False)
    cohorts: list[Cohort] = field(init=False)
    enrolments: list[Enrolment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.administrator = an_administrator(self.session, now=BEGINNING)
        self.trainers = [a_trainer(self.session, now=BEGINNING) for _ in range(2)]
        self.cohorts = [
            a_cohort(
                self.session, trainer=trainer, now=BEGINNING, opens_on=date(2025, 1, 1)
            )
            for trainer in self.trainers
        ]

    def live(self, steps: int) -> Iterator[datetime]:
        """Let something happen and hand over its moment, again and again."""
        acts = (
            *(self._enrol,) * 2,
            *(self._learn,) * 6,
            self._fail,
            self._move,
            self._withdraw,
            self._restore,
            self._change_profile,
            self._regrade,
            self._supersede,
            self._renew,
        )
        self._enrol()
        for _ in range(steps):
            self.draw.choice(acts)()
            self.session.flush()
            yield self.now
            microseconds = self.draw.choice((1, 10**6, 10**11))
            self.now += timedelta(microseconds=microseconds)

    def _anybody(self) -> Enrolment:
        return self.draw.choice(self.enrolments)

    def _enrol(self) -> None:
        learner = a_learner(
            self.session,
            now=self.now,
            country=self.draw.choice(COUNTRIES),
            gender=self.draw.choice(GENDERS),
            affiliation=self.draw.choice(AFFILIATIONS),
            age_band=self.draw.choice(AGE_BANDS),
        )
        cohort = self.draw.choice((*self.cohorts, None))
        edition = cohort.edition if cohort else an_edition(self.session, now=self.now)
        self.enrolments.append(
            enrolments.enrol(
                self.session, learner, edition, cohort=cohort, now=self.now
            )
        )

    def _learn(self) -> None:
        """Take the next steps of the course; some open a lesson and leave it."""
        enrolment = self._anybody()
        if enrolment.withdrawn_at is not None:
            return
        steps = self.draw.randint(1, 3)
        for kind, module, key in enrolment.standing["outstanding"][:steps]:
            if kind == "quiz":
                self._sit(enrolment, key, answers=None)
            elif self.draw.random() < 0.3:
                an_opened_lesson(self.session, enrolment, module, key, now=self.now)
            else:
                a_finished_lesson(self.session, enrolment, module, key, now=self.now)

    def _fail(self) -> None:
        enrolment = self._anybody()
        if enrolment.withdrawn_at is None:
            self._sit(enrolment, "first-quiz", answers={"week": True})

    def _sit(
        self, enrolment: Enrolment, quiz_key: str, *, answers: dict[str, bool] | None
    ) -> None:
        used = len(attempts.attempts_at(self.session, enrolment, quiz_key))
        quiz = miniature_catalogue().quiz(quiz_key)
        if Allowance().attempts_left(quiz, used) != 0:
            a_submitted_attempt(
                self.session, enrolment, quiz_key, answers=answers, now=self.now
            )

    def _move(self) -> None:
        """Put somebody into a cohort, as every verb does: first they are restored."""
        enrolment, cohort = self._anybody(), self.draw.choice(self.cohorts)
        given: Any = {"now": self.now, "by": self.administrator}
        enrolments.restore(self.session, enrolment, **given)
        enrolments.assign(self.session, enrolment, cohort, **given)

    def _withdraw(self) -> None:
        enrolments.withdraw(
            self.session,
            self._anybody(),
            reason="Has left.",
            now=self.now,
            by=self.administrator,
        )

    def _restore(self) -> None:
        enrolment = self._anybody()
        enrolments.restore(self.session, enrolment, now=self.now, by=self.administrator)

    def _change_profile(self) -> None:
        person = self._anybody().user
        changes = {
            "name": f"Renamed {self.draw.randint(1, 9)}",
            "country": self.draw.choice(COUNTRIES),
            "gender": self.draw.choice(GENDERS),
            "affiliation": self.draw.choice(AFFILIATIONS),
            "age_band": self.draw.choice(AGE_BANDS),
        }
        accounts.change_profile(self.session, person, changes, now=self.now, by=person)

    def _regrade(self) -> None:
        """Correct a question or two; whoever answered them is judged anew."""
        quiz_key = self.draw.choice(QUIZZES)
        quiz = miniature_catalogue().quiz(quiz_key)
        chosen = self.draw.sample(quiz.questions, self.draw.randint(1, 2))
        regrade(
            self.session,
            quiz_key,
            tuple(asked_for(each.key, self.draw.choice(WAYS)) for each in chosen),
            self.draw.choice(MODES),
            now=self.now,
            by=self.administrator,
        )

    def _supersede(self) -> None:
        achieved = select(Achievement.id).where(
            Achievement.enrolment_id == self._anybody().id
        )
        latest = self.session.scalar(
            select(Award)
            .where(Award.achievement_id.in_(achieved))
            .order_by(Award.id.desc())
            .limit(1)
        )
        if latest is not None:
            supersede(self.session, latest, now=self.now, by=self.administrator)

    def _renew(self) -> None:
        """Let somebody who earned something take the course again."""
        earned = set(self.session.scalars(select(Achievement.enrolment_id)))
        done = [each for each in self.enrolments if each.id in earned]
        if not done:
            return
        enrolment = self.draw.choice(done)
        begun, is_new = renewals.renew(
            self.session,
            enrolment,
            enrolment.edition,
            op=UUID(int=self.draw.getrandbits(128), version=4),
            reason="The Handbook has changed.",
            today=self.now.date(),
            now=self.now,
            by=self.administrator,
        )
        if is_new:
            self.enrolments.append(begun)
