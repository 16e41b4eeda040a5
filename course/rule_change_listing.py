"""What another rule makes of each learner, listed: pure values, by list and by number.

The same listing is shown before a change of the rule, held against the record when it
is applied, and kept with it for ever. It holds no names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Literal, TypeAlias
from uuid import UUID

from course.canonical import canonical_json
from course.standing import GOALS, AwardStanding

Choice: TypeAlias = Literal["finish", "top-up", "re-evaluate"]
Effect: TypeAlias = Literal["moved", "kept", "asked"]
CHOICES: tuple[Choice, ...] = ("finish", "top-up", "re-evaluate")
GROUPS = (
    "stays",
    "newly-meets",
    "falls-short",
    "gains",
    "loses",
    "unchanged",
    "lapsed",
)
SHOWN = 25


@dataclass(frozen=True, slots=True)
class EnrolmentChange:
    """One enrolment under the rule it is held to and under the other one.

    ``achieved`` are the kinds of award that were earned, ``certified`` those of them
    whose award holds or waits to be issued, and ``undocumented`` those that wait.
    ``lacking`` are achieved kinds that the other rule does not find met; ``earned``
    kinds that it finds met and that were not achieved; ``reinstated`` the numbers of
    awards, suspended by a regrade, that hold again under it. Nothing happens to an
    enrolment that is not ``is_open``: it was withdrawn, renewed, or the account closed.
    """

    enrolment: UUID
    learner: UUID
    from_edition: str
    is_open: bool
    before: tuple[int, int]
    after: tuple[int, int]
    achieved: tuple[str, ...] = ()
    certified: tuple[str, ...] = ()
    undocumented: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    earned: tuple[str, ...] = ()
    reinstated: tuple[str, ...] = ()

    @property
    def falls_short(self) -> tuple[str, ...]:
        """The kinds that the learner is certified for and would not be."""
        return tuple(kind for kind in self.certified if kind in self.lacking)

    @property
    def is_in_progress(self) -> bool:
        """Whether the learner is on the way to completing under either rule."""
        return self.is_open and not _has_goal((*self.achieved, *self.earned))

    @property
    def groups(self) -> tuple[str, ...]:
        """The lists on which this enrolment stands, one at least.

        On the last is who had earned an award that holds no more.
        """
        found = []
        if self.certified:
            found.append("falls-short" if self.falls_short else "stays")
        if self.is_open and self.earned:
            found.append("newly-meets")
        if self.is_in_progress:
            then = self.before[0] * self.after[1]
            now = self.after[0] * self.before[1]
            found.append(
                "gains" if now > then else "loses" if now < then else "unchanged"
            )
        return tuple(found) or ("lapsed",)

    def effect(self, choice: Choice) -> Effect:
        """What becomes of the enrolment. Whoever would lose what they hold stays.

        Somebody who completed and would fall short keeps the edition it was earned
        under; so does whoever waits for a document that only that edition can word.
        """
        if not self.is_open or choice == "finish":
            return "kept"
        waits = any(kind in self.lacking for kind in self.undocumented)
        if waits or (_has_goal(self.achieved) and self.lacking):
            is_asked = choice == "top-up" and self.falls_short and not waits
            return "asked" if is_asked else "kept"
        if choice == "top-up" and _has_goal(self.achieved):
            return "kept"
        return "moved"

    def fingerprint(self) -> dict[str, Any]:
        """What a preview promises of this enrolment: its lists, and what it earns.

        Progress within one list is no part of it: learners go on learning while
        somebody makes up their mind, and a lesson more changes no outcome.
        """
        listing = {**self.to_data(), "groups": list(self.groups)}
        del listing["before"], listing["after"]
        return listing

    def to_data(self) -> dict[str, Any]:
        return {
            "enrolment": str(self.enrolment),
            "learner": str(self.learner),
            "from_edition": self.from_edition,
            "is_open": self.is_open,
            **{
                name: list(getattr(self, name)) for name in ("before", "after", *_KINDS)
            },
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "EnrolmentChange":
        return cls(
            enrolment=UUID(data["enrolment"]),
            learner=UUID(data["learner"]),
            from_edition=data["from_edition"],
            is_open=data["is_open"],
            before=(data["before"][0], data["before"][1]),
            after=(data["after"][0], data["after"][1]),
            **{name: tuple(data[name]) for name in _KINDS},
        )


_KINDS = (
    "achieved",
    "certified",
    "undocumented",
    "lacking",
    "earned",
    "reinstated",
)


def _has_goal(kinds: Iterable[str]) -> bool:
    """Whether what progress is measured against is among these kinds of award."""
    return any(kind in GOALS for kind in kinds)


def progress_of(standing: AwardStanding) -> tuple[int, int]:
    """How much of a rule is met, of how much."""
    return standing.met, standing.needed


@dataclass(frozen=True, slots=True)
class CohortChange:
    """A cohort whose future learners would be held to the new edition."""

    cohort: UUID
    title: str
    from_edition: str

    def to_data(self) -> dict[str, str]:
        return {
            "cohort": str(self.cohort),
            "title": self.title,
            "from_edition": self.from_edition,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, str]) -> "CohortChange":
        return cls(UUID(data["cohort"]), data["title"], data["from_edition"])


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What the other rule would make of everybody, counted, and the first of each list.

    Equal tokens, equal outcomes: whatever is chosen follows from the listing.
    """

    course_key: str
    to_edition: str
    cohort: UUID | None
    totals: Mapping[str, int]
    shown: Mapping[str, tuple[EnrolmentChange, ...]]
    cohorts: tuple[CohortChange, ...]
    token: str

    def outcome(self) -> dict[str, Any]:
        """The figures as a change of the rule keeps them."""
        return {
            "totals": dict(self.totals),
            "cohorts": [each.to_data() for each in self.cohorts],
        }

    def to_data(self) -> dict[str, Any]:
        """All of it, as a job keeps it."""
        return {
            "course_key": self.course_key,
            "to_edition": self.to_edition,
            "cohort": str(self.cohort) if self.cohort else None,
            "token": self.token,
            "shown": {
                group: [each.to_data() for each in rows]
                for group, rows in self.shown.items()
            },
            **self.outcome(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "RulePreview":
        return cls(
            course_key=data["course_key"],
            to_edition=data["to_edition"],
            cohort=UUID(data["cohort"]) if data["cohort"] else None,
            totals=data["totals"],
            shown={
                group: tuple(EnrolmentChange.from_data(each) for each in rows)
                for group, rows in data["shown"].items()
            },
            cohorts=tuple(CohortChange.from_data(each) for each in data["cohorts"]),
            token=data["token"],
        )


@dataclass(slots=True)
class Tally:
    """A listing that goes by: counted and fingerprinted, and but a few rows kept."""

    course_key: str
    to_edition: str
    cohort: UUID | None
    cohorts: tuple[CohortChange, ...]
    counts: dict[str, int] = field(init=False)
    first: dict[str, list[EnrolmentChange]] = field(init=False)
    _digest: Any = field(init=False)

    def __post_init__(self) -> None:
        names = ("compared", "certified", "in-progress", *GROUPS)
        self.counts = dict.fromkeys(names, 0)
        self.first = {group: [] for group in GROUPS}
        heading = {
            "course": self.course_key,
            "to": self.to_edition,
            "cohort": str(self.cohort) if self.cohort else None,
            "cohorts": [[str(each.cohort), each.from_edition] for each in self.cohorts],
        }
        self._digest = sha256(canonical_json(heading).encode())

    def note(self, change: EnrolmentChange) -> None:
        """Count one more enrolment."""
        self.counts["compared"] += 1
        self.counts["certified"] += bool(change.certified)
        self.counts["in-progress"] += change.is_in_progress
        for group in change.groups:
            self.counts[group] += 1
            if len(self.first[group]) < SHOWN:
                self.first[group].append(change)
        self._digest.update(canonical_json(change.fingerprint()).encode())

    def preview(self) -> RulePreview:
        """What was counted so far."""
        return RulePreview(
            self.course_key,
            self.to_edition,
            self.cohort,
            self.counts,
            {group: tuple(rows) for group, rows in self.first.items()},
            self.cohorts,
            self._digest.hexdigest(),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on: the choice, until when to top up, and why."""

    choice: Choice
    reason: str
    top_up_by: date | None = None
