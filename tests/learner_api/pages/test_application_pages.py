"""Applying, selecting and telling on pages, from the call to the letter."""

import re
from io import BytesIO

import pytest

from course.models import Enrolment, OutgoingMessage
from tests import builders, doors
from tests.conftest import SAME_ORIGIN
from tests.learner_api.pages.test_open_door import LATE, SOON, first_of, op_of, post
from tests.tables import rows_of

WORDS = {"motivation": "I write the chapter on labour.", **doors.WORDS}


@pytest.fixture
def people(session, app):
    """A trainer, two officials who have applied, and their call with one place."""
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer, closes_on=LATE)
    call = doors.a_call(session, cohort, deadline=SOON, quota=1, asks=("letter",))
    first, second = (
        doors.an_application(session, call, name=name, country=country)
        for name, country in (("Ama Mensah", "GH"), ("Luc Petit", "FR"))
    )
    session.commit()
    return trainer, cohort, first, second


def test_somebody_applies_adds_a_letter_and_withdraws(client, sign_in, session, people):
    _trainer, cohort, _first, _second = people
    person = builders.a_learner(session, country="NP")
    session.commit()
    sign_in(person)
    form = f"/calls/{cohort.key}/application"
    html = client.get(form).get_data(as_text=True)

    applied = post(client, form, op=op_of(html), **WORDS)

    here = applied.headers["Location"]
    html = client.get(here).get_data(as_text=True)
    assert "The call asks for a letter of nomination as well" in html
    # Whoever has applied is led to what they wrote.
    assert client.get(form).headers["Location"] == here
    refused = post(
        client,
        f"{here}/attachments",
        op=op_of(html),
        kind="nomination",
        file=(BytesIO(b"<script>"), "letter.pdf"),
    )
    assert refused.status_code == 422
    assert "This file is neither" in refused.get_data(as_text=True)
    added = post(
        client,
        f"{here}/attachments",
        op=op_of(html),
        kind="nomination",
        file=(BytesIO(doors.PDF), "../../evil.html"),
    )
    assert added.status_code == 303
    html = client.get(here).get_data(as_text=True)
    address = first_of(rf'href="({here}/attachments/[^"]+)"', html)
    file = client.get(address)
    assert file.data == doors.PDF
    assert file.headers["Content-Disposition"].startswith('attachment; filename="nomi')
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in file.headers["Cache-Control"]
    post(client, f"{here}/withdrawal", op=op_of(html), reason="Another post.")
    assert "Withdrawn by the applicant" in client.get(here).get_data(as_text=True)


def test_what_is_left_out_is_asked_for(client, sign_in, session, people):
    sign_in(people[0])
    form = f"/calls/{people[1].key}/application"

    answer = post(client, form, op=op_of(client.get(form).text), motivation="  ")

    assert answer.status_code == 422
    assert "Write why you apply" in answer.get_data(as_text=True)


def test_a_trainer_selects_sees_the_balance_and_sends_the_notices(
    client, sign_in, session, people
):
    trainer, cohort, first, second = people
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}"
    assert "Letter missing" in client.get(f"{here}/applications").text

    looked = post(
        client,
        f"{here}/applications/preview",
        **{f"choice.{first.uuid}": "selected", f"choice.{second.uuid}": "selected"},
    )

    html = looked.get_data(as_text=True)
    outcomes = rows_of(html, "What becomes of each application")
    assert outcomes["Ama Mensah"] == ["To be decided", "Selected"]
    assert outcomes["Luc Petit"][1] == "On the waiting list every place is taken"
    balance = rows_of(html, "The balance before and after")
    assert balance["Developing countries"] == ["0 (0 %)", "1 (100 %)"]
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    without_reason = post(client, f"{here}/selections", **hidden)
    assert without_reason.status_code == 422
    decided = post(client, f"{here}/selections", reason="The panel met.", **hidden)
    assert decided.status_code == 303
    assert builders.how_many(session, Enrolment) == 1
    assert builders.how_many(session, OutgoingMessage) == 0
    session.rollback()
    html = client.get(f"{here}/applications").get_data(as_text=True)
    assert "2 applicants do not know what was decided" in html
    post(client, f"{here}/decision-notices", op=op_of(html))
    assert builders.how_many(session, OutgoingMessage) == 2
    session.rollback()
    assert "do not know" not in client.get(f"{here}/applications").text
    # The reason is read by staff.
    assert "The panel met." in client.get(f"/applications/{first.uuid}").text


def test_an_applicant_reads_the_decision_once_told_and_never_the_reason(
    client, sign_in, session, people
):
    trainer, cohort, first, _second = people
    doors.decided(
        session,
        cohort,
        {first.uuid: "not-selected"},
        by=trainer,
        reason="Too junior.",
        words="Apply again in autumn.",
    )
    applicant = first.user
    session.commit()
    sign_in(applicant)
    here = f"/applications/{first.uuid}"
    before = client.get(here).get_data(as_text=True)
    doors.told(session, cohort)
    session.commit()
    after = client.get(here).get_data(as_text=True)

    assert "To be decided" in before
    assert "Not selected" in after
    assert "Apply again in autumn." in after
    assert "Too junior." not in before + after
    api = client.get(f"/api/v1/applications/{first.uuid}").get_data(as_text=True)
    assert "Too junior." not in api


def test_a_free_place_is_given_with_one_click(client, sign_in, session, people):
    trainer, cohort, first, second = people
    doors.decided(
        session,
        cohort,
        dict.fromkeys((first.uuid, second.uuid), "selected"),
        by=trainer,
    )
    applications_of_the_first(session, first)
    session.commit()
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}"
    html = client.get(f"{here}/applications").get_data(as_text=True)
    assert "Luc Petit waits first" in html
    form = html[html.index(f'action="{here}/selections"') :]
    hidden = dict(
        re.findall(
            r'type="hidden" name="([^"]+)" value="([^"]*)"',
            form[: form.index("</form")],
        )
    )

    given = [post(client, f"{here}/selections", **hidden) for _ in range(2)]

    assert [each.status_code for each in given] == [303, 303]
    assert doors.standing(session, second).standing.state == "selected"


def test_a_look_that_is_too_old_is_refused(client, sign_in, session, people):
    trainer, cohort, first, _second = people
    sign_in(trainer)

    answer = client.post(
        f"/cohorts/{cohort.uuid}/selections",
        data={
            "op": str(first.uuid),
            "token": "0" * 64,
            "reason": "Yes.",
            f"choice.{first.uuid}": "selected",
        },
        headers=SAME_ORIGIN,
    )

    assert answer.status_code == 409
    assert "have changed since you looked" in answer.get_data(as_text=True)


def applications_of_the_first(session, application):
    from uuid import uuid4

    from course import applications

    applications.withdraw_application(
        session,
        application,
        op=uuid4(),
        reason="Another post.",
        now=builders.NOW,
        by=application.user,
    )
