"""Quizzes of every kind with words of every kind, for tests of the exchange."""

from typing import Any

from hypothesis import strategies as st

from quizzes import Quiz
from tests.quizzes.strategies import quizzes, words

# What formats have signs for; each of them makes trouble somewhere.
signs = st.lists(
    st.sampled_from(
        [
            *("{", "}", "{1:SA:=x}", "=", "~", "#", "####", ":", "::", "\\", "\\n"),
            *("->", "//", "[html]", "[…]", "_____", "%50%", "*", "&amp;", "&", "<b>"),
            *("</p>", "<!--", "-->", "?>", "]]>", "$CATEGORY: a", "@@PLUGINFILE@@/x"),
            *("'", '"', "/", "a", "É", "1st", "True", "\uffff", "\ue000", "GAP0X", "?"),
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)
wild = words | signs

SCENARIOS = ("a-first", "a-second")
SETTINGS: dict[str, list[Any]] = {
    "language": ["en", "fr", "zh-Hant"],
    "wait_hours": [0, 24],
    "time_limit": [None, 30],
    "counts": ["best", "last", "first", "average"],
    "show_marks": [None, "after-submission", "never"],
    "show_feedback": [None, "when-done"],
    "show_keys": [None, "after-closing"],
    "purpose": ["module-quiz", "pre-test", "post-test", "final-assessment"],
}


@st.composite
def wild_quizzes(draw):
    """A quiz whose words try every reader, with scenarios and settings."""
    data = draw(quizzes()).to_data()
    places = st.none() | st.sampled_from(SCENARIOS)
    for question in data["questions"]:
        question["prompt"] = draw(wild)
        question["feedback"] = draw(wild)
        question["scenario"] = draw(places)
        _make_wild(draw, question)
    used = {question["scenario"] for question in data["questions"]}
    data["scenarios"] = [
        {
            "key": key,
            "title": draw(wild),
            "paragraphs": draw(st.lists(wild, min_size=1, max_size=3)),
            "objective": draw(st.none() | st.just("an-objective")),
        }
        for key in draw(st.permutations(SCENARIOS))
        if key in used
    ]
    data.update({name: draw(st.sampled_from(of)) for name, of in SETTINGS.items()})
    data["title"], data["introduction"] = draw(wild), draw(wild)
    return Quiz.from_data("a-quiz", data)


def _make_wild(draw, question):
    """Put signs into one of the texts that learners choose from."""
    for name, field in (("choices", "label"), ("items", "label"), ("pairs", "left")):
        if name in question:
            # What stands in front keeps the entries apart.
            question[name][0][field] = f"first {draw(signs)}"
    if question["type"] == "short-text":
        question["accepted"] = [f"first {draw(signs)}"]
