"""What a search found, with the page on which each of it is read."""

from dataclasses import dataclass

from learner_api.addresses import glossary_address, source_address
from learner_api.reading import Reading
from learner_api.site import get_site
from modules.search import KINDS, Document, Kind, Snippet

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found: what, where, and the words that show why.

    ``part_of`` is the title of a lesson's module, ``short`` the acronym of a term.
    """

    kind: Kind
    key: str
    module_key: str | None
    course_key: str | None
    title: str
    short: str | None
    part_of: str | None
    address: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Results:
    """The best of what was found, and how much there is."""

    items: tuple[Result, ...]
    total: int
    is_whole: bool
    meant: str | None


def search(
    reading: Reading, text: str, *, kind: str = "", limit: int = SHOWN
) -> Results:
    """What the asker may read that holds these words; of one kind, if it is given."""
    kinds = tuple(each for each in KINDS if kind in ("", each))
    found = get_site().index.find(
        text, modules=reading.courses, kinds=kinds, limit=limit
    )
    return Results(
        tuple(_result(reading, hit.document, hit.snippet) for hit in found.hits),
        found.total,
        found.is_whole,
        found.meant,
    )


def _result(reading: Reading, document: Document, snippet: Snippet) -> Result:
    handbook = reading.catalogue.handbook
    module_key = document.module_key
    is_lesson = document.kind == "lesson"
    return Result(
        kind=document.kind,
        key=document.key,
        module_key=module_key,
        course_key=reading.courses.get(module_key) if module_key else None,
        title=document.title,
        short=handbook.terms[document.key].short if document.kind == "term" else None,
        part_of=handbook.modules[module_key].title
        if is_lesson and module_key
        else None,
        address=_address(reading, document),
        snippet=snippet,
    )


def _address(reading: Reading, document: Document) -> str:
    """The page of a document; lessons and modules were found in a course of theirs."""
    if document.kind == "term":
        return glossary_address(document.key)
    if document.kind == "source":
        return source_address(document.key)
    module_key = document.module_key or document.key
    found = (
        reading.lesson_address(module_key, document.key)
        if document.kind == "lesson"
        else reading.module_address(module_key)
    )
    return found or ""
