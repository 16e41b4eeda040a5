"""A folder of TOML becomes quizzes, or every fault in it at once."""

from pathlib import Path
from typing import Any

import pytest

from quizzes import QUESTION_TYPES, Fault, QuizFilesError, load_quizzes
from tests.quizzes.builders import HEADER, faults_in

BANK = Path(__file__).parents[1] / "content" / "quizzes"

QUESTION = """
[[questions]]
key = "colour"
type = "single-choice"
prompt = "Which colour?"
lesson = "first-module/first-lesson"
feedback = "Blue."
choices = [
  { value = "blue", label = "Blue" },
  { value = "red", label = "Red" },
]
correct = "blue"
"""


def test_the_miniature_bank_loads():
    quizzes = load_quizzes(BANK)

    assert list(quizzes) == ["first-quiz", "second-quiz"]
    assert quizzes["first-quiz"].key == "first-quiz"
    assert quizzes["first-quiz"].pass_mark == 70
    assert quizzes["first-quiz"].attempts_allowed == 3
    assert quizzes["second-quiz"].attempts_allowed is None
    assert quizzes["second-quiz"].shuffle_questions is False


def test_the_first_quiz_has_a_question_of_every_type_of_the_first_days():
    first = load_quizzes(BANK)["first-quiz"]

    found = {question.type_name for question in first.questions}
    assert found == set(QUESTION_TYPES) - {"gap-fill", "free-text"}


def test_an_empty_folder_holds_no_quizzes(tmp_path):
    assert dict(load_quizzes(tmp_path)) == {}


def test_the_quizzes_cannot_be_changed():
    quizzes: Any = load_quizzes(BANK)

    with pytest.raises(TypeError):
        quizzes["first-quiz"] = quizzes["second-quiz"]


def test_a_missing_folder_is_a_fault(tmp_path):
    with pytest.raises(QuizFilesError) as error:
        load_quizzes(tmp_path / "nowhere")

    assert error.value.faults == (
        Fault(str(tmp_path / "nowhere"), 1, "there is no such folder."),
    )


def test_a_fault_reads_as_file_line_and_message():
    fault = Fault("a-quiz.toml", 7, "question 'colour': points: is missing.")

    assert str(fault) == "a-quiz.toml:7: question 'colour': points: is missing."


def test_faults_of_all_files_come_together(tmp_path):
    faults = faults_in(
        tmp_path,
        one=HEADER.replace("70", "0") + QUESTION.replace('"Blue."', '""'),
        two="title = \n",
        three=HEADER + QUESTION,
    )

    assert faults == [
        ("one.toml", 2, "pass_mark: must be a whole number from 1 to 100."),
        ("one.toml", 10, "question 'colour': feedback: must not be empty."),
        ("two.toml", 1, "this is not TOML: Invalid value."),
    ]


def test_the_message_of_the_error_holds_every_fault(tmp_path):
    (tmp_path / "one.toml").write_text("")

    with pytest.raises(QuizFilesError) as error:
        load_quizzes(tmp_path)

    assert str(error.value).splitlines() == [
        f"{tmp_path}/one.toml:1: {field}: is missing."
        for field in ("title", "introduction", "pass_mark", "questions")
    ]


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("a = 1\n\nb = = 2\n", 3, "this is not TOML: Invalid value."),
        ('\na = "x', 2, "this is not TOML: Unterminated string."),
        ("a = 1\na = 2\n", 2, "this is not TOML: Cannot overwrite a value."),
        ("a = " + "[" * 5000, 1, "this cannot be read: a value in it is too large."),
        ("a = " + "9" * 5000, 1, "this cannot be read: a value in it is too large."),
    ],
)
def test_what_is_not_toml_is_a_fault_with_its_line(tmp_path, written, line, message):
    assert faults_in(tmp_path, one=written) == [("one.toml", line, message)]


