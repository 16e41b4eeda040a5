"""What trainers and administrators read for the short values of the record."""

from course.errors import sentence
from course.history import AccountEntry
from learner_api.labels import role_names
from learner_api.translation import gettext as _

STATES = ("under-way", "not-started", "invited", "completed", "withdrawn")

_STATES = {
    "under-way": (sentence("Under way"), "warm"),
    "not-started": (sentence("Not started"), "plain"),
    "invited": (sentence("Not signed in yet"), "plain"),
    "completed": (sentence("Completed"), "good"),
    "withdrawn": (sentence("Withdrawn"), "bad"),
}
_MODES = {
    "moderated": sentence("Moderated: a trainer leads the cohort"),
    "self-paced": sentence("Self-paced: everybody goes at their own speed"),
}
_SHORT_MODES = {
    "moderated": sentence("Moderated"),
    "self-paced": sentence("Self-paced"),
}
_PROFILE = {
    "name": sentence("name"),
    "country": sentence("country"),
    "gender": sentence("gender"),
    "affiliation": sentence("affiliation"),
    "organisation": sentence("organisation"),
    "age_band": sentence("age"),
}
_ACCOUNT = {
    "closed": sentence("Account closed"),
    "reopened": sentence("Account reopened"),
    "password-set": sentence("Password chosen"),
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


def short_mode_names() -> dict[str, str]:
    """How a cohort can be given, in a word each."""
    return {mode: _(words) for mode, words in _SHORT_MODES.items()}


def account_entry_name(entry: AccountEntry) -> str:
    """What was done to an account, in a sentence."""
    kind, detail = entry.kind, entry.detail
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
    if kind == "names-taken":
        return _("Took out learners’ names: %(purpose)s", purpose=detail["purpose"])
    return _(_ACCOUNT.get(kind, kind))
