"""Cohorts: made, filled from lists, and seen by those who lead them."""

from uuid import uuid4

import pytest

from tests.builders import (
    COURSE,
    a_cohort,
    a_finished_lesson,
    a_learner,
    a_submitted_attempt,
    a_trainer,
    an_administrator,
    an_enrolment,
)

COHORTS = "/api/v1/cohorts"


@pytest.fixture
def trainer(session):
    trainer = a_trainer(session, name="Kofi Adjei")
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = a_cohort(session, trainer=trainer)
    session.commit()
    return cohort


def wanted(**members):
    return {
        "op": str(uuid4()),
        "key": "ministries-2026",
        "title": "Planning ministries 2026",
        "course": COURSE,
        "mode": "moderated",
        "opens_on": "2026-03-01",
        "closes_on": "2026-06-30",
        **members,
    }


def test_a_trainer_makes_a_cohort_and_leads_it(caller, trainer):
    client = caller(trainer)

    made = client.post(COHORTS, json=wanted())

    assert made.status_code == 201
    shown = client.get(made.headers["Location"])
    assert shown.json == made.json
    assert made.json["trainers"] == [{"uuid": str(trainer.uuid), "name": "Kofi Adjei"}]


def test_making_a_cohort_twice_by_one_operation_makes_one(caller, trainer):
    client, body = caller(trainer), wanted()

    first = client.post(COHORTS, json=body)
    second = client.post(COHORTS, json=body)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json


def test_a_cohort_may_be_held_to_an_edition_on_record(caller, trainer, cohort):
    client = caller(trainer)

    held = client.post(COHORTS, json=wanted(edition=cohort.edition.digest))
    unknown = client.post(COHORTS, json=wanted(key="other", edition="0" * 64))

    assert held.json["edition"] == cohort.edition.digest
    assert unknown.status_code == 404
    assert unknown.json["type"] == "/problems/unknown-edition"


@pytest.mark.parametrize(
    ("members", "status", "slug"),
    [
        ({"course": "no-course"}, 404, "unknown-course"),
        ({"op": str(uuid4()), "key": "taken"}, 409, "cohort-key-taken"),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(caller, trainer, members, status, slug):
    client = caller(trainer)
    client.post(COHORTS, json=wanted(key="taken"))

    refused = client.post(COHORTS, json=wanted(**members))

    assert refused.status_code == status
    assert refused.json["type"] == f"/problems/{slug}"


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"closes_on": "2026-02-28"}, "/closes_on"),
        ({"key": "Two Words"}, "/key"),
        ({"key": "line\n"}, "/key"),
        ({"mode": "loud"}, "/mode"),
        ({"opens_on": "1 March"}, "/opens_on"),
        ({"trainers": []}, "/trainers"),
    ],
)
def test_a_faulty_cohort_says_where(caller, trainer, members, pointer):
    refused = caller(trainer).post(COHORTS, json=wanted(**members))

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_cohorts_come_in_pages_and_each_comes_once(
    session, app_on_both, caller, trainer
):
    made = [str(a_cohort(session, trainer=trainer).uuid) for _ in range(5)]
    a_cohort(session)
    session.commit()
    client = caller(trainer)

    seen, address = [], f"{COHORTS}?limit=2"
    while address:
        page = client.get(address).json
        seen += [item["cohort"]["uuid"] for item in page["items"]]
        address = page["next"]

    assert seen == made[::-1]


def test_a_page_after_nothing_known_is_refused(caller, trainer):
    refused = caller(trainer).get(COHORTS, query_string={"after": str(uuid4())})

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/after"


def test_learners_see_no_cohorts(session, caller, cohort):
    learner = an_enrolment(session, cohort=cohort).user
    session.commit()
    client = caller(learner)

    assert client.get(COHORTS).status_code == 403
    assert client.post(COHORTS, json=wanted()).status_code == 403
    assert client.get(f"{COHORTS}/{cohort.uuid}").status_code == 403


def test_another_trainers_cohort_is_not_there(session, caller, cohort):
    other = a_trainer(session)
    session.commit()
    client = caller(other)

    answers = [
        client.get(f"{COHORTS}/{cohort.uuid}"),
        client.get(f"{COHORTS}/{cohort.uuid}/progress"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(COHORTS).json["items"] == []


def test_an_administrator_sees_every_cohort(session, caller, cohort):
    administrator = an_administrator(session)
    session.commit()
    client = caller(administrator)

    assert client.get(f"{COHORTS}/{cohort.uuid}").status_code == 200
    assert len(client.get(COHORTS).json["items"]) == 1


def test_a_trainer_sees_where_learners_stand_and_what_blocks_them(
    session, caller, trainer, cohort
):
    ama = an_enrolment(session, a_learner(session, name="Ama"), cohort=cohort)
    a_finished_lesson(session, ama)
    a_submitted_attempt(session, ama, answers={})
    an_enrolment(session, a_learner(session, name="Kofi"), cohort=cohort)
    session.commit()

    standings = caller(trainer).get(f"{COHORTS}/{cohort.uuid}/progress").json["items"]

    assert [(one["name"], one["state"]) for one in standings] == [
        ("Ama", "under-way"),
        ("Kofi", "not-started"),
    ]
    assert (standings[0]["met"], standings[0]["percent"]) == (1, 20)
    assert standings[0]["failed_quizzes"] == ["first-quiz"]
    assert len(standings[1]["outstanding"]) == 5


def test_a_cohorts_progress_comes_in_pages(session, caller, trainer, cohort):
    for name in ("Ama", "Ama", "Esi", "Kofi", "Yaw"):
        an_enrolment(session, a_learner(session, name=name), cohort=cohort)
    session.commit()
    client = caller(trainer)

    names, enrolments = [], set()
    address = f"{COHORTS}/{cohort.uuid}/progress?limit=2"
    while address:
        page = client.get(address).json
        names += [one["name"] for one in page["items"]]
        enrolments |= {one["enrolment"] for one in page["items"]}
        address = page["next"]

    assert names == ["Ama", "Ama", "Esi", "Kofi", "Yaw"]
    assert len(enrolments) == 5


def test_a_page_after_a_learner_of_another_cohort_is_refused(
    session, caller, trainer, cohort
):
    foreign = an_enrolment(session, cohort=a_cohort(session))
    session.commit()

    refused = caller(trainer).get(
        f"{COHORTS}/{cohort.uuid}/progress",
        query_string={"after": str(foreign.uuid)},
    )

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/after"
