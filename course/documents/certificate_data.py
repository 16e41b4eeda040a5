"""What the template of a certificate reads: the claims, and what follows from them."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from course.documents.pictures import picture_of
from course.documents.qr_code import qr_code
from course.documents.words import (
    counted_hours,
    edition_shown,
    language_runs_right_to_left,
    long_date,
    runs_right_to_left,
    wording,
)

Claims = Mapping[str, Any]
Words = Mapping[str, Any]

# The regional forms of Chinese characters, as the font's names end.
_SIMPLIFIED: Final = "SC"
_REGIONS: Final = {"ja": "JP", "ko": "KR"}


def data_of(
    claims: Claims, template: Path, payload: str | None, pictures: Mapping[str, bytes]
) -> dict[str, object]:
    """Every text that is printed, each with the direction in which it runs."""
    language = claims["language"]
    words = wording(template, language)
    achieved = words["achieved"]
    hours = counted_hours(claims, words)
    return {
        "claims": _printed(claims),
        "words": words,
        "achieved": achieved.get(claims["kind"], achieved["other"]),
        "awarded": words["awarded"].format(date=_date(claims, "awarded_on", words)),
        "studied": words["studied"].format(hours=hours[str(claims["hours"])]),
        "valid_until": _valid_until(claims, words),
        "replaces": _replaces(claims, words),
        "rule_title": _rule_title(claims),
        "hours": hours,
        "edition": edition_shown(claims),
        "leftwards": language_runs_right_to_left(language),
        "holder_leftwards": runs_right_to_left(claims["holder_name"]),
        "han": _REGIONS.get(language, _SIMPLIFIED),
        "holder_han": _region_of(claims["holder_name"], language),
        "signatories": _signatories(claims, pictures),
        "logos": _logos(claims, words, pictures),
        "is_sealed": payload is not None,
        "qr": asdict(qr_code(claims["verify_url"], payload)),
    }


def _printed(claims: Claims) -> dict[str, object]:
    """The claims that the template prints as they are.

    The first awards told their objectives apart from the modules.
    """
    names = ("number", "kind_title", "holder_name", "course_title", "hours", "language")
    later = ("rule", "issuer_name", "verify_url")
    return {name: claims[name] for name in (*names, *later)} | {
        "modules": [
            {"objectives": [], "quiz": None, **module} for module in claims["modules"]
        ],
        "objectives": claims.get("objectives", []),
        # What a diploma rests on.
        "courses": claims.get("courses", []),
        "paper": claims.get("paper"),
    }


def _date(claims: Claims, name: str, words: Words) -> str:
    return long_date(claims[name], words["date"], claims["language"])


def _valid_until(claims: Claims, words: Words) -> str | None:
    if not claims.get("valid_until"):
        return None
    said: str = words["valid_until"].format(date=_date(claims, "valid_until", words))
    return said


def _replaces(claims: Claims, words: Words) -> str | None:
    """Which certificate this one stands in for, with the reason if one is told."""
    told = claims.get("supersedes")
    if not told:
        return None
    number = told if isinstance(told, str) else told["number"]
    reason = (
        claims.get("supersedes_reason") if isinstance(told, str) else told.get("reason")
    )
    form = "replaces_because" if reason else "replaces"
    why = words["causes"].get(reason, reason)
    said: str = words[form].format(number=number, reason=why)
    return said


def _rule_title(claims: Claims) -> str | None:
    """The rule's own name, where it is not that of the certificate."""
    title: str | None = claims.get("rule_title")
    return title if title != claims["kind_title"] else None


def _signatories(
    claims: Claims, pictures: Mapping[str, bytes]
) -> list[dict[str, object]]:
    alone = {"name": claims["signatory_name"], "title": claims["signatory_title"]}
    return [
        {
            "name": each["name"],
            "title": each["title"],
            "leftwards": runs_right_to_left(each["name"]),
            "signature": picture_of(each.get("signature"), pictures),
        }
        for each in claims.get("signatories") or (alone,)
    ]


def _logos(
    claims: Claims, words: Words, pictures: Mapping[str, bytes]
) -> list[dict[str, object]]:
    """The issuer's logo and those of its partners, each with words in its place."""
    issuer = {"name": claims["issuer_name"], "logo": claims.get("issuer_logo")}
    return [
        {
            "svg": picture_of(each["logo"], pictures),
            "alt": words["logo"].format(name=each["name"]),
        }
        for each in (issuer, *claims.get("partners", ()))
        if each["logo"]
    ]


def _region_of(name: str, language: str) -> str:
    """Whose forms of the characters a name is written with, as far as it shows."""
    if any("\u3040" <= letter <= "\u30ff" for letter in name):
        return "JP"
    if any("\uac00" <= letter <= "\ud7af" for letter in name):
        return "KR"
    return _REGIONS.get(language, _SIMPLIFIED)
