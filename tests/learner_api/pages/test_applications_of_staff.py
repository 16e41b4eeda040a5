"""The list of applications: one's own on it, a closed door, files that come late."""

from io import BytesIO
from uuid import uuid4

import pytest

from tests import builders, doors
from tests.html import check_page
from tests.learner_api.pages.test_open_door import LATE, SOON, op_of, post

REASON = "Too junior."


@pytest.fixture
def trainer(session):
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    session.commit()
    return trainer


@pytest.fixture
def cohort(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer, closes_on=LATE)
    session.commit()
    return cohort


@pytest.fixture
def own(session, trainer, cohort):
    """The trainer's own application, which an administrator put on the list."""
    call = doors.a_call(session, cohort, deadline=SOON, quota=1)
    own = doors.an_application(session, call, trainer, name="Tomas Trainer")
    boss = builders.an_administrator(session)
    doors.decided(session, cohort, {own.uuid: "waiting"}, by=boss, reason=REASON)
    session.commit()
    return own


def test_a_trainer_reads_their_own_application_as_a_learner(
    client, sign_in, session, trainer, cohort, own
):
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}/applications"

    page = client.get(here).text
    single = client.get(f"/applications/{own.uuid}").text
    told = client.get(f"/api/v1{here}").json

    check_page(page, here)
    assert "To be decided" in page
    assert f'name="choice.{own.uuid}"' not in page
    assert "do not know what was decided" not in page
    assert "Tomas Trainer waits first" not in page
    assert REASON not in page + single
    [item] = told["items"]
    assert (item["state"], item["rank"], item["is_untold"]) == ("applied", None, False)
    assert (item["decisions"], told["next_in_line"]) == ([], [])


def test_an_administrator_reads_all_of_it(client, sign_in, session, cohort, own):
    boss = builders.an_administrator(session)
    session.commit()
    sign_in(boss)

    told = client.get(f"/api/v1/cohorts/{cohort.uuid}/applications").json

    [item] = told["items"]
    assert (item["state"], item["rank"]) == ("waiting", 1)
    assert item["decisions"][0]["reason"] == REASON
    assert told["next_in_line"] == [str(own.uuid)]


def test_a_cohort_that_takes_no_applications_speaks_of_no_waiting_list(
    client, sign_in, session, trainer, cohort
):
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}/applications"

    closed = client.get(here).text
    doors.a_call(session, cohort, deadline=SOON, quota=1)
    session.commit()
    opened = client.get(here).text

    assert "Waiting list" not in closed
    assert "Waiting list" in opened


def test_files_are_taken_until_the_application_was_looked_at(
    client, sign_in, session, cohort
):
    call = doors.a_call(session, cohort, deadline=SOON, asks=("letter",))
    application = doors.an_application(session, call)
    session.commit()
    sign_in(application.user)
    here = f"/applications/{application.uuid}"
    before = client.get(here).text
    doors.decided(session, cohort, {application.uuid: "selected"})
    session.commit()

    late = post(
        client,
        f"{here}/attachments",
        op=op_of(before),
        kind="nomination",
        file=(BytesIO(doors.PDF), "letter.pdf"),
    )
    after = client.get(here).text
    told = client.post(
        f"/api/v1{here}/attachments?op={uuid4()}&kind=nomination",
        data=doors.PDF,
        content_type="application/pdf",
    )

    assert f'action="{here}/attachments"' in before
    assert late.status_code == 409
    assert "takes no more files" in late.text
    check_page(late.text, here)
    assert f'action="{here}/attachments"' not in after
    assert "add it below" not in after
    assert f'action="{here}/withdrawal"' in after
    assert told.json["type"] == "/problems/files-closed"
    assert "until the application was looked at" in after
