"""Lists of learners by API: planned, applied by token, taken back, exported."""

from base64 import b64encode
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.documents import missing_glyphs
from course.models import Enrolment, OutgoingMessage, RosterImport
from tests.builders import (
    a_cohort,
    a_learner,
    a_trainer,
    an_enrolment,
    an_opened_lesson,
)

V1 = "/api/v1"


@pytest.fixture
def trainer(session):
    trainer = a_trainer(session)
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = a_cohort(session, trainer=trainer)
    session.commit()
    return cohort


def roster_of(cohort):
    return f"{V1}/cohorts/{cohort.uuid}/roster"


def plan(client, cohort, text=None, **members):
    sent = {"list": text} if text is not None else {}
    body = {"op": str(uuid4()), **sent, **members}
    return client.post(f"{roster_of(cohort)}/plans", json=body)


def apply(client, cohort, planned, **members):
    path = f"{roster_of(cohort)}/plans/{planned['uuid']}/application"
    return client.post(path, json={"token": planned["token"], **members})


def undo(client, cohort, applied, **members):
    path = f"{roster_of(cohort)}/imports/{applied['uuid']}/undo"
    body = {"op": str(uuid4()), "reason": "The wrong list.", **members}
    return client.post(path, json=body)


def test_a_list_is_planned_applied_and_taken_back(
    app_on_both, session, caller, trainer, cohort
):
    known = a_learner(session, email="known@example.org", name="Known")
    session.commit()
    client = caller(trainer)

    planned = plan(client, cohort, "Ama Mensah <ama@example.org>\nknown@example.org")

    assert planned.status_code == 201
    assert planned.json["counts"]["create"] == planned.json["counts"]["match"] == 1
    assert planned.json["rows"][0] == {
        "row": 1,
        "kind": "create",
        "reason": "new",
        "detail": "Nobody has this address yet: invited by mail.",
        "email": "ama@example.org",
        "name": "Ama Mensah",
        "cohort": cohort.key,
        "origin": None,
        "enrolment": None,
        "changes": True,
    }
    assert session.query(Enrolment).count() == 0
    session.commit()

    applied = apply(client, cohort, planned.json)
    again = apply(client, cohort, planned.json)

    assert (applied.status_code, again.status_code) == (201, 200)
    assert applied.json == again.json
    assert applied.json["counts"] == {"create": 1, "match": 1}
    letters = session.query(OutgoingMessage).order_by(OutgoingMessage.id).all()
    assert {letter.recipient_email for letter in letters} == {
        "ama@example.org",
        known.email,
    }
    assert any("/welcome/" in letter.body for letter in letters)
    session.commit()
    listed = client.get(f"{roster_of(cohort)}/imports").json["items"]
    assert [each["uuid"] for each in listed] == [applied.json["uuid"]]

    undone = undo(client, cohort, applied.json)

    assert undone.status_code == 201
    assert undone.json["undone"]["taken_back"] == 2
    assert undone.json["undone"]["letters_stopped"] == 2
    assert undone.json["undoable_until"] is None
    assert client.get(f"{V1}/cohorts/{cohort.uuid}/progress").json["items"] == []
    assert undo(client, cohort, applied.json).status_code == 200
    shown = client.get(f"{roster_of(cohort)}/imports/{applied.json['uuid']}")
    assert shown.json == undone.json


def test_a_stale_plan_is_refused(session, caller, trainer, cohort):
    client = caller(trainer)
    planned = plan(client, cohort, "ama@example.org").json
    a_learner(session, email="ama@example.org")
    session.commit()

    refused = apply(client, cohort, planned)

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/stale-roster-plan"
    assert session.query(RosterImport).count() == 0


