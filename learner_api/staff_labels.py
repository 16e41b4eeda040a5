"""What trainers and administrators read for the short values of the record."""

from collections.abc import Callable

from course.history import AccountEntry, EnrolmentEntry
from course.statistics import BREAKDOWNS
from learner_api.labels import (
    affiliation_names,
    country_names,
    gender_names,
    role_names,
)
from learner_api.translation import gettext as _

STATES = ("under-way", "not-started", "invited", "completed", "withdrawn")

_STATES = {
    "under-way": ("Under way", "warm"),
    "not-started": ("Not started", "plain"),
    "invited": ("Not signed in yet", "plain"),
    "completed": ("Completed", "good"),
    "withdrawn": ("Withdrawn", "bad"),
}
_MODES = {
    "moderated": "Moderated: a trainer leads the cohort",
    "self-paced": "Self-paced: everybody goes at their own speed",
}
_SHORT_MODES = {"moderated": "Moderated", "self-paced": "Self-paced"}
_OUTCOMES = {
    "invited": "New: invited by mail",
    "matched": "Known: added, and told by mail",
    "restored": "Was withdrawn: restored, and told by mail",
    "already-here": "Already in this cohort: nothing changed",
    "repeated": "Stands in the list twice: counted once",
}
_BREAKDOWNS = {
    "cohort": "Cohort",
    "country": "Country",
    "gender": "Gender",
    "affiliation": "Affiliation",
}
_PROFILE = {
    "name": "name",
    "country": "country",
    "gender": "gender",
    "affiliation": "affiliation",
    "organisation": "organisation",
}
_ACCOUNT = {
    "closed": "Account closed",
    "reopened": "Account reopened",
    "password-set": "Password chosen",
}
_ENROLMENT = {
    "enrolled": "Enrolled",
    "assigned": "Put into a cohort",
    "withdrawn": "Withdrawn",
    "restored": "Restored",
}


def state_label(state: str) -> tuple[str, str]:
    """The state of a learner in words, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def mode_names() -> dict[str, str]:
    """How a cohort can be given, in words that help to choose."""
    return {mode: _(words) for mode, words in _MODES.items()}


def mode_name(mode: str) -> str:
    """How a cohort is given, in a word."""
    return _(_SHORT_MODES[mode])


def outcome_name(outcome: str) -> str:
    """What became of one row of a list of learners."""
    return _(_OUTCOMES[outcome])


def breakdown_names() -> dict[str, str]:
    """What completion figures can be counted by."""
    return {each: _(_BREAKDOWNS[each]) for each in BREAKDOWNS}


def group_name(breakdown: str, group: str | None, cohorts: dict[str, str]) -> str:
    """One group of a breakdown in words; ``cohorts`` gives the titles of keys."""
    if group is None:
        return _("No cohort") if breakdown == "cohort" else _("Not given")
    if group == "undisclosed":
        return _("Prefers not to say")
    names: dict[str, Callable[[], dict[str, str]]] = {
        "cohort": lambda: cohorts,
        "country": country_names,
        "gender": gender_names,
        "affiliation": affiliation_names,
    }
    return names[breakdown]().get(group, group)


def account_entry_name(entry: AccountEntry) -> str:
    """What was done to an account, in a sentence."""
    kind, detail = entry.event.kind, entry.event.detail
    if kind == "role-changed":
        roles = role_names()
        return _(
            "Role changed from %(old)s to %(new)s",
            old=roles[detail["from"]].lower(),
            new=roles[detail["to"]].lower(),
        )
    if kind == "profile-changed":
        changed = ", ".join(_(_PROFILE[name]) for name in detail["fields"])
        return _("Profile changed: %(fields)s", fields=changed)
    if kind == "created":
        role = role_names()[detail["role"]].lower()
        return _("Account created as %(role)s", role=role)
    return _(_ACCOUNT.get(kind, kind))


def enrolment_entry_name(entry: EnrolmentEntry) -> str:
    """What moved an enrolment, in a sentence."""
    words = _(_ENROLMENT[entry.event.kind])
    return f"{words}: {entry.event.reason}" if entry.event.reason else words
