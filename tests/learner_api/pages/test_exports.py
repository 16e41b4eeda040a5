"""Files on pages: asked for in words, watched, fetched, and on record."""

import re
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from course.jobs import begin_job, note_progress, note_total
from course.models import CohortTrainer, Export, Job
from learner_api import export_jobs
from learner_api.jobs import run_waiting
from tests.builders import COURSE, a_learner, a_trainer, an_administrator, how_many
from tests.conftest import SAME_ORIGIN
from tests.exporting import PURPOSE
from tests.html import check_page
from tests.learner_api.pages.people_of_figures import some_people

FILES = "/statistics/exports"
QUESTION = urlencode({"course": COURSE, "as_of": "2026-03-03T00:00:00Z"})


def fields_of(html):
    """What the form of the page holds before anybody types."""
    found = re.search(r'name="op" value="([^"]+)"', html)
    assert found is not None
    return {"op": found[1], "format": "csv"}


@pytest.fixture
def people(session):
    return some_people(session)


@pytest.fixture
def administrator(session, people, sign_in):
    administrator = an_administrator(session, name="Ada Administrator")
    session.commit()
    sign_in(administrator)
    return administrator


@pytest.fixture
def ask(client, page):
    """Fill in the form of this question and send it."""

    def ask(question=QUESTION, **typed):
        address = f"{FILES}/new?{question}"
        form = fields_of(page(address))
        return client.post(
            address,
            data={**form, "holds": "rows", "purpose": PURPOSE, **typed},
            headers=SAME_ORIGIN,
        )

    return ask


def test_names_are_asked_for_with_a_purpose_and_fetched(
    administrator, ask, page, client
):
    sent = ask()

    assert sent.status_code == 303, sent.text
    shown = page(sent.location)
    assert "Ready" in shown
    assert PURPOSE in shown
    assert "Ada Administrator" in shown
    assert "Who enrolled" not in shown
    file = client.get(f"{sent.location}/file")
    assert file.text.count("\r\n") == 6
    assert client.get(f"{sent.location}/manifest").json["row_count"] == 5
    listed = page(FILES)
    assert PURPOSE in listed
    assert "Ready until" in listed


def test_without_a_purpose_the_form_is_shown_again_with_what_was_typed(
    administrator, ask, session
):
    sent = ask(purpose="Because", format="xlsx")

    check_page(sent.text, FILES)
    assert sent.status_code == 422
    assert "10 to 500 characters" in sent.text
    assert 'value="Because"' in sent.text
    assert '<option value="xlsx" selected>' in sent.text
    assert how_many(session, Export) == 0


@pytest.mark.parametrize(
    ("question", "measure", "told"),
    [
        ("&detail=protected&country=GH", "lessons", "everybody on the course"),
        ("&detail=protected", "months", "not given for what happened in each month"),
        ("&by=country", "days", "Only counts are told by groups"),
    ],
)
def test_what_cannot_be_measured_is_refused_beside_it(
    administrator, ask, session, question, measure, told
):
    sent = ask(f"course={COURSE}{question}", holds="figures", measure=measure)

    assert sent.status_code == 422
    assert told in sent.text
    assert 'href="#measure"' in sent.text
    assert how_many(session, Export) == 0


def test_figures_need_no_purpose_and_keep_none(administrator, ask, session):
    assert ask(holds="figures").status_code == 303
    assert session.scalars(select(Export)).one().purpose is None


def test_the_question_of_the_page_of_figures_is_what_is_asked(
    administrator, ask, session, page
):
    question = urlencode(
        {"course": COURSE, "country": "GH", "by": "gender", "as_of": "2026-03-03T00:00"}
    )

    shown = page(f"{FILES}/new?{question}")
    ask(question, holds="figures")

    assert "Country: Ghana" in shown
    asked = session.scalars(select(Export)).one().asked
    assert asked == {
        "course": COURSE,
        "as_of": "2026-03-03T00:00:00+00:00",
        "where": {"country": "GH"},
        "by": ["gender"],
        "detail": "exact",
    }
    assert f"{FILES}/new?" in page(f"/statistics?{question}")


