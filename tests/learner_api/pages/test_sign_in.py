"""Signing in and out, forgotten passwords, and the links of invitations."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from course.models import AccountEvent, Invitation, OutgoingMessage, User
from course.tokens import create_invitation
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import check_page

NEW_PASSWORD = "four words in a row"


@pytest.fixture
def post(client):
    """Send a form; a page that comes back with an error is checked."""

    def post(path, **fields):
        response = client.post(path, data=fields, headers=SAME_ORIGIN)
        if response.status_code >= 400:
            check_page(response.text, path)
        return response

    return post


def test_signing_in_leads_to_the_page_that_was_asked_for(client, session, post):
    learner = builders.a_learner(session)
    session.commit()

    sent_to = client.get("/awards").headers["Location"]
    response = post(
        "/sign-in", email=learner.email, password=builders.PASSWORD, next="/awards"
    )

    assert sent_to == "/sign-in?next=/awards"
    assert (response.status_code, response.headers["Location"]) == (303, "/awards")
    assert client.get("/awards").status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "evil", "/a\nb"],
)
def test_signing_in_never_leads_off_the_site(session, post, elsewhere):
    learner = builders.a_learner(session)
    session.commit()

    response = post(
        "/sign-in", email=learner.email, password=builders.PASSWORD, next=elsewhere
    )

    assert response.headers["Location"] == "/"


def test_a_wrong_password_shows_the_form_again_with_the_address(session, post):
    learner = builders.a_learner(session)
    session.commit()

    response = post("/sign-in", email=learner.email, password="wrong", next="/awards")

    assert response.status_code == 422
    assert f'value="{learner.email}"' in response.text
    assert 'name="next" value="/awards"' in response.text
    assert "The address or the password is not right." in response.text
    assert "wrong" not in response.text


def test_what_is_not_filled_in_is_named_in_a_summary_that_links(post):
    response = post("/sign-in", email=" ", password="")

    assert response.status_code == 422
    assert '<a href="#email">Enter your e-mail address.</a>' in response.text
    assert '<a href="#password">Enter your password.</a>' in response.text


def test_a_form_with_fields_of_another_page_is_refused_as_a_whole(post):
    response = post("/sign-in", email="a@example.org", password="x", role="trainer")

    assert response.status_code == 422
    assert "Load the page again." in response.text


def test_too_many_tries_are_told_how_long_to_wait(session, post):
    learner = builders.a_learner(session)
    session.commit()

    for _ in range(5):
        post("/sign-in", email=learner.email, password="wrong")
    response = post("/sign-in", email=learner.email, password=builders.PASSWORD)

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert "Too many tries." in response.text


def test_who_is_signed_in_already_is_sent_on(client, session, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    response = client.get("/sign-in?next=/profile")

    assert (response.status_code, response.headers["Location"]) == (303, "/profile")


def test_signing_out_ends_the_session(client, session, sign_in, post):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    response = post("/sign-out")

    assert response.status_code == 303
    assert client.get("/profile").status_code == 303


def test_a_forgotten_password_is_answered_alike_for_anybody(session, post, page):
    learner = builders.a_learner(session)
    session.commit()

    known = post("/forgotten-password", email=learner.email.upper())
    unknown = post("/forgotten-password", email="nobody@example.org")

    assert (known.status_code, known.headers["Location"], known.data) == (
        unknown.status_code,
        unknown.headers["Location"],
        unknown.data,
    )
    assert "a letter with a link is on its way" in page(known.headers["Location"])
    letters = session.scalars(select(OutgoingMessage)).all()
    assert [letter.recipient_email for letter in letters] == [learner.email]


def test_asking_twice_in_a_row_sends_one_letter(app_on_both, session, post):
    learner = builders.a_learner(session)
    session.commit()

    for _ in range(2):
        post("/forgotten-password", email=learner.email)

    # A click on either side of the full five minutes is two letters, never more.
    assert len(session.scalars(select(OutgoingMessage)).all()) in (1, 2)
    assert len(session.scalars(select(Invitation)).all()) in (1, 2)


def test_a_closed_account_gets_no_letter(session, post):
    learner = builders.a_learner(session)
    learner.closed_at = builders.NOW
    session.commit()

    response = post("/forgotten-password", email=learner.email)

    assert response.status_code == 303
    assert session.scalars(select(OutgoingMessage)).all() == []


def test_the_link_of_the_letter_lets_its_reader_choose_a_password_once(
    client, session, post, page
):
    learner = builders.a_learner(session)
    session.commit()
    post("/forgotten-password", email=learner.email)
    letter = session.scalars(select(OutgoingMessage)).one()
    session.commit()
    path = letter.body.split("http://127.0.0.1:8000")[1].split()[0]

    html = page(path)
    response = post(path, password=NEW_PASSWORD)

    assert "Choose a new password" in html
    assert 'name="name"' not in html
    assert response.status_code == 303
    assert client.get("/profile").status_code == 200
    assert client.get(path).status_code == 410
    post("/sign-out")
    signed_in = post("/sign-in", email=learner.email, password=NEW_PASSWORD)
    assert signed_in.status_code == 303


def test_an_invitation_asks_who_somebody_is_and_signs_them_in(
    app_on_both, client, session, post, page
):
    person = builders.a_learner(session, name="A. Mensah", password_hash=None)
    secret = create_invitation(session, person, "invitation", now=datetime.now(UTC))
    session.commit()

    html = page(f"/welcome/{secret}")
    response = post(
        f"/welcome/{secret}",
        name="  Ama   Mensah ",
        country="GH",
        gender="female",
        affiliation="government",
        organisation="National Planning Commission",
        password=NEW_PASSWORD,
    )

    assert 'value="A. Mensah"' in html
    assert "Ghana" in html
    assert response.status_code == 303
    assert client.get("/profile").status_code == 200
    session.expire_all()
    kept = session.scalars(select(User).where(User.id == person.id)).one()
    assert (kept.name, kept.country, kept.gender, kept.affiliation) == (
        "Ama Mensah",
        "GH",
        "female",
        "government",
    )
    kinds = session.scalars(
        select(AccountEvent.kind)
        .where(AccountEvent.user_id == person.id)
        .order_by(AccountEvent.id)
    ).all()
    assert kinds == ["created", "profile-changed", "password-set"]


def test_a_refused_welcome_keeps_what_was_typed_but_the_password(session, post):
    person = builders.a_learner(session, password_hash=None)
    secret = create_invitation(session, person, "invitation", now=datetime.now(UTC))
    session.commit()

    short = post(f"/welcome/{secret}", name="Ama Mensah", password="short-sec")
    unprintable = post(
        f"/welcome/{secret}", name="Ama \N{GOTHIC LETTER AHSA}", password=NEW_PASSWORD
    )
    nowhere = post(
        f"/welcome/{secret}", name="Ama", country="ZZ", password=NEW_PASSWORD
    )

    assert [each.status_code for each in (short, unprintable, nowhere)] == [422] * 3
    assert 'href="#password"' in short.text
    assert 'value="Ama Mensah"' in short.text
    assert "short-sec" not in short.text
    assert 'href="#name"' in unprintable.text
    assert 'href="#country"' in nowhere.text
    session.expire_all()
    assert person.password_hash is None


def test_a_link_that_never_was_says_what_to_do(page):
    html = page("/welcome/made-up", 410)

    assert "This link no longer works" in html
    assert "Ask for a new one" in html
