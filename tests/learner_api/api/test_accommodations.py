"""Accommodations by API: granted, listed, ended, and told wherever a quiz is told."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import Accommodation, OutgoingMessage
from tests.builders import (
    COURSE,
    a_cohort,
    a_learner,
    a_trainer,
    an_accommodation,
    an_administrator,
    an_enrolment,
    an_open_attempt,
    how_many,
)

ACCOMMODATIONS = "/api/v1/accommodations"


@pytest.fixture
def trainer(session):
    return a_trainer(session, name="Kofi Adjei")


@pytest.fixture
def cohort(session, trainer):
    return a_cohort(session, trainer=trainer)


@pytest.fixture
def enrolment(session, cohort):
    enrolment = an_enrolment(
        session, a_learner(session, name="Ama Mensah"), cohort=cohort
    )
    session.commit()
    return enrolment


def granting(**members):
    return {
        "op": str(uuid4()),
        "extra_time_percent": 25,
        "reason": "A certificate was seen.",
        **members,
    }


def to_learner(enrolment, **members):
    return granting(learner=str(enrolment.uuid), **members)


def test_a_trainer_grants_and_is_told_what_was_recorded(
    app_on_both, session, caller, trainer, enrolment
):
    body = to_learner(enrolment, extra_attempts=2, quiz="first-quiz")

    made = caller(trainer).post(ACCOMMODATIONS, json=body)

    assert made.status_code == 201, made.text
    moment = made.json.pop("granted_at")
    assert moment.endswith("Z")
    assert {**made.json, "granted_at": None} == {
        "uuid": body["op"],
        "person": "Ama Mensah",
        "cohort": None,
        "quiz": "first-quiz",
        "extra_time_percent": 25,
        "extra_attempts": 2,
        "reason": "A certificate was seen.",
        "granted_at": None,
        "granted_by": "Kofi Adjei",
        "ended_at": None,
        "ended_by": None,
        "end_reason": None,
    }


def test_the_same_grant_sent_again_is_one_and_answered_the_same(
    session, caller, trainer, enrolment
):
    client, body = caller(trainer), to_learner(enrolment)

    first = client.post(ACCOMMODATIONS, json=body)
    second = client.post(ACCOMMODATIONS, json=body)
    other = client.post(ACCOMMODATIONS, json={**body, "extra_time_percent": 50})

    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 409)
    assert first.json == second.json
    assert other.json["type"] == "/problems/operation-conflict"
    assert how_many(session, Accommodation) == 1


def test_the_letter_says_what_and_not_why(session, caller, trainer, enrolment):
    body = to_learner(enrolment, extra_attempts=1, reason="Has dyslexia.")

    caller(trainer).post(ACCOMMODATIONS, json=body)

    letter = session.scalars(select(OutgoingMessage)).one()
    assert "Kofi Adjei has granted you:" in letter.body
    assert "- 25 per cent more time\n- 1 more attempt\n" in letter.body
    assert "It holds at every quiz of your courses." in letter.body
    assert "dyslexia" not in letter.subject + letter.body


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"extra_time_percent": 0}, "/extra_time_percent"),
        ({"extra_time_percent": 301}, "/extra_time_percent"),
        ({"extra_time_percent": 12.5}, "/extra_time_percent"),
        ({"extra_attempts": 0}, "/extra_attempts"),
        ({"extra_attempts": 21}, "/extra_attempts"),
        ({"reason": " "}, "/reason"),
        ({"cohort": str(uuid4())}, ""),
        ({"person": str(uuid4())}, "/person"),
    ],
)
def test_a_faulty_grant_says_where(caller, trainer, enrolment, members, pointer):
    refused = caller(trainer).post(
        ACCOMMODATIONS, json=to_learner(enrolment, **members)
    )

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_what_grants_nothing_or_nobody_is_refused(session, caller, trainer, enrolment):
    client = caller(trainer)
    nothing = to_learner(enrolment)
    del nothing["extra_time_percent"]

    for body in (nothing, granting()):
        assert client.post(ACCOMMODATIONS, json=body).status_code == 422
    assert how_many(session, Accommodation) == 0


def test_a_quiz_that_the_course_does_not_ask_is_unknown(caller, trainer, enrolment):
    refused = caller(trainer).post(
        ACCOMMODATIONS, json=to_learner(enrolment, quiz="no-quiz")
    )

    assert refused.status_code == 404
    assert refused.json["type"] == "/problems/unknown-quiz"


def test_no_trainer_grants_themselves(session, caller, trainer, cohort):
    own = an_enrolment(session, trainer, cohort=cohort)
    session.commit()
    client = caller(trainer)

    for holder in ({"learner": str(own.uuid)}, {"cohort": str(cohort.uuid)}):
        refused = client.post(ACCOMMODATIONS, json=granting(**holder))
        assert refused.status_code == 403
        assert refused.json["type"] == "/problems/not-permitted"


def test_what_was_granted_is_listed_page_by_page_the_latest_first(
    session, app_on_both, caller, trainer, cohort, enrolment
):
    made = [
        an_accommodation(session, holder, extra_attempts=1).uuid
        for holder in (enrolment, cohort, enrolment)
    ]
    other_cohort = a_cohort(session)
    elsewhere = an_enrolment(session, cohort=other_cohort)
    an_accommodation(session, elsewhere, extra_attempts=1)
    session.commit()
    client = caller(trainer)

    def listed(query):
        found, address = [], f"{ACCOMMODATIONS}?limit=1&{query}"
        while address:
            page = client.get(address).json
            found += [item["uuid"] for item in page["items"]]
            address = page["next"]
        return found

    own, whole, other = map(str, made)
    assert listed(f"learner={enrolment.uuid}") == [other, whole, own]
    assert listed(f"cohort={cohort.uuid}") == [whole]
    assert listed("") == [other, whole, own]
    for query in (
        f"learner={elsewhere.uuid}",
        f"cohort={other_cohort.uuid}",
    ):
        assert client.get(f"{ACCOMMODATIONS}?{query}").status_code == 404
    for query in (
        f"after={uuid4()}",
        f"cohort={cohort.uuid}&learner={enrolment.uuid}",
    ):
        assert client.get(f"{ACCOMMODATIONS}?{query}").status_code == 422


def test_it_is_ended_once_with_a_reason_and_stays_on_the_list(
    session, caller, trainer, enrolment
):
    client = caller(trainer)
    given = client.post(ACCOMMODATIONS, json=to_learner(enrolment)).json["uuid"]
    body = {"op": str(uuid4()), "reason": "No longer asked for."}

    ended = client.post(f"{ACCOMMODATIONS}/{given}/end", json=body)
    again = client.post(f"{ACCOMMODATIONS}/{given}/end", json=body)

    assert ended.status_code == again.status_code == 200
    assert ended.json == again.json
    assert ended.json["end_reason"] == "No longer asked for."
    assert ended.json["ended_by"] == "Kofi Adjei"
    listed = client.get(f"{ACCOMMODATIONS}?learner={enrolment.uuid}").json["items"]
    assert [item["end_reason"] for item in listed] == ["No longer asked for."]


def test_what_is_not_theirs_is_not_there_for_other_trainers(session, caller, enrolment):
    given = an_accommodation(session, enrolment, extra_attempts=1)
    stranger = a_trainer(session)
    session.commit()
    client = caller(stranger)

    refused = [
        client.post(ACCOMMODATIONS, json=to_learner(enrolment)),
        client.post(
            f"{ACCOMMODATIONS}/{given.uuid}/end",
            json={"op": str(uuid4()), "reason": "Not mine."},
        ),
    ]

    assert [each.status_code for each in refused] == [404, 404]


def test_learners_are_told_of_their_quizzes_with_what_they_were_granted(
    session, caller, enrolment, catalogue
):
    quiz = replace(catalogue.quiz("first-quiz"), time_limit=40)
    attempt = an_open_attempt(session, enrolment, quiz=quiz)
    an_accommodation(session, enrolment, extra_time_percent=50, extra_attempts=2)
    session.commit()
    client = caller(enrolment.user)

    module = client.get(f"/api/v1/courses/{COURSE}/modules/first-module").json
    told = client.get(f"/api/v1/attempts/{attempt.uuid}").json

    assert module["quiz"]["attempts_allowed"] == 5
    assert told["quiz"]["attempts_allowed"] == 5
    assert told["quiz"]["time_limit"] == 40
    assert told["closes_at"] == "2026-03-02T13:00:00Z"


def test_a_learner_is_never_told_why(session, caller, enrolment):
    reason = "A very private matter."
    an_accommodation(
        session, enrolment, extra_time_percent=50, extra_attempts=1, reason=reason
    )
    attempt = an_open_attempt(session, enrolment)
    session.commit()
    client = caller(enrolment.user)

    for path in (
        "/api/v1/courses",
        f"/api/v1/courses/{COURSE}/modules/first-module",
        f"/api/v1/attempts/{attempt.uuid}",
        f"/courses/{COURSE}/quizzes/first-quiz",
        f"{ACCOMMODATIONS}?learner={enrolment.uuid}",
    ):
        assert reason not in client.get(path).text


def test_an_administrator_grants_to_learners_without_a_cohort(session, caller):
    alone = an_enrolment(session)
    administrator = an_administrator(session)
    session.commit()

    made = caller(administrator).post(ACCOMMODATIONS, json=to_learner(alone))

    assert made.status_code == 201