def test_a_file_that_is_not_utf_8_is_a_fault_with_its_line(tmp_path):
    (tmp_path / "one.toml").write_bytes(b'\ntitle = "S\xe3o"\n')

    assert faults_in(tmp_path) == [
        ("one.toml", 2, "this is not UTF-8. Save the file as UTF-8.")
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    text = (HEADER + QUESTION).replace("\n", "\r\n")
    (tmp_path / "one.toml").write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load_quizzes(tmp_path)["one"].questions[0].key == "colour"


def test_the_name_of_a_file_must_be_a_key(tmp_path):
    (tmp_path / "My quiz.toml").write_text(HEADER + QUESTION)

    [(name, line, message)] = faults_in(tmp_path)

    assert (name, line) == ("My quiz.toml", 1)
    assert message.startswith("the name of the file must be lower-case letters")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (
            "70",
            "101",
            2,
            "pass_mark: must be a whole number from 1 to 100.",
        ),
        ("70", "70.5", 2, "pass_mark: must be a whole number from 1 to 100."),
        ("70", "true", 2, "pass_mark: must be a whole number from 1 to 100."),
        ("70", '"70"', 2, "pass_mark: must be a whole number from 1 to 100."),
        (
            "pass_mark = 70",
            "pass_mark = 70\nattempts_allowed = 0",
            3,
            "attempts_allowed: must be a whole number, 1 or more.",
        ),
        ("pass_mark = 70\n", "", 1, "pass_mark: is missing."),
        (
            "pass_mark = 70",
            "pass_mark = 70\npass = 2",
            3,
            "pass: is not a known field. The fields here are title, introduction, "
            "pass_mark, attempts_allowed, shuffle_questions, purpose, language, "
            "wait_hours, time_limit, counts, show_marks, show_feedback, show_keys, "
            "scenarios, blueprint, questions.",
        ),
        ('"A quiz"', "3", 1, "title: must be text in quotation marks."),
        (
            '"A quiz"',
            '"A\\u0000quiz"',
            1,
            "title: holds control characters. Write it without them.",
        ),
        (
            "pass_mark = 70",
            'shuffle_questions = "yes"\npass_mark = 70',
            2,
            "shuffle_questions: must be true or false, without quotation marks.",
        ),
        (
            '"colour"',
            '"Colour"',
            6,
            "question 'Colour': key: must be lower-case letters and digits, joined by "
            "hyphens, such as who-asked-first.",
        ),
        ('key = "colour"\n', "", 5, "question 1: key: is missing."),
        (
            '"single-choice"',
            '"essay"',
            7,
            "question 'colour': type: 'essay' is not a type. The types are free-text, "
            "gap-fill, matching, multiple-choice, number, ordering, short-text, "
            "single-choice, true-false.",
        ),
        (
            'type = "single-choice"\n',
            "",
            5,
            "question 'colour': type: is missing. The types are free-text, gap-fill, "
            "matching, multiple-choice, number, ordering, short-text, single-choice, "
            "true-false.",
        ),
        (
            'correct = "blue"',
            'correct = "blue"\npoints = 0',
            16,
            "question 'colour': points: must be a whole number, 1 or more.",
        ),
        (
            'correct = "blue"',
            'correct = "blue"\ntolerance = 1',
            16,
            "question 'colour': tolerance: is not a known field. The fields here are "
            "type, key, prompt, points, lesson, feedback, objective, scenario, "
            "asks, sources, images, "
            "choices, keep_order, correct.",
        ),
        (
            '"first-module/first-lesson"',
            '"first-lesson"',
            9,
            "question 'colour': lesson: must name the module and the lesson, such as "
            "situation-analysis/sources-of-data.",
        ),
        (
            'correct = "blue"',
            'correct = "green"',
            15,
            "question 'colour': correct: 'green' is not the value of a choice. The "
            "values are blue, red.",
        ),
        (
            'value = "red"',
            'value = "blue"',
            13,
            "question 'colour': choices, entry 2: the value 'blue' is already that of "
            "another.",
        ),
        (
            'label = "Red"',
            'label = " BLUE "',
            13,
            "question 'colour': choices, entry 2: the label 'BLUE' is already that of "
            "another.",
        ),
        (
            'label = "Red"',
            'label = "Red", feedback = " "',
            13,
            "question 'colour': choices, entry 2, feedback: must not be empty.",
        ),
        (
            '  { value = "red", label = "Red" },\n',
            "",
            11,
            "question 'colour': choices: must have 2 to 8 entries.",
        ),
        (
            '  { value = "red", label = "Red" },',
            '  "red",',
            13,
            "question 'colour': choices, entry 2: must be a table.",
        ),
    ],
)
def test_each_fault_is_reported_where_it_stands(tmp_path, old, new, line, message):
    text = HEADER + QUESTION
    assert text.count(old) == 1

    faults = faults_in(tmp_path, one=text.replace(old, new))

    assert faults == [("one.toml", line, message)]


@pytest.mark.parametrize(
    ("questions", "line", "message"),
    [
        ("", 1, "questions: is missing."),
        ("questions = []", 4, "questions: must have 1 or more entries."),
        ('questions = "many"', 4, "questions: must be a list."),
        (
            "questions = [\n  3,\n]",
            5,
            "question 1: must be a table that begins with [[questions]].",
        ),
    ],
)
def test_a_quiz_must_have_questions(tmp_path, questions, line, message):
    assert faults_in(tmp_path, one=HEADER + questions) == [("one.toml", line, message)]


def test_a_key_used_twice_is_a_fault_even_if_the_question_is_faulty(tmp_path):
    again = QUESTION.replace('"Blue."', '""')

    faults = faults_in(tmp_path, one=HEADER + QUESTION + again)

    assert faults == [
        (
            "one.toml",
            18,
            "question 'colour': key: 'colour' is already the key of another question.",
        ),
        ("one.toml", 22, "question 'colour': feedback: must not be empty."),
    ]
