"""What is refused, and what people are cautioned about."""

import pytest

from quizzes.analysis import NotDefined, QuestionFacts, Sitting, Sittings, TooFew
from quizzes.analysis.analyse import analyse
from tests.quizzes.analysis.builders import (
    a_question,
    one_question,
    some_sittings,
    value,
)
from tests.quizzes.analysis.simulation import a_population

MIXED = [[1, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 1], [1, 1, 1]]


def analysis_of(rows, **fields):
    return analyse(some_sittings(rows, **fields), seed=1, resamples=99)


def test_without_attempts_everything_is_refused():
    found = analyse(Sittings((a_question("q0"),), ()), seed=1)

    assert found.quiz.mean == TooFew(0, 30)
    assert found.question("q0").facility == TooFew(0, 30)
    assert found.question("q0").discrimination == TooFew(0, 50)
    assert found.alarms == ()


def test_a_quiz_without_questions_has_no_figures():
    found = analyse(Sittings((), ()), seed=1)

    assert found.questions == ()
    assert found.quiz.attempts == 0


def test_below_thirty_attempts_there_is_no_figure_at_all():
    found = analysis_of(MIXED[:1], times=29)

    question = found.question("q0")
    assert {question.facility, question.blank, question.all_points.top} == {
        TooFew(29, 30)
    }
    assert {question.discrimination, question.efficiency} == {TooFew(29, 50)}
    assert {found.quiz.mean, found.quiz.deviation} == {TooFew(29, 30)}
    assert {found.quiz.reliability, found.quiz.standard_error} == {TooFew(29, 50)}
    assert question.cautions == ()


def test_from_thirty_attempts_there_are_shares_and_from_fifty_correlations():
    thirty, fifty = (analysis_of(MIXED, times=times) for times in (6, 10))

    assert value(thirty.question("q0").facility) == pytest.approx(3 / 5)
    assert thirty.question("q0").discrimination == TooFew(30, 50)
    assert thirty.quiz.reliability == TooFew(30, 50)
    assert value(fifty.question("q0").discrimination) < 1
    assert value(fifty.quiz.reliability) < 1


def test_a_correlation_needs_ten_attempts_that_did_otherwise_than_most():
    answers = [(("a",), 1, n % 3) for n in range(91)] + [(("b",), 0, 1)] * 9
    question = a_question("q", choices=("a", "b"), correct=("a",))

    found = analyse(one_question(answers, question), seed=1, resamples=99).question("q")

    assert found.discrimination == TooFew(9, 10, "otherwise")
    assert found.efficiency == TooFew(9, 10, "otherwise")
    assert {line.correlation for line in found.choices} == {TooFew(9, 10, "otherwise")}
    assert value(found.choices[1].share) == pytest.approx(9 / 100)


def test_a_choice_that_few_made_is_refused_alone():
    answers = [
        *[(("a",), 1, n % 3) for n in range(50)],
        *[(("b",), 0, n % 2) for n in range(45)],
        *[(("c",), 0, 1)] * 5,
    ]
    question = a_question("q", choices=("a", "b", "c"), correct=("a",))

    found = analyse(one_question(answers, question), seed=1, resamples=99).question("q")

    assert value(found.discrimination) > 0
    assert value(found.efficiency) > 0
    assert value(found.choices[1].correlation) < 0
    assert found.choices[2].correlation == TooFew(5, 10, "otherwise")


def test_a_third_with_few_in_it_has_no_shares():
    # Of 60, 48 share the best score: their places are in the middle, and none is best.
    answers = [(("a",), 1, 1)] * 48 + [(("b",), 0, 0)] * 12

    found = analyse(one_question(answers, a_question("q")), seed=1, resamples=99)

    thirds = found.question("q").all_points
    assert value(thirds.bottom) == 0
    assert value(thirds.middle) == 1
    assert thirds.top == TooFew(0, 10, "in-third")


@pytest.mark.parametrize(
    ("mark", "caution"), [(2, "all-right"), (0, "all-wrong"), (1, "no-spread")]
)
def test_a_question_that_all_did_alike_has_a_caution_and_no_discrimination(
    mark, caution
):
    found = analysis_of([[mark, 0], [mark, 1]], out_of=[2, 1], times=30)

    question = found.question("q0")
    assert question.cautions[0] == caution
    assert value(question.facility) == mark / 2
    assert question.discrimination == NotDefined("no-spread")
    assert question.efficiency == NotDefined("no-spread")
    # Of the other question, it is the rest that has no spread.
    assert found.question("q1").discrimination == NotDefined("rest-no-spread")


def test_a_quiz_that_all_did_alike_has_a_caution_and_no_reliability():
    found = analysis_of([[1, 0]], times=60)

    assert found.quiz.cautions == ("no-spread",)
    assert value(found.quiz.deviation) == 0
    assert found.quiz.reliability == NotDefined("no-spread")


