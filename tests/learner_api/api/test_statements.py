"""The record as statements of xAPI by program: whose, to whom, and names."""

import pytest
from sqlalchemy import select

from course.models import Export
from tests.builders import (
    COURSE,
    a_cohort,
    a_completed_enrolment,
    a_learner,
    a_trainer,
    an_administrator,
    an_enrolment,
)
from tests.xapi_rules import faults_of, read_lines

HERE = f"/api/v1/courses/{COURSE}/statements.jsonl"


@pytest.fixture
def people(session):
    """An administrator, a trainer and the two learners, of whom one is led."""
    trainer = a_trainer(session)
    ama = a_learner(session, name="Ama Mensah")
    led = a_completed_enrolment(session, ama, cohort=a_cohort(session, trainer=trainer))
    alone = an_enrolment(session, a_learner(session, name="Bo Lund"))
    administrator = an_administrator(session)
    session.commit()
    return administrator, trainer, led, alone


def registrations(answer):
    assert answer.status_code == 200, answer.text
    found = read_lines(answer.data)
    assert [fault for each in found for fault in faults_of(each)] == []
    return {each["context"]["registration"] for each in found}


def test_an_administrator_is_told_of_everybody_and_a_trainer_of_their_own(
    caller, people
):
    administrator, trainer, led, alone = people

    everybody = caller(administrator).get(HERE)
    theirs = caller(trainer).get(HERE)

    assert registrations(everybody) == {str(led.uuid), str(alone.uuid)}
    assert registrations(theirs) == {str(led.uuid)}
    assert everybody.mimetype == "application/jsonl"
    assert "Ama" not in everybody.text
    assert (
        "attachment; filename=statements-miniature-as-of-"
        in (everybody.headers["Content-Disposition"])
    )


def test_an_answer_as_of_an_earlier_moment_begins_the_later_one(caller, people):
    client = caller(people[0])

    earlier = client.get(HERE, query_string={"as_of": "2026-03-02T12:00:00Z"})
    none = client.get(HERE, query_string={"as_of": "2026-03-01T12:00:00Z"})

    assert earlier.data == client.get(HERE).data
    assert none.data == b""


def test_names_come_for_a_purpose_that_stays_on_record(session, caller, people):
    administrator = people[0]
    purpose = "The ministry's own record store."

    answer = caller(administrator).get(
        HERE, query_string={"with_names": "true", "purpose": purpose}
    )

    names = {each["actor"]["name"] for each in read_lines(answer.data)}
    taken = session.scalars(select(Export)).one()
    assert names == {"Ama Mensah", "Bo Lund"}
    assert (taken.actor_id, taken.list_name) == (administrator.id, "statements")
    assert (taken.purpose, taken.course_key) == (purpose, COURSE)


def test_the_page_of_the_account_says_that_names_were_taken(caller, people):
    administrator = people[0]
    client = caller(administrator)
    client.get(
        HERE, query_string={"with_names": "true", "purpose": "A store of records."}
    )

    page = client.get(f"/people/{administrator.uuid}").text

    assert "Took out learners’ names: A store of records." in page


def test_a_trainer_is_given_no_names(session, caller, people):
    answer = caller(people[1]).get(
        HERE, query_string={"with_names": "true", "purpose": "They are mine."}
    )

    assert answer.status_code == 403
    assert answer.json["type"].endswith("/not-permitted")
    assert session.scalars(select(Export)).all() == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"with_names": "true"}, "/query/purpose"),
        ({"purpose": "A store of records."}, "/query/purpose"),
        ({"with_names": "perhaps"}, "/query/with_names"),
        ({"as_of": "2199-01-01T00:00:00Z"}, "/query/as_of"),
    ],
)
def test_a_faulty_question_says_where(caller, people, query, pointer):
    refused = caller(people[0]).get(HERE, query_string=query)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_a_foreign_cohort_and_an_unknown_course_are_not_there(session, caller, people):
    foreign = a_cohort(session)
    session.commit()
    client = caller(people[1])

    answers = [
        client.get(HERE, query_string={"cohort": str(foreign.uuid)}),
        client.get(HERE.replace(COURSE, "no-course")),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
