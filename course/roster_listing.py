"""A plan of what a list of learners would do, and what it was made of, as values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, Literal, TypeAlias
from uuid import UUID

from course.canonical import canonical_json
from course.roster_entries import LONGEST_NAME

Kind: TypeAlias = Literal["create", "match", "move", "drop", "ambiguous", "invalid"]
_DONE: frozenset[Kind] = frozenset(("create", "match", "move"))
KINDS: tuple[Kind, ...] = ("create", "match", "move", "drop", "ambiguous", "invalid")
# What is done for a row: nothing, or one of these.
Effect: TypeAlias = Literal[
    "", "create", "reopen", "enrol", "restore", "join", "move", "drop"
]


@dataclass(frozen=True, slots=True)
class Place:
    """A cohort that the asker leads, of the course that the list is for."""

    id: int
    uuid: UUID
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of an address on the list. ``is_spare``: an account that an undone
    list had made, closed since and never used."""

    id: int
    uuid: UUID
    name: str
    is_closed: bool = False
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's enrolment on the course; ``event`` is the latest that stands."""

    id: int
    uuid: UUID
    cohort_id: int | None
    is_withdrawn: bool
    event: int


@dataclass(frozen=True, slots=True)
class Member:
    """Who is in a cohort that the list may speak of."""

    email: str
    person: Known
    seat: Seat


@dataclass(frozen=True, slots=True)
class Held:
    """What the record holds of everything that a list could touch.

    ``here`` is the cohort whose page took the list. ``members`` are those in the
    cohorts that the list names, the withdrawn left out.
    """

    here: Place
    places: tuple[Place, ...]
    people: Mapping[str, Known]
    seats: Mapping[int, Seat]
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan: what is to become of it, and why.

    ``number`` is the row in the file; nobody who is dropped has one. ``effect`` is
    what would be done; for an ambiguous row, what is done if it is taken as it stands.
    ``other`` is the row, or the name on the record, that the reason speaks of.
    """

    number: int | None
    kind: Kind
    reason: str
    email: str
    name: str
    effect: Effect = ""
    cohort: str | None = None
    origin: str | None = None
    person: UUID | None = None
    enrolment: UUID | None = None
    event: int | None = None
    other: str | None = None
    profile: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def is_done_unasked(self) -> bool:
        """Whether applying the plan does it without a yes of its own."""
        return self.kind in _DONE

    @property
    def known_as(self) -> str:
        """The name, or until somebody gives one what stands before the @."""
        return self.name or self.email.split("@")[0][:LONGEST_NAME]

    def to_data(self) -> dict[str, Any]:
        """The row as canonical data; what is not said is left out."""
        said = {name: value for name, value in asdict(self).items() if value}
        for name in ("person", "enrolment"):
            if name in said:
                said[name] = str(said[name])
        return said


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a list would do. ``cohorts`` are those that it speaks of."""

    digest: str
    is_whole: bool
    cohorts: tuple[Place, ...]
    rows: tuple[PlanRow, ...]

    @property
    def counts(self) -> dict[Kind, int]:
        found = Counter(row.kind for row in self.rows)
        return {kind: found[kind] for kind in KINDS}

    @property
    def drops(self) -> frozenset[UUID]:
        """The enrolments of everybody who is not on the list."""
        return frozenset(
            row.enrolment for row in self.rows if row.kind == "drop" and row.enrolment
        )

    @property
    def token(self) -> str:
        """The fingerprint of the list and of all that would be done with it."""
        said = {
            "digest": self.digest,
            "is_whole": self.is_whole,
            "cohorts": [str(each.uuid) for each in self.cohorts],
            "rows": [row.to_data() for row in self.rows],
        }
        return sha256(canonical_json(said).encode()).hexdigest()

    @property
    def changes(self) -> int:
        """How many rows change something if nothing more is decided."""
        return sum(bool(row.effect) for row in self.rows if row.is_done_unasked)
