"""The learners of a cohort, one at a time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course.award_states import ACTS
from course.history import Happening
from course.models import (
    Award,
    Edition,
    EnrolmentEvent,
    User,
)
from course.models.rule_change import EFFECTS
from course.sign_offs import sign_off
from course.top_ups import begin_top_up
from learner_api.history_words import happening_words
from tests import builders
from tests.awards_held import happened, superseded
from tests.course.rule_changes import HARDER, REASON, TOP_UP_BY, applied
from tests.html import check_page
from tests.statements import statements_of
from tests.tables import rows_of


@pytest.fixture
def cohort(session, sign_in):
    """A cohort whose trainer has signed in."""
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    sign_in(trainer)
    return cohort


@pytest.fixture
def here(cohort):
    return f"/cohorts/{cohort.uuid}/learners"


def test_one_learners_page_tells_findings_attempts_and_dates(
    app_on_both, session, cohort, page
):
    person = builders.a_learner(
        session, name="Ama Mensah", country="GH", affiliation="government"
    )
    enrolment = builders.an_enrolment(session, person, cohort=cohort)
    builders.a_finished_lesson(session, enrolment)
    builders.a_submitted_attempt(session, enrolment, "first-quiz", answers={})
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    builders.an_open_attempt(session, enrolment, "second-quiz")
    session.commit()

    html = page(address_of(cohort, enrolment))

    for words in ("Ghana", "National government", "1 of 3 done", "1 of 2 done"):
        assert words in html
    catalogue = builders.miniature_catalogue()
    sittings = rows_of(html, "Attempts at quizzes")
    first, second = (catalogue.quiz(key).title for key in builders.QUIZZES)
    assert list(sittings) == [
        f"{first}, attempt 1",
        f"{first}, attempt 2",
        f"{second}, attempt 1",
    ]
    assert [row[0] for row in sittings.values()] == [
        "Not passed",
        "Passed",
        "Not submitted",
    ]
    assert sittings[f"{first}, attempt 1"][1].startswith("0 of ")
    assert sittings[f"{second}, attempt 1"][1:] == ["–", "2 March 2026, 12:00 UTC", "–"]
    lessons = rows_of(html, f"Lessons: {catalogue.module('first-module').title}")
    assert list(lessons.values()) == [["2 March 2026, 12:00 UTC"], ["Not finished"]]


def test_one_learners_page_asks_as_many_statements_whatever_they_did(
    app, session, client, cohort
):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    session.commit()
    here = address_of(cohort, enrolment)
    engine = app.extensions["course.database"].engine
    client.get(here)

    with statements_of(engine) as few:
        client.get(here)
    builders.a_submitted_attempt(session, enrolment, "second-quiz", answers={})
    builders.a_submitted_attempt(session, enrolment, "second-quiz")
    builders.a_finished_lesson(session, enrolment)
    session.commit()
    with statements_of(engine) as many:
        client.get(here)

    assert len(few) == len(many)


def test_one_learners_history_tells_rules_sign_offs_and_documents_in_words(
    app_on_both, session, cohort, page
):
    trainer = session.scalars(select(User).where(User.role == "trainer")).one()
    enrolment = builders.a_completed_enrolment(session, cohort=cohort)
    award = session.scalars(select(Award)).one()
    later = iter(builders.NOW + timedelta(hours=each) for each in range(1, 9))
    applied(session, HARDER, "top-up", now=next(later))
    begin_top_up(
        session,
        enrolment,
        op=uuid4(),
        now=next(later),
        office=builders.OFFICE,
        by=enrolment.user,
    )
    for verdict, reason in (("given", "Took part."), ("withdrawn", "Mixed up.")):
        sign_off(
            session,
            enrolment,
            op=uuid4(),
            verdict=verdict,
            reason=reason,
            now=next(later),
            office=builders.OFFICE,
            by=trainer,
        )
    for kind in ("suspended", "reinstated"):
        happened(session, award, kind, now=next(later))
    newer = superseded(session, award, now=next(later))
    session.commit()

    rows = rows_of(
        page(address_of(cohort, enrolment)), "What was done, the latest first"
    )

    held_to = session.get_one(Edition, now_held_to(session, enrolment))
    edition = held_to.digest.removeprefix("sha256:")[:12]
    assert list(rows) == [
        f"Certificate {newer.number}: issued",
        f"Certificate {award.number}: replaced",
        f"Certificate {award.number}: reinstated",
        f"Certificate {award.number}: suspended",
        "The sign-off was taken back: Mixed up.",
        "Signed off: Took part.",
        f"Began to top up, and went over to the new rule, edition {edition}: {REASON}",
        "Was asked to do what a new rule asks more, by 30 September 2026: " + REASON,
        f"Certificate {award.number}: issued",
        "Earned: Certificate of Completion",
        "Enrolled",
    ]
    assert rows["Signed off: Took part."][0] == "Tomas Trainer"


def test_whatever_the_record_may_say_of_an_enrolment_has_its_words(app):
    kinds = [
        *("enrolled", "assigned", "withdrawn", "restored", "renewal", "renewed"),
        *(f"rule-{effect}" for effect in EFFECTS),
        *("sign-off-given", "sign-off-withdrawn"),
        *("earned", "earned-held", "released"),
        *(f"award-{kind}" for kind in ("issued", "expired", *ACTS)),
    ]

    with app.test_request_context():
        told = [
            happening_words(
                Happening(
                    kind,
                    builders.NOW,
                    None,
                    award_kind="completion",
                    number="AAAA-BBBB-CCCC",
                    edition="sha256:0123456789abcdef",
                    until=TOP_UP_BY,
                ),
                {"completion": "Certificate of Completion"},
            )
            for kind in kinds
        ]

    assert len(set(told)) == len(kinds)
    assert not [words for words in told if "%" in words or "None" in words]


def test_withdrawing_asks_for_the_reason_and_keeps_it(session, client, cohort, page):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    here = address_of(cohort, enrolment)

    refused = client.post(f"{here}/withdrawal", data={"reason": " "})
    done = client.post(f"{here}/withdrawal", data={"reason": "Changed post"})
    again = client.post(f"{here}/withdrawal", data={"reason": "Changed post"})

    assert refused.status_code == 422
    check_page(refused.text, here)
    assert 'href="#reason"' in refused.text
    assert (done.status_code, again.status_code) == (303, 303)
    html = page(here)
    assert "Withdrawn: Changed post" in html
    assert "Tomas Trainer" in html
    assert kinds_of(session) == ["enrolled", "withdrawn"]


def test_a_withdrawn_learner_is_restored_once(session, client, cohort, page):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    here = address_of(cohort, enrolment)
    client.post(f"{here}/withdrawal", data={"reason": "By mistake"})
    assert "Restore this learner" in page(here)

    client.post(f"{here}/restoration")
    client.post(f"{here}/restoration")

    assert "Withdraw this learner" in page(here)
    assert kinds_of(session) == ["enrolled", "withdrawn", "restored"]


def test_a_learner_is_found_under_their_own_cohort_alone(session, client, cohort, page):
    elsewhere = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    alone = builders.an_enrolment(session)
    session.commit()

    page(address_of(cohort, elsewhere), 404)
    page(address_of(cohort, alone), 404)
    answer = client.post(
        f"{address_of(cohort, elsewhere)}/withdrawal", data={"reason": "x"}
    )

    assert answer.status_code == 404
    assert kinds_of(session) == ["enrolled", "enrolled"]


def address_of(cohort, enrolment):
    return f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"


def now_held_to(session, enrolment):
    session.refresh(enrolment)
    return enrolment.edition_id


def counted(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def kinds_of(session):
    session.rollback()
    return session.scalars(
        select(EnrolmentEvent.kind).order_by(EnrolmentEvent.id)
    ).all()
