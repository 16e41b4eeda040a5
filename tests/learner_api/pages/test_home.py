"""The start page: for a visitor, a learner and those who work here."""

from course import enrolments
from tests import builders
from tests.html import check_page, parse_page, text_of


def test_a_visitor_is_told_what_the_course_is_and_where_to_sign_in(page):
    html = page("/")

    assert "Movement in miniature" in html
    assert "The first module" in html
    assert 'href="/sign-in"' in html


def test_a_learner_sees_what_is_left_and_one_button_to_the_next_step(
    page, session, sign_in
):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    builders.a_finished_lesson(session, enrolment)
    session.commit()
    sign_in(learner)

    html = page("/")

    root = parse_page(html)
    buttons = [
        each for each in root.findall(".//main//a") if text_of(each) == "Continue"
    ]
    assert [each.get("href") for each in buttons] == [
        "/courses/miniature/modules/first-module/lessons/second-lesson"
    ]
    assert "Certificate of Completion: 20 per cent" in html
    assert "1 of 5 done" in html
    assert "and one more" in html


def test_the_button_leads_back_to_the_lesson_that_was_left_open(
    page, client, session, sign_in
):
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner)
    session.commit()
    sign_in(learner)
    open_one = "/courses/miniature/modules/second-module/lessons/third-lesson"

    client.get(open_one)
    html = page("/")

    assert f'class="button" href="{open_one}"' in html


def test_a_learner_without_a_course_is_told_what_would_change_that(
    page, session, sign_in
):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    html = page("/")

    assert "You are not on a course yet." in html


def test_a_finished_course_leads_to_its_certificate(page, session, sign_in):
    learner = builders.a_learner(session)
    builders.a_completed_enrolment(session, learner)
    session.commit()
    sign_in(learner)

    html = page("/")

    assert "See your certificate" in html
    assert "Continue" not in html


def test_a_withdrawn_course_offers_no_next_step(page, session, sign_in):
    learner = builders.a_learner(session)
    enrolment = builders.an_enrolment(session, learner)
    enrolments.withdraw(
        session, enrolment, reason="moved", now=builders.NOW, by=learner
    )
    session.commit()
    sign_in(learner)

    html = page("/")

    assert "You were taken off this course." in html
    assert "Continue" not in html


def test_each_role_is_led_to_its_work_and_no_further(page, session, sign_in, app):
    seen = {}
    for role in ("learner", "trainer", "administrator"):
        person = builders.a_person(session, role=role)
        session.commit()
        browser = app.test_client()
        sign_in(person, browser)
        html = browser.get("/").get_data(as_text=True)
        check_page(html, f"/ as {role}")
        navigation = parse_page(html).find(".//nav[@class='navigation']")
        seen[role] = [text_of(link) for link in navigation.iter("a")]

    mine = ["My courses", "Search", "Certificates", "Profile"]
    staff = [*mine, "Cohorts", "To mark", "Roadmaps", "Statistics", "Question banks"]
    assert seen == {
        "learner": mine,
        "trainer": staff,
        "administrator": [*staff, "People", "Register", "Rules"],
    }


def test_a_page_that_is_not_there_keeps_the_reader_signed_in(page, session, sign_in):
    learner = builders.a_learner(session, name="Ama Mensah")
    session.commit()
    sign_in(learner)

    html = page("/no-such-page", 404)

    assert "Ama Mensah" in html


def test_health_answers_once_the_database_has(client):
    response = client.get("/health")

    assert response.status_code == 200
    assert response.text == "ok\n"
