"""Regrading on the administrators' pages: choosing, looking at it, doing it."""

import re

import pytest
from sqlalchemy import select

from course.models import Attempt, Award, Correction, Mark, Regrade
from tests import builders
from tests.builders import how_many
from tests.conftest import SAME_ORIGIN
from tests.course.regrades import (
    PASSING,
    an_attempt,
    an_enrolment_but_for_the_first_quiz,
)
from tests.html import check_page
from tests.sittings import fields_of
from tests.tables import rows_of

QUIZ = "/quizzes/first-quiz"


@pytest.fixture
def administrator(session, sign_in):
    """An administrator, signed in, and an attempt that was marked by a wrong key."""
    administrator = builders.an_administrator(session, name="Ada Administrator")
    learner = builders.a_learner(session, name="Ama Mensah")
    enrolment = an_enrolment_but_for_the_first_quiz(session, learner=learner)
    an_attempt(session, *PASSING, enrolment=enrolment, week=False)
    session.commit()
    sign_in(administrator)
    return administrator


def address_of(page, question: str) -> str:
    here = rf'"({QUIZ}/regrade/questions/{question}/wordings/\w+)"'
    [found] = re.findall(here, page(f"{QUIZ}/regrade"))
    return str(found)


def send(client, address, **fields):
    form = {
        "_action": "drop",
        "_mode": "exact",
        "_reason": "The key was wrong.",
        **fields,
    }
    response = client.post(address, data=form, headers=SAME_ORIGIN)
    check_page(response.text, address)
    return response


def apply(client, shown):
    return client.post(
        f"{QUIZ}/regrades", data=fields_of(shown.text), headers=SAME_ORIGIN
    )


def test_questions_are_listed_with_their_key_and_how_they_fared(administrator, page):
    html = page(f"{QUIZ}/regrade")

    assert "Question 3: A week has seven days." in html
    assert "Nairobi; Nairobi City" in html
    assert "365 days; give or take 1" in html
    assert "It counts in 1 marked attempt, and earned all its points in 0." in html
    assert "None yet." in html


def test_the_quiz_leads_there_for_administrators_alone(
    session, administrator, page, client, sign_in
):
    here = "/courses/miniature/quizzes/first-quiz"
    assert f'href="{QUIZ}/regrade"' in page(here)

    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    assert f"{QUIZ}/regrade" not in page(here)


def test_a_form_shows_the_question_answered_by_its_key(administrator, page):
    html = page(address_of(page, "week"))

    assert fields_of(html)["week"] == ["true"]
    assert "Replace the key" in html
    assert "Judge it by its file again" not in html


def test_what_would_change_is_shown_and_nothing_is_done(
    session, administrator, client, page
):
    shown = send(client, address_of(page, "week"), _action="key", week="false")

    assert shown.status_code == 200
    for words in (
        "1 mark rises.",
        "1 person passes who had not.",
        "1 person completes the course.",
        "1 certificate is issued.",
        "Nobody loses anything.",
        "The key was wrong.",
    ):
        assert words in shown.text
    assert rows_of(shown.text)["Ama Mensah"] == [
        "Attempt 1",
        "6 of 9, not passed",
        "7 of 9, passed",
        "Passes the quiz Completes the course A certificate is issued",
        "None",
    ]
    assert how_many(session, Regrade) == 0


def test_a_preview_is_carried_out_and_kept_at_its_address(
    session, administrator, client, page
):
    shown = send(client, address_of(page, "week"), _action="key", week="false")

    done = apply(client, shown)

    assert done.status_code == 303
    html = page(done.headers["Location"])
    for words in ("Ada Administrator", "The key was wrong.", "Key now", "False"):
        assert words in html
    assert rows_of(html)["Ama Mensah"][1:3] == ["6 of 9, not passed", "7 of 9, passed"]
    points = session.scalars(select(Mark.points).order_by(Mark.id.desc())).first()
    session.rollback()
    assert points == 7
    listed = page(f"{QUIZ}/regrade")
    assert done.headers["Location"] in listed
    assert "Judged by another key" in listed


def test_a_second_click_does_it_once(session, administrator, client, page):
    shown = send(client, address_of(page, "week"))

    first, again = apply(client, shown), apply(client, shown)

    assert first.headers["Location"] == again.headers["Location"]
    assert how_many(session, Regrade) == 1


def test_a_preview_that_no_longer_holds_is_shown_anew(
    session, administrator, client, page
):
    shown = send(client, address_of(page, "week"))
    an_attempt(session, "week")
    session.commit()

    refused = apply(client, shown)

    assert refused.status_code == 409
    check_page(refused.text, QUIZ)
    assert "Nothing was done" in refused.text
    assert how_many(session, Regrade) == 0
    session.rollback()
    assert apply(client, refused).status_code == 303