def test_drops_need_a_yes_and_a_reason(session, caller, trainer, cohort):
    gone = an_enrolment(session, cohort=cohort)
    session.commit()
    client = caller(trainer)
    planned = plan(client, cohort, "ama@example.org", is_whole=True).json
    [drop] = [row for row in planned["rows"] if row["kind"] == "drop"]
    assert (drop["row"], drop["enrolment"]) == (None, str(gone.uuid))

    without = apply(client, cohort, planned, drops=[drop["enrolment"]])
    other = apply(client, cohort, planned, drops=[str(uuid4())], reason="Gone.")
    done = apply(client, cohort, planned, drops=[drop["enrolment"]], reason="Gone.")

    assert without.json["type"] == "/problems/roster-reason-needed"
    assert other.json["type"] == "/problems/roster-choice-invalid"
    assert done.json["counts"] == {"create": 1, "drop": 1}
    session.expire_all()
    assert gone.withdrawn_at is not None


def test_columns_are_asked_for_and_taken(caller, trainer, cohort):
    client = caller(trainer)
    text = "Kto,Gde,Kogda\nAma,ama@example.org,1\n"

    refused = plan(client, cohort, text)
    planned = plan(client, cohort, text, columns={"heading": 1, "email": 1, "name": 0})

    assert refused.json["type"] == "/problems/roster-columns-needed"
    assert [row["name"] for row in planned.json["rows"]] == ["Ama"]


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"list": "a@example.org", "file": "YUBleGFtcGxlLm9yZw=="},
        {"file": "no base64!"},
        {"list": ""},
        {"list": "a@example.org", "columns": {"email": -1}},
        {"list": "a@example.org", "columns": {"shoe_size": 1}},
    ],
)
def test_what_is_no_list_is_refused(caller, trainer, cohort, members):
    refused = plan(caller(trainer), cohort, **members)

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/invalid-request"


def test_what_cannot_be_read_says_what_to_send(caller, trainer, cohort):
    file = b64encode(b"PK\x03\x04 no workbook").decode()

    refused = plan(caller(trainer), cohort, file=file)

    assert refused.json["type"] == "/problems/unreadable-roster"
    assert "Save it anew" in refused.json["detail"]


def test_a_plan_is_its_makers_alone(session, caller, trainer, cohort):
    planned = plan(caller(trainer), cohort, "ama@example.org").json
    other = a_trainer(session)
    session.commit()

    assert apply(caller(other), cohort, planned).status_code == 404


def test_who_has_begun_keeps_the_place_when_a_list_is_taken_back(
    session, caller, trainer, cohort
):
    client = caller(trainer)
    applied = apply(
        client, cohort, plan(client, cohort, "ama@example.org,Ama").json
    ).json
    [enrolment] = session.query(Enrolment).all()
    an_opened_lesson(session, enrolment)
    session.commit()

    kept = undo(client, cohort, applied).json["undone"]["kept"]

    assert kept == [
        {
            "enrolment": str(enrolment.uuid),
            "email": "ama@example.org",
            "name": "Ama",
            "reason": "did-something",
        }
    ]


NAMES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "M")),
    min_size=1,
    max_size=30,
).filter(lambda name: name.strip() and not missing_glyphs(name))


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
    ],
)
@given(
    names=st.lists(
        st.one_of(NAMES, st.sampled_from(("=1+1", "-Ana", "'@Bo", "'", "محمد علي"))),
        min_size=1,
        max_size=4,
    ),
    suffix=st.sampled_from(["csv", "xlsx"]),
)
def test_what_was_exported_imports_without_a_change(
    session, caller, trainer, cohort, names, suffix
):
    for name in names:
        an_enrolment(
            session,
            a_learner(session, name=name, organisation="=Ministry", country="GH"),
            cohort=cohort,
        )
    session.commit()
    client = caller(trainer)

    exported = client.get(f"{roster_of(cohort)}.{suffix}")
    planned = plan(
        client, cohort, file=b64encode(exported.data).decode(), is_whole=True
    ).json

    here = session.query(Enrolment).filter_by(cohort_id=cohort.id).count()
    assert planned["counts"]["match"] == len(planned["rows"]) == here
    assert {row["detail"] for row in planned["rows"]} == {
        "Is in the cohort already: no change."
    }
