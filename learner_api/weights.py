"""What lessons and pictures weigh when they are sent, and which weigh too much.

A learner on a slow line pays for every kilobyte. What a browser loads first of a lesson
is its page, the stylesheet and its pictures; all but photographs are sent compressed.
"""

from collections.abc import Iterator
from pathlib import Path

import brotli

from course.catalogue import Catalogue
from course.content_checks import Remark
from learner_api.assets import FOLDER
from learner_api.markdown import render_lesson
from modules import Handbook, Lesson
from modules.body import read_body
from modules.figure_files import drawing_path
from quizzes.media import files_shown, media_folder

LESSON_BUDGET = 60_000
PICTURE_BUDGET = 20_000
KIND = "weight"

_FRAME = 4_000
"""What stands round a lesson on its page, generously: heading, navigation, sources."""

_QUALITY = 4
"""How hard pages are compressed while a learner waits, roughly."""


def heavy_content(
    catalogue: Catalogue,
    handbook: Path,
    *,
    lesson_budget: int = LESSON_BUDGET,
    picture_budget: int = PICTURE_BUDGET,
) -> Iterator[Remark]:
    """Pictures, then lessons with theirs, that weigh more than their budget."""
    for path, folder in _pictures(catalogue, handbook):
        weight = weight_of(path)
        if weight > picture_budget:
            words = (
                f"The picture weighs {_kilobytes(weight, picture_budget)}: simplify it."
            )
            place = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            yield Remark(place, 1, KIND, words)
    for module in catalogue.handbook.modules.values():
        for lesson in module.lessons:
            weight = _lesson_weight(lesson, catalogue.handbook, handbook)
            if weight > lesson_budget:
                words = (
                    "The lesson with its pictures weighs "
                    f"{_kilobytes(weight, lesson_budget)}: leave a picture out."
                )
                place = f"{handbook.name}/{module.key}/{lesson.key}.md"
                yield Remark(place, 1, KIND, words)


def weight_of(path: Path) -> int:
    """What a picture weighs when it is sent: drawings are compressed, photographs not.

    Those are compressed within, and no more can be taken out of them.
    """
    content = path.read_bytes()
    return _sent(content) if path.suffix == ".svg" else len(content)


def _pictures(catalogue: Catalogue, handbook: Path) -> Iterator[tuple[Path, Path]]:
    """Every picture of the content, with the folder that faults name it from."""
    for key in catalogue.handbook.figures:
        yield drawing_path(handbook, key), handbook
    for module in catalogue.handbook.modules.values():
        for lesson in module.lessons:
            for path in _beside(lesson, handbook):
                yield path, handbook
    for quiz in catalogue.quizzes.values():
        for name in sorted({name for _, name in files_shown(quiz)}):
            yield media_folder(catalogue.bank, quiz.key) / name, catalogue.bank


def _lesson_weight(lesson: Lesson, book: Handbook, handbook: Path) -> int:
    rendered = render_lesson(lesson, book, lesson_url=_address)
    return (
        _FRAME
        + _sent((FOLDER / "course.css").read_bytes())
        + _sent(rendered.html.encode())
        + sum(map(weight_of, _beside(lesson, handbook)))
    )


def _beside(lesson: Lesson, handbook: Path) -> list[Path]:
    """The picture files that lie beside a lesson and are shown in it, each once."""
    names = dict.fromkeys(image.key for image in read_body(lesson.body).images)
    return [handbook / lesson.module_key / name for name in names]


def _address(module: str, lesson: str) -> str:
    return f"/courses/a-course/modules/{module}/lessons/{lesson}"


def _sent(content: bytes) -> int:
    return len(brotli.compress(content, quality=_QUALITY))


def _kilobytes(weight: int, budget: int) -> str:
    return f"{weight / 1000:.1f} kB as it is sent, and {budget / 1000:g} is the most"
