"""What a book depends on, as a fingerprint: content, layout and the typesetter."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from course.catalogue import Catalogue
from learner_api.books.book import Wanted

_EDGE = Path(__file__).resolve().parents[1]
_LAYOUT = ("books/*.*", "templates/books/*.html", "markdown.py", "figures.py")
_LIBRARIES = ("markdown-it-py", "pikepdf", "typst", "fontpkg-noto-sans")
_LENGTH = 16


def digest_of(
    catalogue: Catalogue, wanted: Wanted, *, site: str, publisher: str
) -> str:
    """The same for as long as the book would come out the same."""
    found = sha256(_layout().encode())
    for part in _content(catalogue, wanted):
        found.update(repr(part).encode())
    found.update(repr((wanted, site, publisher)).encode())
    return found.hexdigest()[:_LENGTH]


def _content(catalogue: Catalogue, wanted: Wanted) -> Iterator[object]:
    course = catalogue.course(wanted.course_key)
    yield course.title, course.summary, course.language, course.quizzes()
    for module in course.modules:
        if wanted.module_key in (None, module.key):
            yield catalogue.module(module.key)
    handbook = catalogue.handbook
    yield list(handbook.sources.values())
    yield list(handbook.terms.values())
    yield list(handbook.figures.values())
    yield list(handbook.worksheets.values())


@cache
def _layout() -> str:
    """The fingerprint of the code that lays books out."""
    found = sha256()
    for pattern in _LAYOUT:
        for path in sorted(_EDGE.glob(pattern)):
            found.update(path.read_bytes())
    for library in _LIBRARIES:
        found.update(version(library).encode())
    return found.hexdigest()
