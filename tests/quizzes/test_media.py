"""The files beside the quizzes: named, found and of the kinds that pages show."""

import pytest

from quizzes import load_quizzes
from quizzes.media import files_shown, media_type_of, read_media
from tests.quizzes.builders import HEADER, faults_in

SCENARIO = """\
[[scenarios]]
key = "a-port"
title = "A port"
paragraphs = ["Ships come."]
images = [
  { file = "port.png", alt = "A port" },
]

"""
QUESTION = """\
[[questions]]
key = "week"
type = "true-false"
scenario = "a-port"
prompt = "A week has seven days."
lesson = "first-module/first-lesson"
feedback = "It has."
correct = true
images = [
  { file = "days.png", alt = "Seven days" },
  { file = "Week_1.jpeg", alt = "A week" },
]
"""


def test_a_file_that_is_not_there_is_a_fault_with_its_line(tmp_path):
    folder = tmp_path / "media" / "a-quiz"
    folder.mkdir(parents=True)
    (folder / "days.png").write_bytes(b"")

    faults = faults_in(tmp_path, a_quiz=HEADER + SCENARIO + QUESTION)

    assert faults == [
        (
            "a-quiz.toml",
            9,
            "scenarios, entry 1, images, entry 1, file: there is no "
            "media/a-quiz/port.png.",
        ),
        (
            "a-quiz.toml",
            22,
            "question 'week': images, entry 2, file: there is no "
            "media/a-quiz/Week_1.jpeg.",
        ),
    ]


def test_files_are_read_from_the_folder_of_their_quiz(tmp_path):
    folder = tmp_path / "media" / "a-quiz"
    folder.mkdir(parents=True)
    for name in ("port.png", "days.png", "Week_1.jpeg", "not-shown.png"):
        (folder / name).write_bytes(name.encode())
    text = HEADER + SCENARIO + QUESTION
    (tmp_path / "a-quiz.toml").write_text(text, encoding="utf-8")

    quiz = load_quizzes(tmp_path)["a-quiz"]

    assert [name for _, name in files_shown(quiz)] == [
        "port.png",
        "days.png",
        "Week_1.jpeg",
    ]
    assert read_media(tmp_path, quiz) == {
        "Week_1.jpeg": b"Week_1.jpeg",
        "days.png": b"days.png",
        "port.png": b"port.png",
    }


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.png", "image/png"),
        ("A_1-b.jpeg", "image/jpeg"),
        ("a.jpg", "image/jpeg"),
        ("a.gif", "image/gif"),
        ("a.webp", "image/webp"),
        ("a.svg", "image/svg+xml"),
        ("a.html", None),
        ("a.PNG", None),
        (".png", None),
        ("../a.png", None),
        ("a/b.png", None),
        ("a.png.html", None),
        ("a.png\n", None),
    ],
)
def test_only_pictures_with_plain_names_have_a_media_type(name, media_type):
    assert media_type_of(name) == media_type
