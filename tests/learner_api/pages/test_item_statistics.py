"""The page of item statistics: what stands out, in words, plots and tables."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import builders
from tests.builders import NOW
from tests.classes import (
    a_choice,
    a_choice_quiz,
    a_class,
    a_mark,
    a_seat,
    a_sitting,
    answers_of_a_class,
)
from tests.html import parse_page, text_of
from tests.tables import rows_of

PAGE = "/quizzes/first-quiz/statistics"
KEYS = [f"q{n}" for n in range(8)]
GOOD = a_choice_quiz(*KEYS)


@pytest.fixture
def trainer(session, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)
    return trainer


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer, title="Planning officers")


@pytest.fixture
def shown(session, page):
    """The page once everything is in the record."""

    def shown(query="", status=200):
        session.commit()
        return page(f"{PAGE}{query}", status)

    return shown


def words_of(html: str) -> str:
    return text_of(parse_page(html).find(".//main"))


def section(html: str, key: str):
    """What is told of one question."""
    return parse_page(html).find(f".//section[@id='question-{key}']")


def calls(html: str) -> list[str]:
    """The headings of what calls for somebody to look at it."""
    notices = parse_page(html).iterfind(".//div[@class='call']")
    return [text_of(each.find("h3")) for each in notices]


@pytest.fixture
def miskeyed(session, cohort):
    """Two hundred learners, and a quiz of which the last question has a wrong key."""
    quiz = a_choice_quiz(*KEYS[:-1], a_choice("q7", "c"))
    a_class(session, quiz, answers_of_a_class(GOOD, 200), cohort=cohort)


def test_a_wrong_key_is_told_first_and_of_no_other_question(miskeyed, shown):
    html = shown()

    assert calls(html) == ["Question 8 may have a wrong key"]
    words = words_of(html)
    assert "answer “Answer a”, which is marked as not right" in words
    assert "Look at it before anything else" in words
    assert words.index("may have a wrong key") < words.index("The quiz as a whole")


def test_each_question_has_a_word_and_why(miskeyed, shown):
    html = shown()

    tags = {key: text_of(section(html, key).find("p/span")) for key in KEYS}
    assert tags == {**dict.fromkeys(KEYS, "Good"), "q7": "Probably broken"}
    assert "otherwise than the key says" in text_of(section(html, "q7"))


def test_the_quiz_as_a_whole_is_told_in_sentences(miskeyed, shown):
    words = words_of(shown())

    assert "On average learners earned" in words
    assert "The score tells learners apart fairly." in words
    assert "about 6 parts in 10 are real; the rest is chance" in words
    assert "either way, only because these questions were asked" in words


def test_every_plot_has_a_text_alternative_with_the_numbers_of_its_table(
    miskeyed, shown
):
    html = shown()

    plots = list(parse_page(html).iterfind(".//{*}svg[@role='img']"))
    assert len(plots) == 1 + 2 * len(KEYS)
    for svg in plots:
        named = {each.get("id"): text_of(each) for each in svg if each.get("id")}
        assert all(named[each] for each in svg.get("aria-labelledby").split())
    table = rows_of(html, "Question 1, in numbers")
    described = text_of(section(html, "q0").find(".//{*}svg/{*}desc"))
    for name, (value, between) in table.items():
        assert f"{name} {value} ({between})" in described


def test_the_table_of_answers_says_who_gave_which(miskeyed, shown):
    rows = rows_of(shown(), "Question 8: who answered what")

    # What is marked as right comes first; then the commonest, which most should be.
    assert list(rows)[:2] == ["Answer c Right", "Answer a"]
    count, share, best, _middle, weakest, correlation = rows["Answer a"]
    assert int(count) > 80
    assert " % to " in share
    assert percent(best) > percent(weakest)
    assert not correlation.startswith("−")


def percent(cell: str) -> int:
    return int(cell.partition(" ")[0])


def test_sound_questions_raise_nothing(session, cohort, shown):
    a_class(session, GOOD, answers_of_a_class(GOOD, 200), cohort=cohort)

    html = shown()

    assert calls(html) == []
    assert "No question stands out." in words_of(html)


def test_below_the_minimum_the_page_says_how_many_are_needed(session, cohort, shown):
    a_class(session, GOOD, answers_of_a_class(GOOD, 12), cohort=cohort)

    html = shown()

    words = words_of(html)
    assert "There are 12 of the 30 attempts that the next figures need." in words
    assert "No question stands out" not in words
    assert parse_page(html).find(".//main//svg") is None
    counts = rows_of(html, "Question 1: who answered what")
    assert sum(int(count) for (count,) in counts.values()) == 12


def test_between_the_minima_some_figures_are_told_and_others_refused(
    session, cohort, shown
):
    a_class(session, GOOD, answers_of_a_class(GOOD, 40), cohort=cohort)

    html = shown()

    assert "There are 40 of the 50 attempts that the next figures need." in html
    numbers = rows_of(html, "Question 1, in numbers")
    assert " % to " in numbers["Got it right"][1]
    assert numbers["Tells apart"] == ["–", "40 of the 50 attempts that this needs"]


def test_a_quiz_that_nobody_sat_has_an_empty_state(cohort, shown):
    html = shown()

    assert "Nobody has handed in an attempt at this quiz yet." in html
    assert "How good the questions of “The first quiz” are" in html


def test_what_the_figures_rest_on_is_said(session, cohort, shown):
    a_class(session, GOOD, answers_of_a_class(GOOD, 3), cohort=cohort)

    words = words_of(shown())

    assert "3: of each learner the one that counts, the best" in words
    assert "those of the cohorts that you lead" in words
    asked = words_of(shown(f"?cohort={cohort.uuid}&which=all"))
    assert "3: every attempt that was handed in" in asked
    assert "those of the cohort “Planning officers”" in asked


def test_an_administrator_is_told_of_everybody(session, shown, sign_in):
    a_class(session, GOOD, answers_of_a_class(GOOD, 3))
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)

    words = words_of(shown())

    assert "Learners everybody" in words
    assert "3: of each learner" in words


def test_attempts_at_other_words_are_left_out_and_counted(session, cohort, shown):
    a_class(session, GOOD, answers_of_a_class(GOOD, 31), cohort=cohort)
    reworded = a_choice_quiz(a_choice("q0", prompt="Which then?"), *KEYS[1:])
    answers = answers_of_a_class(GOOD, 33, seed=2)
    a_class(session, reworded, answers, cohort=cohort, now=NOW + timedelta(hours=1))

    html = shown()

    assert "Which then?" in text_of(section(html, "q0"))
    assert "31 attempts were asked it in other words" in text_of(section(html, "q0"))
    assert "in other words" not in text_of(section(html, "q1"))
    assert "31 attempts were asked the quiz otherwise than it stands now" in html
    assert "From 64 attempts." in text_of(section(html, "q1"))


def test_a_free_text_has_no_table_of_answers(session, cohort, shown):
    levels = [{"points": 0, "label": "None."}, {"points": 2, "label": "There."}]
    essay = {
        "type": "free-text",
        "key": "essay",
        "prompt": "Why?",
        "lesson": "first-module/first-lesson",
        "feedback": "Because.",
        "rubric": [{"key": "reason", "label": "The reason", "levels": levels}],
    }
    quiz = a_choice_quiz("q0", essay)
    marked = a_sitting(session, a_seat(session, cohort), quiz, {"essay": "For that."})
    a_mark(session, marked, {"q0": (0, 1), "essay": (2, 2)})
    a_sitting(session, a_seat(session, cohort), quiz, {"essay": "For this."})

    html = shown()

    assert "A person marks this question" in text_of(section(html, "essay"))
    assert "For that" not in html
    assert "1 that wait for a mark" in words_of(html)


def test_languages_are_told_apart_where_there_are_two(session, cohort, shown):
    french = a_choice_quiz("q0", "q1", language="fr")
    a_class(session, a_choice_quiz("q0", "q1"), [{"q0": "a"}] * 20, cohort=cohort)
    a_class(session, french, [{"q1": "a"}] * 15, cohort=cohort)

    html = shown()

    assert "English 20, French 15" in words_of(html)
    assert "What a learner speaks is not on record." in html
    rows = rows_of(html, "Question 1 in different languages")
    assert rows == {
        "French beside English": [
            "–",
            "15 of the 100 attempts that a language needs",
        ]
    }


def test_a_past_moment_is_shown_as_it_was(session, cohort, shown):
    a_class(session, GOOD, answers_of_a_class(GOOD, 3), cohort=cohort)

    html = shown("?as_of=2026-03-02T11:00")

    assert "Nobody has handed in an attempt" in html
    assert "2 March 2026, 11:00 UTC" in html
    assert 'value="2026-03-02T11:00"' in html


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?as_of=soon", "Write the moment as date and time"),
        ("?as_of=2199-01-01T00:00", "This moment is still to come."),
        ("?which=best", "Choose one of the options."),
    ],
)
def test_a_faulty_question_says_what_to_do(cohort, shown, query, words):
    assert words in shown(query, status=422)


def test_what_is_not_there_is_not_there(session, cohort, shown, page):
    foreign = builders.a_cohort(session)

    shown(f"?cohort={foreign.uuid}", status=404)
    shown(f"?cohort={uuid4()}", status=404)
    shown("?cohort=own", status=404)
    shown("?colour=red", status=404)
    page("/quizzes/no-quiz/statistics", 404)


def test_a_learner_is_refused(session, sign_in, page):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    page(PAGE, 403)


def test_the_statistics_of_a_course_lead_to_those_of_its_quizzes(session, cohort, page):
    session.commit()

    html = page(f"/statistics?cohort={cohort.uuid}")

    links = {
        text_of(link): link.get("href")
        for link in parse_page(html).iterfind(".//main//ul/li/a")
    }
    assert links["The first quiz"] == f"{PAGE}?cohort={cohort.uuid}"
    assert "The second quiz" in links
    assert page(links["The first quiz"])
