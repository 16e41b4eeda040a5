"""What people read for the short values of calls, applications and selections."""

from collections.abc import Iterable

from babel import Locale

from course.balance import OTHER
from course.errors import sentence
from learner_api.country_words import group_names
from learner_api.translation import DEFAULT
from learner_api.translation import gettext as _

_DOORS = {
    "invitation": sentence("Closed: by invitation alone"),
    "open": sentence("Open: people join by themselves"),
    "application": sentence("By application: people apply and are selected"),
}
_STATES = {
    "applied": (sentence("To be decided"), "warm"),
    "selected": (sentence("Selected"), "good"),
    "waiting": (sentence("On the waiting list"), "plain"),
    "not-selected": (sentence("Not selected"), "bad"),
    "withdrawn": (sentence("Withdrawn by the applicant"), "plain"),
    "left": (sentence("Selected, and has left"), "plain"),
}
_OBSTACLES = {
    "withdrawn": sentence("has withdrawn"),
    "elsewhere": sentence("takes this course in another cohort"),
    "closed": sentence("has a closed account"),
    "own": sentence("is yourself"),
    "no-place": sentence("there is no place, and no waiting list"),
}
_CHOICES = {
    "selected": sentence("Select"),
    "waiting": sentence("Put on the waiting list"),
    "not-selected": sentence("Do not select"),
}
_ASKS = {
    "nomination": sentence("The name of the body that nominates you"),
    "letter": sentence("Its letter of nomination, as PDF or picture"),
    "release": sentence(
        "Your supervisor’s name, and that they free the hours the course takes"
    ),
}
_KINDS = {
    "nomination": sentence("Letter of nomination"),
    "release": sentence("Supervisor’s release"),
    "other": sentence("Another document"),
}


def door_names() -> dict[str, str]:
    """The doors in words."""
    return {door: _(words) for door, words in _DOORS.items()}


def door_name(door: str) -> str:
    """A door in words."""
    return _(_DOORS[door])


def state_label(state: str) -> tuple[str, str]:
    """How an application stands in words, and how its tag is coloured."""
    words, kind = _STATES[state]
    return _(words), kind


def obstacle_words(obstacle: str) -> str:
    """Why somebody cannot be decided so, after their name."""
    return _(_OBSTACLES[obstacle])


def balanced_group_names() -> dict[str, str]:
    """The groups of countries in words, and what is in none of them."""
    return group_names() | {OTHER: _("None of these groups")}


def choice_names() -> dict[str, str]:
    """What can be chosen for an application."""
    return {choice: _(words) for choice, words in _CHOICES.items()}


def asked_words(asks: Iterable[str]) -> list[str]:
    """What a call asks an application to come with."""
    return [_(_ASKS[each]) for each in asks]


def kind_names() -> dict[str, str]:
    """The kinds of attachment in words."""
    return {kind: _(words) for kind, words in _KINDS.items()}


def language_names(codes: Iterable[str]) -> str:
    """Languages by their names, such as English, French."""
    known = Locale.parse(DEFAULT).languages
    return ", ".join(known.get(code.replace("-", "_"), code) for code in codes)
