"""Choosing the language of one's letters, and getting them in it."""

import re

from sqlalchemy import select

from course.languages import LANGUAGES, chosen_language
from course.models import LanguageChoice, OutgoingMessage
from tests import builders
from tests.conftest import SAME_ORIGIN

LETTERS = "/profile/letters"


def op_in(html):
    found = re.search(r'name="op" value="([^"]+)"', html)
    assert found
    return found.group(1)


def send(client, **fields):
    return client.post(f"{LETTERS}/language", data=fields, headers=SAME_ORIGIN)


def test_a_learner_chooses_a_language_and_pages_stay_english(
    session, sign_in, client, page
):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)
    first = page(LETTERS)
    assert "Pages are in English" in first
    assert '<option value="en" selected>' in first
    assert all(f'<option value="{each}"' in first for each in LANGUAGES)
    assert "français (French)" in first

    for _again in range(2):
        answer = send(client, op=op_in(first), language="fr")
        assert answer.location == f"{LETTERS}?saved=1"

    shown = page(f"{LETTERS}?saved=1")
    assert '<option value="fr" selected>' in shown
    assert "Your choice is saved." in shown
    assert '<html lang="en"' in shown
    assert chosen_language(session, learner) == "fr"
    assert len(session.scalars(select(LanguageChoice)).all()) == 1


def test_another_language_is_refused_beside_its_field(session, sign_in, client, page):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)
    session.rollback()

    wrong = send(client, op=op_in(page(LETTERS)), language="xx")

    assert wrong.status_code == 422, wrong.text
    assert "Choose one of the options" in wrong.text
    assert session.scalars(select(LanguageChoice)).all() == []


def test_a_new_password_is_offered_in_the_language(session, sign_in, client, page):
    learner = builders.a_learner(session, email="amelie@example.org")
    session.commit()
    sign_in(learner)
    session.rollback()
    send(client, op=op_in(page(LETTERS)), language="es")

    client.post(
        "/forgotten-password", data={"email": "amelie@example.org"}, headers=SAME_ORIGIN
    )

    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.subject == "Elija una contraseña nueva"
