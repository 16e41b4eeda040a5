"""Looking over an attempt, submitting it, and what the receipt shows to whom."""

from sqlalchemy import select

from course.models import Attempt, Award
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import check_page, parse_page, text_of
from tests.sittings import QUIZ, RIGHT, held_answers, right_pairs, start_at


def test_the_review_names_what_is_not_answered_first(page, sitting):
    sitting.send({**sitting.form(), "one-colour": "red"}, button="review")

    html = page(f"{sitting.path}/review")

    text = text_of(parse_page(html).find(".//main"))
    assert "6 questions have no answer" in text
    assert text.index("Question 2") < text.index("Your answers")
    assert f'href="{sitting.path}#year"' in html
    assert "1. What colour is a clear sky by day? Red" in text
    assert "You then have 2 attempts left." in text


def test_nothing_before_the_submission_gives_the_answers_away(client, sitting):
    sitting.send({**sitting.form(), "one-colour": "red"})

    shown = client.get(sitting.path).text + client.get(f"{sitting.path}/review").text

    assert "A clear sky by day is blue." not in shown
    assert "The sky is red at dusk." not in shown
    assert "Nairobi" not in shown


def test_submitting_gives_a_receipt_with_feedback_and_the_lesson(
    app_on_both, page, session, sitting
):
    sitting.send({**sitting.form(), "one-colour": "red", "year": "365"})

    response = sitting.submit()

    assert (response.status_code, response.headers["Location"]) == (303, sitting.path)
    html = page(sitting.path)
    text = text_of(parse_page(html).find(".//main"))
    assert "1 of 9 points Not passed" in text
    assert "Questions answered 2 of 7" in text
    assert "Attempts left 2" in text
    assert "The sky is red at dusk." in text
    assert "A clear sky by day is blue." not in text
    assert "/modules/first-module/lessons/first-lesson" in html
    assert "Right answer" not in text
    assert "Try again" in text


def test_right_answers_are_shown_once_they_can_buy_nothing(page, client, learner):
    for _ in range(3):
        sitting = start_at(client, QUIZ)
        sitting.send({**sitting.form(), "one-colour": "red"})
        sitting.submit()

    text = text_of(parse_page(page(sitting.path)).find(".//main"))
    about = page(QUIZ)
    again = client.post(f"{QUIZ}/attempts", headers=SAME_ORIGIN)

    assert "Right answer Blue" in text
    assert "The sky is red at dusk. A clear sky by day is blue." in text
    assert "You have used all your attempts at this quiz." in text
    assert "Try again" not in text
    assert "You have used all your attempts." in about
    assert again.status_code == 409
    check_page(again.text, f"{QUIZ}/attempts")


def test_a_passed_quiz_leads_on(page, client, sitting):
    sitting.send(
        {**sitting.form(), **RIGHT, **right_pairs(client.get(sitting.path).text)}
    )
    sitting.submit()

    text = text_of(parse_page(page(sitting.path)).find(".//main"))
    about = text_of(parse_page(page(QUIZ)).find(".//main"))

    assert "9 of 9 points Passed" in text
    assert "Continue: The first lesson" in text
    assert "You have passed this quiz." in about
    assert "Attempt 1" in about
    assert "9 of 9" in about


def test_the_last_quiz_completes_the_course(
    app_on_both, page, client, session, sign_in
):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, enrolment, *place)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    session.commit()
    sign_in(learner)

    sitting = start_at(client, "/courses/miniature/quizzes/second-quiz")
    answers = {"opposite-of-hot": "cold", "opposite-of-open": "closed"}
    sitting.send({**sitting.form(), **answers})
    sitting.submit()

    html = page(sitting.path)
    number = session.scalars(select(Award.number)).one()
    assert "You have completed the course" in html
    assert f'href="/awards/{number}"' in html


def test_submitting_twice_is_one_submission(session, sitting):
    sitting.send({**sitting.form(), "one-colour": "blue"})

    answers = [sitting.submit() for _ in range(2)]

    assert [each.headers["Location"] for each in answers] == [sitting.path] * 2
    assert len(session.scalars(select(Attempt)).all()) == 1


def test_a_stale_form_is_answered_with_the_receipt_and_says_so(
    app_on_both, session, sitting
):
    old_window = sitting.form()
    sitting.send({**sitting.form(), "one-colour": "blue"})
    sitting.submit()

    response = sitting.send({**old_window, "one-colour": "red"})
    unchanged = sitting.send({**old_window, "one-colour": "blue"})

    assert response.status_code == 409
    assert "This attempt was already submitted" in response.text
    assert "1 of 9 points" in response.text
    assert (unchanged.status_code, unchanged.headers["Location"]) == (303, sitting.path)
    assert held_answers(session) == {"one-colour": "blue"}


def test_the_review_of_a_submitted_attempt_leads_to_its_receipt(client, sitting):
    sitting.submit()

    response = client.get(f"{sitting.path}/review")

    assert (response.status_code, response.headers["Location"]) == (303, sitting.path)


def test_the_trainer_sees_the_receipt_and_not_the_sitting(
    app, session, sign_in, client
):
    trainer = builders.a_trainer(session)
    learner = builders.a_learner(session, name="Ama Mensah")
    cohort = builders.a_cohort(session, trainer=trainer)
    builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    sign_in(learner)
    sitting = start_at(client, QUIZ)
    sitting.send({**sitting.form(), "one-colour": "blue"})
    browser = app.test_client()
    sign_in(trainer, browser)

    during = browser.get(sitting.path)
    sitting.submit()
    after = browser.get(sitting.path)

    assert during.status_code == 404
    assert after.status_code == 200
    check_page(after.text, sitting.path)
    assert "Attempt of Ama Mensah" in after.text
    assert "Try again" not in after.text
    assert browser.post(sitting.path, headers=SAME_ORIGIN).status_code == 404
