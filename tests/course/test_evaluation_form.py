"""Forms: what they take, what they refuse, and what is wrong with their files."""

import re
import shutil
from pathlib import Path

import pytest

from course.catalogue import EVALUATION_FORMS
from course.evaluation_errors import AnswersInvalid
from course.evaluation_form import (
    FORMS,
    LONGEST_TEXT,
    EvaluationQuestion,
    Questionnaire,
)
from course.evaluation_form_files import read_forms
from tests.builders import CONTENT, miniature_catalogue

FORM = miniature_catalogue().forms["end-of-course"]
SCALE = EvaluationQuestion("s", "scale", "How?", not_applicable=True)
CHOICE = EvaluationQuestion("c", "choice", "Which?", options={"a": "A", "b": "B"})
CHOICES = EvaluationQuestion(
    "d", "choices", "Which ones?", options={"a": "A", "b": "B"}, optional=True
)
TEXT = EvaluationQuestion("t", "text", "What?", optional=True)


@pytest.mark.parametrize(
    ("question", "given", "kept"),
    [
        (SCALE, 5, 5),
        (SCALE, "1", 1),
        (SCALE, "not-applicable", "not-applicable"),
        (CHOICE, "b", "b"),
        (CHOICES, ["b", "a", "b"], ["a", "b"]),
        (CHOICES, "b", ["b"]),
        (CHOICES, [], None),
        (CHOICES, None, None),
        (TEXT, "  One. \r\nTwo.  \n", "One.\nTwo."),
        (TEXT, "می\u200cخواهم\u00a0!", "می\u200cخواهم\u00a0!"),
        (TEXT, "", None),
    ],
)
def test_an_answer_is_kept_in_one_spelling(question, given, kept):
    assert question.read(given) == kept


@pytest.mark.parametrize(
    ("question", "given", "words"),
    [
        (SCALE, 0, "Choose one of the options."),
        (SCALE, 6, "Choose one of the options."),
        (SCALE, 2.5, "Choose one of the options."),
        (SCALE, True, "Choose one of the options."),
        (SCALE, None, "Choose an answer."),
        (CHOICE, "c", "Choose one of the options."),
        (CHOICE, "not-applicable", "Choose one of the options."),
        (CHOICE, ["a"], "Choose one of the options."),
        (CHOICES, ["c"], "Choose one of the options."),
        (CHOICES, [["a"]], "Choose one of the options."),
        (CHOICES, {"a": 1}, "Choose one of the options."),
        (TEXT, 7, "Choose one of the options."),
        (TEXT, "a\x00b", "This holds characters that cannot be kept. Type it again."),
        (TEXT, "x" * (LONGEST_TEXT + 1), "Write at most 2000 characters here."),
    ],
)
def test_what_is_no_answer_is_refused_in_words(question, given, words):
    with pytest.raises(ValueError, match=words):
        question.read(given)


def test_a_sheet_holds_what_was_answered_and_nothing_else():
    sheet = FORM.read({"useful": "4", "pace": "right", "words": " "})

    assert sheet == {"useful": 4, "pace": "right"}


def test_all_that_is_wrong_with_a_sheet_is_said_at_once():
    with pytest.raises(AnswersInvalid) as refused:
        FORM.read({"useful": 9, "name": "Ana"})

    assert refused.value.wrong == {
        "useful": "Choose one of the options.",
        "pace": "Choose an answer.",
        "name": "The form does not ask this.",
    }


def test_what_counts_of_a_question_is_in_the_order_in_which_it_is_asked():
    assert SCALE.values() == ("1", "2", "3", "4", "5", "not-applicable")
    assert CHOICE.values() == ("a", "b")
    assert TEXT.values() == ()


@pytest.mark.parametrize("folder", [EVALUATION_FORMS, CONTENT / "evaluation_forms"])
def test_a_form_is_made_again_from_its_data(folder):
    forms, faults = read_forms(folder)

    assert faults == []
    assert list(forms) == list(FORMS)
    for form in forms.values():
        assert Questionnaire.from_data(form.to_data()) == form


NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


def test_every_form_asks_as_many_questions_as_it_says():
    forms, _ = read_forms(EVALUATION_FORMS)

    for form in forms.values():
        [sentence] = re.findall(r"([^.:]*\bquestions\b[^.:]*)", form.introduction)
        # What is said of the last of them is of those that were counted.
        counted = sentence.partition(", the last")[0]
        said = [NUMBERS.index(each) for each in words_of(counted) if each in NUMBERS]
        assert sum(said) == len(form.questions), form.key


def words_of(sentence):
    return re.findall(r"[a-z]+", sentence.lower())


def test_a_changed_form_is_a_new_version():
    """A form was changed? Raise its version, and write down the new digest here."""
    forms, _ = read_forms(EVALUATION_FORMS)

    assert {(key, f.version): f.digest[:12] for key, f in forms.items()} == {
        ("end-of-course", 1): "5fa9d08e9d72",
        ("stopping", 2): "ff4caeba5668",
        ("follow-up", 1): "d4eebce9b6e7",
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("version = 1", "version = 0", 1, "version: Must be greater than or equal"),
        ('kind = "scale"', 'kind = "stars"', 8, "kind: Must be one of"),
        ('middle = "Fairly"\n', "", 6, "A scale says this"),
        ('slow = "Too slow"\n', 'slow = ""\n', 15, "Must not be empty."),
        ('key = "pace"', 'key = "useful"', 16, "There are two questions"),
        ("optional = true", "not_applicable = true", 29, "Let it be left out"),
        ('language = "en"', 'langue = "en"', 3, "Unknown field."),
        ("title", "title =", 2, "Broken TOML"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path, old, new, line, words):
    folder = tmp_path / "evaluation_forms"
    shutil.copytree(CONTENT / "evaluation_forms", folder)
    file = folder / "end-of-course.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    forms, faults = read_forms(folder)

    assert "end-of-course" not in forms
    told = {(each.file, each.line) for each in faults if words in each.message}
    assert ("evaluation_forms/end-of-course.toml", line) in told, faults


def test_a_form_that_is_missing_is_a_fault(tmp_path: Path):
    _, faults = read_forms(tmp_path)

    assert [each.message for each in faults] == ["The file is missing."] * 3
