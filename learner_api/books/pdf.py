"""A book as a PDF for paper: what stands on its pages, and the process that sets it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from learner_api.books.book import Book, Chapter, Part, Place
from learner_api.books.errors import NotSet
from learner_api.books.markup import (
    Element,
    classes_of,
    elements,
    resolve_links,
    say_pictures,
    tree_of,
)
from learner_api.books.nodes import (
    Node,
    bullets,
    heading,
    lines_to_write_on,
    link,
    nodes_of,
    numbered,
    page_break,
    small,
    source_words,
    words,
)
from learner_api.translation import gettext as _
from learner_api.translation import long_date, ngettext
from modules import Lesson

MEDIA_TYPE = "application/pdf"
_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 300
_FEWEST_LINES, _MOST_LINES = 4, 10
_LINES_OF_A_TASK = 12
_LINES_OF_A_DISCUSSION = 8


def write_pdf(book: Book) -> bytes:
    """The PDF of a book. The same book gives the same bytes.

    It is set in a process of its own: the typesetter takes as much memory as all the
    rest, and gives it back only when it ends.
    """
    done = subprocess.run(
        [sys.executable, "-m", "learner_api.books"],
        input=orjson.dumps(pdf_data(book)),
        capture_output=True,
        cwd=_ROOT,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise NotSet(done.stderr.decode(errors="replace").strip()[-2000:])
    return done.stdout


def pdf_data(book: Book) -> dict[str, Any]:
    """Everything that the template draws, in words already."""
    return {
        "title": book.title,
        "summary": book.summary,
        "publisher": book.publisher,
        "language": book.language,
        "made_at": f"{book.as_of.isoformat()}T00:00:00+00:00",
        "part_of": _part_of(book),
        "facts": [
            ngettext("%(num)s hour of study", "%(num)s hours of study", book.hours),
            _("The facts were last reviewed on %(day)s or later.", day=_day(book)),
        ],
        "how_to": [
            _("Write in it. The lines under each exercise are yours."),
            _("Nothing that you write here is recorded."),
            _("Quizzes are not in the book, so that their answers stay their own."),
            _("Mark the lessons as finished and take the quizzes in the course:"),
        ],
        "place": book.place.address,
        "words": {
            "contents": _("Contents"),
            "how_to": _("How to use this book"),
            "page": _("Page {page} of {pages}"),
        },
        "depth": 2 if book.is_course else 1,
        "body": list(_body(book)),
    }


def _day(book: Book) -> str:
    return long_date(book.as_of)


def _part_of(book: Book) -> str:
    if book.part_of is None:
        return _("The whole course")
    return _("A module of the course “%(course)s”", course=book.part_of)


def _body(book: Book) -> Iterator[Node]:
    """Everything after the contents. A module alone needs no heading above its own."""
    for part in book.parts:
        level = 1
        if book.is_course:
            title = _(
                "%(number)s. %(title)s", number=part.number, title=part.module.title
            )
            yield page_break()
            yield heading(level, title)
            level += 1
        yield from _opening(book, part, level)
        for number, chapter in enumerate(part.chapters, start=1):
            yield from _lesson(book, chapter, number, level)
        yield from _closing(book, part, level)
    if book.sheets:
        yield _sheets(book)
    if book.tests:
        yield page_break()
        yield heading(1, _("Tests of the whole course"))
        yield from map(_taken_in_the_course, book.tests)
    if book.terms:
        yield page_break()
        yield heading(1, _("Glossary"))
        for term in book.terms:
            name = f"{term.name} ({term.short})" if term.short else term.name
            yield {
                "is": "term",
                "label": f"term:{term.key}",
                "name": name,
                "of": [term.meaning],
            }


def _opening(book: Book, part: Part, level: int) -> Iterator[Node]:
    module = part.module
    if book.is_course:
        yield words(module.summary)
        hours = ngettext("%(num)s hour", "%(num)s hours", module.hours)
        yield small(hours)
    yield heading(level, _("About this module"), listed=False)
    tree = tree_of(part.introduction)
    _adapt(tree, book)
    yield from nodes_of(tree, level=level + 1, writing_lines=0)
    yield heading(level, _("What you will be able to do"), listed=False)
    yield bullets(module.objectives.values())
    day = long_date(module.figures_as_of)
    yield small(_("The figures in this module were checked on %(day)s.", day=day))


def _lesson(book: Book, chapter: Chapter, number: int, level: int) -> Iterator[Node]:
    lesson = chapter.lesson
    yield {"is": "lesson-break"}
    yield heading(level, lesson.title, label=f"lesson:{chapter.key}")
    minutes = ngettext("%(num)s minute", "%(num)s minutes", lesson.minutes)
    yield small(_("Lesson %(number)s", number=number), f" · {minutes}")
    yield heading(level + 1, _("After this lesson you can"), listed=False)
    yield bullets(lesson.objectives)
    tree = tree_of(chapter.rendered.html)
    _adapt(tree, book)
    for citation in _citations(tree):
        place = citation.get("href").removeprefix("#")
        citation.set("href", f"#{chapter.key}:{place}")
    lines = _lines_for(lesson)
    yield from nodes_of(tree, level=level + 1, writing_lines=lines)
    if chapter.rendered.sources:
        yield heading(level + 1, _("Sources"), listed=False)
        yield {
            "is": "sources",
            "of": [
                {"label": f"{chapter.key}:source-{at}", "of": source_words(source)}
                for at, source in enumerate(chapter.rendered.sources, start=1)
            ],
        }


def _closing(book: Book, part: Part, level: int) -> Iterator[Node]:
    module = part.module
    yield {"is": "lesson-break"}
    yield heading(level, _("To end this module"))
    yield heading(level + 1, _("Key points"), listed=False)
    yield bullets(module.key_points)
    if module.tasks:
        yield heading(level + 1, _("For your own country"), listed=False)
    for task in module.tasks:
        yield heading(level + 2, task.title, listed=False)
        told: list[Node] = [ngettext("%(num)s minute", "%(num)s minutes", task.minutes)]
        if task.worksheet:
            title = book.sheet(task.worksheet).title
            told += [f" · {_('Worksheet:')} ", link(f"#sheet:{task.worksheet}", title)]
        yield small(*told)
        yield numbered(task.steps)
        # Whoever has a worksheet writes there.
        yield lines_to_write_on(_FEWEST_LINES if task.worksheet else _LINES_OF_A_TASK)
    yield heading(level + 1, _("A question to discuss"), listed=False)
    yield words(module.discussion_question)
    yield lines_to_write_on(_LINES_OF_A_DISCUSSION)
    if part.quizzes:
        yield heading(level + 1, _("What you take in the course"), listed=False)
        yield from map(_taken_in_the_course, part.quizzes)
    if part.further_reading:
        yield heading(level + 1, _("Further reading, optional"), listed=False)
        items = [[words(*source_words(source))] for source in part.further_reading]
        yield {"is": "bullets", "of": items}


def _sheets(book: Book) -> Node:
    """The worksheets, each on pages of its own, to be copied and written on."""
    return {
        "is": "sheets",
        "title": _("Worksheets"),
        "menu": _("Menu of indicators"),
        "level": 2 if book.is_course else 1,
        "of": [asdict(sheet) for sheet in book.sheets],
    }


def _taken_in_the_course(place: Place) -> Node:
    return words(f"{place.title}: ", link(place.address, place.address))


def _lines_for(lesson: Lesson) -> int:
    """As many lines to write on as the exercise takes minutes, within reason."""
    return max(_FEWEST_LINES, min(lesson.exercise_minutes, _MOST_LINES))


def _adapt(tree: Element, book: Book) -> None:
    resolve_links(
        tree,
        book,
        lesson=lambda key: f"#lesson:{key}",
        term=lambda key: f"#term:{key}",
    )
    say_pictures(tree)


def _citations(tree: Element) -> list[Element]:
    return [each for each in elements(tree, "a") if "citation" in classes_of(each)]
