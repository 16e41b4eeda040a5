"""The real content: it loads, it teaches what it promises, and it claims no more."""

import re
from collections import Counter
from datetime import date

import pytest

from course.catalogue import HANDBOOK, Catalogue, load_catalogue
from course.content_checks import DUE, check_content
from modules import Module
from quizzes import QUESTION_TYPES, Quiz
from quizzes.question_types.number import Number

COURSE = "mainstreaming"
MODULES = (
    "why-migration-and-development",
    "handbook-and-global-compact",
    "rights-and-gender",
    "setting-up",
    "situation-analysis",
    "goals-priorities-coherence",
    "action-planning",
    "implementation-monitoring-evaluation",
    "sectors-labour-skills-health-education",
    "sectors-remittances-diaspora-return-local",
    "sectors-environment-displacement-protection",
    "learning-from-countries",
)
LESSONS_A_MODULE = range(3, 7)
LONGEST_LESSON = 15
FEWEST_QUESTIONS = 15
FEWEST_TYPES = 7
EVERY_BANK_HAS = {
    "single-choice",
    "multiple-choice",
    "matching",
    "ordering",
    "number",
    "short-text",
}

# Numbers of which several are about, and what must stand beside each of them.
FIGURES_WITH_A_VINTAGE = [
    (r"\b(669|656|647)\b", r"(December|June) 20(23|24)|edition|vintage|draft says"),
    (r"\b184 million\b", r"World Development Report|World Bank"),
    (
        r"(?i)\b(14|15|16|18) (agencies|members|entities|bodies)\b.{0,40}\bGMG\b|"
        r"\bGMG\b.{0,60}\b(14|15|16|18) (agencies|members|entities|bodies)\b",
        r"\b20\d\d\b",
    ),
]

# The ten counts as the founding document shows them.
PRSP_MEASURES = {
    "Control": [19, 18, 17, 12, 10, 9],
    "Facilitation": [17, 10, 9, 9],
}

# What is often said and could not be confirmed, or is wrong.
TRAPS = {
    "Mali as a pilot country": r"\bpilot[^.]*\bMali\b|\bMali\b[^.]*\bpilot",
    "what the three Ts stand for": r"\b(3|three)\W?Ts\b[^.]*(stand|mean|are|:)",
    "what an annex of the Handbook holds": r"\bAnnex(es)?\b|\bannex ([A-H]|\d+)\b",
    "400 million dollars for the trust fund": (
        r"(USD|US\$|\$)\s?400 million|400 million (US )?dollars"
    ),
    "how many strategies the review read": (
        r"\b\d+ (out )?of (the )?\d+ (PRSPs|strategies|papers)\b|"
        r"\breview(ed)? (of )?\d+ (PRSPs|strategies|papers)\b"
    ),
    "men's share of workers as an employment rate": r"61[.,]3 ?(%|per cent)",
    # It may be told as what a press article stated, and then corrected.
    "nearly sixty per cent of the displaced in Sudan": (
        r"(?<!stated that )\bnearly (60|sixty) ?(%|per cent)"
    ),
    # That a page speaks of one may be told; what it is could not be read.
    "what the third dimension of mainstreaming is": (
        r"\bthird dimension (is|was|means|concerns|covers)\b|\bthree dimensions\b"
    ),
}


@pytest.fixture(scope="module")
def real() -> Catalogue:
    """The content that people study, read as the application reads it."""
    return load_catalogue()


@pytest.fixture(params=MODULES)
def module(request: pytest.FixtureRequest, real: Catalogue) -> Module:
    """Each module that is written, in turn."""
    return real.module(request.param)


@pytest.fixture
def quiz(module: Module, real: Catalogue) -> Quiz:
    """The quiz of the module."""
    assert module.quiz is not None
    return real.quiz(module.quiz)


def texts(catalogue: Catalogue) -> dict[str, str]:
    """All that a learner may read, by where it stands."""
    found = {}
    for module in catalogue.handbook.modules.values():
        found[module.key] = "\n".join(
            (
                module.title,
                module.summary,
                module.introduction,
                module.discussion_question,
                *module.objectives.values(),
                *module.key_points,
            )
        )
        for lesson in module.lessons:
            words = (lesson.title, *lesson.objectives, lesson.body)
            found[f"{module.key}/{lesson.key}"] = "\n".join(words)
    for quiz in catalogue.quizzes.values():
        found[quiz.key + ".toml"] = str(quiz.to_data())
    for sheet in catalogue.handbook.worksheets.values():
        found[f"worksheets/{sheet.key}"] = "\n".join(
            (
                sheet.title,
                sheet.purpose,
                *(f"{each.title}\n{each.help}" for each in sheet.sections),
            )
        )
    for figure in catalogue.handbook.figures.values():
        found[figure.key] = "\n".join(
            (figure.title, figure.caption, figure.alternative, str(figure.table))
        )
    for course in catalogue.courses.values():
        found[course.key] = f"{course.title}\n{course.summary}"
    return found


