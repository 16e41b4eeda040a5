"""A person's own account: profile, password and access tokens."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from course.models import AccessToken, AccountEvent, User
from course.tokens import person_of_token
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import check_page, parse_page

NEW_PASSWORD = "four words in a row"
PROFILE = {
    "name": "Ama Mensah",
    "country": "GH",
    "gender": "undisclosed",
    "affiliation": "united-nations",
    "organisation": "UNDP",
    "age_band": "35-44",
}


@pytest.fixture
def learner(session, sign_in):
    """A learner who has signed in."""
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)
    return learner


@pytest.fixture
def post(client):
    """Send a form; a page that comes back is checked."""

    def post(path, **fields):
        response = client.post(path, data=fields, headers=SAME_ORIGIN)
        if response.status_code != 303:
            check_page(response.text, path)
        return response

    return post


def kept(session, person):
    """The person as the record has them now."""
    session.expire_all()
    found = session.scalars(select(User).where(User.id == person.id)).one()
    session.commit()
    return found


def test_a_profile_is_kept_and_shown_again(page, session, learner, post):
    response = post("/profile", **PROFILE)

    person = kept(session, learner)
    assert response.headers["Location"] == "/profile/saved"
    assert {name: getattr(person, name) for name in PROFILE} == PROFILE
    html = page("/profile/saved")
    assert "Your change is saved." in html
    assert '<option value="GH" selected>Ghana</option>' in html
    assert "Ama Mensah" in html


def test_the_same_profile_sent_twice_is_one_change(session, learner, post):
    for _ in range(2):
        post("/profile", **PROFILE)

    kinds = session.scalars(
        select(AccountEvent.kind).where(AccountEvent.user_id == learner.id)
    ).all()
    assert kinds.count("profile-changed") == 1


def test_what_is_optional_can_be_left_empty(session, learner, post):
    post("/profile", **PROFILE)

    post("/profile", name="Ama Mensah", country="", organisation=" ")

    person = kept(session, learner)
    assert (person.name, person.country, person.organisation) == (
        "Ama Mensah",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Ama \N{GOTHIC LETTER AHSA}"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"country": "EU"}, "country"),
        ({"gender": "unknown"}, "gender"),
        ({"age_band": "42"}, "age_band"),
        ({"organisation": "a\0b"}, "organisation"),
    ],
)
def test_a_profile_that_cannot_be_kept_comes_back_as_it_was_typed(
    session, learner, post, changes, named
):
    response = post("/profile", **(PROFILE | changes))

    assert response.status_code == 422
    assert f'<a href="#{named}">' in response.text
    assert 'value="UNDP"' in response.text or named == "organisation"
    assert kept(session, learner).organisation is None


def test_a_new_password_ends_every_other_session_and_not_this_one(
    app_on_both, app, client, session, sign_in, learner, post
):
    elsewhere = app.test_client()
    sign_in(learner, elsewhere)

    response = post(
        "/profile/password",
        current_password=builders.PASSWORD,
        new_password=NEW_PASSWORD,
    )

    assert response.status_code == 303
    assert client.get("/profile").status_code == 200
    assert elsewhere.get("/profile").status_code == 303
    fields = {"email": learner.email, "password": NEW_PASSWORD}
    signed_in = elsewhere.post("/sign-in", data=fields, headers=SAME_ORIGIN)
    assert signed_in.status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "named"),
    [
        ("not the one", NEW_PASSWORD, "current_password"),
        (builders.PASSWORD, "too short", "new_password"),
        ("", "", "current_password"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_when_it_is_weak(
    session, learner, post, current, new, named
):
    response = post("/profile/password", current_password=current, new_password=new)

    assert response.status_code == 422
    assert f'<a href="#{named}">' in response.text
    assert not new or new not in response.text
    assert kept(session, learner).password_hash == builders.password_hash()


def test_a_token_is_shown_once_and_works_until_it_is_revoked(
    app, page, session, learner, post
):
    made = post("/profile/tokens", label="Monthly report")
    secret = parse_page(made.text).find(".//pre/code").text
    program = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    before = program.get("/api/v1/me", headers=headers)
    listed = page("/profile")
    token = session.scalars(select(AccessToken)).one()
    session.commit()

    revoked = post(f"/profile/tokens/{token.uuid}/revocation")

    assert before.status_code == 200
    assert secret not in listed
    assert "Monthly report" in listed
    assert revoked.status_code == 303
    assert program.get("/api/v1/me", headers=headers).status_code == 401
    assert "Monthly report" not in page("/profile")


def test_a_double_click_leaves_one_token_that_works_the_one_that_is_shown(
    session, learner, post
):
    made = [post("/profile/tokens", label="Monthly report") for _ in range(2)]

    secrets = [parse_page(each.text).find(".//pre/code").text for each in made]
    moment = datetime.now(UTC)
    owners = [person_of_token(session, secret, now=moment) for secret in secrets]
    assert owners[0] is None
    assert owners[1] is not None


def test_a_token_needs_a_label(post, learner):
    response = post("/profile/tokens", label=" ")

    assert response.status_code == 422
    assert '<a href="#label">' in response.text


def test_nobody_revokes_the_token_of_another(app, session, sign_in, learner, post):
    post("/profile/tokens", label="Monthly report")
    token = session.scalars(select(AccessToken)).one()
    stranger = builders.a_learner(session)
    session.commit()
    browser = app.test_client()
    sign_in(stranger, browser)

    path = f"/profile/tokens/{token.uuid}/revocation"
    response = browser.post(path, headers=SAME_ORIGIN)

    assert response.status_code == 404
    session.expire_all()
    assert session.scalars(select(AccessToken)).one().revoked_at is None
