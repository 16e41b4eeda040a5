"""A quiz as pages: about it, starting it, and saving its answers."""

import gzip
import re

from sqlalchemy import select

from course import enrolments
from course.models import Attempt, Response
from learner_api.assets import FOLDER
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.sittings import QUIZ, RIGHT, fields_of, held_answers, right_pairs, start_at


def saves(session):
    """How many answers were ever added to the record."""
    found = len(session.scalars(select(Response)).all())
    session.commit()
    return found


def test_the_page_about_a_quiz_says_what_passing_takes(page, learner):
    text = text_of(parse_page(page(QUIZ)).find(".//main"))

    assert "One question of every type." in text
    assert "Questions 7, worth 9 points" in text
    assert "Pass mark 70 per cent" in text
    assert "Attempts left 3" in text
    assert "Start" in text


def test_a_double_click_on_start_is_one_attempt(app_on_both, page, client, learner):
    form = parse_page(page(QUIZ)).find(".//main//form")
    op = form.find("input[@name='op']").get("value")

    one, other = start_at(client, QUIZ, op), start_at(client, QUIZ, op)

    assert one.path == other.path == f"/attempts/{op}"
    assert "Go on with your attempt" in page(QUIZ)


def test_saved_answers_are_shown_again_with_the_time_of_their_saving(
    page, session, sitting
):
    response = sitting.send({**sitting.form(), "one-colour": "blue", "year": "300"})

    assert response.status_code == 303
    html = page(response.headers["Location"])
    fields = fields_of(html)
    assert (fields["one-colour"], fields["year"]) == (["blue"], "300")
    assert len(re.findall(r"Saved \d\d:\d\d UTC", html)) == 2
    assert "Saved at" in html
    assert "questions 1, 6" in html
    assert "2 of 7 questions answered and saved" in html
    assert held_answers(session) == {"one-colour": "blue", "year": "300"}


def test_every_type_of_question_keeps_what_was_chosen(client, session, sitting):
    fields = {**sitting.form(), **RIGHT, **right_pairs(client.get(sitting.path).text)}

    sitting.send(fields)

    quiz = builders.miniature_catalogue().quiz("first-quiz")
    kept = held_answers(session)
    assert {
        key: quiz.question(key).mark(kept[key]).correct for key in kept
    } == dict.fromkeys((question.key for question in quiz.questions), True)
    shown = sitting.form()
    assert all(shown[name] in (value, [value]) for name, value in RIGHT.items())


def test_only_what_changed_is_added_to_the_record(app_on_both, page, session, sitting):
    sitting.send({**sitting.form(), "one-colour": "blue", "year": "300"})

    sitting.send({**sitting.form(), "year": "365"})
    response = sitting.send(sitting.form())

    assert saves(session) == 3
    assert response.headers["Location"].endswith("?saved=0")
    assert "Nothing had changed." in page(response.headers["Location"])


def test_a_double_click_on_save_is_one_save(session, sitting):
    fields = {**sitting.form(), "one-colour": "blue"}

    answers = [sitting.send(fields) for _ in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert saves(session) == 1


def test_the_back_button_and_another_choice_are_a_new_save(session, sitting):
    fields = sitting.form()

    for colour in ("blue", "red", "blue"):
        sitting.send({**fields, "one-colour": colour})

    assert held_answers(session) == {"one-colour": "blue"}
    assert saves(session) == 3


def test_an_answer_can_be_taken_back(session, sitting):
    sitting.send({**sitting.form(), "year": "300"})

    sitting.send({**sitting.form(), "year": ""})

    assert held_answers(session) == {"year": None}
    assert "0 of 7 questions answered" in sitting.client.get(sitting.path).text


def test_a_form_left_open_elsewhere_wipes_nothing_out(session, sitting):
    old_window = sitting.form()
    sitting.send({**sitting.form(), "one-colour": "blue"})

    sitting.send({**old_window, "year": "365"})

    assert held_answers(session) == {"one-colour": "blue", "year": "365"}


def test_a_wrong_shape_is_reported_and_every_other_answer_is_saved(session, sitting):
    fields = {
        **sitting.form(),
        "one-colour": "blue",
        "year": "many",
        "seasons.march": "1",
    }

    response = sitting.send(fields)

    assert response.status_code == 422
    assert held_answers(session) == {"one-colour": "blue"}
    assert '<a href="#year">Question 6: Write only the number' in response.text
    assert '<a href="#seasons">Question 5: Give every item a place.' in response.text
    typed = fields_of(response.text)
    assert (typed["year"], typed["seasons.march"]) == ("many", "1")
    assert "Saved at" in response.text


def test_a_wrong_shape_leaves_the_answer_that_was_held(session, sitting):
    sitting.send({**sitting.form(), "year": "365"})

    wrong = sitting.send({**sitting.form(), "year": "many"}, button="review")
    right = sitting.send({**fields_of(wrong.text), "year": "366"}, button="review")

    assert wrong.status_code == 422
    assert right.headers["Location"] == f"{sitting.path}/review"
    assert held_answers(session) == {"year": "366"}


def test_an_option_that_was_never_offered_is_refused(session, sitting):
    response = sitting.send({**sitting.form(), "one-colour": "purple"})

    assert response.status_code == 422
    assert "Choose one of the options." in response.text
    assert held_answers(session) == {}


def test_characters_that_no_page_may_hold_are_refused_and_not_shown(session, sitting):
    response = sitting.send({**sitting.form(), "capital": "Nai\0robi"})

    assert response.status_code == 422
    assert fields_of(response.text)["capital"] == "Nairobi"
    assert held_answers(session) == {}


def test_a_withdrawn_learner_keeps_what_was_typed_on_the_screen(session, sitting):
    fields = {**sitting.form(), "year": "365"}
    attempt = session.scalars(select(Attempt)).one()
    enrolments.withdraw(
        session,
        attempt.enrolment,
        reason="x",
        now=builders.NOW,
        by=attempt.enrolment.user,
    )
    session.commit()

    response = sitting.send(fields)

    assert response.status_code == 409
    assert "This enrolment was withdrawn." in response.text
    assert fields_of(response.text)["year"] == "365"
    assert held_answers(session) == {}


def test_another_learner_finds_nothing_at_all(app, session, sign_in, sitting):
    stranger = builders.a_learner(session)
    session.commit()
    browser = app.test_client()
    sign_in(stranger, browser)

    for path in (sitting.path, f"{sitting.path}/review"):
        assert browser.get(path).status_code == 404
    for path in (sitting.path, f"{sitting.path}/submission"):
        assert browser.post(path, headers=SAME_ORIGIN).status_code == 404


def test_staff_read_about_a_quiz_without_an_enrolment(page, session, sign_in):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    assert "Only learners on the course answer its quizzes." in page(QUIZ)


def test_a_quiz_that_the_course_does_not_ask_is_not_found(page, learner):
    page("/courses/miniature/quizzes/nowhere", 404)


def test_the_questions_fit_the_first_load(client, sitting):
    style = len(gzip.compress((FOLDER / "course.css").read_bytes(), 6))

    html = client.get(sitting.path).get_data()

    assert style + len(gzip.compress(html, 6)) <= 14_000
