"""Courses, modules and lessons as pages, and the page that explains progress."""

import gzip
from datetime import date

import pytest
from sqlalchemy import func, select

from course import enrolments
from course.catalogue import load_catalogue
from course.editions import course_edition
from course.models import Achievement, Enrolment, LessonCompletion, LessonOpening
from learner_api.app import create_app
from learner_api.assets import FOLDER, Asset
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import check_page, parse_page, text_of
from tests.statements import statements_of

MODULE = "/courses/miniature/modules/first-module"
LESSON = f"{MODULE}/lessons/first-lesson"
FIRST_LOAD = 14_000
WITH_PICTURES = 60_000


@pytest.fixture
def finish(client):
    """Press the button at the end of a lesson."""

    def finish(lesson, op=None):
        fields = {"op": op} if op else {}
        return client.post(f"{lesson}/completion", data=fields, headers=SAME_ORIGIN)

    return finish


def count(session, model):
    """How many rows of a kind there are now, without keeping the database busy."""
    found = session.scalar(select(func.count()).select_from(model))
    session.commit()
    return found


def folds(html):
    """What is folded on a page: whether it is open, and all its words."""
    found = parse_page(html).findall(".//main//details")
    return [(each.get("open") is not None, text_of(each)) for each in found]


def enrolment_of(session):
    """The one enrolment that there is."""
    return session.scalars(select(Enrolment)).one()


def test_a_course_shows_its_modules_its_rule_and_what_is_left(page, learner):
    html = page("/courses/miniature")

    text = text_of(parse_page(html).find("./body"))
    assert "1. The first module 2 hours · 0 of 2 lessons finished Continue" in text
    assert "3 hours of study in all." in text
    assert "The third module (planned)" in text
    assert "Every lesson of the core modules finished" in text
    assert "What stands between you and the certificate" in text
    assert f'class="button" href="{LESSON}"' in html


def test_the_module_to_continue_with_is_unfolded_and_no_other(
    page, session, learner, finish
):
    shown = folds(page("/courses/miniature"))
    for key in ("first-lesson", "second-lesson"):
        finish(f"{MODULE}/lessons/{key}")
    builders.a_submitted_attempt(session, enrolment_of(session), "first-quiz")
    session.commit()
    later = folds(page("/courses/miniature"))

    assert [is_open for is_open, _ in shown] == [True, False]
    assert [is_open for is_open, _ in later] == [False, True]
    assert "The second lesson 1 minute Done" in later[0][1]
    assert "1. The first module 2 hours Done" in later[0][1]


def test_a_long_way_to_go_is_told_in_numbers(page, learner, monkeypatch):
    monkeypatch.setattr("learner_api.pages.courses.LEFT_SHOWN", 4)

    html = page("/courses/miniature")

    assert "3 lessons, 2 quizzes" in text_of(parse_page(html).find("./body"))
    assert 'href="/courses/miniature/progress">All that is left' in html


def test_a_module_shows_its_lessons_and_its_quiz_with_their_states(
    page, learner, finish
):
    finish(LESSON)

    text = text_of(parse_page(page(MODULE)).find(".//main"))

    assert "Module 1 of 2 · 2 hours" in text
    assert "The first lesson 6 minutes Done" in text
    assert "The second lesson 1 minute Continue here" in text
    assert "Quiz: The first quiz 7 questions To do" in text
    assert "Who counts movement in your country?" in text


def test_a_lesson_shows_its_body_its_sources_and_the_way_on(page, learner):
    html = page(LESSON)

    text = text_of(parse_page(html).find(".//main"))
    assert "Lesson 1 of 2 · 6 minutes" in text
    assert "Say what a plan is" in text
    assert 'href="#source-1"' in html
    assert "Mark as finished" in text
    assert f'href="{MODULE}/lessons/second-lesson" rel="next"' in html


def test_a_lesson_page_takes_three_statements_the_first_time_and_two_then(
    app, client, learner
):
    engine = app.extensions["course.database"].engine

    with statements_of(engine) as first:
        client.get(LESSON)
    with statements_of(engine) as again:
        client.get(LESSON)

    assert len(first) <= 3, first
    assert len(again) == 2, again


