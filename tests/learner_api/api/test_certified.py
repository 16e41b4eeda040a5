"""The register by program: who was certified on a day, as known on another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course.certified import CertifiedQuery, certified_rows
from course.models import Award, Export
from tests.awards_held import happened
from tests.builders import (
    COURSE,
    NOW,
    OFFICE,
    a_cohort,
    a_completed_enrolment,
    an_administrator,
)

PURPOSE = "The yearly report to the board."
HERE = f"/api/v1/courses/{COURSE}/certified"
LATER = NOW + timedelta(days=10)


@pytest.fixture
def client(session, caller):
    """A program of an administrator."""
    administrator = an_administrator(session)
    session.commit()
    return caller(administrator)


@pytest.fixture
def two(session):
    """Two awards, the second of which was revoked ten days later."""
    cohort = a_cohort(session)
    first = a_completed_enrolment(session, cohort=cohort)
    second = a_completed_enrolment(session)
    query = CertifiedQuery(NOW.date() + timedelta(days=1), NOW, OFFICE.zone)
    numbers = [each.number for each in certified_rows(session, query)]
    award = session.scalars(select(Award).where(Award.number == numbers[1])).one()
    happened(session, award, "revoked", now=LATER)
    session.commit()
    return first, second, cohort


def asked(client, **query):
    return client.get(HERE, query_string=query)


def test_the_register_says_how_many_and_who(client, two):
    first, _, cohort = two

    told = asked(client, on="2026-03-20")

    assert told.json["count"] == 1
    [row] = told.json["items"]
    assert (row["learner"], row["name"]) == (str(first.user.uuid), first.user.name)
    assert (row["run"], row["valid_until"]) == (1, None)
    assert asked(client, on="2026-03-05").json["count"] == 2
    assert asked(client, on="2026-02-01").json["count"] == 0
    in_cohort = asked(client, on="2026-03-05", cohort=str(cohort.uuid)).json
    assert in_cohort["count"] == 1


def test_names_are_given_for_a_purpose_that_stays_on_record(client, session, two):
    refused = [
        client.get(f"{HERE}.csv", query_string={"on": "2026-03-05", **said})
        for said in ({}, {"purpose": "Because."}, {"purpose": " " * 12})
    ]
    assert session.scalars(select(Export)).all() == []
    session.commit()

    taken = client.get(
        f"{HERE}.csv",
        query_string={
            "on": "2026-03-05",
            "as_known_on": "2026-03-06T00:00:00Z",
            "purpose": f" {PURPOSE} ",
        },
    )

    for answer in refused:
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json["errors"]] == ["/query/purpose"]
    assert taken.status_code == 200
    noted = session.scalars(select(Export)).one()
    assert noted.purpose == PURPOSE
    assert noted.actor.is_administrator
    assert noted.asked == {
        "list": "certified",
        "course": COURSE,
        "as_of": "2026-03-06T00:00:00+00:00",
        "on": "2026-03-05",
    }


def test_the_list_of_files_tells_what_was_handed_over(client, two):
    client.get(f"{HERE}.csv", query_string={"purpose": PURPOSE})

    [told] = client.get("/api/v1/exports").json["items"]
    fetched = client.get(f"/api/v1/exports/{told['export']}/file")

    assert (told["list"], told["state"], told["file"]) == ("certified", "taken", None)
    assert (told["content"], told["purpose"]) == ("rows", PURPOSE)
    assert told["question"]["list"] == "certified"
    assert told["question"]["on"] == told["as_of"][:10]
    assert fetched.status_code == 410
    assert fetched.json["type"] == "/problems/export-gone"


def test_what_was_known_before_stays_known(client, two):
    known = asked(client, on="2026-03-20", as_known_on="2026-03-05T00:00:00Z")

    assert known.json["count"] == 2
    assert known.json["as_known_on"] == "2026-03-05T00:00:00Z"


def test_the_limit_shortens_the_names_and_not_the_count(client, two):
    told = asked(client, on="2026-03-05", limit=1).json

    assert (told["count"], len(told["items"])) == (2, 1)


def test_the_file_names_everybody(client, two):
    query = {"on": "2026-03-05", "purpose": PURPOSE}

    lines = client.get(f"{HERE}.csv", query_string=query).text.splitlines()
    told = client.get(f"{HERE}.json", query_string=query).json

    assert len(lines) == 3
    assert told["row_count"] == 2
    assert told["on"] == "2026-03-05"


@pytest.mark.parametrize(
    "query", [{"on": "yesterday"}, {"as_known_on": "2999-01-01T00:00Z"}]
)
def test_a_question_that_cannot_be_answered_is_refused(client, two, query):
    assert asked(client, **query).status_code == 422


def test_an_unknown_course_or_cohort_is_not_there(client, two):
    assert client.get("/api/v1/courses/none/certified").status_code == 404
    stranger = "00000000-0000-4000-8000-000000000000"
    assert asked(client, cohort=stranger).status_code == 404
