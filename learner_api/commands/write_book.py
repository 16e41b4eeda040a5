"""``course write-book``: modules and courses as files to read without a connection."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from course.catalogue import Catalogue, load_catalogue
from learner_api.books.book import Wanted, make_book
from learner_api.books.errors import NotSet
from learner_api.books.formats import BOOK_FORMATS
from learner_api.books.shelf import Shelf, books_of, write_whole
from learner_api.commands.bars import progress_bar
from learner_api.commands.opening import read_settings


@click.command
@click.option("--course", "course_key", help="The whole course of this key.")
@click.option("--module", "module_key", help="One module: of the course, or of any.")
@click.option(
    "--format",
    "suffixes",
    type=click.Choice(sorted(BOOK_FORMATS)),
    multiple=True,
    help="How to write it; otherwise in every format.",
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.",
)
@click.option(
    "--ready",
    is_flag=True,
    help="Write what the pages hand out, so that nobody has to wait for it.",
)
def command(
    course_key: str | None,
    module_key: str | None,
    suffixes: tuple[str, ...],
    folder: Path | None,
    ready: bool,
) -> None:
    """Write modules and courses as EPUB and as PDF for paper.

    Without --course and --module it writes every course and every module. Quizzes are
    left out: a book says where to take them.

    \b
    Example:
      course write-book --module setting-up --format pdf --to handouts
      course write-book --ready
    """
    if ready == (folder is not None):
        raise click.UsageError("Say either --to FOLDER or --ready.")
    settings = read_settings()
    catalogue = load_catalogue()
    shelf = Shelf.of(settings, catalogue)
    asked = [
        (wanted, suffix)
        for wanted in _wanted(catalogue, course_key, module_key)
        for suffix in suffixes or tuple(BOOK_FORMATS)
    ]
    if folder is None:
        with progress_bar(len(asked), "Writing books") as told:
            for wanted, suffix in asked:
                with _told_if_not_set(wanted, suffix):
                    shelf.take(wanted, suffix)
                told()
        click.echo(f"Books ready: {len(asked)}.")
        return
    folder.mkdir(parents=True, exist_ok=True)
    for wanted, suffix in asked:
        path = folder / f"{wanted.name}.{suffix}"
        book = make_book(catalogue, wanted, site=shelf.site, publisher=shelf.publisher)
        with _told_if_not_set(wanted, suffix):
            write_whole(path, BOOK_FORMATS[suffix].write(book))
        click.echo(f"{path}: {path.stat().st_size // 1000} kB")


@contextmanager
def _told_if_not_set(wanted: Wanted, suffix: str) -> Iterator[None]:
    """Name the book that the typesetter refused, with what it said."""
    try:
        yield
    except NotSet as error:
        name = f"{wanted.name}.{suffix}"
        raise click.ClickException(f"{name} could not be set: {error}") from None


def _wanted(
    catalogue: Catalogue, course_key: str | None, module_key: str | None
) -> list[Wanted]:
    """What was asked for; a module alone is one of the first course that has it."""
    courses = [course_key] if course_key else list(catalogue.courses)
    if module_key is None:
        if course_key:
            catalogue.course(course_key)
            return [Wanted(course_key)]
        return [each for key in courses for each in books_of(catalogue, key)]
    for key in courses:
        if catalogue.course(key).module(module_key) is not None:
            return [Wanted(key, module_key)]
    known = sorted(
        {module.key for key in courses for module in catalogue.course(key).modules}
    )
    raise click.ClickException(
        f"There is no module '{module_key}'. There are: {', '.join(known)}."
    )
