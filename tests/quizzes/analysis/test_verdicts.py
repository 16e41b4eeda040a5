"""What to make of a question, and how far to trust a score."""

import pytest

from quizzes.analysis import (
    VERDICTS,
    Estimate,
    LanguageAlarm,
    NotDefined,
    QuestionAnalysis,
    QuizAnalysis,
    Thirds,
    TooFew,
    WrongKeyAlarm,
    ground_of,
    trust_in,
)

FEW = TooFew(12, 30)
ALL_RIGHT = {"cautions": ("all-right",), "facility": Estimate(1), "discrimination": FEW}
ALL_WRONG = {"cautions": ("all-wrong",), "facility": Estimate(0), "discrimination": FEW}
GOOD = Estimate(0.35, (0.2, 0.5))
MIDDLING = Estimate(0.6, (0.5, 0.7))


def ground(*alarms, facility=MIDDLING, discrimination=GOOD, cautions=()):
    question = QuestionAnalysis(
        key="q",
        attempts=100,
        facility=facility,
        discrimination=discrimination,
        efficiency=FEW,
        blank=FEW,
        all_points=Thirds(FEW, FEW, FEW),
        cautions=cautions,
    )
    return ground_of(question, alarms)


def test_a_question_that_tells_apart_is_good():
    assert ground() == "tells-apart"
    assert VERDICTS["tells-apart"] == "good"


@pytest.mark.parametrize(
    ("figures", "expected", "verdict"),
    [
        ({"discrimination": Estimate(-0.3, (-0.5, -0.1))}, "sets-back", "broken"),
        ({"discrimination": Estimate(-0.1, (-0.3, 0.1))}, "hardly-tells-apart", "look"),
        ({"discrimination": Estimate(0.1, (-0.1, 0.3))}, "not-enough", "early"),
        ({"discrimination": Estimate(0.1)}, "not-enough", "early"),
        ({"discrimination": FEW}, "not-enough", "early"),
        ({"discrimination": FEW, "facility": FEW}, "not-enough", "early"),
        ({"facility": Estimate(0.97), "discrimination": FEW}, "nearly-all", "easy"),
        ({"facility": Estimate(0.97)}, "tells-apart", "good"),
        ({"facility": Estimate(0.03)}, "nearly-nobody", "look"),
        ({"cautions": ("best-choose-another",)}, "best-choose-another", "look"),
        (
            {"cautions": ("no-spread",), "discrimination": NotDefined("no-spread")},
            "same-for-all",
            "look",
        ),
        (
            {
                "cautions": ("all-right",),
                "facility": Estimate(1),
                "discrimination": FEW,
            },
            "nearly-all",
            "easy",
        ),
        (
            {
                "cautions": ("all-wrong",),
                "facility": Estimate(0),
                "discrimination": FEW,
            },
            "nearly-nobody",
            "look",
        ),
    ],
)
def test_what_speaks_loudest_of_a_question(figures, expected, verdict):
    assert ground(**figures) == expected
    assert VERDICTS[expected] == verdict


def test_an_alarm_speaks_louder_than_any_figure():
    wrong_key = WrongKeyAlarm("q", "b")
    language = LanguageAlarm("q", "fr", "en", "C")

    assert ground(language, wrong_key) == "wrong-key"
    assert ground(language) == "language"


def test_an_alarm_about_another_question_says_nothing_of_this_one():
    assert ground(WrongKeyAlarm("other", "b")) == "tells-apart"


@pytest.mark.parametrize(
    ("reliability", "expected"),
    [
        (Estimate(0.8), "well"),
        (Estimate(0.79), "fairly"),
        (Estimate(0.6), "fairly"),
        (Estimate(0.59), "hardly"),
        (Estimate(-0.2), "hardly"),
        (FEW, None),
        (NotDefined("papers-differ"), None),
    ],
)
def test_how_far_a_score_can_be_trusted(reliability, expected):
    quiz = QuizAnalysis(100, MIDDLING, MIDDLING, reliability, FEW)

    assert trust_in(quiz) == expected