def test_one_question_has_no_rest_and_no_reliability():
    found = analysis_of([[1], [0]], times=30)

    assert value(found.question("q0").facility) == 1 / 2
    assert found.question("q0").discrimination == NotDefined("no-rest")
    assert found.question("q0").all_points.top == NotDefined("no-rest")
    assert found.quiz.reliability == NotDefined("one-question")


def test_where_papers_differ_there_is_no_reliability_but_every_question_has_figures():
    sittings = a_population(12, drawn=6).sit(1, en=300)

    found = analyse(sittings, seed=1, resamples=99)

    assert found.quiz.reliability == NotDefined("papers-differ")
    assert found.quiz.standard_error == NotDefined("papers-differ")
    assert found.quiz.cautions == ("papers-differ",)
    assert value(found.quiz.mean) > 0
    assert sum(question.attempts for question in found.questions) == 6 * 300
    assert all(value(question.discrimination) > 0 for question in found.questions)


def test_a_question_that_was_dropped_for_all_does_not_count():
    with_it = analysis_of([[*row, None] for row in MIXED], times=10)
    without = analysis_of(MIXED, times=10)

    assert with_it.quiz == without.quiz
    assert with_it.questions[:3] == without.questions
    assert with_it.question("q3").facility == TooFew(0, 30)


def test_an_attempt_of_which_everything_was_dropped_does_not_count():
    rows = [*MIXED * 10, [None, None, None]]

    assert analysis_of(rows) == analysis_of(MIXED, times=10)


def test_a_paper_of_one_question_counts_for_how_hard_it_is_and_for_nothing_else():
    rows = [[1, None], [0, None], [1, 1], [0, 0]]

    few, many = (analysis_of(rows, times=times).question("q0") for times in (24, 25))

    assert value(few.facility) == 1 / 2
    assert few.discrimination == TooFew(48, 50)
    assert value(many.discrimination) == pytest.approx(1)


def test_an_unfair_question_needs_a_hundred_attempts_in_each_language():
    found = analyse(a_population(5).sit(1, en=150, fr=99), seed=1, resamples=9)

    [comparison] = found.question("q0").languages
    assert (comparison.reference, comparison.in_reference) == ("en", 150)
    assert (comparison.group, comparison.in_group) == ("fr", 99)
    assert comparison.delta == TooFew(99, 100, "in-language")
    assert comparison.test is None


def test_the_attempts_in_a_language_are_those_that_were_asked_the_question():
    found = analyse(
        a_population(8, drawn=4).sit(1, en=300, fr=150), seed=1, resamples=9
    )

    for question in found.questions:
        [comparison] = question.languages
        assert comparison.in_group + comparison.in_reference == question.attempts
        assert isinstance(comparison.delta, TooFew)


def test_a_question_that_nearly_all_got_right_is_too_sparse_to_compare():
    rows = [[1, 1], [1, 0], [1, 1], [1, 0]] * 29 + [[0, 1]]
    english, french = (some_sittings(rows, group=name) for name in ("en", "fr"))
    both = Sittings(english.questions, english.sittings + french.sittings)

    [comparison] = analyse(both, seed=1, resamples=9).question("q0").languages

    assert comparison.delta == NotDefined("too-sparse")


def test_one_language_is_compared_with_nothing():
    assert analysis_of(MIXED, times=10).question("q0").languages == ()


def test_of_languages_equal_in_number_the_first_by_name_is_the_reference():
    found = analyse(a_population(3).sit(1, fr=40, es=40, en=10), seed=1, resamples=9)

    named = [(each.group, each.reference) for each in found.questions[0].languages]
    assert named == [("fr", "es"), ("en", "es")]


def test_what_a_person_marks_has_no_key_that_could_be_wrong():
    """The best third all got the middle level: for a key, that would be a caution."""
    answers = [(("level 1",), 0, 0)] * 30 + [(("level 2",), 1, 1)] * 30
    marked = QuestionFacts("essay", 2, has_key=False)
    keyed = QuestionFacts("essay", 2)

    by_person, by_key = (
        analyse(one_question(answers, facts), seed=1, resamples=99).question("essay")
        for facts in (marked, keyed)
    )

    assert by_person.cautions == ()
    assert by_key.cautions == ("best-choose-another",)


def test_attempts_may_leave_everything_blank():
    blank = Sitting((0, 0), ((), ()), "en")
    sittings = some_sittings([[1, 0], [0, 1]], times=20)

    found = analyse(
        Sittings(sittings.questions, (*sittings.sittings, *[blank] * 10)),
        seed=1,
        resamples=99,
    )

    assert value(found.question("q0").blank) == pytest.approx(30 / 50)
