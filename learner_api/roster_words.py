"""What trainers read of the rows of a list: what would become of each, and why."""

from collections.abc import Mapping
from typing import Any

from course.errors import sentence
from learner_api.translation import gettext as _

_KINDS = {
    "create": sentence("New people, invited by mail"),
    "match": sentence("People who are known"),
    "move": sentence("Moved from another cohort"),
    "drop": sentence("Not on the list"),
    "ambiguous": sentence("Not certain who is meant"),
    "invalid": sentence("Cannot be used"),
}
_TAGS = {
    "create": (sentence("New"), "good"),
    "match": (sentence("Known"), "plain"),
    "move": (sentence("Move"), "warm"),
    "drop": (sentence("Drop"), "bad"),
    "ambiguous": (sentence("Ambiguous"), "warm"),
    "invalid": (sentence("Invalid"), "bad"),
}
_REASONS = {
    "new": sentence("Nobody has this address yet: invited by mail."),
    "again": sentence(
        "An undone list had invited this address: its account is opened again, and a "
        "new invitation sent."
    ),
    "enrolled": sentence("Known on the platform: put into the cohort, and told."),
    "restored": sentence("Was withdrawn: restored, and told."),
    "joins": sentence("Takes the course alone: put into the cohort, and told."),
    "here": sentence("Is in the cohort already: no change."),
    "repeated": sentence("The same as row %(other)s: counted once."),
    "moves": sentence("Moves from “%(origin)s” to “%(cohort)s”, and is told."),
    "not-listed": sentence("Is in “%(origin)s” and not on the list."),
    "other-name": sentence(
        "Row %(other)s has the same address and another name. Which is right?"
    ),
    "two-cohorts": sentence(
        "Row %(other)s puts the same address into another cohort. Which is right?"
    ),
    "same-name": sentence(
        "Row %(other)s has the same name and another address. Is it one person?"
    ),
    "same-name-here": sentence(
        "“%(other)s” is in the cohort under another address, which is not on the list. "
        "Is it the same person?"
    ),
    "no-address": sentence("“%(email)s” is not an e-mail address."),
    "unknown-cohort": sentence(
        "You lead no cohort of this course that is called “%(other)s”."
    ),
    "closed": sentence("The account of this address is closed."),
    "not-printable": sentence(
        "A certificate cannot show these characters of the name: %(other)s"
    ),
    "elsewhere": sentence("Is in a cohort of this course that others lead."),
    "not-spoken-of": sentence(
        "Is in “%(origin)s”, of which the list says nothing. Nobody is taken out of a "
        "cohort by a list that does not name it."
    ),
}
_OTHER_NAME = sentence("The record has the name “%(other)s”, which stays.")
_UNREAD = {
    "country": sentence("The country was not understood and is left empty."),
    "gender": sentence("The gender was not understood and is left empty."),
    "age_band": sentence("The age was not understood and is left empty."),
    "affiliation": sentence("The affiliation was not understood and is left empty."),
}
_KEPT = {
    "did-something": sentence("Has begun to study, and keeps the place."),
    "moved-since": sentence("Was moved, withdrawn or restored since."),
    "awarded": sentence("Has earned an award since."),
    "account-used": sentence(
        "Was taken out of the cohort; the account is in use and stays open."
    ),
}
_FIELDS = {
    "email": sentence("E-mail address"),
    "name": sentence("Name"),
    "given_name": sentence("Given name"),
    "family_name": sentence("Family name"),
    "organisation": sentence("Ministry or organisation"),
    "country": sentence("Country"),
    "gender": sentence("Gender"),
    "age_band": sentence("Age"),
    "affiliation": sentence("Affiliation"),
    "cohort": sentence("Cohort, by its key or title"),
}
# Reasons that stand for themselves; a known person's other name is said beside others.
_SAY_NAME = frozenset(("enrolled", "restored", "joins", "here", "moves"))


def kind_words(kind: str) -> str:
    """What rows of this kind are, in words."""
    return _(_KINDS[kind])


def kind_tag(kind: str) -> tuple[str, str]:
    """A kind of row in a word, and the kind of tag that shows it."""
    words, tag = _TAGS[kind]
    return _(words), tag


def reason_words(
    row: Mapping[str, Any], titles: Mapping[str, str] | None = None
) -> str:
    """Why a row is what it is, and what was left aside of it.

    Cohorts are called by their ``titles`` where these are known, else by their keys.
    """
    values = {
        name: row.get(name) or "" for name in ("other", "origin", "cohort", "email")
    }
    if titles:
        values |= {
            name: titles.get(values[name], values[name])
            for name in ("origin", "cohort")
        }
    said = [_(_REASONS[row["reason"]], **values)]
    if row["reason"] in _SAY_NAME and values["other"]:
        said.append(_(_OTHER_NAME, **values))
    if row["kind"] == "create":
        said += [_(_UNREAD[field]) for field in row.get("unread") or ()]
    return " ".join(said)


def kept_words(reason: str) -> str:
    """Why something could not be taken back."""
    return _(_KEPT[reason])


def field_names() -> dict[str, str]:
    """What a column can hold, in words."""
    return {field: _(words) for field, words in _FIELDS.items()}
