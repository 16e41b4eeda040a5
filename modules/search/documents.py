"""What can be found: each lesson, module, term and source as a document of passages."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from markdown_it.token import Token

from modules.dialect import handbook_parser, plain_text
from modules.module import Handbook, Lesson, Module, Source, Term
from modules.search.words import folded_words

Kind = Literal["lesson", "module", "term", "source"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_PARSER = handbook_parser()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a row of a table, and the heading it stands under."""

    heading: str | None
    text: str
    folded: str
    folded_heading: str


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found, and where it stands.

    ``names`` are its title and acronym, ``headings`` its lesser names and ``body`` the
    rest, folded, with a space about each word so that a phrase is found as text.
    """

    kind: Kind
    key: str
    module_key: str | None
    title: str
    names: str
    headings: str
    body: str
    passages: tuple[Passage, ...]


def documents_of(handbook: Handbook) -> Iterator[Document]:
    """Everything in the Handbook that can be found."""
    for module in handbook.modules.values():
        yield _module(module)
        for lesson in module.lessons:
            yield _lesson(lesson, handbook)
    yield from map(_term, handbook.terms.values())
    yield from map(_source, handbook.sources.values())


def spaced(text: str) -> str:
    """The words of a text folded, each between spaces."""
    return f" {' '.join(folded_words(text))} "


def _module(module: Module) -> Document:
    steps = [step for task in module.tasks for step in (task.title, *task.steps)]
    return _document(
        "module",
        module.key,
        module.title,
        [
            (None, module.summary),
            *_passages(module.introduction),
            *((None, objective) for objective in module.objectives.values()),
            *((None, point) for point in module.key_points),
            (None, module.discussion_question),
            *((None, step) for step in steps),
        ],
        module_key=module.key,
    )


def _lesson(lesson: Lesson, handbook: Handbook) -> Document:
    figures = [handbook.figures[key] for key in lesson.figures]
    return _document(
        "lesson",
        lesson.key,
        lesson.title,
        [
            *_passages(lesson.body),
            *((each.title, f"{each.caption} {each.alternative}") for each in figures),
            *((None, objective) for objective in lesson.objectives),
        ],
        module_key=lesson.module_key,
    )


def _term(term: Term) -> Document:
    passages = [(None, term.meaning)]
    return _document("term", term.key, term.name, passages, names=[term.short or ""])


def _source(source: Source) -> Document:
    published = f"{source.body}, {source.year}" if source.year else source.body
    return _document("source", source.key, source.title, [(source.body, published)])


def _document(
    kind: Kind,
    key: str,
    title: str,
    passages: Sequence[tuple[str | None, str]],
    *,
    module_key: str | None = None,
    names: Sequence[str] = (),
) -> Document:
    headings = dict.fromkeys(heading for heading, _ in passages if heading)
    told = tuple(
        Passage(where, text, spaced(text), spaced(where or ""))
        for where, text in passages
    )
    return Document(
        kind=kind,
        key=key,
        module_key=module_key,
        title=title,
        names=spaced(" ".join((title, *names))),
        headings=spaced(" ".join(headings)),
        body="".join(passage.folded for passage in told),
        passages=told,
    )


def _passages(markdown: str) -> Iterator[tuple[str | None, str]]:
    """The paragraphs and table rows of a text, each with its heading."""
    section: str | None = None
    box: str | None = None
    row: list[str] | None = None
    previous = Token("", "", 0)
    for token in _PARSER.parse(markdown):
        if token.type == "inline":
            words = _tidy(plain_text(token.children or ()))
            if previous.type == "heading_open":
                section = words
            elif row is not None:
                row.append(words)
            elif words:
                yield box or section, words
        elif token.type == "box_open":
            box = token.meta["title"]
        elif token.type == "box_close":
            box = None
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield box or section, " · ".join(filter(None, row))
            row = None
        previous = token


def _tidy(text: str) -> str:
    """The text in one line, without the gap that a citation left before a full stop."""
    return re.sub(r" +(?=[.,;:!?)])", "", " ".join(text.split()))
