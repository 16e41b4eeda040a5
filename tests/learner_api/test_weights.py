"""Pictures and lessons are weighed as they are sent."""

import hashlib
import shutil
from pathlib import Path

import pytest

from course.catalogue import HANDBOOK, load_catalogue
from learner_api.weights import (
    LESSON_BUDGET,
    PICTURE_BUDGET,
    heavy_content,
    weight_of,
)
from tests.builders import CONTENT

LESSON = Path("handbook", "second-module", "third-lesson.md")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the miniature content, to be made heavier."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    return folder


def heavy(copy: Path, **budgets: int) -> list[str]:
    catalogue = load_catalogue(copy / "handbook", copy / "quizzes", copy / "outlines")
    return list(map(str, heavy_content(catalogue, copy / "handbook", **budgets)))


def noise(size: int) -> bytes:
    """What cannot be compressed, and is always the same."""
    return hashlib.shake_256(b"a map").digest(size)


def show(copy: Path, *names: str) -> None:
    lesson = copy / LESSON
    pictures = "\n\n".join(f"![A map]({name})" for name in names)
    lesson.write_text(f"{lesson.read_text()}\n\n{pictures}\n")


def test_the_real_content_is_light_with_room_to_spare():
    catalogue = load_catalogue()

    found = heavy_content(
        catalogue,
        HANDBOOK,
        lesson_budget=LESSON_BUDGET // 2,
        picture_budget=PICTURE_BUDGET // 4,
    )

    assert list(found) == []


def test_a_photograph_beside_a_lesson_weighs_what_its_file_does(copy):
    (copy / LESSON).with_name("map.png").write_bytes(noise(20_001))
    show(copy, "map.png")

    assert heavy(copy) == [
        "handbook/second-module/map.png:1: The picture weighs 20.0 kB as it is sent, "
        "and 20 is the most: simplify it."
    ]


def test_pictures_within_their_budget_may_be_too_many_for_a_lesson(copy):
    names = [f"map-{at}.png" for at in range(3)]
    for name in names:
        (copy / LESSON).with_name(name).write_bytes(noise(19_000))
    show(copy, *names)

    [told] = heavy(copy)

    assert told.startswith(f"{LESSON}:1: The lesson with its pictures weighs 6")
    assert told.endswith("kB as it is sent, and 60 is the most: leave a picture out.")


def test_a_picture_that_is_shown_twice_is_sent_once(copy):
    (copy / LESSON).with_name("map.png").write_bytes(noise(19_000))
    show(copy, "map.png", "map.png", "map.png")

    assert heavy(copy) == []


def test_a_drawing_is_weighed_compressed(tmp_path):
    drawing = tmp_path / "map.svg"
    drawing.write_text("<svg>" + "<path d='M0 0'/>" * 5000 + "</svg>")

    assert weight_of(drawing) < 1000 < drawing.stat().st_size


def test_pictures_of_figures_and_of_questions_are_weighed_too(copy):
    quiz = copy / "quizzes" / "second-quiz.toml"
    media = copy / "quizzes" / "media" / "second-quiz"
    media.mkdir()
    (media / "map.png").write_bytes(noise(10))
    image = 'images = [{ file = "map.png", alt = "A map" }]'
    quiz.write_text(
        quiz.read_text().replace("[[questions]]", f"[[questions]]\n{image}")
    )

    told = heavy(copy, picture_budget=0)

    assert [each.partition(":")[0] for each in told] == [
        "handbook/figures/measures.svg",
        "quizzes/media/second-quiz/map.png",
    ]
