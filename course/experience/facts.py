"""Where statements come from: a SELECT for each kind of fact, and how it is told.

Each comes in the order of recording, which an index keeps, so that however many there
are, none need be held. Nothing is read that may change later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, func, null, select
from sqlalchemy.orm import aliased

from course.award_kinds import GOALS
from course.experience import vocabulary
from course.experience.statements import (
    Document,
    Fact,
    Score,
    Sitting,
    Statement,
    Teller,
    statement_id,
)
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Edition,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    RuleChangeEntry,
    UndoneEvent,
    User,
)

Telling: TypeAlias = Callable[[Teller, Fact, Any], Iterator[Statement]]

_MOVES = {
    "enrolled": vocabulary.REGISTERED,
    "withdrawn": vocabulary.EXITED,
    "restored": vocabulary.RESUMED,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of fact: its model, by way of what it belongs to an enrolment, and how.

    ``holder`` has the enrolment; ``joined`` gives the SELECT what lies between.
    ``columns`` are handed to ``tell`` besides what every fact has.
    """

    fact: Any
    holder: Any
    columns: tuple[Any, ...]
    joined: Callable[[Select[Any]], Select[Any]]
    tell: Telling

    @property
    def kind(self) -> str:
        return str(self.fact.__tablename__)

    def select(self, *, with_names: bool) -> Select[Any]:
        """Every fact of this kind, in the order of recording."""
        fact = self.fact
        name = _name_at(fact.recorded_at) if with_names else null()
        head = select(
            fact.recorded_at,
            fact.id,
            fact.uuid,
            fact.occurred_at,
            Enrolment.uuid.label("enrolment"),
            User.uuid.label("learner"),
            _edition_at(fact.recorded_at).label("edition_id"),
            name.label("name"),
            (User.email if with_names else null()).label("email"),
            *self.columns,
        ).select_from(fact)
        return (
            self.joined(head)
            .join(Enrolment, Enrolment.id == self.holder.enrolment_id)
            .join(User, User.id == Enrolment.user_id)
            .order_by(fact.recorded_at, fact.id)
        )


def _name_at(moment: ColumnElement[datetime]) -> ColumnElement[str]:
    """What somebody was called when it was recorded."""
    return (
        select(ProfileEntry.name)
        .where(
            ProfileEntry.user_id == Enrolment.user_id,
            ProfileEntry.recorded_at <= moment,
        )
        .order_by(ProfileEntry.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _edition_at(moment: ColumnElement[datetime]) -> ColumnElement[int]:
    """The edition that the enrolment was held to when it was recorded."""
    left = (
        select(RuleChangeEntry.from_edition_id)
        .where(
            RuleChangeEntry.enrolment_id == Enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
            RuleChangeEntry.recorded_at > moment,
        )
        .order_by(RuleChangeEntry.id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(left, Enrolment.edition_id)


def _moved(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    yield teller.moved(fact, _MOVES[row.move])


def _opened(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    verb = vocabulary.INITIALIZED
    yield teller.lesson(fact, verb, row.module_key, row.lesson_key)


def _finished(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    verb = vocabulary.COMPLETED
    yield teller.lesson(fact, verb, row.module_key, row.lesson_key)


def _begun(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    yield teller.begun(fact, Sitting(row.attempt, row.quiz_key, row.digest))


def _marked(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    """The mark; before it, that an earlier one holds no longer."""
    if row.earlier is not None:
        verb = vocabulary.verdict(row.earlier_passed)
        yield teller.voided(fact, statement_id(Mark.__tablename__, row.earlier, verb))
    took = row.submitted_at - row.begun_at
    yield teller.marked(
        fact,
        Sitting(row.attempt, row.quiz_key, row.digest),
        Score(row.points, row.out_of, row.passed, took),
    )


def _achieved(teller: Teller, fact: Fact, _row: Any) -> Iterator[Statement]:
    yield teller.achieved(fact)


def _awarded(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    """The document; before it, that the one it replaces holds no longer."""
    if row.earlier is not None:
        yield teller.voided(fact, _of_award(row.earlier))
    yield teller.awarded(fact, Document(fact.uuid, row.number, row.award_kind))


def _revoked(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    yield teller.voided(fact, _of_award(row.award))


def _undone(teller: Teller, fact: Fact, row: Any) -> Iterator[Statement]:
    verb = _MOVES[row.move]
    kind = EnrolmentEvent.__tablename__
    yield teller.voided(fact, statement_id(kind, row.event, verb))


def _of_award(award: Any) -> Any:
    return statement_id(Award.__tablename__, award, vocabulary.EARNED)


_earlier_mark, _earlier_award = aliased(Mark), aliased(Award)
_SITTING = (
    Attempt.uuid.label("attempt"),
    Attempt.quiz_key,
    Edition.digest,
)

# What was recorded at one moment is told in this order: a cause before what follows.
SOURCES = (
    Source(
        EnrolmentEvent,
        EnrolmentEvent,
        (EnrolmentEvent.kind.label("move"),),
        lambda facts: facts.where(EnrolmentEvent.kind.in_(_MOVES)),
        _moved,
    ),
    Source(
        LessonOpening,
        LessonOpening,
        (LessonOpening.module_key, LessonOpening.lesson_key),
        lambda facts: facts,
        _opened,
    ),
    Source(
        LessonCompletion,
        LessonCompletion,
        (LessonCompletion.module_key, LessonCompletion.lesson_key),
        lambda facts: facts,
        _finished,
    ),
    Source(
        Attempt,
        Attempt,
        _SITTING,
        lambda facts: facts.join(Edition, Edition.id == Attempt.edition_id),
        _begun,
    ),
    Source(
        Mark,
        Attempt,
        (
            *_SITTING,
            Attempt.recorded_at.label("begun_at"),
            Attempt.submitted_at,
            Mark.points,
            Mark.out_of,
            Mark.passed,
            _earlier_mark.uuid.label("earlier"),
            _earlier_mark.passed.label("earlier_passed"),
        ),
        lambda facts: (
            facts.join(Attempt, Attempt.id == Mark.attempt_id)
            .join(Edition, Edition.id == Mark.edition_id)
            .outerjoin(_earlier_mark, _earlier_mark.id == Mark.supersedes_id)
        ),
        _marked,
    ),
    Source(
        Achievement,
        Achievement,
        (),
        lambda facts: facts.where(Achievement.award_kind.in_(GOALS)),
        _achieved,
    ),
    Source(
        Award,
        Achievement,
        (Award.number, Achievement.award_kind, _earlier_award.uuid.label("earlier")),
        lambda facts: facts.join(
            Achievement, Achievement.id == Award.achievement_id
        ).outerjoin(_earlier_award, _earlier_award.id == Award.supersedes_id),
        _awarded,
    ),
    Source(
        AwardEvent,
        Achievement,
        (Award.uuid.label("award"),),
        lambda facts: (
            facts.join(Award, Award.id == AwardEvent.award_id)
            .join(Achievement, Achievement.id == Award.achievement_id)
            .where(AwardEvent.kind == "revoked")
        ),
        _revoked,
    ),
    Source(
        UndoneEvent,
        EnrolmentEvent,
        (EnrolmentEvent.uuid.label("event"), EnrolmentEvent.kind.label("move")),
        lambda facts: facts.join(
            EnrolmentEvent, EnrolmentEvent.id == UndoneEvent.event_id
        ).where(EnrolmentEvent.kind.in_(_MOVES)),
        _undone,
    ),
)
