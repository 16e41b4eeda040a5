"""Awards in words: states and what they mean, acts, causes, histories."""

from datetime import date

from course.award_states import CAUSES, STATES
from course.award_status import LifeEntry, Verification
from course.errors import sentence
from learner_api.translation import gettext as _
from learner_api.translation import long_date, long_moment

_STATES = {
    "valid": (sentence("Valid"), "good"),
    "superseded": (sentence("Replaced"), "plain"),
    "suspended": (sentence("Suspended"), "warm"),
    "revoked": (sentence("Revoked"), "bad"),
    "expired": (sentence("Expired"), "warm"),
}
_EVENTS = {
    "issued": sentence("Issued"),
    "superseded": sentence("Replaced"),
    "suspended": sentence("Suspended"),
    "reinstated": sentence("Reinstated"),
    "revoked": sentence("Revoked"),
    "expired": sentence("Expired"),
}
_CAUSES = {
    "name": sentence("the name was corrected"),
    "mark": sentence("a mark was regraded"),
    "words": sentence("its words or its template were renewed"),
}
_MEANINGS = {
    "valid": sentence("It holds, and says what the register says."),
    "superseded": sentence(
        "What was earned stands. This document no longer does: use the newest one."
    ),
    "suspended": sentence(
        "Something about it is being looked into. Until that is decided it does not "
        "hold; afterwards it holds again or is revoked."
    ),
    "revoked": sentence("It was taken back for good and does not hold."),
    "expired": sentence(
        "The course was completed; the time for which the certificate holds is over."
    ),
}
_REFUSALS = {
    "altered": (
        sentence("This was altered"),
        sentence(
            "It names a key of ours, and what it says is not what was signed with "
            "that key. Do not accept it."
        ),
    ),
    "unknown-key": (
        sentence("This was not signed with a key of ours"),
        sentence(
            "It names this office as its issuer, and no key that this office ever had "
            "has signed it. Do not accept it."
        ),
    ),
    "other-issuer": (
        sentence("This comes from another issuer"),
        sentence(
            "It was not issued here, so nothing can be said here of whether it holds. "
            "Ask whoever issued it."
        ),
    ),
    "unregistered": (
        sentence("The register does not know this certificate"),
        sentence(
            "It is signed with a key of ours, and the register holds no certificate of "
            "its number. Do not accept it, and tell us of it."
        ),
    ),
    "contradicted": (
        sentence("The register says something else"),
        sentence(
            "It is signed with a key of ours, and the register says something else "
            "under its number. Do not accept it, and tell us of it."
        ),
    ),
    "unreadable": (
        sentence("This is no credential"),
        sentence(
            "It holds nothing that was signed: neither a credential as JSON or as a "
            "token, nor a badge with one inside, nor the text of the code on a "
            "certificate."
        ),
    ),
}


def refusal_words(answer: str) -> tuple[str, str]:
    """Why a credential is not accepted, in a few words, and what that means."""
    title, meaning = _REFUSALS[answer]
    return _(title), _(meaning)


def state_names() -> dict[str, str]:
    """The states in a word each."""
    return {state: _(_STATES[state][0]) for state in STATES}


def state_tag(state: str) -> tuple[str, str]:
    """A state in a word, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def state_meaning(found: Verification) -> str:
    """What the state of an award means for whoever holds it in their hand."""
    meaning = _(_MEANINGS[found.status])
    if found.cause is not None:
        why = _("It was replaced because %(cause)s.", cause=_(_CAUSES[found.cause]))
        return f"{why} {meaning}"
    until = found.award.claims.get("valid_until")
    if found.status == "valid" and until:
        day = long_date(date.fromisoformat(until))
        return f"{meaning} " + _("It does so until %(day)s.", day=day)
    return meaning


def since_words(found: Verification) -> str:
    """Since when an award is in its state; an expiry is a day of the office's."""
    until = found.award.claims.get("valid_until")
    if found.status == "expired" and until:
        return _("Its last day was %(day)s.", day=long_date(date.fromisoformat(until)))
    return _("Since %(day)s.", day=long_moment(found.status_since))


def cause_words(cause: str) -> str:
    """Why a document was replaced."""
    return _(_CAUSES[cause])


def cause_names() -> dict[str, str]:
    """The causes for which a document is replaced."""
    return {cause: _(_CAUSES[cause]) for cause in CAUSES}


def event_words(entry: LifeEntry) -> str:
    """What happened to a document, in a few words."""
    event = entry.event
    words = _(_EVENTS[event.kind])
    if event.cause is not None:
        return f"{words}: {cause_words(event.cause)}"
    return words


def act_words(kind: str) -> str:
    """What was done, in a word."""
    return _(_EVENTS[kind])