def test_the_course_teaches_its_twelve_modules_in_order(real):
    course = real.course(COURSE)

    assert tuple(module.key for module in course.modules) == MODULES
    assert course.planned == ()


def test_every_module_that_is_written_is_taught_by_a_course(real):
    taught = {one.key for course in real.courses.values() for one in course.modules}

    assert set(real.handbook.modules) == taught


def test_no_module_is_planned_that_is_already_written(real):
    planned = {one.key for course in real.courses.values() for one in course.planned}

    assert planned.isdisjoint(real.handbook.modules)


def test_a_module_has_three_to_six_lessons(module):
    assert len(module.lessons) in LESSONS_A_MODULE


def test_a_lesson_takes_a_quarter_of_an_hour_at_most(module):
    long = {
        one.key: one.minutes for one in module.lessons if one.minutes > LONGEST_LESSON
    }

    assert long == {}


def test_every_lesson_has_objectives_and_an_exercise(module):
    assert [one.key for one in module.lessons if not one.objectives] == []
    assert [one.key for one in module.lessons if one.exercise_minutes == 0] == []


def test_every_lesson_cites_a_source(module):
    assert [one.key for one in module.lessons if not one.sources] == []


def test_every_source_says_what_it_is_and_whose(real):
    bare = [
        source.key
        for source in real.handbook.sources.values()
        if not (source.title.strip() and source.body.strip())
    ]

    assert bare == []


def test_every_number_in_a_figure_is_from_a_source_that_says_its_date(real):
    sources = real.handbook.sources
    undated = {
        figure.key: source
        for figure in real.handbook.figures.values()
        if figure.kind in ("bars", "lines")
        for source in figure.sources
        if sources[source].year is None and sources[source].as_of is None
    }

    assert undated == {}


def test_a_module_says_when_its_facts_were_last_looked_at(module):
    assert module.figures_as_of.year >= 2026


def test_the_hours_of_a_module_cover_its_lessons_and_its_quiz(module, quiz):
    minutes = module.minutes + 2 * len(quiz.questions)

    assert minutes <= module.hours * 60


def test_the_figure_shows_the_ten_counts_of_the_founding_document(real):
    figure = real.handbook.figures["prsp-measures"]

    shown = {group.name: [row.value for row in group.rows] for group in figure.groups}

    assert shown == PRSP_MEASURES
    assert figure.source == "founding-document"


def test_no_line_of_a_figure_joins_two_revisions(real):
    """Two figures exist for migrants in 2020 and three for remittances in 2023."""
    figures = real.handbook.figures
    stock, money = figures["migrant-stock-over-time"], figures["remittances-over-time"]

    joined = {
        line.name: {point.year: point.value for point in line.points}
        for line in (*stock.lines, *money.lines)
        if line.joined
    }
    in_2023 = {
        point.edition: point.value
        for line in money.lines
        for point in line.points
        if point.year == 2023
    }

    assert joined["UN DESA, 2024 revision"] == {2020: 275, 2024: 304}
    assert joined["UN DESA, 2020 revision"] == {2020: 281}
    assert len(joined) == 3
    assert in_2023 == {"December 2023": 669, "June 2024": 656, "December 2024": 647}


def test_the_pictures_tell_the_handbooks_elements_from_the_pilots(real):
    both, handbook, pilot = real.handbook.figures["support-structure"].groups

    assert len(both.boxes) + len(handbook.boxes) == 5
    assert len(both.boxes) + len(pilot.boxes) == 6
    assert len(real.handbook.figures["planning-cycle"].stages) == 6


def test_every_figure_is_placed_in_a_lesson(real):
    placed = {
        key
        for module in real.handbook.modules.values()
        for lesson in module.lessons
        for key in lesson.figures
    }

    assert placed == set(real.handbook.figures)


def test_a_quiz_has_enough_questions_of_enough_types(quiz):
    types = {question.type_name for question in quiz.questions}

    assert len(quiz.questions) >= FEWEST_QUESTIONS
    assert len(types) >= FEWEST_TYPES
    assert types <= set(QUESTION_TYPES)


