"""People on the administrators' pages: found, invited, changed, closed."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course import accounts
from course.models import AccountEvent, Invitation, OutgoingMessage, User
from tests import builders
from tests.html import check_page
from tests.tables import rows_of


@pytest.fixture
def administrator(session, sign_in):
    """The only administrator, signed in."""
    administrator = builders.an_administrator(
        session, name="Ada Administrator", email="ada@example.org"
    )
    session.commit()
    sign_in(administrator)
    return administrator


def an_invitation(**changes):
    form = {
        "op": str(uuid4()),
        "email": "Nino@Example.org",
        "name": "Nino Beridze",
        "role": "trainer",
    }
    return form | changes


def test_people_are_listed_by_address_with_role_and_account(
    session, administrator, page
):
    builders.a_learner(session, name="Bo", email="bo@example.org", password_hash=None)
    gone = builders.a_trainer(session, name="Cho", email="cho@example.org")
    gone.closed_at = builders.NOW
    session.commit()

    assert rows_of(page("/people")) == {
        "Ada Administrator": ["ada@example.org", "Administrator", "Open"],
        "Bo": ["bo@example.org", "Learner", "Invited"],
        "Cho": ["cho@example.org", "Trainer", "Closed"],
    }


def test_people_are_found_by_name_address_and_role(session, administrator, page):
    builders.a_learner(session, name="Bo Li", email="bo@example.org")
    builders.a_trainer(session, name="Cho Bo", email="cho@example.org")
    session.commit()

    assert list(rows_of(page("/people?search=BO"))) == ["Bo Li", "Cho Bo"]
    assert list(rows_of(page("/people?search=cho@"))) == ["Cho Bo"]
    assert list(rows_of(page("/people?search=bo&role=trainer"))) == ["Cho Bo"]
    assert "Nobody was found." in page("/people?search=nobody")


def test_a_long_list_comes_in_parts(session, administrator, page, monkeypatch):
    monkeypatch.setattr("learner_api.pages.people.PEOPLE_SHOWN", 2)
    for name in ("b", "c", "d"):
        builders.a_learner(session, name=name, email=f"{name}@example.org")
    session.commit()

    first = page("/people")
    second = page("/people?after=b@example.org")

    assert list(rows_of(first)) == ["Ada Administrator", "b"]
    assert "after=b%40example.org" in first
    assert list(rows_of(second)) == ["c", "d"]


def test_somebody_is_invited_by_mail(session, administrator, client, page):
    assert "choose a password" in page("/people/new")

    response = client.post("/people/new", data=an_invitation())

    assert response.status_code == 303
    html = page(response.location)
    assert "No password chosen yet" in html
    assert "Account created as trainer" in html
    person = session.scalars(select(User).where(User.role == "trainer")).one()
    assert (person.email, person.name) == ("nino@example.org", "Nino Beridze")
    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == "nino@example.org"
    assert "http://127.0.0.1:8000/welcome/" in letter.body


def test_the_link_of_the_letter_lets_them_in(session, administrator, client):
    client.post("/people/new", data=an_invitation())
    letter = session.scalars(select(OutgoingMessage.body)).one()
    path = next(word for word in letter.split() if "/welcome/" in word)

    response = client.application.test_client().get("/welcome/" + path.split("/")[-1])

    assert response.status_code == 200
    assert "Nino Beridze" in response.text


def test_a_double_click_invites_once(session, administrator, client):
    form = an_invitation()

    first = client.post("/people/new", data=form)
    second = client.post("/people/new", data=form)

    assert first.location == second.location
    assert session.scalar(select(func.count()).select_from(OutgoingMessage)) == 1
    assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_an_address_that_is_taken_is_refused_with_what_was_typed(
    session, administrator, client
):
    builders.a_learner(session, email="nino@example.org")
    session.commit()

    response = client.post("/people/new", data=an_invitation())

    assert response.status_code == 422
    check_page(response.text, "/people/new")
    assert "Another person already has this address." in response.text
    assert 'value="Nino@Example.org"' in response.text
    assert session.scalars(select(OutgoingMessage)).all() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "nino.example.org"),
        ("email", ""),
        ("name", " "),
        ("name", "\U0001f600"),
        ("role", "emperor"),
        ("role", ""),
    ],
)
def test_a_field_that_cannot_be_used_is_named(administrator, client, name, value):
    response = client.post("/people/new", data=an_invitation(**{name: value}))

    assert response.status_code == 422
    check_page(response.text, "/people/new")
    assert f'href="#{name}"' in response.text


def test_one_page_tells_all_about_a_person(app_on_both, session, administrator, page):
    cohort = builders.a_cohort(session, title="Ministries, 2026")
    person = builders.a_learner(
        session,
        name="Ama Mensah",
        country="GH",
        gender="female",
        affiliation="government",
        organisation="Ministry of Planning",
    )
    enrolment = builders.a_completed_enrolment(session, person, cohort=cohort)
    session.commit()

    html = page(f"/people/{person.uuid}")

    for words in ("Ghana", "Woman", "National government", "Ministry of Planning"):
        assert words in html
    assert rows_of(html, "Enrolments") == {
        "Movement in miniature": [
            "Ministries, 2026",
            "2 March 2026",
            "Completed",
            "Begin anew Movement in miniature",
        ]
    }
    assert f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}" in html
    (certificate,) = rows_of(html, "Certificates given").values()
    assert certificate[0] == "Certificate of Completion"
    page(f"/people/{uuid4()}", 404)


def test_a_role_is_changed_once_and_told_in_the_history(
    session, administrator, client, page
):
    person = builders.a_learner(session)
    session.commit()
    here = f"/people/{person.uuid}"

    first = client.post(f"{here}/role", data={"role": "trainer"})
    second = client.post(f"{here}/role", data={"role": "trainer"})

    assert (first.status_code, second.status_code) == (303, 303)
    history = rows_of(page(here), "What was done, the latest first")
    assert list(history) == [
        "Role changed from learner to trainer",
        "Account created as learner",
    ]
    (by, _when), (platform, _then) = history.values()
    assert (by, platform) == ("Ada Administrator", "The platform")


def test_a_role_that_does_not_exist_is_refused(session, administrator, client):
    person = builders.a_learner(session)
    session.commit()

    response = client.post(f"/people/{person.uuid}/role", data={"role": "emperor"})

    assert response.status_code == 422
    check_page(response.text, f"/people/{person.uuid}/role")
    assert "Choose one of the options." in response.text


def test_the_last_administrator_stays(session, administrator, client):
    here = f"/people/{administrator.uuid}"

    demoted = client.post(f"{here}/role", data={"role": "learner"})
    closed = client.post(f"{here}/closing")

    for response in (demoted, closed):
        assert response.status_code == 422
        check_page(response.text, here)
        assert "This is the last administrator." in response.text
    session.refresh(administrator)
    assert (administrator.role, administrator.closed_at) == ("administrator", None)


def test_a_closed_account_cannot_be_used_until_it_is_reopened(
    session, administrator, client, page, sign_in
):
    person = builders.a_learner(session)
    session.commit()
    theirs = client.application.test_client()
    sign_in(person, theirs)
    here = f"/people/{person.uuid}"

    client.post(f"{here}/closing")
    client.post(f"{here}/closing")
    while_closed = theirs.get("/profile")
    shown = page(here)
    client.post(f"{here}/reopening")
    client.post(f"{here}/reopening")

    assert while_closed.status_code == 303
    assert "Reopen the account" in shown
    assert f"{datetime.now(UTC):%Y}" in shown
    assert "Close the account" in page(here)
    session.rollback()
    kinds = session.scalars(
        select(AccountEvent.kind).where(AccountEvent.user_id == person.id)
    ).all()
    assert kinds == ["created", "closed", "reopened"]


def test_every_kind_of_event_has_its_words(session, administrator, client, page):
    person = builders.a_learner(session)
    accounts.change_profile(
        session,
        person,
        {"country": "GH", "name": "Ama"},
        now=builders.NOW,
        by=person,
    )
    accounts.set_password(session, person, "a hash", now=builders.NOW)
    session.commit()
    client.post(f"/people/{person.uuid}/closing")
    client.post(f"/people/{person.uuid}/reopening")

    history = rows_of(page(f"/people/{person.uuid}"), "What was done, the latest first")

    assert list(history) == [
        "Account reopened",
        "Account closed",
        "Password chosen",
        "Profile changed: country, name",
        "Account created as learner",
    ]


@pytest.mark.parametrize("role", ["learner", "trainer"])
def test_nobody_but_administrators_is_let_in(session, client, sign_in, role):
    person = builders.a_person(session, role=role)
    session.commit()
    sign_in(person)
    here = f"/people/{person.uuid}"

    answers = [
        client.get("/people"),
        client.get("/people/new"),
        client.post("/people/new", data=an_invitation()),
        client.get(here),
        client.post(f"{here}/role", data={"role": "administrator"}),
        client.post(f"{here}/closing"),
        client.post(f"{here}/reopening"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7


def test_people_who_are_not_there_cannot_be_changed(administrator, client):
    here = f"/people/{uuid4()}"

    answers = [
        client.post(f"{here}/role", data={"role": "trainer"}),
        client.post(f"{here}/closing"),
        client.post(f"{here}/reopening"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
