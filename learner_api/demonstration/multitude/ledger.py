"""The rows that wait to be written, table by table, each with its number and name.

A public name is made of the seed, the table and the number of the row: the same record
has the same names whenever it is made, and rows that follow each other lie together in
the index that holds them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any, Final, TypeAlias
from uuid import UUID

from course.accounts import PROFILE
from course.database import Base
from course.models import (
    AccountEvent,
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    ProfileEntry,
    Renewal,
    Response,
    User,
)

Model: TypeAlias = type[Base]
_FACT = ("actor_id", "occurred_at", "recorded_at")
_PLACE = ("enrolment_id", "module_key", "lesson_key")

# Every table with its columns after ``id`` and ``uuid``, each after those it names.
COLUMNS: Final[Mapping[Model, tuple[str, ...]]] = {
    User: (
        "email",
        "role",
        *PROFILE,
        "password_hash",
        "session_epoch",
        "is_demonstration",
        "created_at",
    ),
    ProfileEntry: ("user_id", *PROFILE, *_FACT),
    AccountEvent: ("user_id", "kind", "detail", *_FACT),
    Enrolment: (
        "user_id",
        "course_key",
        "run",
        "edition_id",
        "cohort_id",
        "enrolled_at",
        "withdrawn_at",
        "standing",
        "met",
        "needed",
        "last_active_at",
        "completed_at",
    ),
    EnrolmentEvent: ("enrolment_id", "kind", "cohort_id", "reason", *_FACT),
    Renewal: ("enrolment_id", "renews_id", "reason", *_FACT),
    LessonOpening: (*_PLACE, *_FACT),
    LessonCompletion: (*_PLACE, *_FACT),
    Attempt: (
        "enrolment_id",
        "quiz_key",
        "number",
        "edition_id",
        "seed",
        "drawn",
        "closes_at",
        "submitted_at",
        "submitted_by",
        "digest",
        *_FACT,
    ),
    Response: ("attempt_id", "question_key", "op", "sequence", "answer", *_FACT),
    Mark: (
        "attempt_id",
        "edition_id",
        "points",
        "out_of",
        "passed",
        "detail",
        *_FACT,
    ),
    Achievement: ("enrolment_id", "award_kind", "edition_id", "is_held", *_FACT),
    Award: ("number", "achievement_id", "claims", "digest", "supersedes_id", *_FACT),
    AwardEvent: ("award_id", "kind", "cause", "reason", *_FACT),
}


class Pile:
    """The rows of one table that wait, and the number of the next."""

    __slots__ = ("columns", "next_number", "rows", "stem", "table")

    def __init__(self, model: Model, first: int, seed: int) -> None:
        self.table: str = model.__tablename__
        self.columns = ("id", "uuid", *COLUMNS[model])
        self.stem = stem_of(self.table, seed)
        self.next_number = first
        self.rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Put a row on the pile; its number."""
        number = self.next_number
        self.next_number = number + 1
        self.rows.append((number, f"{self.stem}{number:012x}", *values))
        return number


class Ledger:
    """A pile for each table."""

    def __init__(self, first: Mapping[Model, int], seed: int) -> None:
        self.seed = seed
        self.piles = {model: Pile(model, first[model], seed) for model in COLUMNS}

    def add(self, model: Model, *values: Any) -> int:
        """Put a row on the pile of its table; its number."""
        return self.piles[model].add(*values)

    def taken(self) -> list[tuple[Pile, list[tuple[Any, ...]]]]:
        """What lies on each pile, in the order in which it may be written."""
        return list(self._take())

    def _take(self) -> Iterator[tuple[Pile, list[tuple[Any, ...]]]]:
        for pile in self.piles.values():
            rows, pile.rows = pile.rows, []
            if rows:
                yield pile, rows


@cache
def stem_of(name: str, seed: int) -> str:
    """The first twenty digits of the names of one table: a UUID of one's own making."""
    digits = sha256(f"{seed} {name}".encode()).hexdigest()
    return f"{digits[:12]}8{digits[12:15]}8{digits[15:18]}"


@cache
def dashed(stem: str) -> str:
    """The stem as a name begins with it where names are written with dashes."""
    return f"{stem[:8]}-{stem[8:12]}-{stem[12:16]}-{stem[16:]}-"


def name_of(stem: str, number: int) -> UUID:
    """The name of the row of this number."""
    return UUID(f"{stem}{number:012x}")
