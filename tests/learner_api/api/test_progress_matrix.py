"""Every learner with every lesson: by program, as a file and on the page, the same."""

import csv
import io
import re
from uuid import UUID

import pytest

from course import enrolments
from tests import builders
from tests.builders import LESSONS, NOW
from tests.tables import rows_of

V1 = "/api/v1"
CAPTION = "How far each learner is with each lesson"


@pytest.fixture
def trainer(session):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer)
    for name, finished in (("Ana", 0), ("Ben", 1), ("Cleo", 3), ("Dina", 1)):
        person = builders.a_learner(session, name=name)
        enrolment = builders.an_enrolment(session, person, cohort=cohort)
        for lesson in LESSONS[:finished]:
            builders.a_finished_lesson(session, enrolment, *lesson)
        if name == "Ben":
            builders.an_opened_lesson(session, enrolment, *LESSONS[1])
        if name == "Dina":
            enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=trainer)
    session.commit()
    return cohort


@pytest.fixture
def here(cohort):
    return f"{V1}/cohorts/{cohort.uuid}/progress-matrix"


def test_program_file_and_page_say_the_same(
    app_on_both, caller, trainer, here, cohort, sign_in, page
):
    client = caller(trainer)
    sign_in(trainer)

    told = client.get(here).get_json()
    answer = client.get(f"{here}.csv")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    html = page(f"/cohorts/{cohort.uuid}/matrix")

    assert [
        (each["name"], each["percent"], each["state"], each["lessons"])
        for each in told["items"]
    ] == [
        ("Cleo", 60, "under-way", ["finished", "finished", "finished"]),
        ("Ben", 20, "under-way", ["finished", "begun", "to-do"]),
        ("Dina", 20, "withdrawn", ["finished", "to-do", "to-do"]),
        ("Ana", 0, "not-started", ["to-do", "to-do", "to-do"]),
    ]
    assert (told["cohort"], told["learners"], told["next"]) == (
        str(cohort.uuid),
        4,
        None,
    )
    assert cohort.key in answer.headers["Content-Disposition"]
    assert lines[0][-3:] == [f"{module}/{lesson}" for module, lesson in LESSONS]
    assert [(line[0], int(line[3]), line[2], line[-3:]) for line in lines[1:]] == [
        (each["name"], each["percent"], each["state"], each["lessons"])
        for each in told["items"]
    ]
    assert rows_of(html, CAPTION) == {
        "Cleo 60 %": ["finished", "finished", "finished"],
        "Ben 20 %": ["finished", "begun", "not yet"],
        "Dina 20 %, Withdrawn": ["finished", "not yet", "not yet"],
        "Ana 0 %, Not started": ["not yet", "not yet", "not yet"],
    }


def test_the_columns_are_told_by_module(caller, trainer, here):
    modules = caller(trainer).get(here).get_json()["modules"]

    assert [(each["number"], each["key"]) for each in modules] == [
        (1, "first-module"),
        (2, "second-module"),
    ]
    assert modules[1]["lessons"] == [
        {"number": 1, "key": "third-lesson", "title": "The third lesson"}
    ]


def test_learners_come_in_pages_in_the_order_asked_for(caller, trainer, here):
    client = caller(trainer)

    first = client.get(f"{here}?sort=name&limit=3&module=second-module").get_json()
    second = client.get(first["next"]).get_json()

    assert [each["name"] for each in first["items"]] == ["Ana", "Ben", "Cleo"]
    assert first["items"][2]["lessons"] == ["finished"]
    assert [each["name"] for each in second["items"]] == ["Dina"]
    assert (second["learners"], second["next"]) == (4, None)


def test_what_has_not_changed_is_not_sent_again(caller, trainer, here):
    client = caller(trainer)
    tag = client.get(here).headers["ETag"]

    assert client.get(here, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "query", ["sort=luck", "module=third-module", f"after={UUID(int=7)}", "days=7"]
)
def test_what_cannot_be_asked_is_refused(caller, trainer, here, query):
    assert caller(trainer).get(f"{here}?{query}").status_code == 422


def test_a_file_is_of_one_module_too(caller, trainer, here):
    client = caller(trainer)

    text = client.get(f"{here}.csv?module=first-module&sort=name").text

    assert text.splitlines()[0].endswith(
        "as_of,first-module/first-lesson,first-module/second-lesson"
    )
    assert client.get(f"{here}.csv?module=third-module").status_code == 422
    assert client.get(f"{here}.txt").status_code == 404


def test_the_page_leads_to_each_module_and_to_the_files(page, sign_in, trainer, cohort):
    sign_in(trainer)
    address = f"/cohorts/{cohort.uuid}"

    html = page(f"{address}/matrix?sort=name")
    links = re.findall(r'href="([^"]+/matrix\?[^"]+)"', html.replace("&amp;", "&"))
    narrowed = page(links[-1])

    assert f'href="{address}/matrix"' in page(address)
    assert links == [
        f"{address}/matrix?sort=name&module=first-module",
        f"{address}/matrix?sort=name&module=second-module",
    ]
    assert rows_of(narrowed, CAPTION)["Cleo 60 %"] == ["finished"]
    assert f"{V1}{address}/progress-matrix.csv?sort=name&amp;module=" in narrowed


def test_many_learners_come_fifty_at_a_time(session, page, sign_in, trainer, cohort):
    for number in range(48):
        person = builders.a_learner(session, name=f"Learner {number:02}")
        builders.an_enrolment(session, person, cohort=cohort)
    session.commit()
    sign_in(trainer)
    address = f"/cohorts/{cohort.uuid}/matrix"

    first, second = page(address), page(f"{address}?part=2")

    assert len(rows_of(first, CAPTION)) == 50
    assert "Learners 51 to 52 of 52" in second
    assert list(rows_of(second, CAPTION)) == [
        "Learner 46 0 %, Not started",
        "Learner 47 0 %, Not started",
    ]
    assert f'href="{address}?part=2"' in first


@pytest.mark.parametrize("query", ["sort=luck", "part=x", "module=third-module"])
def test_what_no_page_asks_for_is_not_there(page, sign_in, trainer, cohort, query):
    sign_in(trainer)

    page(f"/cohorts/{cohort.uuid}/matrix?{query}", 404)


def test_an_empty_cohort_says_what_to_do(session, page, sign_in, trainer):
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    sign_in(trainer)

    assert "Add the first learners" in page(f"/cohorts/{cohort.uuid}/matrix")
