"""Changing a rule on the administrators' pages, and what learners see of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from course import editions
from course.models import Award, Enrolment, Renewal, RuleChange
from tests import builders
from tests.awards_held import held_until
from tests.builders import COURSE, LESSONS, NOW, how_many, miniature_catalogue
from tests.conftest import SAME_ORIGIN
from tests.course.rule_changes import a_rule
from tests.html import check_page, parse_page, text_of
from tests.sittings import fields_of
from tests.tables import rows_of

HERE = f"/rule-changes/{COURSE}"
OLD = a_rule(LESSONS[:1], (), title="Certificate of the first day")
TODAY = miniature_catalogue().course(COURSE).digest
PREVIEW = f"{HERE}/preview?edition={TODAY}"


@pytest.fixture
def administrator(session, sign_in):
    """An administrator, signed in; Ama is certified under the old rule."""
    administrator = builders.an_administrator(session, name="Ada Administrator")
    edition = editions.course_edition(session, OLD, now=NOW)
    ama = builders.an_enrolment(
        session, builders.a_learner(session, name="Ama Mensah"), edition=edition
    )
    builders.a_finished_lesson(session, ama, *LESSONS[0])
    builders.an_enrolment(
        session, builders.a_learner(session, name="Kofi Boateng"), edition=edition
    )
    session.commit()
    sign_in(administrator)
    return administrator


def ama(session):
    """The one enrolment that is complete, read without keeping writers waiting."""
    found = session.scalars(
        select(Enrolment)
        .where(Enrolment.completed_at.is_not(None))
        .options(joinedload(Enrolment.user))
    ).one()
    session.commit()
    return found


def confirm(client, shown, **fields):
    form = {
        **fields_of(shown),
        "choice": "re-evaluate",
        "reason": "The assembly decided so.",
        **fields,
    }
    response = client.post(f"{HERE}/confirmation", data=form, headers=SAME_ORIGIN)
    check_page(response.text, f"{HERE}/confirmation")
    return response


def apply(client, shown):
    return client.post(HERE, data=fields_of(shown.text), headers=SAME_ORIGIN)


def test_a_course_is_chosen_and_its_editions_are_counted(administrator, page):
    assert f'href="{HERE}"' in page("/rule-changes")

    shown = page(HERE)

    assert list(rows_of(shown).values()) == [["2"]]
    assert "1 thing to do for completion" in shown
    assert "None yet." in shown


def test_both_rules_stand_side_by_side_with_their_differences(administrator, page):
    shown = page(PREVIEW)

    assert "<del>Certificate of the first day</del>" in shown
    assert "<ins>Certificate of Completion</ins>" in shown
    assert "Certified, and would fall short of the new rule <small>1</small>" in shown
    assert "Ama Mensah" in shown


def test_nothing_changes_before_it_is_confirmed(session, administrator, client, page):
    shown = confirm(client, page(PREVIEW))

    assert shown.status_code == 200
    assert "Whoever had completed keeps the rule of it too." in shown.text
    assert how_many(session, RuleChange) == 0


def test_what_was_confirmed_is_done_once_and_stays_on_its_page(
    session, administrator, client, page
):
    shown = confirm(client, page(PREVIEW))

    first, again = apply(client, shown), apply(client, shown)

    assert first.status_code == 303
    assert first.location == again.location
    kept = page(first.location)
    assert "Ada Administrator" in kept
    assert "The assembly decided so." in kept
    assert "They are judged anew" in page(HERE)
    assert how_many(session, RuleChange) == how_many(session, Award) == 1
    assert "Everybody here is held" not in page(PREVIEW)


def test_a_stale_preview_is_shown_anew_and_nothing_is_done(
    session, administrator, client, page
):
    shown = confirm(client, page(PREVIEW))
    edition = editions.course_edition(session, OLD, now=NOW)
    builders.an_enrolment(session, edition=edition)
    session.commit()

    refused = apply(client, shown)

    assert refused.status_code == 409
    assert "Nothing was done" in refused.text
    assert how_many(session, RuleChange) == 0
    check_page(refused.text, HERE)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"choice": ""}, "Choose what becomes"),
        ({"reason": ""}, "Say why"),
        ({"choice": "top-up", "top_up_by": ""}, "a day that is still to come"),
        ({"choice": "top-up", "top_up_by": "2020-01-01"}, "still to come"),
        ({"choice": "top-up", "top_up_by": "soon"}, "Write the day"),
    ],
)
def test_what_is_missing_is_said_on_the_page(
    administrator, client, page, fields, words
):
    refused = confirm(client, page(PREVIEW), **fields)

    assert refused.status_code == 422
    assert words in refused.text


def test_an_edition_or_cohort_of_nowhere_is_not_there(administrator, page):
    page(f"{HERE}/preview?edition=none", 404)
    page(f"{HERE}/preview?edition={'0' * 64}", 404)
    page(f"{HERE}/preview?cohort=none", 404)
    page("/rule-changes/none", 404)
    page(f"{HERE}/00000000-0000-4000-8000-000000000000", 404)


def test_a_learner_who_is_asked_tops_up_from_their_page(
    session, administrator, client, page, sign_in
):
    shown = confirm(client, page(PREVIEW), choice="top-up", top_up_by="2099-01-31")
    record = apply(client, shown).location
    assert "Ama Mensah" in page(record)
    learner = client.application.test_client()
    sign_in(ama(session).user, learner)

    asked = learner.get("/awards").text
    form = fields_of(asked)
    address = f"/enrolments/{ama(session).uuid}/top-up"
    begun = learner.post(address, data=form, headers=SAME_ORIGIN)

    assert "31 January 2099" in asked
    assert begun.status_code == 303
    assert "Go on with it" in learner.get("/awards").text
    assert "Has begun" in page(record)
    assert how_many(session, Award) == 1


def test_a_learner_begins_the_course_anew_when_the_certificate_ends(
    session, client, sign_in, page
):
    enrolment = builders.a_completed_enrolment(session)
    held_until(session, enrolment, NOW.date())
    session.commit()
    sign_in(enrolment.user)

    shown = page("/awards")
    begun = client.post(
        f"/enrolments/{enrolment.uuid}/renewal",
        data=fields_of(shown),
        headers=SAME_ORIGIN,
    )

    assert "Your certificate held until 2 March 2026." in shown
    assert (begun.status_code, begun.location) == (303, f"/courses/{COURSE}")
    assert how_many(session, Renewal) == 1
    assert "Begin the course anew" not in page("/awards")
    assert page("/").count("Movement in miniature") >= 1


def test_an_administrator_says_why_somebody_begins_anew(
    session, administrator, client, page
):
    enrolment = ama(session)
    here = f"/enrolments/{enrolment.uuid}/renewal"
    assert f'href="{here}"' in page(f"/people/{enrolment.user.uuid}")
    form = fields_of(page(here))

    silent = client.post(here, data={**form, "reason": ""}, headers=SAME_ORIGIN)
    done = client.post(
        here, data={**form, "reason": "The law changed."}, headers=SAME_ORIGIN
    )

    assert silent.status_code == 422
    assert "Say why" in silent.text
    assert done.location == f"/people/{enrolment.user.uuid}"
    assert how_many(session, Renewal) == 1


def test_the_register_is_asked_with_a_form(session, administrator, page):
    shown = page("/certified?on=2026-03-05")

    assert "1 certificate of" in shown
    assert "Ama Mensah" in shown
    assert (
        f"/certified/file?course={COURSE}&amp;on=2026-03-05&amp;as_known_on=" in shown
    )
    text = text_of(parse_page(shown).find(".//main"))
    assert "Certificate of Completion 2 March 2026" in text
    assert "Nobody held one" in page("/certified?on=2026-01-05")
    # The first and the last day that a calendar of programs knows.
    assert "Nobody held one" in page("/certified?on=0001-01-01")
    assert "1 certificate of" in page("/certified?on=9999-12-31")
    assert "Write the day" in page("/certified?on=soon", 422)
    assert "still to come" in page("/certified?as_known_on=2199-01-01T00:00", 422)
    page("/certified?course=none", 404)
    page("/certified?cohort=none", 404)
