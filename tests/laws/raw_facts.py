"""Facts in any order and of any moment, written past the verbs and in bulk.

No verb would write some of them so. What is kept of an enrolment follows its facts all
the same, whatever way they came.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from course.database import Base
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Cohort,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    RosterImport,
    RosterUndo,
    RuleChange,
    RuleChangeEntry,
    UndoneEvent,
    User,
)
from tests.builders import COURSE, a_cohort, an_administrator

# A year of few moments, so that many things happen at once.
MOMENTS = [datetime(2025, 1, 1, 9, tzinfo=UTC) + timedelta(days=n) for n in range(8)]
KINDS = ("assigned", "withdrawn", "restored")
AWARD_KINDS = ("completion", "diploma", "participation")


@dataclass(slots=True)
class RawFacts:
    """Two cohorts, two outlines and two quizzes, and whoever came so far."""

    session: Session
    draw: Random
    age_bands: tuple[str | None, ...] = ("25-34", "undisclosed", None)
    administrator: User = field(init=False)
    cohorts: list[Cohort] = field(init=False)
    courses: list[int] = field(init=False)
    quizzes: list[int] = field(init=False)
    undo: int = field(init=False)
    people: list[int] = field(default_factory=list)
    enrolments: list[tuple[int, int]] = field(default_factory=list)
    events: list[int] = field(default_factory=list)
    attempts: list[int] = field(default_factory=list)
    achievements: list[int] = field(default_factory=list)
    awards: dict[int, int] = field(default_factory=dict)
    revocable: list[int] = field(default_factory=list)
    earned: set[tuple[int, str]] = field(default_factory=set)
    number: int = 0

    def __post_init__(self) -> None:
        first = MOMENTS[0]
        self.administrator = an_administrator(self.session, now=first)
        self.cohorts = [
            a_cohort(self.session, now=first, trainer=self.administrator)
            for _ in range(2)
        ]
        self.courses = [self._edition("course", COURSE, {}) for _ in range(2)]
        self.quizzes = [
            self._edition("quiz", "final", {"purpose": "final-assessment"}),
            self._edition("quiz", "other", {"purpose": "practice"}),
        ]
        here = self.cohorts[0].id
        listed = self._add(RosterImport, cohort_id=here, digest="", outcome={})
        self.undo = self._add(
            RosterUndo, roster_import_id=listed, reason="A", outcome={}
        )
        self.come()

    def happen(self) -> None:
        """One thing, or several of a kind in one statement."""
        acts: tuple[Callable[[], None], ...] = (
            self.come,
            self._say,
            self._say,
            self._move,
            self._move,
            self._undo,
            self._learn,
            self._learn,
            self._sit,
            self._mark,
            self._mark,
            self._earn,
            self._earn,
            self._award,
            self._award,
            self._revoke,
            self._change_rule,
            self._number_run,
        )
        self.draw.choice(acts)()

    def come(self) -> None:
        """Somebody enrols; their profile may be noted before, after or never."""
        self.number += 1
        person = self._insert(
            User,
            email=f"raw-{self.number}@example.org",
            name="Raw",
            role="learner",
            is_demonstration=False,
            session_epoch=1,
            created_at=MOMENTS[0],
        )
        self.people.append(person)
        noted = self.draw.random()
        if noted < 0.5:
            self._say(person)
        for run in range(1, self.draw.randint(2, 3)):
            self._enrol(person, run)
        if noted < 0.9:
            self._say(person)

    def _enrol(self, person: int, run: int) -> None:
        enrolment = self._insert(
            Enrolment,
            user_id=person,
            course_key=COURSE,
            run=run,
            edition_id=self.draw.choice(self.courses),
            enrolled_at=self._moment(),
            standing={},
            met=0,
            needed=0,
        )
        self.enrolments.append((enrolment, person))
        if self.draw.random() < 0.9:
            self._move(enrolment, "enrolled")

    def _say(self, person: int | None = None) -> None:
        who = person or self.draw.choice(self.people)
        self._add_all(
            ProfileEntry,
            [
                {
                    "user_id": who,
                    "name": "Raw",
                    "country": self.draw.choice(("GH", "KE", None)),
                    "gender": self.draw.choice(("female", "male", None)),
                    "affiliation": self.draw.choice(("academia", None)),
                    "organisation": self.draw.choice(("Ministry", None)),
                    "age_band": self.draw.choice(self.age_bands),
                }
                for _ in range(self.draw.randint(1, 2))
            ],
        )

    def _move(self, enrolment: int | None = None, kind: str | None = None) -> None:
        rows = [
            {
                "enrolment_id": enrolment or self._anybody(),
                "kind": kind or self.draw.choice(KINDS),
                "cohort_id": self.draw.choice((None, *(c.id for c in self.cohorts))),
            }
            for _ in range(self.draw.randint(1, 3))
        ]
        self.events += self._add_all(EnrolmentEvent, rows)

    def _undo(self) -> None:
        for _ in range(self.draw.randint(1, 2)):
            if self.events:
                event = self._one_of(self.events)
                self._add(UndoneEvent, roster_undo_id=self.undo, event_id=event)

    def _learn(self) -> None:
        table = self.draw.choice((LessonOpening, LessonCompletion))
        rows = []
        for _ in range(self.draw.randint(1, 3)):
            self.number += 1
            lesson = f"lesson-{self.number}"
            rows.append(
                {
                    "enrolment_id": self._anybody(),
                    "module_key": "module",
                    "lesson_key": lesson,
                }
            )
        self._add_all(table, rows)

    def _sit(self) -> None:
        self.number += 1
        self.attempts.append(
            self._add(
                Attempt,
                enrolment_id=self._anybody(),
                quiz_key="quiz",
                number=self.number,
                edition_id=self.draw.choice(self.quizzes),
                seed=1,
                submitted_at=self._moment(),
            )
        )

    def _mark(self) -> None:
        self._sit()
        self._add(
            Mark,
            attempt_id=self._one_of(self.attempts),
            edition_id=self.quizzes[0],
            points=1,
            out_of=1,
            passed=True,
            detail={},
        )

    def _earn(self) -> None:
        enrolment, kind = self._anybody(), self.draw.choice(AWARD_KINDS)
        if (enrolment, kind) in self.earned:
            return
        self.earned.add((enrolment, kind))
        self.achievements.append(
            self._add(
                Achievement,
                enrolment_id=enrolment,
                award_kind=kind,
                edition_id=self.courses[0],
                is_held=False,
            )
        )

    def _award(self) -> None:
        if not self.achievements:
            return
        achievement = self.draw.choice(self.achievements)
        self.number += 1
        self.awards[achievement] = self._add(
            Award,
            number=f"RAW-{self.number}",
            achievement_id=achievement,
            claims={},
            digest="",
            supersedes_id=self.awards.get(achievement),
        )
        self.revocable.append(self.awards[achievement])

    def _revoke(self) -> None:
        if self.revocable:
            award = self._one_of(self.revocable)
            self._add(AwardEvent, award_id=award, kind="revoked")

    def _change_rule(self) -> None:
        """Some go over to another outline, and of some it is only listed."""
        enrolment = self._anybody()
        left, to = self.draw.choice(self.courses), self.draw.choice(self.courses)
        moves = left != to
        self._add(
            RuleChangeEntry,
            rule_change_id=self._new_change(),
            enrolment_id=enrolment,
            from_edition_id=left,
            to_edition_id=to,
            effect="moved" if moves else "kept",
            listed={},
        )
        if moves:
            self.session.execute(
                update(Enrolment)
                .where(Enrolment.id == enrolment)
                .values(edition_id=to, met=0)
            )

    def _new_change(self) -> int:
        return self._add(
            RuleChange,
            course_key=COURSE,
            to_edition_id=self.courses[0],
            choice="finish",
            reason="A",
            token="",
            outcome={},
        )

    def _number_run(self) -> None:
        enrolment = self._anybody()
        self.session.execute(
            update(Enrolment).where(Enrolment.id == enrolment).values(run=-enrolment)
        )

    def _anybody(self) -> int:
        return self.draw.choice(self.enrolments)[0]

    def _moment(self) -> datetime:
        return self.draw.choice(MOMENTS)

    def _one_of(self, numbers: list[int]) -> int:
        """One that is not drawn again."""
        return numbers.pop(self.draw.randrange(len(numbers)))

    def _edition(self, kind: str, key: str, content: dict[str, Any]) -> int:
        self.number += 1
        return self._insert(
            Edition,
            kind=kind,
            key=key,
            digest=f"raw-{self.number}",
            content=content,
            recorded_at=MOMENTS[0],
        )

    def _add(self, model: type[Base], **values: Any) -> int:
        return self._add_all(model, [values])[0]

    def _add_all(self, model: type[Base], rows: list[dict[str, Any]]) -> list[int]:
        """Facts of one table in one statement: their numbers."""
        told = [
            {
                "uuid": uuid4(),
                "occurred_at": self._moment(),
                "recorded_at": self._moment(),
                **row,
            }
            for row in rows
        ]
        table: Any = model
        return list(self.session.scalars(insert(model).returning(table.id), told))

    def _insert(self, model: type[Base], **values: Any) -> int:
        table: Any = model
        named = {"uuid": uuid4()} if model is not Edition else {}
        added = insert(model).values(**named, **values).returning(table.id)
        number: int = self.session.scalars(added).one()
        return number