def test_a_long_file_is_watched_until_it_is_there(
    administrator, ask, page, client, app, monkeypatch
):
    monkeypatch.setattr(export_jobs, "AT_ONCE", 1)
    sent = ask()

    waits = client.get(sent.location)

    check_page(waits.text, sent.location)
    assert waits.headers["Refresh"] == "3"
    assert "Waits for its turn" in waits.text
    site, database = app.extensions["course.site"], app.extensions["course.database"]
    assert run_waiting(database, site.settings, site.office).done == 1
    assert "Ready" in page(sent.location)
    job = client.get(f"/jobs/{sent.location.rpartition('/')[2]}")
    assert (job.status_code, job.location) == (303, sent.location)


def test_while_it_is_written_the_page_says_how_far_it_is(
    administrator, ask, client, session, monkeypatch
):
    monkeypatch.setattr(export_jobs, "AT_ONCE", 1)
    sent = ask()
    job = session.scalars(select(Job)).one()
    begin_job(session, job, now=datetime.now(UTC))
    note_total(session, job.id, 5)
    note_progress(session, job.id, 2, now=datetime.now(UTC))
    session.commit()

    runs = client.get(sent.location)

    check_page(runs.text, sent.location)
    assert runs.headers["Refresh"] == "3"
    assert '<progress id="how-far" value="2" max="5"' in runs.text
    assert "2 of 5" in runs.text
    assert client.get(f"{sent.location}/file").status_code == 409


def test_sent_twice_it_is_one_file(administrator, page, client, session):
    address = f"{FILES}/new?{QUESTION}"
    form = {**fields_of(page(address)), "holds": "figures"}

    first, again = (
        client.post(address, data=form, headers=SAME_ORIGIN) for _ in range(2)
    )

    assert first.location == again.location
    assert how_many(session, Export) == 1


def test_as_of_this_very_moment_the_page_says_which_is_the_latest(
    administrator, ask, session
):
    question = urlencode({"course": COURSE, "as_of": datetime.now(UTC).isoformat()})

    sent = ask(question)

    check_page(sent.text, FILES)
    assert sent.status_code == 422
    assert "The latest moment is" in sent.text
    assert how_many(session, Export) == 0


def test_a_file_that_is_gone_leads_to_asking_for_the_same(
    administrator, ask, page, client, app
):
    sent = ask()
    folder = app.extensions["course.site"].settings.exports_dir
    (folder / f"{sent.location.rpartition('/')[2]}.csv").unlink()

    gone = client.get(f"{sent.location}/file")

    assert gone.status_code == 410
    check_page(gone.text, sent.location)
    assert "it holds the same" in gone.text


def test_another_administrator_is_shown_the_purpose_and_no_download(
    administrator, ask, page, client, session, sign_in
):
    sent = ask()
    other = an_administrator(session)
    session.commit()
    sign_in(other)

    shown = page(sent.location)

    assert PURPOSE in shown
    assert f"{sent.location}/file" not in shown
    assert "The names are handed to whoever said" in shown


def test_a_trainer_asks_for_the_names_of_a_cohort(people, session, sign_in, ask, page):
    trainer = a_trainer(session)
    session.add(CohortTrainer(cohort_id=people["first"].id, user_id=trainer.id))
    session.commit()
    sign_in(trainer)

    refused = ask()
    sent = ask(f"{QUESTION}&cohort={people['first'].uuid}")

    assert refused.status_code == 422
    assert "one cohort at a time" in refused.text
    assert sent.status_code == 303
    assert "Learners by name" in page(sent.location)


def test_learners_have_no_files(session, sign_in, client):
    learner = a_learner(session)
    session.commit()
    sign_in(learner)

    assert client.get(FILES).status_code == 403


def test_nothing_is_there_behind_what_is_not_there(administrator, client):
    assert client.get(f"{FILES}?after=nothing").status_code == 404
