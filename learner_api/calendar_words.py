"""The calendar of a run in words: how one keeps pace, and the names of time zones."""

from course.pace import DONE, LATER, NOW, OVERDUE
from course.zones import zone_names
from learner_api.translation import gettext as _


def pace_label(state: str | None) -> tuple[str, str] | None:
    """How a learner stands with a week, and the tone of its tag."""
    names = {
        DONE: (_("Done"), "good"),
        OVERDUE: (_("Still open"), "warm"),
        NOW: (_("Now"), "plain"),
        LATER: (_("Later"), "plain"),
    }
    return names[state] if state else None


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The time zones to choose from, each part of the world with its places.

    Places keep the names of the time zone database, so that everybody finds the same.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    for name in zone_names():
        part, _slash, place = name.partition("/")
        parts.setdefault(part, []).append((name, (place or part).replace("_", " ")))
    return sorted(parts.items())
