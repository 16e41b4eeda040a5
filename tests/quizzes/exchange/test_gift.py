"""GIFT as teachers write it: every answer form, escapes, comments, lines."""

import pytest

from quizzes.exchange import BankRefused
from tests.quizzes.exchange.packing import SAMPLES, imported, outcomes, told

FORMAT = "gift"
NO_FEEDBACK = "There is no general feedback, so a line says so. Write one."


@pytest.fixture(scope="module")
def sample():
    return imported((SAMPLES / "history.gift.txt").read_bytes(), FORMAT)


def test_every_question_is_told_with_its_line_and_what_became_of_it(sample):
    assert outcomes(sample) == [
        (5, "Who's buried in Grant's tomb?", "changed"),
        (8, "grant-1", "changed"),
        (10, "Grant is buried in Grant's tomb.", "changed"),
        (12, "Nobody", "changed"),
        (22, "Two plus two equals", "changed"),
        (24, "When was Ulysses S. Grant born?", "changed"),
        (26, "What is the value of pi (to 3 decimal places)?", "changed"),
        (28, "How long is a marathon?", "taken"),
        (30, "When was he born?", "changed"),
        (35, "Capitals", "changed"),
        (42, "Months", "changed"),
        (44, "What two people are entombed in Grant's tomb?", "changed"),
        (50, "Which answer equals 5?", "changed"),
        (55, "Say why Grant matters.", "changed"),
        (57, "Half a brace", "refused"),
        (59, "Two gaps:", "refused"),
        (61, "A lost arrow", "refused"),
        (65, "The siege", "taken"),
        (67, "Caves", "changed"),
    ]


def test_what_was_refused_is_told_with_the_reason(sample):
    assert [
        str(entry.remarks[0])
        for entry in sample.report.entries
        if entry.outcome == "refused"
    ] == [
        "A brace is not closed. In GIFT a question ends at an empty line.",
        "It has more than one pair of braces.",
        "One of its pairs has no right side.",
    ]


def test_every_answer_form_becomes_its_type(sample):
    assert [question.type_name for question in sample.quiz.questions] == [
        "single-choice",
        "gap-fill",
        "true-false",
        "short-text",
        "gap-fill",
        "number",
        "number",
        "number",
        "number",
        "matching",
        "ordering",
        "multiple-choice",
        "single-choice",
        "free-text",
        "true-false",
    ]


def test_answers_are_what_they_were(sample):
    quiz = sample.quiz

    assert quiz.question("whos-buried-in-grants-tomb").correct == "no-one"
    assert quiz.question("nobody").accepted == ("no one", "nobody")
    assert quiz.question("nobody").prompt == "Who is buried in Grant's tomb?"
    assert quiz.question("two-plus-two-equals").text == "Two plus two equals {gap-1}."
    assert quiz.question("two-plus-two-equals").gaps[0].accepted == ("four", "4")
    assert quiz.question("when-was-ulysses-s-grant-born").mark("1827").correct
    pi = quiz.question("what-is-the-value-of-pi-to-3-decimal-places")
    assert (str(pi.correct), str(pi.tolerance)) == ("3.1415", "0.0005")
    assert quiz.question("how-long-is-a-marathon").unit == "km"
    assert quiz.question("how-long-is-a-marathon").feedback == "A long way."
    assert quiz.question("capitals").distractors == ("Lagos",)
    assert [one.label for one in quiz.question("months").items] == [
        "March",
        "June",
        "October",
    ]


def test_escaped_signs_are_letters(sample):
    question = sample.quiz.question("which-answer-equals-5")

    assert [one.label for one in question.choices] == ["= 2 + 2", "= 2 + 3", "= 2 + 4"]
    assert question.choices[1].feedback == "Yes: five {5} \\ #1"


def test_what_was_changed_is_told_in_words(sample):
    assert told(sample, "nobody") == [
        "Wordings that were half right earn nothing.",
        "The wording 'n*' stands for any text and was left out.",
        "Feedback on single answers was left out.",
    ]
    assert told(sample, "grant-1") == [
        "Feedback on single answers was left out.",
        "It says only what has gaps, so it begins: Fill in the gaps.",
        "Tags are not kept: easy.",
        NO_FEEDBACK,
    ]
    assert told(sample, "months")[0].startswith("Parts of it earned parts")


def test_feedback_on_an_answer_serves_where_there_is_no_other(sample):
    question = sample.quiz.question("grant-is-buried-in-grants-tomb")

    assert (question.correct, question.feedback) == (False, "He is above the ground.")


def test_a_description_is_the_scenario_of_its_category(sample):
    [scenario] = sample.quiz.scenarios

    assert scenario.paragraphs == (
        "The town was besieged for forty-seven days.",
        "Its people lived in caves.",
    )
    assert sample.quiz.question("caves").scenario == "the-siege"
    assert sample.quiz.title == "Presidents"


def test_a_formula_in_tex_is_told_of():
    found = imported("::It::[html]Is $$x^2$$ it?{T####So.}", FORMAT)

    assert found.quiz.questions[0].prompt == "Is $$x^2$$ it?"
    assert told(found, "it") == ["A formula in TeX is shown as it is written."]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(ends):
    text = ends.join(["", "// a comment", "Is it?{T}", "", "Is it not?{F}"])

    found = imported(text, FORMAT)

    assert [line for line, _, _ in outcomes(found)] == [3, 5]


def test_a_mark_of_byte_order_is_no_letter():
    found = imported("\ufeff::First::Is it?{T}", FORMAT)

    assert found.quiz.questions[0].key == "first"


def test_comments_within_a_question_are_no_part_of_it():
    found = imported("Is it\n// or is it not\nso?{T}", FORMAT)

    assert found.quiz.questions[0].prompt == "Is it so?"


@pytest.mark.parametrize(
    ("written_in", "text", "prompt"),
    [
        ("[html]", "a <b>bold</b> &lt;move&gt;", "a bold <move>"),
        ("[plain]", "a <b>bold</b> &lt;", "a <b>bold</b> &lt;"),
        ("[markdown]", "a **bold** move", "a bold move"),
        ("[moodle]", "1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("", "a <i>slanted</i> one", "a slanted one"),
        ("", "[note] 1", "[note] 1"),
    ],
)
def test_texts_are_read_in_their_format(written_in, text, prompt):
    found = imported(f"{written_in}{text}{{T}}", FORMAT)

    assert found.quiz.questions[0].prompt == prompt


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Pick.{=a =%50%b ~c}", "2 of its choices are right"),
        ("Pick.{~a ~b}", "None of its choices is right"),
        ("How many?{#many}", "'many' is no number"),
        ("How many?{#=1 =2}", "2 numbers are right"),
        ("How many?{#1:x}", "'x' is no number"),
        ("Which?{=*}", "No wording of it is right"),
        ("Is it?}", "A brace is not closed"),
        ("Match.{=a->1 =b->2}", "pairs: must have 3 to 8 entries"),
    ],
)
def test_what_cannot_be_taken_whole_is_refused(text, why):
    with pytest.raises(BankRefused) as error:
        imported(text, FORMAT)

    [entry] = error.value.report.entries
    assert (entry.line, entry.outcome) == (1, "refused")
    assert why in str(entry.remarks[0])


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        (b"Is it?{T}\n\n\xff\xfe", 3, "not text in UTF-8"),
        (b"Is it?{T}\n\0", 2, "holds a zero byte"),
        (b"", 1, "There is no question"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_line(data, line, why):
    with pytest.raises(BankRefused) as error:
        imported(data, FORMAT)

    assert error.value.line == line
    assert why in error.value.message
