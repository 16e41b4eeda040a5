"""The awards of an outline: what authors may ask, and what they are told otherwise."""

import json
from pathlib import Path

import pytest

from course.canonical import canonical_json
from course.catalogue import load_catalogue
from course.evidence import MODERATED, SELF_PACED
from course.outline import Course
from course.outline_files import ContentFaults, read_outline
from tests.rules import EVERYTHING, HEAD, a_ruled_course

KEPT = Path(__file__).parent / "editions" / "before_criteria.json"
COMPLETION = """
[awards.completion]
title = "Certificate of Completion"
"""
QUIZZES = """
[[awards.completion.requires]]
kind = "quizzes"
of = "core"
"""


@pytest.fixture
def faults(catalogue, tmp_path):
    """What is said of an outline with these awards: line and words of each fault."""

    def faults(awards: str) -> list[tuple[int, str]]:
        path = tmp_path / "outlines" / "copy.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + awards, encoding="utf-8")
        with pytest.raises(ContentFaults) as refusal:
            read_outline(path, catalogue.handbook.modules, catalogue.quizzes)
        found = refusal.value.faults
        assert {fault.file for fault in found} == {"outlines/copy.toml"}
        return [(fault.line, fault.message) for fault in found]

    return faults


def line_of(awards: str, words: str, nth: int = 0) -> int:
    lines = (HEAD + awards).splitlines()
    return [at for at, line in enumerate(lines, start=1) if words in line][nth]


def test_an_outline_may_give_two_kinds_of_award_with_criteria_of_every_kind():
    course = a_ruled_course()

    assert list(course.awards) == ["completion", "participation"]
    assert [
        (each.kind, each.when) for each in course.awards["completion"].requirements
    ] == [
        ("lessons", None),
        ("quizzes", None),
        ("score", None),
        ("roadmap", "moderated"),
        ("sign-off", "moderated"),
    ]
    assert course.awards["completion"].valid_years == 3
    assert course.awards["participation"].valid_years is None
    assert course.awards["participation"].requirements[0].needed == 2


def test_all_of_it_comes_back_from_what_an_edition_keeps():
    course = a_ruled_course()

    # A database keeps the members of an object in an order of its own.
    again = Course.from_data(json.loads(canonical_json(course.to_data())))

    assert again.digest == course.digest
    assert again.awards == course.awards
    assert list(again.awards) == list(course.awards)


def test_an_edition_kept_before_there_were_criteria_has_the_digest_that_it_had():
    kept = json.loads(KEPT.read_text(encoding="utf-8"))

    course = Course.from_data(kept["content"])

    assert course.digest == kept["digest"]
    assert course.to_data() == kept["content"]
    rule = course.awards["completion"]
    assert (rule.valid_years, rule.held_for_release) == (None, None)
    assert rule.asked_in(MODERATED) == rule.asked_in(SELF_PACED) == rule.requirements


@pytest.mark.parametrize(
    "more", ["valid_years = 2\n", 'held_for_release = "moderated"\n']
)
def test_what_a_rule_says_besides_its_criteria_makes_another_edition(more):
    plain = a_ruled_course(COMPLETION + QUIZZES)
    said = a_ruled_course(COMPLETION + more + QUIZZES)

    again = Course.from_data(said.to_data())

    assert said.digest != plain.digest
    assert again.awards == said.awards


def test_awards_of_a_moderated_run_are_held_where_the_rule_says_so():
    said = a_ruled_course(COMPLETION + 'held_for_release = "moderated"\n' + QUIZZES)
    plain = a_ruled_course(COMPLETION + QUIZZES)

    assert said.awards["completion"].is_held_for_release(MODERATED)
    assert not said.awards["completion"].is_held_for_release(SELF_PACED)
    assert not said.awards["completion"].is_held_for_release(None)
    assert not plain.awards["completion"].is_held_for_release(MODERATED)


@pytest.mark.parametrize(
    "criterion",
    [
        'kind = "lessons"\nof = "core"\n',
        'kind = "roadmap"\n',
        'kind = "sign-off"\n',
        'kind = "quizzes"\nof = "core"\nwhen = "moderated"\n',
    ],
)
def test_completion_without_objective_assessment_is_refused(faults, criterion):
    awards = f"{COMPLETION}\n[[awards.completion.requires]]\n{criterion}"

    ((line, words),) = faults(awards)

    assert line == line_of(awards, "[awards.completion]")
    assert words.startswith("completion: it asks for no objective assessment.")
    assert "[awards.participation]" in words


