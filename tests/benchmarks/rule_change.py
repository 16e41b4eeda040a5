"""What a change of the rule costs, a preview and applying it, as learners grow."""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from config.settings import Settings
from course import accounts, editions, rule_changes
from course.catalogue import load_catalogue
from course.database import make_engine
from course.evidence import Evidence, MarkedAttempt
from course.migrations import upgrade
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    Mark,
    User,
)
from course.outline import Course
from course.rule_change_listing import Decision, RulePreview
from course.rule_change_plan import RuleScope
from course.standing import Standing, fold
from learner_api.app import office_of
from learner_api.rule_change_letters import rule_change_letters
from tests.statements import statements_of

COURSE = "mainstreaming"
SIZES = (2_000, 10_000)
BEGAN = datetime(2026, 1, 5, 9, tzinfo=UTC)
CHUNK = 1000
# How many learners of a hundred have earned the certificate by the rule of today.
CERTIFIED = 20

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took: by the clock, of a core, and in statements."""

    seconds: float
    processor: float
    statements: int


def print_rule_changes(sizes: tuple[int, ...] = SIZES) -> None:
    """Preview and apply a change for few learners and for many."""
    costs = {size: _change(size) for size in sizes}
    least = sizes[0]
    for what in ("preview", "apply"):
        for size in sizes:
            cost, first = costs[size][what], costs[least][what]
            each = cost.processor / size
            print(
                f"rule change, {what:7} {size:7} learners {cost.seconds:7.2f} s, "
                f"{each * 1e6:6.0f} µs of a core each: "
                f"ratio {each * least / first.processor:4.2f}; "
                f"{cost.statements} statements"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"rule change, most memory {peak:6.0f} MB")


def _change(size: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory(prefix="course-rule-change-") as folder:
        settings = Settings.for_tests(Path(folder))
        engine = make_engine(settings.database_url)
        upgrade(engine)
        course = load_catalogue().course(COURSE)
        with Session(engine, expire_on_commit=False) as session:
            by = fill(session, course, size)
            session.commit()
        try:
            return change(engine, settings, easier(course), by)
        finally:
            engine.dispose()


def easier(course: Course) -> Course:
    """The course under a rule that no longer asks for the last test."""
    rule = course.awards["completion"]
    last = [each for each in rule.requirements if each.kind == "quizzes"][-1]
    asked = tuple(each for each in rule.requirements if each is not last)
    awards = {**course.awards, "completion": replace(rule, requirements=asked)}
    return replace(course, awards=awards)


def change(engine: Engine, settings: Settings, to: Course, by: User) -> dict[str, Cost]:
    """Preview the change and apply it to everybody who is on the way."""
    scope, now = RuleScope.of(COURSE), datetime.now(UTC)

    def preview() -> RulePreview:
        with Session(engine) as session:
            return rule_changes.preview_rule_change(session, to, scope, now=now)

    found, cost = _measured(engine, preview)

    def apply() -> None:
        with Session(engine, expire_on_commit=False) as session:
            rule_changes.apply_rule_change(
                session,
                to,
                scope,
                Decision("re-evaluate", "Measured."),
                op=uuid4(),
                token=found.token,
                letters=rule_change_letters(settings.public_url),
                now=now,
                office=office_of(settings),
                by=by,
            )
            session.commit()

    return {"preview": cost, "apply": _measured(engine, apply)[1]}


def _measured(engine: Engine, act: Callable[[], Result]) -> tuple[Result, Cost]:
    with statements_of(engine) as sent:
        began, processor = time.perf_counter(), time.process_time()
        result = act()
        cost = Cost(
            time.perf_counter() - began, time.process_time() - processor, len(sent)
        )
    return result, cost


def fill(session: Session, course: Course, size: int) -> User:
    """So many learners on the course, each at another point; who made them is given."""
    by = accounts.register_person(
        session,
        email="administrator@example.org",
        name="An Administrator",
        role="administrator",
        now=BEGAN,
    )
    edition = editions.course_edition(session, course, now=BEGAN)
    session.flush()
    for first in range(1, size + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, size + 1))
        rows = _Rows(course, edition.id, by.id)
        for number in numbers:
            rows.add(number)
        for model, values in rows.tables():
            if values:
                session.execute(insert(model), values)
    return by


class _Rows:
    """The rows of some learners, table by table."""

    def __init__(self, course: Course, edition_id: int, above: int) -> None:
        self.course = course
        self.edition_id = edition_id
        self.above = above
        self.by_table: dict[Any, list[dict[str, Any]]] = {
            model: []
            for model in (
                User,
                Enrolment,
                EnrolmentEvent,
                LessonCompletion,
                Attempt,
                Mark,
                Achievement,
                Award,
                AwardEvent,
            )
        }

    def tables(self) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        """The rows in an order in which they may be added."""
        yield from self.by_table.items()

    def add(self, number: int) -> None:
        """One learner: the numbers decide how far they are."""
        moment = BEGAN + timedelta(minutes=number)
        evidence = self._evidence(number, moment)
        standing = fold(self.course, evidence)
        fact = {"occurred_at": moment, "recorded_at": moment}
        here = {"enrolment_id": number, **fact}
        self._row(
            User,
            id=self.above + number,
            email=f"learner-{number}@example.org",
            name=f"Learner {number}",
            role="learner",
            created_at=moment,
        )
        self._enrol(number, standing, moment)
        self._row(EnrolmentEvent, kind="enrolled", **here)
        for module_key, lesson_key in evidence.lessons:
            self._row(
                LessonCompletion, module_key=module_key, lesson_key=lesson_key, **here
            )
        for place, each in enumerate(evidence.attempts):
            attempt_id = number * 100 + place
            self._row(
                Attempt,
                id=attempt_id,
                quiz_key=each.quiz_key,
                number=each.number,
                edition_id=self.edition_id,
                seed=1,
                submitted_at=moment,
                **here,
            )
            self._row(
                Mark,
                attempt_id=attempt_id,
                edition_id=self.edition_id,
                points=each.points,
                out_of=each.out_of,
                passed=each.passed,
                detail={},
                **fact,
            )
        for place, award in enumerate(standing.awards):
            if award.met_at is not None:
                self._award(number, number * 10 + place, award.kind, fact)

    def _evidence(self, number: int, moment: datetime) -> Evidence:
        """Lessons and quizzes in order, up to a point of the learner's own."""
        part = number * 37 % 100
        lessons = [
            (module.key, lesson.key)
            for module in self.course.modules
            for lesson in module.lessons
        ]
        quizzes = [module.quiz_key for module in self.course.modules if module.quiz_key]
        is_done = part >= 100 - CERTIFIED
        if part >= 100 - CERTIFIED - 1:
            part = 100
        taken = quizzes[: len(quizzes) * part // 100]
        if is_done:
            taken += [quiz.key for quiz in self.course.assessments]
        return Evidence(
            lessons=dict.fromkeys(lessons[: len(lessons) * part // 100], moment),
            attempts=tuple(
                MarkedAttempt(key, 1, 9, 10, True, moment) for key in sorted(taken)
            ),
        )

    def _enrol(self, number: int, standing: Standing, moment: datetime) -> None:
        completion = standing.completion
        self._row(
            Enrolment,
            id=number,
            user_id=self.above + number,
            course_key=self.course.key,
            edition_id=self.edition_id,
            enrolled_at=moment,
            standing=standing.kept(),
            met=completion.met,
            needed=completion.needed,
            completed_at=completion.met_at,
        )

    def _award(self, number: int, key: int, kind: str, fact: dict[str, Any]) -> None:
        self._row(
            Achievement,
            id=key,
            enrolment_id=number,
            award_kind=kind,
            edition_id=self.edition_id,
            **fact,
        )
        name = f"TEST-{key // 10000:04d}-{key % 10000:04d}"
        self._row(
            Award,
            id=key,
            number=name,
            achievement_id=key,
            claims={"number": name},
            digest="0" * 64,
            **fact,
        )
        self._row(AwardEvent, award_id=key, kind="issued", **fact)

    def _row(self, model: Any, **values: Any) -> None:
        self.by_table[model].append({"uuid": uuid4(), **values})


if __name__ == "__main__":
    print_rule_changes()
