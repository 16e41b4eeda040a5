"""What the first page of a certificate says, as names and values for a page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from course.models import Award
from learner_api.award_words import cause_words
from learner_api.translation import gettext as _
from learner_api.translation import long_date, ngettext

Rows = list[tuple[str, str]]
EDITION_SHOWN = 12


def printed_rows(award: Award) -> Rows:
    """What the first page of the document says, as names and values."""
    claims = award.claims
    return [
        (_("Certificate"), claims["kind_title"]),
        (_("Holder"), claims["holder_name"]),
        (_("Course"), claims["course_title"]),
        (_("Study time"), ngettext("%(num)s hour", "%(num)s hours", claims["hours"])),
        (_("Awarded on"), _long_date(claims["awarded_on"])),
        *_term(claims),
        (_("Issued by"), claims["issuer_name"]),
        *_signatures(claims),
        (
            _("Edition of the course"),
            claims["edition"].removeprefix("sha256:")[:EDITION_SHOWN],
        ),
    ]


def _term(claims: Mapping[str, Any]) -> Rows:
    """Until when it holds and what it replaces, where it says so."""
    rows = []
    if claims.get("valid_until"):
        rows.append((_("Valid until"), _long_date(claims["valid_until"])))
    replaced = claims.get("supersedes")
    if replaced:
        words = _(
            "%(number)s, because %(cause)s",
            number=replaced["number"],
            cause=cause_words(replaced["reason"]),
        )
        rows.append((_("Replaces"), words))
    return rows


def _signatures(claims: Mapping[str, Any]) -> Rows:
    """Who signed; the first certificates have one signature."""
    first = {"name": claims["signatory_name"], "title": claims["signatory_title"]}
    signed = claims.get("signatories") or [first]
    return [(_("Signed by"), f"{each['name']}, {each['title']}") for each in signed]


def _long_date(day: str) -> str:
    """A day as the record writes it, in words."""
    return long_date(date.fromisoformat(day))
