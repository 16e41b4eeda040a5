"""Completion figures and their export: they agree, and they stay as they were."""

import csv
import io
import json
import sys
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.exports import EXPORT_FORMATS, as_xlsx
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

STATISTICS = f"/api/v1/courses/{COURSE}/statistics"
EXPORT = f"/api/v1/courses/{COURSE}/completions"
PURPOSE = "The yearly report to the board."
NAMED = f"?purpose={quote(PURPOSE)}"


@pytest.fixture
def trainer(session):
    return a_trainer(session)


@pytest.fixture
def cohort(session, trainer):
    return a_cohort(session, trainer=trainer, key="own")


@pytest.fixture
def administrator(session, cohort):
    """An administrator, over two cohorts with two and one learners."""
    administrator = an_administrator(session)
    a_completed_enrolment(
        session, a_learner(session, name="=Ama", country="GH"), cohort=cohort
    )
    an_enrolment(session, a_learner(session, country="KE"), cohort=cohort)
    an_enrolment(session, cohort=a_cohort(session, key="foreign"))
    session.commit()
    return administrator


def rows_of(answer):
    text = answer.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_counts_add_up_to_the_total(caller, administrator):
    figures = caller(administrator).get(STATISTICS, query_string={"by": "country"}).json

    assert figures["counts"] == [
        {
            "group": "GH",
            "enrolled": 1,
            "started": 1,
            "completed": 1,
            "certified": 1,
        },
        {"group": "KE", "enrolled": 1, "started": 0, "completed": 0, "certified": 0},
        {"group": None, "enrolled": 1, "started": 0, "completed": 0, "certified": 0},
    ]
    assert figures["total"]["enrolled"] == 3
    assert figures["total"]["completed"] == 1
    assert figures["as_of"].endswith("Z")


def test_a_trainer_counts_the_cohorts_they_lead(caller, administrator, trainer):
    client = caller(trainer)

    figures = client.get(STATISTICS).json
    rows = rows_of(client.get(f"{EXPORT}.csv{NAMED}"))

    assert [one["group"] for one in figures["counts"]] == ["own"]
    assert figures["total"]["enrolled"] == len(rows) == 2


def test_figures_as_of_an_earlier_moment_are_what_they_were(caller, administrator):
    before = "2026-03-02T11:00:00Z"

    figures = caller(administrator).get(STATISTICS, query_string={"as_of": before}).json

    assert figures["as_of"] == before
    assert figures["total"]["enrolled"] == 0


def test_figures_asked_again_are_not_modified(caller, administrator):
    client = caller(administrator)
    first = client.get(STATISTICS)

    again = client.get(STATISTICS, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"by": "age"}, "/query/by"),
        ({"cohort": "own"}, "/query/cohort"),
        ({"as_of": "2199-01-01T00:00:00Z"}, "/query/as_of"),
        ({"country": "GH"}, "/query/country"),
    ],
)
@pytest.mark.parametrize("path", [STATISTICS, f"{EXPORT}.csv"])
def test_a_faulty_question_says_where(caller, administrator, path, query, pointer):
    refused = caller(administrator).get(path, query_string=query)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


