"""The report on a run as pages: nothing typed is lost, and one act validates."""

from uuid import uuid4

import pytest

from course.models import Award
from tests import builders
from tests.builders import how_many
from tests.conftest import SAME_ORIGIN
from tests.course.award_lives import a_completion, an_edition
from tests.html import parse_page, text_of


@pytest.fixture
def cohort(session):
    edition = an_edition(session, held_for_release="moderated")
    found = builders.a_cohort(session, edition=edition, title="Spring run")
    a_completion(session, builders.a_learner(session, name="Ama Mensah"), cohort=found)
    session.commit()
    return found


@pytest.fixture
def administrator(session, sign_in):
    person = builders.an_administrator(session, name="Ada Admin")
    session.commit()
    sign_in(person)
    return person


def post(client, path, **fields):
    fields = {"op": str(uuid4()), **fields}
    return client.post(path, data=fields, headers=SAME_ORIGIN)


def save(client, cohort, body, after=0):
    path = f"/cohorts/{cohort.uuid}/report/words"
    return post(client, path, section="done", after=str(after), body=body)


def test_what_was_typed_is_shown_again_beside_what_was_saved_meanwhile(
    client, cohort, administrator
):
    save(client, cohort, "First.")

    refused = save(client, cohort, "Second.")

    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert "Ada Admin wrote in this section meanwhile" in page
    assert "Second.</textarea>" in page
    assert "<blockquote>First.</blockquote>" in page


def test_an_administrator_sees_who_gets_a_certificate_and_validates(
    session, client, cohort, administrator
):
    here = f"/cohorts/{cohort.uuid}/report"
    save(client, cohort, "Six weeks were held.")
    post(client, f"{here}/versions")
    assert 'href="/reports"' in client.get("/cohorts").get_data(as_text=True)
    waiting = client.get("/reports").get_data(as_text=True)
    page = client.get(here).get_data(as_text=True)
    token = page.partition('name="token" value="')[2].partition('"')[0]
    report = page.partition('href="/reports/')[2].partition("/")[0]

    done = post(
        client,
        f"/reports/{report}/review",
        token=token,
        verdict="validated",
        reason="Marks were checked.",
    )

    assert "Spring run" in waiting
    assert "Ama Mensah" in text_of(parse_page(page))
    assert done.status_code == 303
    assert how_many(session, Award) == 1
    after = client.get(here).get_data(as_text=True)
    assert "Validated: Marks were checked." in after
    assert "No report waits" in client.get("/reports").get_data(as_text=True)
