"""What somebody changed in our export stands; our asides never undo it."""

from typing import Any

from quizzes import Quiz, load_quizzes
from quizzes.exchange import Wanted, export_bank, import_bank
from tests.quizzes.builders import a_quiz, question_data
from tests.quizzes.exchange.packing import REAL, told

EDITED = "It was changed after it was exported"


def edited(quiz: Quiz, format_name: str, old: str, new: str) -> Any:
    """What comes home of an export in which something was changed."""
    text = export_bank(quiz, format_name, {}).decode()
    assert old in text
    changed = text.replace(old, new).encode()
    return import_bank(changed, format_name, Wanted())


def test_a_mended_prompt_is_taken_and_settings_of_ours_stay():
    quiz = load_quizzes(REAL)["setting-up"]
    question: Any = quiz.question("weak-support")

    for format_name in ("gift", "moodle-xml"):
        found = edited(
            quiz, format_name, "What is the best next step?", "What comes next?"
        )

        mended = found.quiz.question("weak-support")
        assert mended.prompt.endswith("What comes next?")
        assert mended.lesson == question.lesson
        assert mended.choices == question.choices
        assert told(found, "weak-support") == []


def test_another_right_choice_is_taken():
    quiz = a_quiz(question_data("single-choice"))

    found = edited(quiz, "gift", "=Blue\n\t~Green", "~Blue\n\t=Green")

    assert found.quiz.questions[0].correct == "green"


def test_a_choice_that_was_added_gets_a_name_and_the_others_keep_theirs():
    quiz = a_quiz(question_data("multiple-choice"))

    found = edited(quiz, "gift", "\t~%50%2\n", "\t~%50%2\n\t~%-100%Five\n")

    values = [choice.value for choice in found.quiz.questions[0].choices]
    assert values == ["two", "five", "three", "four"]
    assert found.quiz.questions[0].correct == ("two", "four")


def test_what_an_aside_overruled_is_read_again_once_it_was_changed():
    quiz = a_quiz(
        question_data("number", units=[{"unit": "km", "factor": 1}], unit=None)
    )

    found = edited(quiz, "gift", "} km", "} miles")

    assert found.quiz.questions[0].unit == "miles"
    assert found.quiz.questions[0].units == ()
    assert told(found, found.quiz.questions[0].key)[0].startswith(EDITED)


def test_an_aside_that_no_longer_fits_is_passed_over():
    quiz = a_quiz(question_data("single-choice"))

    found = edited(quiz, "gift", '"lesson":', '"tolerance":3,"lesson":')

    assert found.quiz.questions == quiz.questions
    assert told(found, "a-single-choice")[0].startswith(EDITED)


def test_an_aside_that_is_damaged_is_passed_over():
    quiz = a_quiz(question_data("true-false"))
    text = export_bank(quiz, "gift", {}).decode().replace('{"fields', "{fields")

    found = import_bank(text.encode(), "gift", Wanted(lesson="another/lesson"))

    assert found.quiz.questions[0].lesson == "another/lesson"


def test_blocks_of_one_question_that_no_longer_go_together_are_taken_apart():
    quiz = a_quiz(question_data("gap-fill"))
    text = export_bank(quiz, "gift", {}).decode()
    blocks = text.split("\n\n")
    without_the_second = "\n\n".join([*blocks[:2], *blocks[3:]])

    found = import_bank(without_the_second.encode(), "gift", Wanted(lesson="a/b"))

    keys = [question.key for question in found.quiz.questions]
    assert keys == ["a-gap-fill-gap-1", "a-gap-fill-gap-3"]
    assert told(found, keys[0]) == [
        "It was one gap of a question that had 3, and they are not all here."
    ]
