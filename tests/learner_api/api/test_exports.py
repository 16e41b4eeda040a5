"""Files by the API: asked for, waited for, fetched, refused, and gone."""

import csv
import errno
import io
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.export_parts import PartFile
from course.models import CohortTrainer, Export, Job, OutgoingMessage
from learner_api import export_jobs
from learner_api.jobs import run_waiting
from tests.builders import COURSE, a_trainer, an_administrator, how_many
from tests.exporting import PURPOSE
from tests.learner_api.pages.people_of_figures import some_people

EXPORTS = "/api/v1/exports"
AS_OF = "2026-03-03T00:00:00Z"


@pytest.fixture
def people(session):
    return some_people(session)


@pytest.fixture
def administrator(session, caller):
    administrator = an_administrator(session, name="Ada Administrator")
    session.commit()
    return caller(administrator)


@pytest.fixture
def led(session, people, caller):
    """The trainer of the first cohort."""
    trainer = a_trainer(session)
    session.add(CohortTrainer(cohort_id=people["first"].id, user_id=trainer.id))
    session.commit()
    return caller(trainer)


@pytest.fixture
def long(monkeypatch):
    """No file is so short that a request writes it."""
    monkeypatch.setattr(export_jobs, "AT_ONCE", 1)


@pytest.fixture
def work(app):
    """What a worker does when it comes by."""
    site, database = app.extensions["course.site"], app.extensions["course.database"]
    return lambda: run_waiting(database, site.settings, site.office)


@pytest.fixture
def folder(app):
    return app.extensions["course.site"].settings.exports_dir


def ask(client, content="rows", **asked):
    body = {"op": str(uuid4()), "course": COURSE, "content": content, "as_of": AS_OF}
    if content == "rows":
        body["purpose"] = PURPOSE
    return client.post(EXPORTS, json={**body, **asked})


def kind_of(answer):
    return answer.status_code, answer.json["type"].rpartition("/")[2]


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_short_file_is_there_at_once_with_its_manifest(
    app_on_both, people, administrator
):
    answer = ask(administrator)
    told = answer.json

    assert answer.status_code == 201, answer.text
    assert (told["state"], told["row_count"], told["asked_by"]) == (
        "ready",
        5,
        "Ada Administrator",
    )
    file = administrator.get(told["file"])
    manifest = administrator.get(told["manifest"])
    assert [each["cohort"] for each in rows_of(file.text)] == [
        *("first", "first", "first", "second", "")
    ]
    assert sha256(file.data).hexdigest() == told["sha256"] == manifest.json["sha256"]
    assert len(file.data) == told["byte_count"]
    assert manifest.json["question"]["course"] == COURSE
    assert file.headers["Content-Disposition"] == (
        f"attachment; filename=rows-{COURSE}-as-of-2026-03-03T000000Z.csv"
    )
    assert file.headers["Cache-Control"] == "private, no-cache"
    assert administrator.get(EXPORTS + "/" + told["export"]).json == told


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({}, f"figures-{COURSE}-as-of-2026-03-03T000000Z.csv"),
        ({"measures": ["modules"]}, f"modules-{COURSE}-as-of-2026-03-03T000000Z.csv"),
        (
            {"by": ["gender", "month"]},
            f"figures-{COURSE}-by-gender-and-month-as-of-2026-03-03T000000Z.csv",
        ),
    ],
)
def test_figures_are_called_by_what_they_count_as_fetched_at_once(
    people, administrator, asked, name
):
    told = ask(administrator, "figures", **asked).json

    kept = administrator.get(told["file"])
    at_once = administrator.get(
        f"/api/v1/courses/{COURSE}/figures.csv", query_string={"as_of": AS_OF, **asked}
    )

    assert kept.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert at_once.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert administrator.get(told["manifest"]).json["file_name"] == name


def test_what_was_asked_and_what_for_stays_on_record(people, administrator, session):
    told = ask(administrator, cohort=str(people["first"].uuid)).json

    record = session.scalars(select(Export)).one()

    assert record.purpose == told["purpose"] == PURPOSE
    assert record.asked == told["question"]
    assert record.asked["cohort"] == str(people["first"].uuid)
    assert administrator.get(EXPORTS).json["items"] == [told]


