"""The page of lessons: where people stop, how long they need, what they learned."""

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from course.models import Edition
from tests import builders
from tests.html import parse_page, text_of
from tests.learner_api.pages.people_of_figures import some_people
from tests.tables import rows_of

PAGE = "/statistics/lessons"


@pytest.fixture
def people(session):
    return some_people(session)


@pytest.fixture
def administrator(session, sign_in):
    administrator = builders.an_administrator(session)
    session.commit()
    sign_in(administrator)
    return administrator


def test_every_lesson_tells_who_opened_and_who_completed_it(
    people, administrator, page
):
    html = page(PAGE)

    lessons = rows_of(html, "Lesson by lesson")
    assert lessons["1.1"][-2:] == ["4", "2"]
    assert {row[-1] for row in lessons.values()} == {"2"}
    modules = rows_of(html, "Modules completed")
    assert modules == {
        "The first module": ["2", "50.0 %", "4.0"],
        "The second module": ["2", "50.0 %", "2.0"],
    }
    assert "<dt>Hours learned, by the outline</dt><dd>6.0</dd>" in html


def test_days_to_complete_are_told_by_quarters(people, administrator, page):
    html = page(PAGE)

    assert "2 people completed." in html
    assert list(rows_of(html, "Days from enrolling to completing").values()) == [
        ["0"],
        ["0"],
        ["0"],
    ]


def test_a_gain_of_too_few_is_not_told(people, administrator, page):
    html = page(PAGE)

    assert "Too few people sat both tests" in html
    assert rows_of(html, "Learning gain") == {}


def test_the_page_is_narrowed_as_the_other_and_passes_over_breakdowns(
    people, administrator, page
):
    html = page(f"{PAGE}?gender=female&by=country&by=country")

    assert rows_of(html, "Lesson by lesson")["1.1"][-2:] == ["2", "2"]
    assert "<li>Gender: Woman</li>" in html
    assert 'name="by"' not in html


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("country=NA", "Nobody is left under these filters"),
        ("as_of=2026-03-01T00:00", "Nobody was enrolled on"),
        ("as_of=2026-03-01T00:00&detail=protected", "There are too few people"),
    ],
)
def test_where_there_is_nobody_the_page_says_why(
    people, administrator, page, asked, words
):
    assert words in page(f"{PAGE}?{asked}")


def test_a_wrong_filter_is_refused_beside_its_field(people, administrator, client):
    response = client.get(f"{PAGE}?region=atlantis")

    assert response.status_code == 422
    assert 'href="#region"' in response.text


@pytest.mark.parametrize(
    ("name", "value"),
    [("country", "GH"), ("language", "en"), ("edition", "f" * 64), ("cohort", "")],
)
def test_for_publication_a_filter_is_refused_beside_its_field(
    people, administrator, client, name, value
):
    told = value or people["first"].uuid

    response = client.get(f"{PAGE}?detail=protected&{name}={told}")

    assert response.status_code == 422
    assert f'href="#{name}"' in response.text
    assert "everybody on the course. Leave" in response.text
    assert f'id="{name}"' in response.text


def test_for_publication_lessons_of_fewer_than_ten_have_a_dash(
    session, people, administrator, page
):
    for _number in range(11):
        learner = builders.a_learner(session)
        builders.a_completed_enrolment(session, learner)
    session.commit()

    html = page(f"{PAGE}?detail=protected")

    # Four opened it, and thirteen completed it, eleven of them by a program.
    assert rows_of(html, "Lesson by lesson")["1.1"][-2:] == ["–", "10"]
    assert "a number of fewer than 10 people is a dash" in html


def test_every_table_has_its_file(people, administrator, client, page):
    links = [
        link.get("href")
        for link in parse_page(page(PAGE)).iter("a")
        if text_of(link).startswith("CSV :")
    ]

    files = [client.get(link) for link in links]

    assert [each.status_code for each in files] == [200] * 4
    modules, lessons, days, gain = (
        list(csv.DictReader(io.StringIO(each.data.decode("utf-8-sig"))))
        for each in files
    )
    assert {row["completed"] for row in modules} == {"2"}
    assert lessons[0] == {
        "module": "first-module",
        "lesson": "first-lesson",
        "opened": "4",
        "completed": "2",
    }
    assert days == [{"people": "2", "lower": "0", "middle": "0", "upper": "0"}]
    assert gain == []


def test_every_table_leads_to_a_file_to_keep_of_what_it_measures(
    people, administrator, page
):
    html = page(f"{PAGE}?gender=female&measures=counts")
    links = to_keep(html)

    assert [link.partition("?")[0] for link in links] == ["/statistics/exports/new"] * 4
    assert [parse_qs(urlsplit(link).query) for link in links] == [
        {"course": ["miniature"], "gender": ["female"], "measures": [measure]}
        for measure in ("modules", "lessons", "days", "gain")
    ]
    for link, words in zip(
        links,
        ("modules", "lessons", "days", "gain"),
        strict=True,
    ):
        asking = page(link)
        assert f'<option value="{words}" selected>' in asking
        assert f'<input type="hidden" name="measures" value="{words}">' in asking


def test_a_file_to_keep_of_a_page_of_then_is_as_of_then(people, administrator, page):
    links = to_keep(page(f"{PAGE}?as_of=2026-03-02T13:00"))

    assert {parse_qs(urlsplit(link).query)["as_of"][0] for link in links} == {
        "2026-03-02T13:00:00Z"
    }
    assert all("As of 2 March 2026, 13:00 UTC." in page(link) for link in links)


def to_keep(html):
    return [
        link.get("href")
        for link in parse_page(html).iter("a")
        if text_of(link).startswith("A file to keep")
    ]


def test_lessons_of_a_past_moment_are_those_of_the_outline_of_then(
    session, people, administrator, client, page
):
    edition = builders.an_edition(session)
    first, _second = edition.content["modules"]
    later = Edition(
        kind="course",
        key=builders.COURSE,
        digest="d" * 64,
        content={**edition.content, "modules": [first]},
        recorded_at=builders.NOW + timedelta(days=10),
    )
    session.add(later)
    session.commit()
    before = (builders.NOW + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")

    html, then = page(PAGE), page(f"{PAGE}?as_of={before}")
    told, told_then = (
        client.get(
            f"/api/v1/courses/{builders.COURSE}/figures?measures=lessons{moment}"
        ).get_json()
        for moment in ("", f"&as_of={before}:00Z")
    )

    assert list(rows_of(html, "Modules completed")) == ["The first module"]
    assert list(rows_of(then, "Modules completed")) == [
        "The first module",
        "The second module",
    ]
    assert "the outline recorded on 12 March 2026" in html
    assert told["outline"] == later.digest
    assert told_then["outline"] == edition.digest
    assert [len(one["lessons"]["lessons"]) for one in (told, told_then)] == [2, 3]


def test_a_learner_does_not_get_the_page(session, client, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    assert client.get(PAGE).status_code == 403