def test_a_lesson_of_a_cohort_takes_no_more(app, client, session, sign_in):
    learner = builders.a_learner(session)
    cohort = builders.a_cohort(session)
    builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    sign_in(learner)

    with statements_of(app.extensions["course.database"].engine) as sent:
        client.get(LESSON)

    assert len(sent) <= 3, sent


def test_the_first_opening_is_noted_once(app_on_both, client, session, learner):
    for _ in range(2):
        client.get(LESSON)

    assert count(session, LessonOpening) == 1


@pytest.mark.parametrize(
    ("method", "headers"),
    [("HEAD", {}), ("GET", {"Sec-Purpose": "prefetch;prerender"})],
)
def test_a_browser_that_looks_ahead_opens_nothing(
    client, session, learner, method, headers
):
    client.open(LESSON, method=method, headers=headers)

    assert count(session, LessonOpening) == 0


def test_a_lesson_is_rendered_once_in_a_process(app, client, learner):
    client.get(LESSON)
    kept = app.extensions["course.rendered_lessons"]
    first = kept["miniature", "first-module", "first-lesson"]

    client.get(LESSON)

    assert kept["miniature", "first-module", "first-lesson"] is first


def test_finishing_a_lesson_leads_to_the_next_and_then_to_the_quiz(
    page, session, learner, finish
):
    first = finish(LESSON)
    second = finish(f"{MODULE}/lessons/second-lesson")

    assert (first.status_code, first.headers["Location"]) == (
        303,
        f"{MODULE}/lessons/second-lesson",
    )
    assert second.headers["Location"] == "/courses/miniature/quizzes/first-quiz"
    html = page(LESSON)
    assert "Finished" in html
    assert "Mark as finished" not in html