def test_a_bank_asks_in_every_way(quiz):
    types = {question.type_name for question in quiz.questions}
    tolerant = [
        question
        for question in quiz.questions
        if isinstance(question, Number)
        and (question.tolerance or question.tolerance_percent)
    ]

    assert types >= EVERY_BANK_HAS
    assert tolerant != []
    assert quiz.scenarios != ()


def test_a_third_of_a_bank_at_least_asks_to_apply_or_to_judge(quiz):
    beyond = [one for one in quiz.questions if one.asks in ("apply", "judge")]

    assert 3 * len(beyond) >= len(quiz.questions)


def test_every_objective_is_tested_and_on_every_paper(module, quiz):
    tested = Counter(question.objective for question in quiz.questions)

    assert {key: tested[key] for key in module.objectives if tested[key] < 3} == {}
    assert {row.objective for row in quiz.blueprint} >= set(module.objectives)


def test_tests_before_and_after_ask_other_questions_of_one_difficulty(real):
    before, after = (
        [
            (one.lesson.partition("/")[0], one.type_name, one.asks, one.points)
            for one in real.quiz(key).questions
        ]
        for key in ("pre-test", "post-test")
    )
    asked = Counter(
        (question.prompt, question.describe(question.correct_answer))
        for quiz in real.quizzes.values()
        for question in quiz.questions
        if question.scenario is None
    )

    assert before == after
    assert [each for each, times in asked.items() if times > 1] == []


def test_the_final_assessment_asks_of_every_module(real):
    final = real.quiz("final-assessment")

    assert {row.objective for row in final.blueprint} >= set(MODULES)


def test_the_course_takes_forty_to_fifty_hours(real):
    assert 40 <= real.course(COURSE).hours <= 50


def test_every_module_has_an_example_an_exercise_and_a_task(module):
    bodies = "\n".join(lesson.body for lesson in module.lessons)

    assert "::: example" in bodies
    assert "::: exercise" in bodies
    assert module.tasks != ()
    assert module.further_reading != ()


def test_every_lesson_is_asked_about(module, quiz):
    asked = {question.lesson for question in quiz.questions}

    assert asked == {f"{module.key}/{lesson.key}" for lesson in module.lessons}


def test_every_question_teaches_whoever_gets_it_wrong(quiz):
    silent = [question.key for question in quiz.questions if not question.feedback]

    assert silent == []


def test_every_question_marks_its_own_right_answer_as_right(quiz):
    wrong = [
        question.key
        for question in quiz.questions
        if not question.mark(question.check(question.correct_answer)).correct
    ]

    assert wrong == []


def test_a_quiz_can_be_passed_and_is_not_given_away(quiz):
    assert 50 <= quiz.pass_mark <= 90
    assert quiz.attempts_allowed is not None
    assert quiz.attempts_allowed >= 2


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_is_claimed_that_could_not_be_confirmed(real, trap):
    found = {
        place: match.group()
        for place, text in texts(real).items()
        if (match := re.search(TRAPS[trap], text))
    }

    assert found == {}


def test_a_figure_of_migrants_in_2020_names_its_revision(real):
    """Two figures exist for 2020, and each is right in its own revision."""
    bare = {
        place: sentence
        for place, text in texts(real).items()
        for sentence in re.split(r"(?<=[.?!])\s|\n", text)
        if re.search(r"\b(281|275) million\b", sentence)
        and not re.search(r"revision|edition|difference|20\d\d", sentence)
    }

    assert bare == {}


def test_a_worksheet_takes_as_long_as_the_task_that_fills_it_in(real):
    tasks = [one for module in real.handbook.modules.values() for one in module.tasks]
    planned = {one.worksheet: one.minutes for one in tasks if one.worksheet}

    assert planned == {
        key: one.minutes for key, one in real.handbook.worksheets.items()
    }


@pytest.mark.parametrize(("figure", "beside"), FIGURES_WITH_A_VINTAGE)
def test_a_figure_of_which_there_are_several_names_its_edition(real, figure, beside):
    bare = {
        place: paragraph[:200]
        for place, text in texts(real).items()
        if not place.endswith(".toml")
        for paragraph in text.split("\n\n")
        if re.search(figure, paragraph) and not re.search(beside, paragraph)
    }

    assert bare == {}


def test_the_editors_have_no_advice_left(real):
    advice = check_content(real, HANDBOOK, today=date(2026, 11, 27))

    assert [str(each) for each in advice if each.kind != DUE] == []