@pytest.mark.parametrize(
    "criterion",
    [
        'kind = "quizzes"\nof = ["first-quiz"]\n',
        'kind = "score"\nof = "core"\nat_least = 50\n',
    ],
)
def test_a_quiz_or_a_score_is_objective_assessment(criterion):
    course = a_ruled_course(
        f"{COMPLETION}\n[[awards.completion.requires]]\n{criterion}"
    )

    assert course.awards["completion"].requirements[0].is_objective


def test_participation_alone_is_no_rule_to_measure_progress_by(faults):
    awards = EVERYTHING[EVERYTHING.index("[awards.participation]") :]

    ((_line, words),) = faults(awards)

    assert "[awards.completion] is missing" in words


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        (
            "at_least = 60",
            "at_least = 101",
            "at_least",
            "awards.completion, criterion 3: at_least: Must be greater than or equal "
            "to 1 and less than or equal to 100.",
        ),
        (
            "at_least = 60",
            "",
            "[[awards.completion.requires]]",
            "awards.completion, criterion 3: at_least: Missing data",
        ),
        (
            'kind = "roadmap"',
            'kind = "essay"',
            'kind = "essay"',
            "awards.completion, criterion 4: kind: Must be one of: courses, ",
        ),
        (
            'kind = "roadmap"',
            'kind = "roadmap"\nof = "core"',
            'of = "core"',
            "awards.completion, criterion 4: of: Unknown field.",
        ),
        (
            'share = "2/3"',
            'share = "most"',
            "share",
            "awards.participation, criterion 1: share: Write a part of the whole, such "
            'as "2/3".',
        ),
        (
            "valid_years = 3",
            "valid_years = 0",
            "valid_years",
            "valid_years: Must be greater than or equal to 1",
        ),
        (
            "valid_years = 3",
            'held_for_release = "always"',
            "held_for_release",
            "held_for_release: Must be one of: moderated.",
        ),
        (
            'kind = "sign-off"\nwhen = "moderated"',
            'kind = "sign-off"\nwhen = "self-paced"',
            'when = "self-paced"',
            "awards.completion, criterion 5: when: Must be one of: moderated.",
        ),
        (
            'kind = "quizzes"\nof = "core"',
            'kind = "quizzes"\nof = ["first-quiz", "lost-quiz"]',
            "lost-quiz",
            "awards.completion, criterion 2: of: the course has no quiz 'lost-quiz' "
            "that can be passed",
        ),
        (
            'kind = "quizzes"\nof = "core"',
            'kind = "quizzes"\nof = "final-assessment"',
            'of = "final-assessment"',
            "awards.completion, criterion 2: of: no final_assessment is named",
        ),
        (
            'kind = "roadmap"',
            'kind = "tests"\nof = ["pre-test"]',
            'of = ["pre-test"]',
            "awards.completion, criterion 4: of: no pre_test is named",
        ),
        (
            'kind = "lessons"\nof = "core"\n\n',
            'kind = "lessons"\nof = ["first-module", "first-module"]\n\n',
            'of = ["first-module"',
            "awards.completion, criterion 1: of: Names something twice.",
        ),
        (
            "[awards.participation]",
            "[awards.honour]",
            "[awards.honour]",
            "honour: Must be one of: completion, participation.",
        ),
    ],
)
def test_a_fault_names_the_award_the_criterion_and_the_line(
    faults, old, new, at, words
):
    assert old in EVERYTHING
    awards = EVERYTHING.replace(old, new, 1)

    found = faults(awards)

    expected = [
        number
        for number, line in enumerate((HEAD + awards).splitlines(), start=1)
        if at in line
    ]
    assert any(line in expected and said.startswith(words) for line, said in found), (
        found
    )


def test_the_real_course_asks_for_all_that_the_founding_text_names():
    course = load_catalogue().course("mainstreaming")
    completion, participation = (
        course.awards[kind] for kind in ("completion", "participation")
    )

    assert [each.sentence for each in completion.asked_in(MODERATED)] == [
        "Every lesson of the core modules finished",
        "The quiz of every core module passed",
        "The final assessment passed",
        "A roadmap for one’s own country accepted by a trainer",
    ]
    assert [each.kind for each in completion.asked_in(SELF_PACED)] == [
        "lessons",
        "quizzes",
        "quizzes",
    ]
    (lessons,) = participation.requirements
    assert lessons.needed * 3 >= len(lessons.places) * 2
    assert (lessons.needed - 1) * 3 < len(lessons.places) * 2
