"""Figures on the screen and in files: one question, one answer."""

import csv
import io
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from course import accounts, progress
from course.models import CohortTrainer, User
from learner_api.pages.statistics import share
from tests import builders
from tests.html import check_page, parse_page, text_of
from tests.tables import rows_of


@pytest.fixture
def people(session):
    """Two cohorts and somebody in none: five enrolled, four begun, two completed."""
    first = builders.a_cohort(session, key="first", title="First cohort")
    second = builders.a_cohort(session, key="second", title="Second cohort")
    places = (
        (first, "GH", "female", True),
        (first, "JM", "male", False),
        (first, "JM", None, False),
        (second, None, "female", True),
        (None, "GH", "undisclosed", False),
    )
    for number, (cohort, country, gender, completed) in enumerate(places):
        person = builders.a_learner(
            session,
            name="=1+1" if number == 1 else f"Person {number}",
            country=country,
            gender=gender,
            affiliation="government",
        )
        if completed:
            enrolment = builders.a_completed_enrolment(session, person, cohort=cohort)
        else:
            enrolment = builders.an_enrolment(session, person, cohort=cohort)
        if number != 4:
            progress.open_lesson(
                session,
                enrolment.id,
                "first-module",
                "first-lesson",
                now=builders.NOW,
                by=person,
            )
    session.commit()
    return {"first": first, "second": second}


@pytest.fixture
def administrator(session, sign_in):
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)
    return administrator


def test_counts_stand_by_group_with_their_total(people, administrator, page):
    html = page("/statistics")

    assert rows_of(html) == {
        "First cohort": ["3", "3", "1", "33 %", "1"],
        "Second cohort": ["1", "1", "1", "100 %", "1"],
        "No cohort": ["1", "0", "0", "0 %", "0"],
        "All": ["5", "4", "2", "40 %", "2"],
    }


def test_groups_are_named_in_words(people, administrator, page):
    assert list(rows_of(page("/statistics?by=country"))) == [
        "Ghana",
        "Jamaica",
        "Not given",
        "All",
    ]
    assert list(rows_of(page("/statistics?by=gender"))) == [
        "Man",
        "Prefers not to say",
        "Woman",
        "Not given",
        "All",
    ]
    assert list(rows_of(page("/statistics?by=affiliation"))) == [
        "National government",
        "All",
    ]


@pytest.mark.parametrize("by", ["cohort", "country", "gender", "affiliation"])
def test_files_and_screen_agree(app_on_both, people, administrator, client, page, by):
    html = page(f"/statistics?by={by}")
    shown = list(rows_of(html).values())
    links = downloads_of(html)

    counts = read_csv(client.get(links["Counts as CSV"]))
    counts_json = json.loads(client.get(links["Counts as JSON"]).data)
    named = read_csv(client.get(links["Learners by name as CSV"]))
    named_json = json.loads(client.get(links["Learners by name as JSON"]).data)

    figures = [[row[0], row[1], row[2], row[4]] for row in shown]
    assert sorted(list(row.values())[1:] for row in counts) == sorted(figures[:-1])
    assert sorted(
        [str(row[name]) for name in ("enrolled", "started", "completed", "certified")]
        for row in counts_json["rows"]
    ) == sorted(figures[:-1])
    for rows in (named, named_json["rows"]):
        assert [
            str(len(rows)),
            str(sum(bool(row["started_at"]) for row in rows)),
            str(sum(bool(row["completed_at"]) for row in rows)),
            str(sum(bool(row["award_number"]) for row in rows)),
        ] == figures[-1]
    assert {row["country"] for row in named} == {"GH", "JM", ""}
    assert named_json["as_of"] == counts_json["as_of"]


def test_a_cohort_is_counted_alone(people, administrator, client, page):
    html = page(f"/statistics?cohort={people['first'].uuid}&by=country")

    assert rows_of(html) == {
        "Ghana": ["1", "1", "1", "100 %", "1"],
        "Jamaica": ["2", "2", "0", "0 %", "0"],
        "All": ["3", "3", "1", "33 %", "1"],
    }
    named = read_csv(client.get(downloads_of(html)["Learners by name as CSV"]))
    assert {row["cohort"] for row in named} == {"first"}


