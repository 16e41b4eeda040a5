"""What the README says of item statistics is so."""

import re
from pathlib import Path
from typing import get_args

import pytest

import quizzes
from quizzes.analysis import VERDICTS, values, verdicts
from quizzes.analysis import minima as least

PAGE = (Path(quizzes.__file__).parent / "README.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Item statistics")[2].partition("\n## ")[0]


def test_the_example_runs_and_prints_what_it_says(capsys):
    [example] = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)

    exec(compile(example, "README", "exec"), {})  # noqa: S102  # our own page

    printed = capsys.readouterr().out.strip()
    assert printed == "too few: 2 of 30"
    assert f"# {printed}\n" in example


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("facility, blank", least.ATTEMPTS_FOR_A_SHARE),
        (
            "discrimination, efficiency, correlations, ",
            least.ATTEMPTS_FOR_A_CORRELATION,
        ),
        ("discrimination, efficiency, correlations |", least.DOING_OTHERWISE),
        ("a share in a third", least.ATTEMPTS_IN_A_THIRD),
        ("languages", least.ATTEMPTS_IN_A_LANGUAGE),
    ],
)
def test_the_table_of_minima_holds_them(words, need):
    [line] = [each for each in SECTION.splitlines() if each.startswith(f"| {words}")]

    assert f"| {need} attempts" in line


def test_every_caution_is_explained():
    named = get_args(values.QuestionCaution) + get_args(values.QuizCaution)

    assert [caution for caution in named if f"`{caution}`" not in SECTION] == []


def test_every_verdict_and_its_grounds_are_explained():
    assert [name for name in VERDICTS.values() if f"| `{name}` |" not in SECTION] == []
    assert [ground for ground in VERDICTS if f"`{ground}`" not in SECTION] == []
    assert set(VERDICTS) == set(get_args(verdicts.Ground))
    assert set(VERDICTS.values()) == set(get_args(verdicts.Verdict))