def test_sent_twice_it_is_one_file(people, administrator, session):
    op = str(uuid4())

    first, again = (ask(administrator, op=op, as_of=None) for _ in range(2))

    assert (first.status_code, again.status_code) == (422, 422)
    body = {"op": op, "course": COURSE, "content": "figures"}
    first, again = (administrator.post(EXPORTS, json=body) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    other = administrator.post(EXPORTS, json={**body, "format": "json"})
    assert kind_of(other) == (409, "operation-conflict")
    assert how_many(session, Export) == 1


def test_screen_and_file_of_figures_say_the_same(people, administrator):
    told = ask(administrator, "figures", by=["cohort"]).json
    screen = administrator.get(
        f"/api/v1/courses/{COURSE}/figures?by=cohort&as_of={AS_OF}"
    ).json

    rows = rows_of(administrator.get(told["file"]).text)

    assert [(each["cohort"], int(each["enrolled"])) for each in rows] == [
        (each["keys"]["cohort"] or "", each["counts"]["enrolled"])
        for each in screen["groups"]
    ]
    manifest = administrator.get(told["manifest"]).json
    assert manifest["question"]["total"]["enrolled"] == screen["total"]["enrolled"]


def test_a_long_file_is_a_job_and_is_announced_once(
    app_on_both, people, administrator, session, long, work
):
    answer = ask(administrator)

    assert answer.status_code == 202, answer.text
    here = answer.headers["Location"]
    assert here == f"{EXPORTS}/{answer.json['export']}"
    assert answer.json["state"] == "waiting"
    assert kind_of(administrator.get(f"{here}/file")) == (409, "export-not-ready")
    assert kind_of(administrator.get(f"{here}/manifest")) == (409, "export-not-ready")
    assert work().done == 1
    told = administrator.get(here).json
    assert (told["state"], told["done"], told["total"]) == ("ready", 5, 5)
    assert len(rows_of(administrator.get(told["file"]).text)) == 5
    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.subject == "Your file is ready"
    assert f"/statistics/exports/{told['export']}" in letter.body
    assert "Person" not in letter.body
    session.commit()
    job = administrator.get(f"/api/v1/jobs/{told['export']}").json
    assert (job["kind"], job["result"]) == ("export", {"export": told["export"]})


def test_figures_are_never_a_job(people, administrator, long):
    assert ask(administrator, "figures").status_code == 201


def test_names_of_a_cohort_go_to_its_trainer_and_to_no_other(
    people, led, caller, session
):
    first, second = (str(people[key].uuid) for key in ("first", "second"))
    stranger = a_trainer(session)
    session.commit()

    told = ask(led, cohort=first).json

    assert told["row_count"] == 3
    assert len(rows_of(led.get(told["file"]).text)) == 3
    assert kind_of(ask(led)) == (422, "cohort-needed")
    assert ask(led, cohort=second).status_code == 404
    assert ask(led, "figures").json["row_count"] == 1
    assert caller(stranger).get(told["file"]).status_code == 404


def test_another_administrator_sees_who_took_names_and_not_the_names(
    people, administrator, caller, session
):
    other = an_administrator(session)
    session.commit()
    told = ask(administrator).json
    figures = ask(administrator, "figures").json
    other = caller(other)

    assert other.get(f"{EXPORTS}/{told['export']}").json["purpose"] == PURPOSE
    assert kind_of(other.get(told["file"])) == (403, "not-permitted")
    assert other.get(figures["file"]).status_code == 200


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({"purpose": "Because."}, (422, "invalid-request")),
        ({"purpose": " " * 20}, (422, "invalid-request")),
        ({"format": "doc"}, (422, "invalid-request")),
        ({"as_of": "2999-01-01T00:00:00Z"}, (422, "invalid-request")),
        ({"content": "figures", "purpose": PURPOSE}, (422, "invalid-request")),
        ({"course": "no-such-course"}, (404, "unknown-course")),
        ({"edition": "0" * 64}, (422, "impossible-filter")),
        ({"enrolled_since": "2026-04-01"}, (422, "impossible-filter")),
        ({"cohort": str(uuid4())}, (404, "not-found")),
    ],
)
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    people, administrator, session, asked, refused
):
    assert kind_of(ask(administrator, **asked)) == refused
    assert how_many(session, Export) == how_many(session, Job) == 0


