"""Changing a rule by program: a preview, and exactly that carried out once."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import editions
from course.models import Award, Enrolment, Export, OutgoingMessage, RuleChange
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    a_cohort,
    a_completed_enrolment,
    a_finished_lesson,
    a_learner,
    a_trainer,
    an_administrator,
    an_enrolment,
    how_many,
    miniature_catalogue,
)
from tests.course.rule_changes import a_rule

HERE = f"/api/v1/courses/{COURSE}"
OLD = a_rule(LESSONS[:1], ())
TODAY = miniature_catalogue().course(COURSE).digest


@pytest.fixture
def client(session, caller):
    """A program of an administrator."""
    administrator = an_administrator(session)
    session.commit()
    return caller(administrator)


@pytest.fixture
def certified(session):
    """Somebody who completed under the old rule and would fall short of today's."""
    edition = editions.course_edition(session, OLD, now=NOW)
    enrolment = an_enrolment(session, edition=edition)
    a_finished_lesson(session, enrolment, *LESSONS[0])
    session.commit()
    return enrolment


@pytest.fixture
def beginner(session):
    """Somebody on the old rule who has not done anything."""
    edition = editions.course_edition(session, OLD, now=NOW)
    enrolment = an_enrolment(session, edition=edition)
    session.commit()
    return enrolment


def preview(client, **body):
    return client.post(f"{HERE}/rule-change-previews", json=body)


def apply(client, token, choice="re-evaluate", **body):
    body = {
        "op": str(uuid4()),
        "choice": choice,
        "reason": "The assembly decided so.",
        "token": token,
        **body,
    }
    return client.post(f"{HERE}/rule-changes", json=body)


def test_a_preview_counts_and_lists_and_changes_nothing(
    session, client, certified, beginner
):
    told = preview(client)

    assert told.status_code == 200
    assert told.json["edition"] == TODAY
    assert told.json["totals"]["falls-short"] == 1
    assert told.json["totals"]["unchanged"] == 1
    [row] = told.json["lists"]["falls-short"]
    assert row == {
        "enrolment": str(certified.uuid),
        "learner": str(certified.user.uuid),
        "name": certified.user.name,
        "from_edition": OLD.digest,
        "before": {"met": 1, "needed": 1},
        "after": {"met": 1, "needed": 5},
        "certified": ["completion"],
        "falls_short": ["completion"],
        "earned": [],
    }
    assert how_many(session, RuleChange) == 0


def test_a_preview_without_a_body_is_of_todays_files(client, certified):
    told = client.post(f"{HERE}/rule-change-previews")

    assert told.json["token"] == preview(client, edition=TODAY).json["token"]


def test_applying_does_what_was_listed_once(session, client, certified, beginner):
    token = preview(client).json["token"]
    op = str(uuid4())

    first = apply(client, token, op=op)
    again = apply(client, token, op=op)
    other = apply(client, token, op=op, reason="Another.")

    assert (first.status_code, again.status_code) == (201, 200)
    assert other.json["type"].endswith("operation-conflict")
    assert first.json == again.json
    assert first.json["totals"]["compared"] == 2
    assert (first.json["choice"], first.json["top_up_by"]) == ("re-evaluate", None)
    held = {
        each.uuid: each.edition.digest
        for each in session.scalars(
            select(Enrolment).execution_options(populate_existing=True)
        )
    }
    assert held == {certified.uuid: OLD.digest, beginner.uuid: TODAY}
    assert how_many(session, Award) == how_many(session, RuleChange) == 1


def test_topping_up_asks_by_letter_and_in_words(session, client, certified):
    token = preview(client).json["token"]

    told = apply(client, token, "top-up", top_up_by="2099-02-28")

    assert told.status_code == 201
    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == certified.user.email
    assert "28 February 2099" in letter.body
    assert "- The second quiz" in letter.body
    assert "stays yours" in letter.body


