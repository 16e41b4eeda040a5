"""What an answer picked, and when two questions are one."""

from collections import Counter

import pytest
from hypothesis import given

from quizzes.analysis import AnswerReader, facts_of, frame_of, wording_of
from tests.quizzes.builders import OWN_FIELDS, a_question, a_quiz, question_data
from tests.quizzes.strategies import MARKED_BY_RULE, TYPES, questions

GOAT, COW, SHEEP = "goat", "cow", "sheep"


def read(question, *answers):
    """The picks of each answer, and what the codes say in the end."""
    reader = AnswerReader(question)
    return [reader.picked(question.check(each)) for each in answers], reader.words


def test_a_choice_is_read_by_its_value():
    [picked, *_], words = read(a_question("single-choice"), "green")

    assert picked == ("green",)
    assert words == {"blue": "Blue", "green": "Green", "red": "Red"}


def test_each_of_several_choices_is_picked():
    [picked], words = read(a_question("multiple-choice"), ["four", "three"])

    assert set(picked) == {"three", "four"}
    assert words["three"] == "3"


def test_true_and_false_are_choices():
    (right, wrong), words = read(a_question("true-false"), True, "false")

    assert (right, wrong) == (("true",), ("false",))
    assert words == {"true": "True", "false": "False"}


def test_pairs_are_picked_one_by_one_whatever_the_credit():
    question = a_question("matching")
    right = question.correct_answer
    swapped = {**right, GOAT: right[COW], COW: right[GOAT]}

    (picked, other), words = read(question, right, swapped)

    assert picked == ("=goat", "=cow", "=sheep")
    assert other == ("~goat: calf", "~cow: kid", "=sheep")
    assert words["=goat"] == "Goat: Kid"
    assert words["~goat: calf"] == "Goat: Calf"


def test_an_order_is_one_answer():
    (right, wrong), words = read(
        a_question("ordering"),
        ["march", "june", "october"],
        ["june", "march", "october"],
    )

    assert (right, wrong) == (("=",), ("~june → march → october",))
    assert words["="] == "March → June → October"


def test_all_right_numbers_are_one_answer():
    (exact, near, wrong), words = read(a_question("number"), "365", "366", "12")

    assert exact == near == ("=",)
    assert wrong == ("~12 days",)
    assert words["="] == "365 days"


def test_words_are_the_same_however_they_are_capitalised():
    (right, other, wrong, again), words = read(
        a_question("short-text"), "nairobi city", "NAIROBI", "Lagos", "lagos"
    )

    assert right == other == ("=",)
    assert wrong == again == ("~lagos",)
    assert words == {"=": "Nairobi", "~lagos": "Lagos"}


def test_gaps_are_picked_one_by_one_and_those_left_out_are_not():
    [picked], words = read(a_question("gap-fill"), {"animal": "Bull", "sound": "baa"})

    assert picked == ("=animal", "~2: baa")
    assert words["=animal"] == "1: cow"


def test_of_a_free_text_only_that_it_was_written():
    question = a_question("free-text")

    (picked, other), _ = read(question, "Something.", "Something else.")

    assert picked == other
    assert AnswerReader(question).picked(None) == ()
    assert facts_of(question, {}).has_key is False
    assert facts_of(question, {}).correct == ()


def test_no_answer_picks_nothing():
    assert AnswerReader(a_question("matching")).picked(None) == ()


def test_readers_share_what_the_codes_say():
    words: dict[str, str] = {}

    AnswerReader(a_question("short-text"), words).picked("Lagos")
    AnswerReader(a_question("short-text", accepted=["Kigali"]), words).picked("LAGOS")

    assert words == {"=": "Nairobi", "~lagos": "Lagos"}


def test_a_question_of_choices_lists_them_all():
    facts = facts_of(a_question("multiple-choice", points=2), {})

    assert sorted(facts.choices) == ["four", "three", "two"]
    assert sorted(facts.correct) == ["four", "two"]
    assert (facts.key, facts.out_of) == ("a-multiple-choice", 2)


def test_of_answers_in_words_the_right_and_the_ten_commonest_wrong_are_listed():
    counts = Counter({"=": 2, **{f"~{n:02}": 30 - n for n in range(12)}})

    facts = facts_of(a_question("short-text"), counts)

    assert facts.choices == ("=", *(f"~{n:02}" for n in range(10)))
    assert facts.correct == ("=",)


def test_every_right_pair_is_listed_though_nobody_gave_it():
    assert facts_of(a_question("matching"), {}).choices == ("=goat", "=cow", "=sheep")


@given(questions(types=MARKED_BY_RULE))
def test_the_right_answer_picks_what_is_right_and_is_in_words(data):
    question = a_quiz(data).questions[0]
    reader = AnswerReader(question)

    picked = reader.picked(question.correct_answer)

    facts = facts_of(question, Counter(picked))
    assert picked
    assert set(picked) == set(facts.correct) <= set(facts.choices)
    assert all(reader.words[code] for code in picked)


def wording(**fields):
    return wording_of(a_question("single-choice", **fields), None)


def some_choices(**changed):
    """The choices of the sample, the first of them changed."""
    first, *others = OWN_FIELDS["single-choice"]["choices"]
    return [{**first, **changed}, *others]


def test_what_is_told_after_answering_does_not_make_another_question():
    same = {
        wording(),
        wording(feedback="Another reason."),
        wording(lesson="second-module/third-lesson"),
        wording(objective="colours"),
        wording(keep_order=True),
        wording(choices=some_choices(feedback="Well done.")),
    }

    assert len(same) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"prompt": "What is it then?"},
        {"correct": "green"},
        {"points": 2},
        {"choices": some_choices(label="Light blue")},
    ],
    ids=["prompt", "key", "points", "choice"],
)
def test_other_words_or_another_key_make_another_question(fields):
    assert wording(**fields) != wording()


def test_another_scenario_makes_another_question():
    def in_scenario(paragraph):
        quiz = a_quiz(
            question_data(scenario="a-place"),
            scenarios=[
                {"key": "a-place", "title": "A place", "paragraphs": [paragraph]}
            ],
        )
        return wording_of(quiz.questions[0], quiz.scenarios[0])

    assert in_scenario("By the sea.") == in_scenario("By the sea.")
    assert in_scenario("By the sea.") != in_scenario("In the hills.")


@pytest.mark.parametrize("type_name", TYPES)
def test_a_translation_has_the_same_frame(type_name):
    question = a_question(type_name)
    translated = a_question(type_name, prompt="Qu'est-ce que c'est ?")

    assert frame_of(translated) == frame_of(question)


def test_a_mistaken_key_keeps_the_frame_and_another_choice_does_not():
    frame = frame_of(a_question("single-choice"))
    two = OWN_FIELDS["single-choice"]["choices"][:2]

    assert frame_of(a_question("single-choice", correct="red")) == frame
    assert frame_of(a_question("single-choice", choices=two)) != frame
    assert frame_of(a_question("single-choice", points=2)) != frame