def test_a_double_click_finishes_a_lesson_once(page, session, learner, finish):
    form = parse_page(page(LESSON)).find(".//main//form")
    op = form.find("input[@name='op']").get("value")

    answers = [finish(LESSON, op) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert count(session, LessonCompletion) == 1


def test_finishing_the_last_lesson_completes_the_course(
    app_on_both, page, session, sign_in, finish
):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    for module_key, lesson_key in builders.LESSONS[1:]:
        builders.a_finished_lesson(session, enrolment, module_key, lesson_key)
    for quiz_key in builders.QUIZZES:
        builders.a_submitted_attempt(session, enrolment, quiz_key)
    session.commit()
    sign_in(learner)

    response = finish(LESSON)

    assert response.headers["Location"] == "/courses/miniature"
    html = page("/courses/miniature")
    assert "You have completed this course" in html
    assert "See your certificate" in html
    assert count(session, Achievement) == 1


def test_before_the_cohort_opens_one_can_read_but_not_finish(
    page, session, sign_in, finish
):
    learner = builders.a_learner(session)
    cohort = builders.a_cohort(
        session, opens_on=date(2999, 1, 1), closes_on=date(2999, 2, 1)
    )
    builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    sign_in(learner)

    html = page("/courses/miniature")
    page(LESSON)
    response = finish(LESSON)

    assert "Your cohort opens on 1 January 2999." in html
    assert response.status_code == 409
    check_page(response.text, LESSON)
    assert count(session, LessonCompletion) == 0


def test_a_withdrawn_learner_reads_and_nothing_is_recorded(
    page, session, sign_in, finish
):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    enrolments.withdraw(session, enrolment, reason="x", now=builders.NOW, by=learner)
    session.commit()
    sign_in(learner)

    page(LESSON)
    response = finish(LESSON)

    assert response.status_code == 409
    assert "You were taken off this course" in page("/courses/miniature")
    assert count(session, LessonOpening) == 0


def test_a_learner_who_is_not_on_the_course_is_told_so(page, session, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    for path in ("/courses/miniature", MODULE, LESSON, "/courses/miniature/progress"):
        assert "You are not on this course" in page(path, 409)


@pytest.mark.parametrize("role", ["trainer", "administrator"])
def test_staff_read_without_an_enrolment_and_leave_no_trace(
    page, session, sign_in, role
):
    person = builders.a_person(session, role=role)
    session.commit()
    sign_in(person)

    shown = [page("/courses/miniature"), page(MODULE), page(LESSON)]

    assert "Mark as finished" not in shown[2]
    assert all("Continue" not in html and "To do" not in html for html in shown)
    assert count(session, LessonOpening) == 0


@pytest.mark.parametrize(
    "path",
    [
        "/courses/nowhere",
        "/courses/miniature/modules/nowhere",
        f"{MODULE}/lessons/nowhere",
        f"{MODULE}/lessons/third-lesson",
        "/courses/nowhere/modules/first-module/lessons/first-lesson",
    ],
)
def test_what_the_course_does_not_have_is_not_found(page, learner, path):
    page(path, 404)


def test_progress_names_each_requirement_and_links_what_is_outstanding(
    page, learner, finish
):
    finish(LESSON)

    html = page("/courses/miniature/progress")

    text = text_of(parse_page(html).find(".//main"))
    assert "Every lesson of the core modules finished Not met yet 1 of 3 done" in text
    assert "The quiz of every core module passed Not met yet 0 of 2 done" in text
    assert "20 per cent" in text
    assert 'href="/courses/miniature/quizzes/second-quiz"' in html
    assert f'href="{LESSON}"' not in html


def test_progress_folds_lessons_by_module_and_opens_the_first(page, learner):
    shown = folds(page("/courses/miniature/progress"))

    assert shown == [
        (True, "The first module 2 left The first lesson The second lesson"),
        (False, "The second module 1 left The third lesson"),
    ]


def test_progress_says_when_the_certificate_was_earned(page, session, sign_in):
    learner = builders.a_learner(session)
    builders.a_completed_enrolment(session, learner)
    session.commit()
    sign_in(learner)

    text = text_of(parse_page(page("/courses/miniature/progress")).find(".//main"))

    assert "Earned 2 March 2026, 12:00 UTC" in text


def test_every_real_page_of_a_learner_fits_the_first_load(
    app, session, sign_in, tmp_path
):
    site = app.extensions["course.site"]
    catalogue = load_catalogue()
    real = create_app(site.settings, catalogue=catalogue, durable=False)
    learner = builders.a_learner(session)
    course = next(iter(catalogue.courses.values()))
    edition = course_edition(session, course, now=builders.NOW)
    enrolments.enrol(session, learner, edition, now=builders.NOW)
    session.commit()
    browser = real.test_client()
    sign_in(learner, browser)
    style = len(Asset.read(FOLDER / "course.css").bodies["gzip"])

    sizes = {}
    for module in course.modules:
        pages = [f"/courses/{course.key}/modules/{module.key}"]
        pages += [f"{pages[0]}/lessons/{lesson.key}" for lesson in module.lessons]
        pages.append(f"/courses/{course.key}/quizzes/{module.quiz_key}")
        for path in ("/", f"/courses/{course.key}", *pages):
            html = browser.get(path).get_data()
            check_page(html.decode(), path)
            sizes[path] = style + len(gzip.compress(html, 6))

    real.extensions["course.database"].engine.dispose()
    pictured = {
        f"/courses/{course.key}/modules/{module.key}/lessons/{lesson.key}"
        for module in course.modules
        for lesson in catalogue.module(module.key).lessons
        if lesson.figures
    }
    too_large = {
        path: size
        for path, size in sizes.items()
        if size > (WITH_PICTURES if path in pictured else FIRST_LOAD)
    }
    assert pictured
    assert not too_large


def test_a_learner_whose_cohort_waits_is_told_so_instead_of_being_refused(
    session, sign_in, page
):
    cohort = builders.a_cohort(
        session, opens_on=date(2099, 1, 5), closes_on=date(2099, 2, 5)
    )
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(enrolment.user)

    lesson = page(LESSON)
    quiz = page("/courses/miniature/quizzes/first-quiz")

    for html in (lesson, quiz):
        assert "Your cohort opens on 5 January 2099." in html
    assert "Mark as finished" not in lesson
    assert "/attempts" not in quiz
