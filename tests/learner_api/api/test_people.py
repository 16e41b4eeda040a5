"""People: found, invited and changed by administrators alone."""

from uuid import uuid4

import pytest

from course.models import OutgoingMessage
from tests.builders import a_learner, a_trainer, an_administrator

PEOPLE = "/api/v1/people"


@pytest.fixture
def administrator(session):
    administrator = an_administrator(session, email="zoe@example.org")
    session.commit()
    return administrator


def test_people_come_in_pages_by_address(session, caller, administrator):
    for name in ("ama", "esi", "kofi"):
        a_learner(session, email=f"{name}@example.org")
    session.commit()
    client = caller(administrator)

    seen, address = [], f"{PEOPLE}?limit=2"
    while address:
        page = client.get(address).json
        seen += [person["email"].split("@")[0] for person in page["items"]]
        address = page["next"]

    assert seen == ["ama", "esi", "kofi", "zoe"]
    assert "%40" not in str(client.get(f"{PEOPLE}?limit=2").json["next"])


def test_people_are_found_by_name_address_and_role(session, caller, administrator):
    a_learner(session, name="Ama Mensah", email="one@example.org")
    a_trainer(session, name="Kofi", email="ama@example.org")
    session.commit()
    client = caller(administrator)

    both = client.get(PEOPLE, query_string={"search": "ama"}).json["items"]
    one = client.get(PEOPLE, query_string={"search": "AMA", "role": "trainer"}).json

    assert {person["name"] for person in both} == {"Ama Mensah", "Kofi"}
    assert [person["name"] for person in one["items"]] == ["Kofi"]


def test_adding_somebody_invites_them_by_mail(session, caller, administrator):
    made = caller(administrator).post(
        PEOPLE,
        json={"email": "Kofi@Example.org", "name": "Kofi Adjei", "role": "trainer"},
    )

    assert made.status_code == 201
    assert made.json["email"] == "kofi@example.org"
    assert made.json["invited"] is True
    letter = session.query(OutgoingMessage).one()
    assert letter.recipient_email == "kofi@example.org"
    assert "/welcome/" in letter.body
    assert letter.body.rpartition("/welcome/")[2][:20] not in made.text


@pytest.mark.parametrize(
    ("members", "status", "slug"),
    [
        ({"email": "zoe@example.org"}, 409, "email-taken"),
        ({"email": "no address"}, 422, "invalid-request"),
        ({"role": "root"}, 422, "invalid-request"),
        ({"name": "🎓"}, 422, "name-not-printable"),
        ({"password": "secret"}, 422, "invalid-request"),
    ],
)
def test_somebody_who_cannot_be_added_is_refused(
    caller, administrator, members, status, slug
):
    body = {"email": "new@example.org", "name": "New", "role": "learner", **members}

    refused = caller(administrator).post(PEOPLE, json=body)

    assert refused.status_code == status
    assert refused.json["type"] == f"/problems/{slug}"


def test_another_role_ends_the_persons_sessions(session, caller, administrator):
    learner = a_learner(session)
    session.commit()
    theirs = caller(learner)

    changed = caller(administrator).patch(
        f"{PEOPLE}/{learner.uuid}", json={"role": "trainer"}
    )

    assert changed.json["role"] == "trainer"
    assert theirs.get("/api/v1/me").status_code == 401


def test_an_account_is_closed_and_opened_again(session, caller, administrator):
    learner = a_learner(session)
    session.commit()
    client, place = caller(administrator), f"{PEOPLE}/{learner.uuid}"

    closed = client.patch(place, json={"closed": True})
    opened = client.patch(place, json={"closed": False})

    assert closed.json["closed_at"] is not None
    assert opened.json["closed_at"] is None


def test_the_last_administrator_stays(caller, administrator):
    client, place = caller(administrator), f"{PEOPLE}/{administrator.uuid}"

    demoted = client.patch(place, json={"role": "learner"})
    closed = client.patch(place, json={"closed": True})

    assert demoted.status_code == closed.status_code == 409
    assert demoted.json["type"] == "/problems/last-administrator"


def test_nobody_else_manages_people(session, caller, administrator):
    trainer = a_trainer(session)
    session.commit()
    client = caller(trainer)

    answers = [
        client.get(PEOPLE),
        client.post(PEOPLE, json={}),
        client.patch(f"{PEOPLE}/{trainer.uuid}", json={"role": "administrator"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


@pytest.mark.parametrize("value", ["true", 1, None])
def test_closed_is_true_or_false_and_nothing_like_it(caller, administrator, value):
    refused = caller(administrator).patch(
        f"{PEOPLE}/{administrator.uuid}", json={"closed": value}
    )

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/closed"


def test_somebody_who_is_not_there_cannot_be_changed(caller, administrator):
    client = caller(administrator)

    assert client.patch(f"{PEOPLE}/{uuid4()}", json={}).status_code == 404
    refused = client.get(PEOPLE, query_string={"after": str(uuid4())})
    assert refused.json["errors"][0]["pointer"] == "/after"