def test_as_of_this_very_moment_there_is_no_file(people, administrator):
    moment = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()

    answer = ask(administrator, as_of=moment)

    assert kind_of(answer) == (409, "not-settled")
    again = ask(administrator, as_of=answer.json["latest"])
    assert again.status_code == 201


def test_a_full_disk_is_said_clearly_and_stays_on_record(
    people, administrator, session, folder, monkeypatch
):
    def no_room(_part, _piece):
        raise OSError(errno.ENOSPC, "No space left", str(folder))

    monkeypatch.setattr(PartFile, "write", no_room)

    answer = ask(administrator)

    assert kind_of(answer) == (503, "export-disk-full")
    assert "bytes" in answer.json["detail"]
    assert str(folder) not in answer.text
    assert list(folder.iterdir()) == []
    told = administrator.get(EXPORTS).json["items"][0]
    assert (told["state"], told["error"]["kind"]) == ("refused", "ExportDiskFull")
    assert kind_of(administrator.get(f"{EXPORTS}/{told['export']}/file")) == (
        409,
        "export-not-ready",
    )


def test_a_full_disk_ends_a_job_with_the_reason(
    people, administrator, folder, monkeypatch, long, work
):
    here = ask(administrator).headers["Location"]

    def no_room(_part, _piece):
        raise OSError(errno.ENOSPC, "No space left", str(folder))

    monkeypatch.setattr(PartFile, "write", no_room)

    assert work().refused == 1
    told = administrator.get(here).json
    assert (told["state"], told["file"]) == ("refused", None)
    assert "no room" in told["error"]["message"]
    assert list(folder.iterdir()) == []


def test_half_a_file_is_never_handed_out(people, administrator, folder):
    told = ask(administrator).json
    path = folder / f"{told['export']}.csv"
    path.write_bytes(path.read_bytes()[:-1])

    assert kind_of(administrator.get(told["file"])) == (410, "export-gone")
    again = ask(administrator).json
    assert again["sha256"] == told["sha256"]


def test_whoever_lost_the_right_meanwhile_gets_no_names(
    app_on_both, people, led, session, long, work
):
    answer = ask(led, cohort=str(people["first"].uuid))
    assert answer.status_code == 202
    session.query(CohortTrainer).delete()
    session.commit()

    assert work().refused == 1

    told = led.get(answer.headers["Location"]).json
    assert (told["state"], told["error"]["kind"]) == ("refused", "NotPermitted")


def test_a_part_of_a_file_can_be_fetched_and_a_copy_is_not_sent_again(
    people, administrator
):
    told = ask(administrator).json
    whole = administrator.get(told["file"])

    part = administrator.get(told["file"], headers={"Range": "bytes=0-9"})
    same = administrator.get(
        told["file"], headers={"If-None-Match": whole.headers["ETag"]}
    )

    assert (part.status_code, part.data) == (206, whole.data[:10])
    assert (same.status_code, same.data) == (304, b"")


def test_the_list_goes_on_where_it_stopped(people, administrator):
    made = [ask(administrator, "figures").json["export"] for _ in range(3)]

    first = administrator.get(f"{EXPORTS}?limit=2").json
    rest = administrator.get(first["next"]).json

    told = [each["export"] for each in first["items"] + rest["items"]]
    assert told == made[::-1]
    assert rest["next"] is None


def test_every_format_can_be_had(people, administrator):
    for suffix in ("csv", "json", "jsonl", "xlsx"):
        told = ask(administrator, format=suffix).json
        assert told["state"] == "ready"
        assert administrator.get(told["file"]).status_code == 200
    lines = administrator.get(ask(administrator, format="jsonl").json["file"]).text
    assert len([json.loads(line) for line in lines.splitlines()]) == 5
