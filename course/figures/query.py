"""The question that figures answer, the same for screen, API, file and command."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias, get_args
from uuid import UUID

from course.canonical import canonical_json
from course.errors import sentence
from course.figures.faults import FutureMoment, ImpossibleFilter, UnknownBreakdown

Breakdown: TypeAlias = Literal[
    "month",
    "cohort",
    "mode",
    "language",
    "edition",
    "country",
    "region",
    "subregion",
    "development",
    "country-group",
    "affiliation",
    "organisation",
    "gender",
    "age-band",
]
Measure: TypeAlias = Literal["counts", "months", "days", "lessons", "modules", "gain"]
Detail: TypeAlias = Literal["exact", "protected"]

BREAKDOWNS: Final[tuple[Breakdown, ...]] = get_args(Breakdown)
MEASURES: Final[tuple[Measure, ...]] = get_args(Measure)
COUNTS: Final[tuple[Measure, ...]] = ("counts",)
DETAILS: Final[tuple[Detail, ...]] = get_args(Detail)
NONE: Final = "-"
"""How a filter names those of whom something is not known.

No cohort is called so, and an organisation that is was not told.
"""

MOST_BREAKDOWNS: Final = 2
LONGEST_VALUE: Final = 200


@dataclass(frozen=True, slots=True)
class StatisticsQuery:
    """What is asked: of which course, of whom, counted by what, as of which moment.

    ``cohort`` is a cohort's public name and ``edition`` an outline's digest;
    ``enrolled_since`` and ``enrolled_until`` are days in UTC, both included. ``where``
    holds pairs of a breakdown and the one group of it that is asked for, ``-`` for
    those of whom it is not known. ``measures`` are what is told of them: how many came
    how far, what happened in which month, the days to complete, how far they came by
    lesson and by module, what they learned; counts alone are told by groups.
    ``detail`` is ``exact``, or ``protected`` for figures that are to be published.

    Raises ``UnknownBreakdown`` or ``ImpossibleFilter`` where there is no answer.
    """

    course_key: str
    as_of: datetime
    cohort: UUID | None = None
    edition: str | None = None
    enrolled_since: date | None = None
    enrolled_until: date | None = None
    where: tuple[tuple[str, str], ...] = ()
    by: tuple[str, ...] = ()
    measures: tuple[str, ...] = COUNTS
    detail: Detail = "exact"

    def __post_init__(self) -> None:
        for name in (*self.by, *(name for name, _ in self.where)):
            if name not in BREAKDOWNS:
                raise UnknownBreakdown(name)
        self._refuse_impossible()
        object.__setattr__(self, "where", tuple(sorted(self.where)))
        told = tuple(each for each in MEASURES if each in self.measures)
        object.__setattr__(self, "measures", told)

    def require_past(self, now: datetime) -> None:
        """Raise ``FutureMoment`` where the question is of a moment after ``now``."""
        if self.as_of > now:
            raise FutureMoment(self.as_of)

    def require_told(self, *measures: str) -> None:
        """Raise ``ImpossibleFilter`` where any of these is protected and not published.

        Besides counts, what is published is of everybody: of several parts of them,
        what one lesson had in one part could be worked out.
        """
        if self.detail != "protected":
            return
        if "months" in measures:
            raise ImpossibleFilter(
                "measures",
                sentence(
                    "Protected figures are not given for what happened in each month. "
                    "Ask for counts by month of enrolling."
                ),
            )
        narrows = [name for name in ("cohort", "edition") if getattr(self, name)]
        narrows += [name for name, _ in self.where]
        if narrows and set(measures) - set(COUNTS):
            raise ImpossibleFilter(
                narrows[0],
                sentence(
                    "Protected figures of lessons, modules, days and learning are of "
                    "everybody on the course. Leave '%(field)s' out, or ask for counts."
                ),
            )

    def to_data(self) -> dict[str, Any]:
        """The question in plain values, always in one form, without what is open."""
        told: Mapping[str, Any] = {
            "course": self.course_key,
            "as_of": self.as_of.isoformat(),
            "cohort": str(self.cohort) if self.cohort else None,
            "edition": self.edition,
            "enrolled_since": _day(self.enrolled_since),
            "enrolled_until": _day(self.enrolled_until),
            "where": dict(self.where),
            "by": list(self.by),
            "measures": list(self.measures) if self.measures != COUNTS else None,
            "detail": self.detail,
        }
        return {name: value for name, value in told.items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "StatisticsQuery":
        """The question that ``to_data`` wrote."""
        return cls(
            course_key=data["course"],
            as_of=datetime.fromisoformat(data["as_of"]),
            cohort=UUID(data["cohort"]) if "cohort" in data else None,
            edition=data.get("edition"),
            enrolled_since=_as_day(data.get("enrolled_since")),
            enrolled_until=_as_day(data.get("enrolled_until")),
            where=tuple(data.get("where", {}).items()),
            by=tuple(data.get("by", ())),
            measures=tuple(data.get("measures", COUNTS)),
            detail=data.get("detail", "exact"),
        )

    @property
    def digest(self) -> str:
        """A fingerprint: the same question has the same."""
        return sha256(canonical_json(self.to_data()).encode()).hexdigest()

    def _refuse_impossible(self) -> None:
        if len(self.by) > MOST_BREAKDOWNS:
            raise ImpossibleFilter(
                "by",
                sentence("Figures are counted by %(most)s things at most."),
                most=MOST_BREAKDOWNS,
            )
        if len(set(self.by)) < len(self.by):
            raise ImpossibleFilter(
                "by", sentence("Figures are counted by a thing once.")
            )
        if self.detail not in DETAILS:
            raise ImpossibleFilter(
                "detail", sentence("The detail of figures is exact or protected.")
            )
        if self.detail == "protected" and len(self.by) > 1:
            raise ImpossibleFilter(
                "by",
                sentence("Protected figures are counted by one thing at a time."),
            )
        names = [name for name, _ in self.where]
        if len(set(names)) < len(names):
            raise ImpossibleFilter(
                "where", sentence("A filter can be given once, not twice.")
            )
        self._refuse_impossible_days()
        self._refuse_impossible_measures()
        for name, value in self.where:
            if not value or len(value) > LONGEST_VALUE:
                raise ImpossibleFilter(
                    name,
                    sentence(
                        "The filter '%(field)s' takes 1 to %(most)s characters, or a "
                        "hyphen for what is not known."
                    ),
                    most=LONGEST_VALUE,
                )

    def _refuse_impossible_measures(self) -> None:
        for each in self.measures:
            if each not in MEASURES:
                raise ImpossibleFilter(
                    "measures",
                    sentence("There is no '%(value)s' for '%(field)s'."),
                    value=each,
                )
        self.require_told(*self.measures)
        if not self.measures:
            raise ImpossibleFilter("measures", sentence("Ask for something."))
        if self.by and self.measures != COUNTS:
            raise ImpossibleFilter(
                "by",
                sentence(
                    "Only counts are told by groups. Ask for the rest without 'by', or "
                    "of one group by its filter."
                ),
            )

    def _refuse_impossible_days(self) -> None:
        since, until = self.enrolled_since, self.enrolled_until
        if self.detail == "protected" and (since or until):
            # Stretches that overlap would tell of a single day by their difference.
            raise ImpossibleFilter(
                "enrolled_since" if since else "enrolled_until",
                sentence(
                    "Protected figures are not given for days of enrolling. Leave the "
                    "days out, or choose a month."
                ),
            )
        if since and until and since > until:
            raise ImpossibleFilter(
                "enrolled_until", sentence("The last day is before the first day.")
            )
        if since and since > self.as_of.date():
            raise ImpossibleFilter(
                "enrolled_since",
                sentence("The first day is after the moment that is asked for."),
            )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _as_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
