"""The files that lie beside the quizzes: which there must be, and what they are."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from quizzes.quiz import Quiz

MEDIA = "media"

MEDIA_TYPES = MappingProxyType(
    {
        "gif": "image/gif",
        "jpeg": "image/jpeg",
        "jpg": "image/jpeg",
        "png": "image/png",
        "svg": "image/svg+xml",
        "webp": "image/webp",
    }
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.([a-z]+)")


def media_type_of(name: str) -> str | None:
    """The media type of a file that a quiz may show; None for any other name."""
    found = _NAME.fullmatch(name)
    return MEDIA_TYPES.get(found[1]) if found else None


def media_folder(bank: Path, quiz_key: str) -> Path:
    """Where the files of one quiz lie."""
    return bank / MEDIA / quiz_key


def files_shown(quiz: Quiz) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each file that the quiz shows, after the path in its data that names it."""
    shown = (
        *((("scenarios", n), one.images) for n, one in enumerate(quiz.scenarios)),
        *((("questions", n), one.images) for n, one in enumerate(quiz.questions)),
    )
    for path, images in shown:
        for place, image in enumerate(images):
            yield (*path, "images", place, "file"), image.file


def read_media(bank: Path, quiz: Quiz) -> dict[str, bytes]:
    """The files that the quiz shows, by their names, as far as they are there."""
    folder = media_folder(bank, quiz.key)
    names = {name for _, name in files_shown(quiz) if (folder / name).is_file()}
    return {name: (folder / name).read_bytes() for name in sorted(names)}
