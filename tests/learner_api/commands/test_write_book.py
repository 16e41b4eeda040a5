"""``course write-book``."""

from pathlib import Path

import pytest

from learner_api.books.errors import NotSet
from learner_api.books.formats import BOOK_FORMATS, BookFormat
from learner_api.commands import write_book
from tests.builders import miniature_catalogue


@pytest.fixture(autouse=True)
def miniature(monkeypatch):
    """The miniature course, and no typesetter."""
    monkeypatch.setattr(write_book, "load_catalogue", miniature_catalogue)
    plain = BookFormat("PDF", "application/pdf", lambda book: book.title.encode())
    monkeypatch.setitem(BOOK_FORMATS, "pdf", plain)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_module_is_written_in_one_format(course, tmp_path):
    folder = tmp_path / "handouts"

    result = course(
        "write-book", "--module=first-module", "--format=pdf", f"--to={folder}"
    )

    assert result.exit_code == 0, result.output
    assert names(folder) == ["miniature-first-module.pdf"]
    assert "miniature-first-module.pdf: 0 kB" in result.stdout


def test_a_course_is_written_in_every_format(course, tmp_path):
    result = course("write-book", "--course=miniature", f"--to={tmp_path / 'out'}")

    assert result.exit_code == 0, result.output
    assert names(tmp_path / "out") == ["miniature.epub", "miniature.pdf"]


def test_without_a_name_everything_is_written(course, tmp_path):
    course("write-book", "--format=epub", f"--to={tmp_path / 'out'}")

    assert names(tmp_path / "out") == [
        "miniature-first-module.epub",
        "miniature-second-module.epub",
        "miniature.epub",
    ]


def test_books_are_made_ready_for_the_pages(course, tmp_path):
    result = course("write-book", "--ready")

    assert result.exit_code == 0, result.output
    assert "Books ready: 6." in result.stdout
    kept = names(tmp_path / "data" / "books")
    assert len(kept) == 6
    assert kept[-1].startswith("miniature.")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "Say either --to FOLDER or --ready."),
        (["--ready", "--to=out"], "Say either --to FOLDER or --ready."),
        (["--ready", "--module=nowhere"], "There is no module 'nowhere'."),
        (["--ready", "--course=nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(course, options, said):
    result = course("write-book", *options)

    assert result.exit_code != 0
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_book_that_cannot_be_set_is_told_in_a_line(course, monkeypatch):
    def fail(_book):
        raise NotSet("the font has no glyph")

    monkeypatch.setitem(BOOK_FORMATS, "pdf", BookFormat("PDF", "application/pdf", fail))

    result = course("write-book", "--ready", "--format=pdf")

    assert result.exit_code == 1
    assert "miniature.pdf could not be set: the font has no glyph" in result.stderr
