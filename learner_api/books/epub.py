"""A book as an EPUB 3: XHTML pages, their contents, and what reading programs ask."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from learner_api.books.book import Book, Chapter, Part
from learner_api.books.markup import (
    EPUB,
    SVG,
    Element,
    classes_of,
    elements,
    figure_style,
    resolve_links,
    say_pictures,
    text_of,
    tree_of,
)
from learner_api.books.pages import page
from learner_api.books.zipped import zipped
from learner_api.translation import gettext as _

MEDIA_TYPE = "application/epub+zip"
_XHTML = "application/xhtml+xml"
_FOLDER = "book"
_STYLE = Path(__file__).with_name("epub.css")
_GLOSSARY = "glossary.xhtml"


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book; pages have a title, and ``level`` is that in the contents."""

    name: str
    media_type: str
    text: str
    title: str = ""
    level: int = 1
    properties: str = ""

    @property
    def id(self) -> str:
        """Its name in the package document."""
        return f"item-{self.name.replace('.', '-')}"

    @property
    def is_page(self) -> bool:
        """Whether it is read one after the other with the rest."""
        return self.media_type == _XHTML


def write_epub(book: Book) -> bytes:
    """The EPUB of a book. The same book gives the same bytes."""
    pages = [_page("title", book, book.title), *_text(book)]
    contents = _page("contents", book, _("Contents"), entries=_nested(pages[1:]))
    style = Item("book.css", "text/css", f"{_STYLE.read_text('utf-8')}{figure_style()}")
    items = [pages[0], contents, *pages[1:], style]
    package = page(
        "package",
        book=book,
        items=items,
        identifier=uuid5(NAMESPACE_URL, "\n".join(each.text for each in items)),
    )
    return zipped(
        [
            ("mimetype", MEDIA_TYPE.encode()),
            ("META-INF/container.xml", page("container", folder=_FOLDER).encode()),
            (f"{_FOLDER}/package.opf", package.encode()),
            *((f"{_FOLDER}/{each.name}", each.text.encode()) for each in items),
        ]
    )


def _nested(pages: list[Item]) -> list[tuple[Item, list[Item]]]:
    """The pages of the first level, each with those that stand below it."""
    entries: list[tuple[Item, list[Item]]] = []
    for each in pages:
        if each.level == 1:
            entries.append((each, []))
        else:
            entries[-1][1].append(each)
    return entries


def _text(book: Book) -> Iterator[Item]:
    """Every page between the title and the end, in the order of reading."""
    for part in book.parts:
        yield _opening(book, part)
        for number, chapter in enumerate(part.chapters, start=1):
            yield _lesson(book, chapter, number)
        yield _closing(book, part)
    if book.sheets:
        yield _page("worksheets", book, _("Worksheets"))
    for sheet in book.sheets:
        name = f"worksheet-{sheet.key}"
        yield _page("worksheet", book, sheet.title, name=name, level=2, sheet=sheet)
    if book.tests:
        yield _page("tests", book, _("Tests of the whole course"))
    if book.terms:
        yield _page("glossary", book, _("Glossary"))


def _opening(book: Book, part: Part) -> Item:
    tree = tree_of(part.introduction)
    _adapt(tree, book)
    return _page(
        "module",
        book,
        part.module.title,
        name=f"module-{part.module.key}",
        part=part,
        introduction=text_of(tree),
    )


def _lesson(book: Book, chapter: Chapter, number: int) -> Item:
    tree = tree_of(chapter.rendered.html)
    _adapt(tree, book)
    return _page(
        "lesson",
        book,
        chapter.lesson.title,
        name=_lesson_name(chapter.key),
        level=2,
        properties="svg" if _has_drawing(tree) else "",
        chapter=chapter,
        number=number,
        cited=_mark_citations(tree),
        body=text_of(tree),
    )


def _closing(book: Book, part: Part) -> Item:
    name = f"after-{part.module.key}"
    return _page(
        "closing", book, _("To end this module"), name=name, level=2, part=part
    )


def _page(
    template: str,
    book: Book,
    title: str,
    *,
    name: str = "",
    level: int = 1,
    properties: str = "",
    **values: object,
) -> Item:
    """A page from its template, called by its heading."""
    text = page(template, book=book, title=title, **values)
    properties = "nav" if template == "contents" else properties
    return Item(f"{name or template}.xhtml", _XHTML, text, title, level, properties)


def _lesson_name(key: str) -> str:
    return f"lesson-{key.replace('/', '.')}"


def _adapt(tree: Element, book: Book) -> None:
    """Turn what only a page of the course needs into what a book needs."""
    resolve_links(
        tree,
        book,
        lesson=lambda key: f"{_lesson_name(key)}.xhtml",
        term=lambda key: f"{_GLOSSARY}#{key}",
    )
    say_pictures(tree)
    for part in elements(tree, "div"):
        for name in ("tabindex", "role", "aria-label"):
            part.attrib.pop(name, None)
    for drawing in tree.iter(f"{{{SVG}}}svg"):
        drawing.attrib.pop("data-drawn-from", None)


def _has_drawing(tree: Element) -> bool:
    return next(tree.iter(f"{{{SVG}}}svg"), None) is not None


def _mark_citations(tree: Element) -> dict[int, str]:
    """Tell readers which links lead to notes; where each source is first cited."""
    first: dict[int, str] = {}
    links = (each for each in elements(tree, "a") if "citation" in classes_of(each))
    for count, link in enumerate(links, start=1):
        number = int(link.get("href").rpartition("-")[2])
        link.set(f"{{{EPUB}}}type", "noteref")
        link.set("role", "doc-noteref")
        link.set("id", f"citation-{count}")
        first.setdefault(number, f"citation-{count}")
    return first
