"""Banks and foreign files for the tests of the exchange."""

import re
from pathlib import Path
from typing import Any

from quizzes import load_quizzes
from quizzes.exchange import Imported, Wanted, import_bank
from quizzes.exchange.archives import Archive, pack
from quizzes.media import read_media

HERE = Path(__file__).parent
BANKS = HERE / "banks"
SAMPLES = HERE / "samples"
REAL = Path(__file__).parents[3] / "quizzes" / "bank"
FORMATS = ("gift", "moodle-xml", "qti")
LESSON = "rivers/long-ones"

PNG = (BANKS / "media" / "everything" / "map-of_Rivers.png").read_bytes()
JPEG = (BANKS / "media" / "everything" / "cover.jpeg").read_bytes()

# What our export adds for nobody but us.
_UNSEEN = re.compile(rb"<\?handbook .*?\?>|// handbook[^\n]*\n", re.DOTALL)


# What is asked of a question depends on its type, so quizzes are typed loosely here.


def everything() -> tuple[Any, dict[str, bytes]]:
    """A quiz with one of every type and every setting, and its pictures."""
    quiz = load_quizzes(BANKS)["everything"]
    return quiz, read_media(BANKS, quiz)


def folder_as_zip(folder: Path) -> bytes:
    """A package of all files in a folder."""
    return pack(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    )


def files_of(package: bytes) -> dict[str, bytes]:
    """The files of a package by their paths."""
    archive = Archive(package)
    return {path: archive.read(path) for path in archive.paths}


def stripped(data: bytes, format_name: str) -> bytes:
    """The same file as a program would keep it that knows nothing of us."""
    if format_name != "qti":
        return _UNSEEN.sub(b"", data)
    files = files_of(data).items()
    return pack({path: _UNSEEN.sub(b"", content) for path, content in files})


def imported(data: bytes | str, format_name: str, **wanted: Any) -> Any:
    """What comes of a file; questions that name no lesson are of one by the river."""
    content = data.encode() if isinstance(data, str) else data
    return import_bank(content, format_name, Wanted(**{"lesson": LESSON, **wanted}))


def outcomes(found: Imported) -> list[tuple[int, str, str]]:
    """Line, name and outcome of every question and scenario."""
    return [
        (entry.line, entry.name, entry.outcome)
        for entry in found.report.entries
        if entry.kind != "file"
    ]


def told(found: Imported, key: str) -> list[str]:
    """What is told of a question that was taken, by its key."""
    [entry] = [one for one in found.report.entries if one.key == key]
    return [str(each) for each in entry.remarks]