def test_figures_of_an_earlier_moment_are_those_known_then(
    people, administrator, session, page
):
    person = session.scalars(select(User).where(User.name == "Person 0")).one()
    later = builders.NOW + timedelta(days=1)
    accounts.change_profile(
        session, person, {"country": "TN"}, now=later, by=administrator
    )
    session.commit()

    then = page("/statistics?by=country&as_of=2026-03-02T13:00")
    before = page("/statistics?as_of=2026-03-01T00:00")

    assert list(rows_of(then)) == ["Ghana", "Jamaica", "Not given", "All"]
    assert "As it was known on 2 March 2026, 13:00 UTC." in then
    assert 'value="2026-03-02T13:00"' in then
    assert "Nobody was enrolled on 1 March 2026, 00:00 UTC." in before
    assert "Tunisia" in page("/statistics?by=country")


def test_the_links_fix_the_moment_that_the_page_shows(people, administrator, page):
    links = downloads_of(page("/statistics"))

    moments = {parse_qs(urlsplit(link).query)["as_of"][0] for link in links.values()}
    assert len(moments) == 1
    assert moments.pop().endswith("Z")


def test_a_file_carries_its_question_in_its_name(people, administrator, client):
    asked = "course=miniature&as_of=2026-03-02T13:00:00Z"

    counts = client.get(f"/statistics/completions.csv?{asked}&by=country")
    named = client.get(f"/statistics/completions.json?{asked}")

    assert counts.headers["Content-Disposition"] == (
        "attachment; "
        "filename=completions-miniature-by-country-as-of-2026-03-02T130000Z.csv"
    )
    assert counts.mimetype == "text/csv"
    assert counts.data.startswith(b"\xef\xbb\xbfcountry,enrolled")
    assert "as-of-2026-03-02T130000Z.json" in named.headers["Content-Disposition"]
    assert b"'=1+1" in client.get(f"/statistics/completions.csv?{asked}").data


def test_a_download_leaves_no_connection_open(people, administrator, client, app):
    pool = app.extensions["course.database"].engine.pool

    response = client.get("/statistics/completions.csv", buffered=True)
    response.close()

    assert response.status_code == 200
    assert pool.checkedout() == 0


def test_a_trainer_counts_the_cohorts_they_lead_and_no_other(
    people, session, client, sign_in, page
):
    trainer = builders.a_trainer(session)
    session.add(CohortTrainer(cohort_id=people["second"].id, user_id=trainer.id))
    session.commit()
    sign_in(trainer)

    html = page("/statistics")
    named = read_csv(client.get(downloads_of(html)["Learners by name as CSV"]))

    assert list(rows_of(html)) == ["Second cohort", "All"]
    assert "First cohort" not in html
    assert [row["cohort"] for row in named] == ["second"]
    page(f"/statistics?cohort={people['first'].uuid}", 404)
    foreign = client.get(f"/statistics/completions.csv?cohort={people['first'].uuid}")
    assert foreign.status_code == 404


def test_a_trainer_without_cohorts_sees_nobody(people, session, sign_in, page):
    trainer = builders.a_trainer(session)
    session.commit()
    sign_in(trainer)

    assert "Nobody was enrolled on" in page("/statistics")


def test_a_moment_that_cannot_be_is_refused_with_words(administrator, client):
    for as_of in ("yesterday", "2199-01-01T00:00", "0001-01-01T00:00+23:00"):
        response = client.get("/statistics", query_string={"as_of": as_of})

        assert response.status_code == 422
        check_page(response.text, "/statistics")
        assert 'href="#as_of"' in response.text
        file = client.get("/statistics/completions.csv", query_string={"as_of": as_of})
        assert file.status_code == 422


def test_what_is_not_there_is_not_found(administrator, client):
    addresses = (
        "/statistics?course=no-such-course",
        "/statistics?cohort=00000000-0000-4000-8000-000000000000",
        "/statistics?cohort=not-a-uuid",
        "/statistics?colour=green",
        "/statistics/completions.exe",
    )

    assert [client.get(one).status_code for one in addresses] == [404] * 5


def test_a_learner_gets_neither_page_nor_file(session, client, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    assert client.get("/statistics").status_code == 403
    assert client.get("/statistics/completions.csv").status_code == 403


def test_a_share_is_a_hundred_only_when_all_have_it():
    assert [share(0, 0), share(1, 3), share(2, 3), share(999, 1000)] == [0, 33, 66, 99]
    assert share(7, 7) == 100


def downloads_of(html):
    """The links to files, by their words."""
    return {
        text_of(link): link.get("href")
        for link in parse_page(html).iter("a")
        if "/completions." in link.get("href", "")
    }


def read_csv(response):
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