def test_what_is_missing_is_asked_for(administrator, client, page):
    address = address_of(page, "capital")

    shown = send(
        client, address, _action="", _mode="", _reason=" ", _accepted="", capital=""
    )
    assert shown.status_code == 422
    for words in ("Choose what to do", "Choose how marks", "Say why, in a sentence"):
        assert words in shown.text

    shown = send(client, address, _action="key", _accepted=" \n ")
    assert shown.status_code == 422
    assert "Say what is right." in shown.text


@pytest.mark.parametrize(
    ("question", "fields", "value"),
    [
        ("one-colour", {"one-colour": "red"}, {"correct": "red"}),
        ("even-numbers", {"even-numbers": ["three"]}, {"correct": ["three"]}),
        (
            "seasons",
            {"seasons.june": "1", "seasons.march": "2", "seasons.october": "3"},
            {"items": ["june", "march", "october"]},
        ),
        (
            "year",
            {"_correct": "366", "_tolerance": "", "_tolerance_percent": "5"},
            {"correct": "366", "tolerance": "0", "tolerance_percent": "5"},
        ),
        (
            "capital",
            {"_accepted": "Mombasa\r\n\r\n Nairobi "},
            {"accepted": ["Mombasa", "Nairobi"]},
        ),
    ],
)
def test_each_type_takes_its_new_key_by_its_own_fields(
    session, administrator, client, page, question, fields, value
):
    shown = send(client, address_of(page, question), _action="key", **fields)
    assert shown.status_code == 200, shown.text

    assert apply(client, shown).status_code == 303

    assert session.scalars(select(Correction.value)).one() == value


def test_a_pair_takes_another_word(session, administrator, client, page):
    address = address_of(page, "young-animals")
    fields = fields_of(page(address))
    named = dict(
        re.findall(r'<option value="(\w{12})"[^>]*>(\w+)</option>', page(address))
    )
    foal = next(value for value, label in named.items() if label == "Foal")
    rows = {name: text for name, text in fields.items() if "." in name}

    shown = send(client, address, _action="key", **{**rows, "young-animals.goat": foal})
    assert apply(client, shown).status_code == 303

    assert session.scalars(select(Correction.value)).one() == {
        "pairs": {"goat": "Foal", "cow": "Calf", "sheep": "Lamb"}
    }


@pytest.mark.parametrize(
    ("question", "fields", "words"),
    [
        ("one-colour", {"one-colour": "pink"}, "Choose one of the options."),
        ("year", {"_correct": "many"}, "must be a number"),
        ("year", {"_correct": "1", "_tolerance": "-1"}, "must not be less than 0"),
        ("capital", {"_accepted": "a\nA"}, "says the same as another"),
    ],
)
def test_a_key_that_does_not_fit_is_shown_again_with_what_is_wrong(
    administrator, client, page, question, fields, words
):
    shown = send(client, address_of(page, question), _action="key", **fields)

    assert shown.status_code == 422
    assert words in shown.text


def test_a_question_goes_back_to_its_file(session, administrator, client, page):
    address = address_of(page, "week")
    apply(client, send(client, address))
    assert "Withdrawn: it does not count" in page(address)

    shown = send(client, address, _action="as-filed")
    assert apply(client, shown).status_code == 303

    assert "Withdrawn: it does not count" not in page(address)
    points = session.scalars(select(Mark.out_of).order_by(Mark.id)).all()
    assert points[-2:] == [8, 9]


def test_a_learner_sees_what_was_withdrawn(
    session, administrator, client, page, sign_in
):
    apply(client, send(client, address_of(page, "week")))
    attempt = session.scalars(select(Attempt).order_by(Attempt.id.desc())).first()
    assert attempt is not None
    learner = attempt.enrolment.user
    session.commit()
    sign_in(learner)

    html = page(f"/attempts/{attempt.uuid}")

    assert "This question was withdrawn and does not count." in html
    assert "6 of 8 points" in html


def test_a_suspended_certificate_says_so_to_anybody(
    session, administrator, client, page
):
    builders.a_completed_enrolment(session)
    number = session.scalars(select(Award.number)).one()
    session.commit()
    drops = ("one-colour", "even-numbers", "week")
    for question in drops:
        shown = send(
            client,
            address_of(page, question),
            _action="key",
            **{
                "one-colour": "red",
                "even-numbers": ["three"],
                "week": "false",
            },
        )
        assert apply(client, shown).status_code == 303

    html = page(f"/verify/{number}")

    assert "This certificate is suspended for now" in html


def test_what_is_not_there_is_not_found(administrator, page, client):
    assert client.get(f"{QUIZ}/regrade/questions/week/wordings/00").status_code == 404
    assert client.get("/quizzes/no-quiz/regrade").status_code == 404
    assert (
        client.get(f"{QUIZ}/regrades/00000000-0000-0000-0000-000000000000").status_code
        == 404
    )


def test_a_quiz_that_nobody_began_has_no_questions_to_correct(session, sign_in, page):
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)

    assert "Nobody has begun this quiz yet" in page(f"{QUIZ}/regrade")
