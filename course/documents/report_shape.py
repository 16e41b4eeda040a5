"""The shape that both files of a run's report share."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from course.documents.pictures import picture_of

TEMPLATE: Final = Path(__file__).resolve().parent / "report"
Document = Mapping[str, Any]


def full_title(document: Document) -> str:
    """What the document is, and of which run."""
    return f"{document['title']} – {document['subtitle']}"


def footer_line(document: Document) -> str:
    """What stands at the foot of each page, so that no page is without its as-of."""
    return (
        f"{full_title(document)} · version {document['version']} · "
        f"as of {document['as_of_words']}"
    )


def cover_facts(document: Document) -> list[tuple[str, str]]:
    """Names and values of the first page, the version and the as-of at the end."""
    return [
        *((name, value) for name, value in document["facts"]),
        ("Version", str(document["version"])),
        ("As of", document["as_of_words"]),
    ]


def logo_of(document: Document, pictures: Mapping[str, bytes]) -> dict[str, Any] | None:
    """The issuing office's logo as a drawing with words in its place, if it has one."""
    digest = document.get("issuer_logo")
    if digest is None:
        return None
    alt = f"Logo of {document['issuer_name']}"
    return {"svg": picture_of(digest, pictures), "alt": alt}


def made_at(document: Document) -> datetime:
    """The only time in either file."""
    return datetime.fromisoformat(document["as_of"])


def alternative(block: Mapping[str, Any]) -> str:
    """What a plot shows, for those who do not see it."""
    told = "; ".join(f"{row[0]}: {row[1]}" for row in block["rows"])
    return f"Bars. {block['title']}. {told}. The table beneath holds the same numbers."
