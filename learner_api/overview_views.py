"""The trainer's page as it was asked for: which learners, in which order and part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import abort, request

from course.cohort_messages import ALL, Choice
from course.cohort_overview import cohort_overview
from course.learners_seen import SORTS, CohortOverview
from course.models import Cohort
from course.trainer_groups import GROUPS, WITHDRAWN
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.schemas.overview import LONGEST_SEARCH, MOST_DAYS
from learner_api.showing import showable
from learner_api.site import get_site


@dataclass(frozen=True, slots=True)
class View:
    """What was asked for. ``days`` is nothing where it was no number of days."""

    group: str | None
    search: str
    sort: str
    days: int | None
    part: int = 1

    @property
    def days_shown(self) -> int:
        """The days that the page reckons with."""
        return self.days or get_site().settings.silent_days

    @property
    def is_writable(self) -> bool:
        """Whether those who are shown can be written to."""
        return self.group != WITHDRAWN

    @property
    def choice(self) -> Choice:
        """The same as whom a message is for."""
        return Choice(self.group or ALL, self.days_shown, self.search)

    def query(self, **changes: Any) -> str:
        """The question as the end of an address, with something else in it."""
        asked = replace(self, **{"part": 1, **changes})
        told: Mapping[str, Any] = {
            "group": asked.group,
            "search": asked.search,
            "sort": asked.sort if asked.sort != SORTS[0] else None,
            "days": asked.days_shown,
            "part": asked.part if asked.part > 1 else None,
        }
        return urlencode({name: each for name, each in told.items() if each})


def read_view() -> View:
    """What the address asks for; what no page of ours asks for is not there."""
    asked = request.args
    group, sort = asked.get("group") or None, asked.get("sort") or SORTS[0]
    part = asked.get("part", "1")
    if (group is not None and group not in GROUPS) or sort not in SORTS:
        abort(404)
    if not part.isdecimal() or len(part) > len("99999"):
        abort(404)
    return View(
        group=group,
        search=" ".join(showable(asked.get("search", "")).split())[:LONGEST_SEARCH],
        sort=sort,
        days=days_of(asked.get("days")),
        part=max(int(part), 1),
    )


def days_of(text: str | None) -> int | None:
    """So many days as a form says it: the usual ones where it says nothing."""
    if not text:
        return get_site().settings.silent_days
    if not text.isdecimal() or len(text) > len(str(MOST_DAYS)):
        return None
    return int(text) if 1 <= int(text) <= MOST_DAYS else None


def overview_shown(cohort: Cohort, days: int) -> CohortOverview:
    """A cohort as it stands now."""
    return cohort_overview(
        get_database().session,
        cohort,
        days=days,
        now=now(),
        office=get_site().settings.zone,
    )
