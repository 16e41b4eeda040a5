"""The order one attempt sees."""

import subprocess
import sys

from quizzes import paper
from quizzes.order import shuffled
from tests.quizzes.builders import a_quiz, question_data

KEYS = ("a", "b", "c", "d")


def keys_on(quiz, seed):
    return tuple(asked.question.key for asked in paper(quiz, seed))


def test_questions_are_numbered_from_one_in_the_order_of_the_file():
    quiz = a_quiz(*(question_data(key=key) for key in KEYS))

    asked = paper(quiz, seed=5)

    assert [(one.number, one.question.key) for one in asked] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
        (4, "d"),
    ]


def test_questions_are_shuffled_where_the_quiz_says_so():
    quiz = a_quiz(*(question_data(key=key) for key in KEYS), shuffle_questions=True)

    orders = {keys_on(quiz, seed) for seed in range(50)}

    assert len(orders) > 10
    assert all(sorted(order) == list(KEYS) for order in orders)


def test_each_question_asks_as_this_seed_has_it():
    quiz = a_quiz()

    [asked] = paper(quiz, seed=9)

    assert asked.control == quiz.questions[0].control(9)


def test_two_questions_with_the_same_choices_are_shuffled_apart():
    quiz = a_quiz(question_data(key="a"), question_data(key="b"))

    together = [
        paper(quiz, seed)[0].control == paper(quiz, seed)[1].control
        for seed in range(50)
    ]

    assert not all(together)


def test_the_order_of_a_seed_never_changes():
    # Learners who come back, and auditors, must see the paper that was answered. If
    # this fails, every paper already given has been shuffled anew.
    assert shuffled("abcdef", str, 42, "a-question") == (*"bdcaef",)


def test_the_order_is_the_same_in_a_process_with_another_hash_seed():
    program = "from quizzes.order import shuffled; print(*shuffled('abcdef', str, 42))"

    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert printed == {" ".join(shuffled("abcdef", str, 42)) + "\n"}