@pytest.mark.parametrize("path", [STATISTICS, f"{EXPORT}.csv"])
def test_a_foreign_cohort_and_an_unknown_course_are_not_there(
    session, caller, administrator, trainer, path
):
    foreign = a_cohort(session)
    session.commit()
    client = caller(trainer)

    answers = [
        client.get(path, query_string={"by": "country", "cohort": str(foreign.uuid)}),
        client.get(path, query_string={"by": "country", "cohort": str(uuid4())}),
        client.get(path.replace(COURSE, "no-course") + "?by=country"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_the_export_names_rows_safely_and_says_its_as_of(caller, administrator):
    answer = caller(administrator).get(
        f"{EXPORT}.csv",
        query_string={"as_of": "2026-03-02T12:00:00Z", "purpose": PURPOSE},
    )

    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=completions-miniature-as-of-2026-03-02T120000Z.csv"
    )
    rows = rows_of(answer)
    assert rows[0]["name"] == "'=Ama"
    assert rows[0]["completed_at"] == "2026-03-02T12:00:00Z"


def test_the_export_as_json_agrees_with_the_counts(caller, administrator):
    client, query = caller(administrator), {"by": "country"}

    exported = json.loads(client.get(f"{EXPORT}.json", query_string=query).data)
    figures = client.get(STATISTICS, query_string=query).json

    assert [row["country"] for row in exported["rows"]] == [
        one["group"] for one in figures["counts"]
    ]
    assert (
        sum(row["enrolled"] for row in exported["rows"])
        == (figures["total"]["enrolled"])
    )
    assert exported["breakdown"] == "country"


@pytest.mark.parametrize("kind", EXPORT_FORMATS.values(), ids=EXPORT_FORMATS)
def test_the_export_is_had_in_every_format(caller, administrator, kind):
    answer = caller(administrator).get(f"{EXPORT}.{kind.suffix}{NAMED}")

    assert answer.status_code == 200
    assert answer.mimetype == kind.media_type
    assert answer.headers["Content-Disposition"].endswith(f".{kind.suffix}")
    assert answer.data


def test_what_a_sheet_cannot_hold_is_refused_before_anything_is_sent(
    caller, administrator, monkeypatch
):
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 2)

    refused = caller(administrator).get(f"{EXPORT}.xlsx{NAMED}")

    assert refused.status_code == 409
    assert refused.json["type"].endswith("/too-many-rows-for-sheet")
    assert refused.json["most"] == 2
    assert "Choose CSV" in refused.json["detail"]


def test_a_format_whose_package_is_missing_is_refused(
    caller, administrator, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    refused = caller(administrator).get(f"{EXPORT}.parquet{NAMED}")

    assert refused.status_code == 501
    assert refused.json["type"].endswith("/format-not-installed")


def test_a_format_that_there_is_not_is_not_found(caller, administrator):
    refused = caller(administrator).get(f"{EXPORT}.docx{NAMED}")

    assert refused.status_code == 404


def test_a_learner_exports_nothing(session, caller, administrator):
    learner = a_learner(session)
    session.commit()

    assert caller(learner).get(f"{EXPORT}.csv").status_code == 403
    assert caller(learner).get(STATISTICS).status_code == 403


@pytest.mark.parametrize("method", ["get", "head"])
def test_an_export_gives_its_connection_back(app, caller, administrator, method):
    client = caller(administrator)
    pool = app.extensions["course.database"].engine.pool

    answer = getattr(client, method)(f"{EXPORT}.csv{NAMED}", buffered=False)
    answer.close()

    assert pool.checkedout() == 0


def test_a_reader_who_goes_away_leaves_no_connection_behind(
    session, app, caller, administrator, cohort
):
    for _ in range(600):
        an_enrolment(session, a_learner(session, password_hash=None), cohort=cohort)
    session.commit()
    client = caller(administrator)
    pool = app.extensions["course.database"].engine.pool

    answer = client.get(f"{EXPORT}.csv{NAMED}", buffered=False)
    first = next(answer.iter_encoded())
    answer.close()

    assert first.startswith(b"\xef\xbb\xbf")
    assert pool.checkedout() == 0


def test_names_are_given_for_a_purpose_that_stays_on_record(
    session, caller, administrator
):
    client = caller(administrator)

    refused = client.get(f"{EXPORT}.csv")
    short = client.get(f"{EXPORT}.csv?purpose=Because")
    counted = client.get(
        f"{EXPORT}.csv", query_string={"by": "country", "purpose": PURPOSE}
    )
    taken = client.get(f"{EXPORT}.csv{NAMED}")

    for answer in (refused, short, counted):
        assert answer.status_code == 422
        assert [one["pointer"] for one in answer.json["errors"]] == ["/query/purpose"]
    assert taken.status_code == 200
    noted = session.scalars(select(Export)).one()
    assert (noted.actor_id, noted.purpose) == (administrator.id, PURPOSE)
    assert (noted.list_name, noted.format, noted.course_key) == (
        "completions",
        "csv",
        COURSE,
    )
