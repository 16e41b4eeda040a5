"""The tests of a whole course on its page and on that of a learner."""

from dataclasses import replace

import pytest

from course.attempts import attempts_at
from course.course_module import CourseQuiz
from course.editions import course_edition
from course.enrolments import enrol
from learner_api.app import create_app
from tests import builders
from tests.html import CheckedClient, parse_page, text_of
from tests.tables import rows_of

HERE = "/courses/miniature"


@pytest.fixture
def tested(app):
    """The application with a pre-test and a final assessment in its course."""
    site = app.extensions["course.site"]
    quiz = site.catalogue.quiz("second-quiz")
    tests = [
        replace(quiz, key=purpose, title=title, purpose=purpose, attempts_allowed=1)
        for purpose, title in (
            ("pre-test", "What you know"),
            ("final-assessment", "All of it"),
        )
    ]
    course = replace(
        site.catalogue.course("miniature"),
        assessments=tuple(CourseQuiz(e.key, e.title, e.purpose) for e in tests),
    )
    catalogue = replace(
        site.catalogue,
        courses={course.key: course},
        quizzes={**site.catalogue.quizzes, **{each.key: each for each in tests}},
    )
    tested = create_app(site.settings, catalogue=catalogue, durable=False)
    tested.test_client_class = CheckedClient
    yield tested
    tested.extensions["course.database"].engine.dispose()


@pytest.fixture
def enrolment(tested, session):
    """A learner of that course, in a cohort, who has sat the pre-test and a quiz."""
    catalogue = tested.extensions["course.site"].catalogue
    course = catalogue.course("miniature")
    edition = course_edition(session, course, now=builders.NOW)
    cohort = builders.a_cohort(session, edition=edition)
    enrolment = enrol(
        session,
        builders.a_learner(session),
        edition,
        cohort=cohort,
        now=builders.NOW,
        by=None,
    )
    for key in ("first-quiz", "pre-test"):
        quiz = catalogue.quiz(key)
        builders.a_submitted_attempt(session, enrolment, quiz=quiz, answers={})
    session.commit()
    return enrolment


def test_a_pre_test_stands_before_the_modules_and_the_rest_after(
    tested, enrolment, sign_in
):
    browser = tested.test_client()
    sign_in(enrolment.user, browser)

    text = text_of(parse_page(browser.get(HERE).text).find(".//main"))

    before, end = "Pre-test: What you know 2 questions Done", "At the end"
    assert text.index(before) < text.index("The modules") < text.index(end)
    assert "At the end Final assessment: All of it 2 questions To do" in text


def test_staff_see_the_tests_without_a_state(tested, session, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    browser = tested.test_client()
    sign_in(trainer, browser)

    text = text_of(parse_page(browser.get(HERE).text).find(".//main"))

    assert "Pre-test: What you know 2 questions" in text
    assert "To do" not in text


def test_whoever_took_a_pre_test_is_told_their_points_and_not_that_they_failed(
    tested, session, enrolment, sign_in
):
    browser = tested.test_client()
    sign_in(enrolment.user, browser)
    attempt = attempts_at(session, enrolment, "pre-test")[0].uuid
    session.commit()

    about, result = (
        text_of(parse_page(browser.get(path).text).find(".//main"))
        for path in (f"{HERE}/quizzes/pre-test", f"/attempts/{attempt}")
    )

    assert "You have taken this test." in about
    assert "0 of 2 points" in result
    for text in (about, result):
        assert "assed" not in text
        assert "Pass mark" not in text
        assert "Talk to your trainer" not in text


def test_nobody_fails_a_pre_test_on_the_page_of_a_learner(
    tested, session, enrolment, sign_in
):
    administrator = builders.an_administrator(session)
    session.commit()
    browser = tested.test_client()
    sign_in(administrator, browser)
    here = f"/cohorts/{enrolment.cohort.uuid}/learners/{enrolment.uuid}"

    sittings = rows_of(browser.get(here).text, "Attempts at quizzes")

    assert [(name, row[0]) for name, row in sittings.items()] == [
        ("Pre-test: What you know, attempt 1", "Taken"),
        ("The first quiz, attempt 1", "Not passed"),
    ]