def test_trainers_are_told(session, client):
    edition = editions.course_edition(session, OLD, now=NOW)
    trainer = a_trainer(session, email="lead@example.org")
    cohort = a_cohort(session, trainer=trainer, edition=edition)
    an_enrolment(session, cohort=cohort)
    session.commit()
    token = preview(client, cohort=str(cohort.uuid)).json["token"]

    told = apply(client, token, "finish", cohort=str(cohort.uuid))

    assert told.json["cohorts"] == [
        {
            "cohort": str(cohort.uuid),
            "title": cohort.title,
            "from_edition": OLD.digest,
        }
    ]
    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.recipient_email == "lead@example.org"
    assert cohort.title in letter.body


def test_a_stale_token_is_refused_and_nothing_is_done(session, client, certified):
    token = preview(client).json["token"]
    edition = editions.course_edition(session, OLD, now=NOW)
    an_enrolment(session, edition=edition)
    session.commit()

    told = apply(client, token)

    assert told.status_code == 409
    assert told.json["type"].endswith("stale-preview")
    assert how_many(session, RuleChange) == 0


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"choice": "top-up"}, "no-top-up-date"),
        ({"choice": "top-up", "top_up_by": "2020-01-01"}, "no-top-up-date"),
        ({"choice": "finish", "top_up_by": "2099-01-01"}, "no-top-up-date"),
        ({"choice": "punish"}, "invalid-request"),
        ({"edition": "0" * 64}, "unknown-edition"),
        ({"reason": " "}, "invalid-request"),
    ],
)
def test_what_cannot_be_decided_says_so(client, certified, body, problem):
    token = preview(client).json["token"]

    told = apply(client, token, **body)

    assert told.json["type"].rpartition("/")[2] in (problem, "invalid")


def test_a_cohort_of_elsewhere_is_not_there(client, certified):
    assert preview(client, cohort=str(uuid4())).status_code == 404
    assert client.post("/api/v1/courses/none/rule-change-previews").status_code == 404


def test_a_list_comes_whole_as_a_file_for_a_purpose_that_stays_on_record(
    session, client, certified, beginner
):
    asked = f"{HERE}/rule-change-lists.csv?group=falls-short"
    why = "&purpose=Who+is+to+be+told."

    refused = client.get(asked)
    lines = client.get(asked + why).text.splitlines()

    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json["errors"]] == ["/query/purpose"]
    noted = session.scalars(select(Export)).one()
    assert (noted.purpose, noted.list_name) == ("Who is to be told.", "rule-change")
    assert (noted.asked["group"], noted.asked["edition"]) == ("falls-short", TODAY)
    session.commit()

    assert lines[0].lstrip("\ufeff").startswith("enrolment,learner,name")
    assert len(lines) == 2
    assert certified.user.name in lines[1]
    as_json = client.get(f"{HERE}/rule-change-lists.json?group=unchanged{why}").json
    assert [row["name"] for row in as_json["rows"]] == [beginner.user.name]


def test_nobody_but_administrators_changes_rules(session, caller):
    trainer, learner = a_trainer(session), a_learner(session)
    session.commit()

    for person in (trainer, learner):
        assert preview(caller(person)).status_code == 403


def test_a_renewed_run_and_a_top_up_by_program(session, caller, client, certified):
    mine = caller(certified.user)
    op = {"op": str(uuid4())}
    address = f"/api/v1/enrolments/{certified.uuid}"
    assert mine.post(f"{address}/renewal", json=op).status_code == 409
    assert mine.post(f"{address}/top-up", json=op).status_code == 409
    day = "2099-01-01"
    apply(client, preview(client).json["token"], "top-up", top_up_by=day)

    begun = mine.post(f"{address}/top-up", json=op)

    assert begun.json["edition"] == TODAY
    assert mine.post(f"{address}/top-up", json=op).json == begun.json
    granted = {"op": str(uuid4()), "reason": "Asked for."}
    anew = client.post(f"{address}/renewal", json=granted)
    assert (anew.status_code, anew.json["run"]) == (201, 2)
    assert client.post(f"{address}/renewal", json=granted).status_code == 200
    silent = client.post(f"{address}/renewal", json={"op": str(uuid4())})
    assert silent.status_code == 200


def test_an_administrator_says_why(session, client):
    enrolment = a_completed_enrolment(session)
    session.commit()

    told = client.post(
        f"/api/v1/enrolments/{enrolment.uuid}/renewal", json={"op": str(uuid4())}
    )

    assert told.json["type"].endswith("renewal-reason-needed")
