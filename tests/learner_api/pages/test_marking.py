"""Marking on pages: the list, one answer at a time, and the result that comes of it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from course.models import Mark, ResponseMark
from tests import builders
from tests.builders import NOW, how_many
from tests.course.sittings import save
from tests.html import parse_page, text_of
from tests.marked_by_person import (
    CHOICE,
    ESSAY,
    FAIR,
    GUIDANCE,
    NOTE,
    a_waiting_attempt,
    mark,
    quiz_with_text,
)
from tests.tables import rows_of

WAITING = "Attempts that wait, the oldest first"
BEST_LEVELS = {"level.argument": "3", "level.sources": "2"}
QUIZ = f"/courses/{builders.COURSE}/quizzes/second-quiz"


@pytest.fixture
def trainer(session, sign_in):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    sign_in(trainer)
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer, title="Ministries")
    session.commit()
    return cohort


def waits(session, cohort, name="Ama Mensah", hours=0, **overrides):
    learner = builders.a_learner(session, name=name)
    attempt = a_waiting_attempt(
        session,
        builders.an_enrolment(session, learner, cohort=cohort),
        now=NOW + timedelta(hours=hours),
        **overrides,
    )
    session.commit()
    return attempt


@pytest.fixture
def attempt(session, cohort):
    return waits(session, cohort)


def place(attempt, question=ESSAY):
    return f"/marking/{attempt.uuid}/answers/{question}"


def a_form(do="save", **fields):
    return {"op": str(uuid4()), "seen": "", "do": do, **BEST_LEVELS, **fields}


def main_of(html):
    return text_of(parse_page(html).find(".//main"))


def test_the_list_names_who_waits_since_when(
    app_on_both, session, cohort, attempt, page
):
    waits(session, cohort, "Ben Bello", hours=3)

    html = page("/marking")

    rows = rows_of(html, WAITING)
    assert list(rows) == ["Ama Mensah", "Ben Bello"]
    assert rows["Ama Mensah"] == [
        "2 March 2026, 12:00 UTC",
        "Words of your own",
        "Attempt 1",
        "Ministries",
    ]
    assert 'href="/marking" aria-current="page"' in html


def test_a_long_list_comes_in_parts(session, cohort, page, monkeypatch):
    monkeypatch.setattr("learner_api.pages.marking.SHOWN", 2)
    made = [waits(session, cohort, f"Learner {n}", hours=n) for n in range(3)]

    first, second = page("/marking"), page(f"/marking?after={made[1].uuid}")

    assert list(rows_of(first, WAITING)) == ["Learner 0", "Learner 1"]
    assert f'href="/marking?after={made[1].uuid}"' in first
    assert list(rows_of(second, WAITING)) == ["Learner 2"]
    for wrong in (str(uuid4()), "nonsense"):
        page(f"/marking?after={wrong}", 404)


def test_an_empty_list_says_so(cohort, page):
    assert "Nothing waits to be marked." in page("/marking")


def test_an_attempt_that_its_learner_left_is_closed_and_listed(session, cohort, page):
    learner = builders.a_learner(session, name="Left Behind")
    left = builders.an_open_attempt(
        session,
        builders.an_enrolment(session, learner, cohort=cohort),
        quiz=replace(quiz_with_text(), time_limit=30),
    )
    save(session, left, ESSAY, "Half of what I know.")
    session.commit()

    assert rows_of(page("/marking"), WAITING)["Left Behind"][0] == (
        "2 March 2026, 12:30 UTC"
    )


def test_the_answer_is_shown_with_words_guidance_and_rubric(attempt, page):
    words = main_of(page(place(attempt)))

    assert "Argue for a mainstreamed plan." in words
    assert "Migration and development meet. The plan says so" in words
    assert "12 words; at most 200 were asked for." in words
    assert GUIDANCE in words
    assert "3 points: It holds." in words
    assert "1 point: It has gaps." in words
    assert "Answer 1 of 2" in words


def test_an_answer_that_is_too_long_says_so(session, cohort, page):
    attempt = waits(session, cohort, answers={ESSAY: "word " * 201})

    assert "201 words; at most 200 were asked for. It is longer" in main_of(
        page(place(attempt))
    )


def test_whoever_opens_an_attempt_is_led_to_what_waits_of_it(session, attempt, client):
    first = client.get(f"/marking/{attempt.uuid}")
    mark(session, attempt, ESSAY)
    session.commit()
    second = client.get(f"/marking/{attempt.uuid}")

    assert (first.status_code, first.location) == (303, place(attempt))
    assert second.location == place(attempt, NOTE)


def test_saving_leads_on_answer_by_answer_and_learner_by_learner(
    app_on_both, session, cohort, attempt, client, page
):
    later = waits(session, cohort, "Ben Bello", hours=1)

    one = client.post(place(attempt), data=a_form("next", comment="Good."))
    two = client.post(place(attempt, NOTE), data=a_note("next"))
    three = client.post(place(later, NOTE), data=a_note("next"))
    four = client.post(place(later), data=a_form("next"))

    assert one.location == f"{place(attempt, NOTE)}?saved=1"
    assert two.location == f"/marking/{later.uuid}?saved=1"
    assert three.location == f"{place(later)}?saved=1"
    assert four.location == "/marking?saved=1"
    assert "Your mark is recorded." in page(one.location)
    assert "Nothing waits to be marked." in page(four.location)
    assert how_many(session, Mark) == 2


def a_note(do="save", **fields):
    return {
        "op": str(uuid4()),
        "seen": "",
        "do": do,
        "level.matter": "1",
        "comment": "",
        **fields,
    }


def test_after_the_last_one_the_oldest_that_was_passed_over_comes(
    session, cohort, attempt, client
):
    later = waits(session, cohort, "Ben Bello", hours=1)
    client.post(place(later), data=a_form())

    done = client.post(place(later, NOTE), data=a_note("next"))

    assert done.location == f"/marking/{attempt.uuid}?saved=1"


def test_before_and_next_lead_through_all_that_waits(session, cohort, attempt, page):
    later = waits(session, cohort, "Ben Bello", hours=1)

    first, second = page(place(attempt)), page(place(attempt, NOTE))
    last = page(place(later))

    assert f'href="{place(attempt, NOTE)}" rel="next"' in first
    assert 'rel="prev"' not in first
    assert f'href="{place(attempt)}" rel="prev"' in second
    assert f'href="/marking/{later.uuid}" rel="next"' in second
    assert f'href="/marking/{attempt.uuid}" rel="prev"' in last


def test_every_criterion_wants_a_level_and_nothing_typed_is_lost(
    session, attempt, client
):
    form = a_form(comment="Kept words.")
    del form["level.sources"]

    response = client.post(place(attempt), data=form)

    assert response.status_code == 422
    assert 'href="#level.sources"' in response.text
    assert "Choose a level: The sources" in response.text
    assert ">\nKept words.</textarea>" in response.text
    assert 'value="3" checked' in response.text
    assert how_many(session, ResponseMark) == 0


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"level.argument": "2"}, "level.argument"),
        ({"level.argument": "best"}, "level.argument"),
        ({"comment": "x" * 5001}, "comment"),
    ],
)
def test_a_faulty_form_is_shown_again(session, attempt, client, fields, name):
    response = client.post(place(attempt), data=a_form() | fields)

    assert response.status_code == 422
    assert f'href="#{name}"' in response.text
    assert how_many(session, ResponseMark) == 0


def test_a_double_click_marks_once(session, attempt, client):
    form = a_form()

    first = client.post(place(attempt), data=form)
    second = client.post(place(attempt), data=form)

    assert first.location == second.location == f"{place(attempt)}?saved=1"
    assert how_many(session, ResponseMark) == 1


def test_another_trainers_mark_is_shown_before_it_is_superseded(
    session, attempt, client, page
):
    colleague = builders.an_administrator(session, name="Ines Other")
    mark(session, attempt, ESSAY, FAIR, by=colleague)
    session.commit()

    response = client.post(place(attempt), data=a_form(comment="Mine."))

    assert response.status_code == 409
    words = main_of(response.text)
    assert "Another trainer has marked this answer since you opened it." in words
    assert "3 of 5 points, given by Ines Other" in words
    assert ">\nMine.</textarea>" in response.text
    fields = {
        each.get("name"): each.get("value") or ""
        for each in parse_page(response.text).iter("input")
        if each.get("type") == "hidden"
    }
    again = client.post(place(attempt), data=a_form(comment="Mine.") | fields)
    assert again.status_code == 303
    assert "5 of 5 points, given by Tomas Trainer" in main_of(page(place(attempt)))


def test_a_mark_is_changed_with_what_was_given_before_filled_in(
    session, attempt, client, page
):
    client.post(place(attempt), data=a_form(comment="At first sight."))

    html = page(place(attempt))

    assert ">\nAt first sight.</textarea>" in html
    assert 'value="3" checked' in html
    assert "A new mark takes its place" in html


def test_what_is_not_marked_by_a_person_is_refused(session, attempt, client, page):
    blank = a_waiting_attempt(session, attempt.enrolment, answers={CHOICE: "blue"})
    session.commit()

    for address in (place(attempt, CHOICE), place(blank), f"/marking/{blank.uuid}"):
        assert "There is nothing to mark here" in page(address, 409)
    page(place(attempt, "no-question"), 404)


def test_nobody_marks_their_own(session, trainer, cohort, page, client):
    own = a_waiting_attempt(
        session, builders.an_enrolment(session, trainer, cohort=cohort)
    )
    session.commit()

    for address in (f"/marking/{own.uuid}", place(own)):
        page(address, 403)
    assert client.post(place(own), data=a_form()).status_code == 403
    assert "Nothing waits to be marked." in page("/marking")


def test_the_learner_reads_levels_points_and_comment(
    app, session, sign_in, attempt, client
):
    browser = app.test_client()
    sign_in(attempt.enrolment.user, browser)
    client.post(place(attempt), data=a_form(comment="Well argued.\n\nKeep at it."))
    early = main_of(browser.get(f"/attempts/{attempt.uuid}").text)

    client.post(place(attempt, NOTE), data=a_note())

    words = main_of(browser.get(f"/attempts/{attempt.uuid}").text)
    assert "A trainer reads your answers" in early
    assert "Waits to be marked" in early
    assert "Well argued." not in early
    assert "7 of 7 points Passed" in words
    assert "Marked by a trainer 5 of 5 points" in words
    assert "The argument It holds. 3 of 3 points" in words
    assert "What the trainer writes Well argued. Keep at it." in words


def test_guidance_is_shown_with_the_keys_alone(app, session, sign_in, cohort):
    quiz = quiz_with_text(attempts_allowed=2)
    attempt = waits(session, cohort, quiz=quiz)
    mark(session, attempt, ESSAY, {"argument": 0, "sources": 0})
    mark(session, attempt, NOTE, {"matter": 0})
    session.commit()
    browser = app.test_client()
    sign_in(attempt.enrolment.user, browser)
    before = browser.get(f"/attempts/{attempt.uuid}").text
    last = a_waiting_attempt(session, attempt.enrolment, quiz=quiz)
    session.commit()

    after = browser.get(f"/attempts/{last.uuid}").text

    assert GUIDANCE not in before
    assert GUIDANCE in after
    assert "What a good answer holds" in after


def test_nothing_says_not_passed_of_an_attempt_that_waits(
    app, session, sign_in, attempt, catalogue, monkeypatch
):
    quiz = quiz_with_text(attempts_allowed=1)
    site = app.extensions["course.site"]
    served = replace(catalogue, quizzes={**catalogue.quizzes, quiz.key: quiz})
    monkeypatch.setitem(app.extensions, "course.site", replace(site, catalogue=served))
    enrolment = attempt.enrolment
    for lesson in builders.LESSONS:
        builders.a_finished_lesson(session, enrolment, *lesson)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    session.commit()
    browser = app.test_client()
    sign_in(enrolment.user, browser)

    def shown(path):
        return main_of(browser.get(path).text)

    course = f"/courses/{builders.COURSE}"
    pages = {
        path: shown(path)
        for path in (
            "/",
            course,
            f"{course}/progress",
            f"{course}/modules/second-module",
            QUIZ,
            f"/attempts/{attempt.uuid}",
        )
    }
    for path, words in pages.items():
        assert "Not passed" not in words, path
        assert "Talk to your trainer" not in words, path
        assert "Continue here" not in words, path
    assert "(waits to be marked)" in pages["/"]
    assert "quiz waits to be marked Waits to be marked" in pages[course]
    assert "(waits to be marked)" in pages[f"{course}/progress"]
    assert "Waits to be marked" in pages[f"{course}/modules/second-module"]
    assert "A trainer reads your answers." in pages[QUIZ]
    assert "Being read by a trainer" in pages[QUIZ]


def test_the_trainers_pages_say_that_it_waits_and_lead_to_marking(
    session, cohort, attempt, page
):
    learner = f"/cohorts/{cohort.uuid}/learners/{attempt.enrolment.uuid}"

    overview, one = page(f"/cohorts/{cohort.uuid}"), page(learner)
    result = page(f"/attempts/{attempt.uuid}")

    assert "waits to be marked" in main_of(overview)
    assert "not passed" not in main_of(overview)
    row = rows_of(one, "Attempts at quizzes")["The second quiz, attempt 1"]
    assert row[0] == "Waits to be marked"
    assert f'href="/attempts/{attempt.uuid}"' in one
    assert "Some answers wait to be marked" in result
    assert f'href="/marking/{attempt.uuid}"' in result


def test_learners_have_no_list_to_mark(session, sign_in, client, attempt, app):
    browser = app.test_client()
    sign_in(attempt.enrolment.user, browser)

    assert browser.get("/marking").status_code == 403
    assert "To mark" not in browser.get("/").text


def test_staff_find_the_list_from_the_start_page(trainer, page):
    assert 'href="/marking"' in main_links(page("/"))


def main_links(html):
    return " ".join(
        f'href="{each.get("href")}"'
        for each in parse_page(html).find(".//main").iter("a")
    )
