"""The shape that both files of a roadmap share: what stands where, in which words."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from course.documents.words import language_runs_right_to_left, long_date, wording

TEMPLATE: Final = Path(__file__).resolve().parent / "roadmap"

# A table of more columns than this, the first included, needs a page on its side.
_MOST_UPRIGHT: Final = 4
# How much of the width a column of each kind takes, compared with the others.
_WEIGHTS: Final = {"text": 22, "indicator": 18, "line": 14, "number": 12}
_WEIGHT, _LABEL, _NUMBER = 13, 15, 5

Document = Mapping[str, Any]


def fixed_words(document: Document) -> dict[str, str]:
    """The fixed words of the document, in its language."""
    words: dict[str, str] = wording(TEMPLATE, document["language"])
    return words


def runs_leftwards(document: Document) -> bool:
    """Whether the document's own language is written from right to left."""
    return language_runs_right_to_left(document["language"])


def full_title(document: Document) -> str:
    """The title, with the country where it is known."""
    return " – ".join(filter(None, (document["country"], document["title"])))


def cover_facts(document: Document) -> list[tuple[str, str]]:
    """Names and values of the first page; what is not known is left out."""
    words = fixed_words(document)
    day = long_date(document["dated"], words["date"], document["language"])
    facts = [(words[name], document[name]) for name in ("author", "office", "group")]
    return [*((name, value) for name, value in facts if value), (words["dated"], day)]


def open_points(document: Document) -> list[str]:
    """What is not settled yet, one sentence each."""
    sentence = fixed_words(document)["open_point"]
    return [sentence.format(**point) for point in document["open_points"]]


def is_wide(part: Mapping[str, Any]) -> bool:
    """Whether a part needs pages on their side, for one of its tables."""
    return any(len(block["columns"]) >= _MOST_UPRIGHT for block in part["blocks"])


def column_weights(block: Mapping[str, Any]) -> list[int]:
    """How wide the columns of a table are compared with each other, the first first."""
    kinds = [column["kind"] for column in block["columns"]]
    is_numbered = all(row["label"].isdecimal() for row in block["rows"])
    return [
        _NUMBER if is_numbered else _LABEL,
        *(_WEIGHTS.get(kind, _WEIGHT) for kind in kinds),
    ]
