"""Two people at once about the report on a run, on both databases."""

from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import cohort_reports, releases, report_reviews
from course.cohort_reports import SENT_BACK, VALIDATED
from course.models import (
    Award,
    Cohort,
    CohortRelease,
    CohortReport,
    OutgoingMessage,
    ReportReview,
    User,
)
from tests import builders, reports
from tests.builders import NOW, OFFICE, how_many
from tests.course.award_lives import a_completion, an_edition, release_letter
from tests.statements import statements_of
from tests.threads import in_sessions


@pytest.fixture
def cohort(session):
    edition = an_edition(session, held_for_release="moderated")
    made = builders.a_cohort(session, edition=edition)
    a_completion(session, cohort=made)
    return made


@pytest.fixture
def report(session, cohort):
    by = builders.an_administrator(session)
    made = reports.a_report_that_waits(session, cohort, by, now=NOW)
    session.commit()
    return made


def answered(own, report_id, by_id, verdict, op, token):
    """Answer in a session of its own, having read the page as it was before."""
    review, _ = report_reviews.review_report(
        own,
        own.get_one(CohortReport, report_id),
        op=op,
        verdict=verdict,
        reason="Read.",
        token=token,
        letter=reports.letter,
        release_letter=release_letter,
        now=NOW,
        office=OFFICE,
        by=own.get_one(User, by_id),
    )
    own.commit()
    return review.verdict


def an_answer(session, report, verdict, *, op=None, by=None):
    token = releases.preview_release(session, report.cohort).token
    by = by or builders.an_administrator(session)
    session.commit()
    return partial(
        answered,
        report_id=report.id,
        by_id=by.id,
        verdict=verdict,
        op=op or uuid4(),
        token=token,
    )


@pytest.mark.parametrize(
    "verdicts",
    [(VALIDATED, VALIDATED), (VALIDATED, SENT_BACK), (SENT_BACK, SENT_BACK)],
    ids="-".join,
)
def test_of_two_who_answer_a_version_one_does(session, sessions, report, verdicts):
    acts = [an_answer(session, report, verdict) for verdict in verdicts]

    made = in_sessions(sessions, *acts)

    refused = [each for each in made if not isinstance(each, str)]
    [said] = [each for each in made if isinstance(each, str)]
    assert [type(each).__name__ for each in refused] == ["ReportAnswered"]
    [review] = session.scalars(select(ReportReview)).all()
    assert review.verdict == said
    is_validated = said == VALIDATED
    assert how_many(session, Award) == how_many(session, CohortRelease) == is_validated
    subjects = session.scalars(select(OutgoingMessage.subject)).all()
    assert sum(each.startswith(verdicts) for each in subjects) == 1


def test_an_answer_sent_twice_at_once_is_recorded_once(session, sessions, report):
    by, op = builders.an_administrator(session), uuid4()
    act = an_answer(session, report, VALIDATED, op=op, by=by)

    made = in_sessions(sessions, act, act)

    assert made == [VALIDATED] * 2
    assert how_many(session, ReportReview) == how_many(session, CohortRelease) == 1


def test_a_release_and_a_validation_at_once_never_wait_for_each_other(
    session, sessions, cohort, report
):
    token = releases.preview_release(session, cohort).token
    act = an_answer(session, report, VALIDATED)

    def released(own):
        by = builders.an_administrator(own)
        releases.release_awards(
            own,
            own.get_one(Cohort, cohort.id),
            op=uuid4(),
            note="All is well.",
            token=token,
            letter=release_letter,
            now=NOW,
            office=OFFICE,
            by=by,
        )
        own.commit()
        return "released"

    made = in_sessions(sessions, act, released)

    # Whoever comes second finds another list than the one that was looked at.
    names = {each if isinstance(each, str) else type(each).__name__ for each in made}
    assert names in ({VALIDATED, "StaleRelease"}, {"released", "StaleRelease"})
    assert how_many(session, Award) == how_many(session, CohortRelease) == 1


def test_of_two_who_hand_in_one_does(session, sessions, report):
    answer = an_answer(session, report, SENT_BACK)
    with sessions() as own:
        answer(own)

    def handed_in(own):
        made, _ = cohort_reports.submit_report(
            own,
            own.get_one(Cohort, report.cohort_id),
            op=uuid4(),
            letter=reports.letter,
            now=NOW,
            office=OFFICE,
            by=own.get_one(User, report.actor_id),
        )
        own.commit()
        return made.number

    made = in_sessions(sessions, handed_in, handed_in)

    kinds = sorted(type(each).__name__ for each in made)
    assert kinds == ["ReportWaiting", "int"]


def test_an_answer_locks_before_it_reads(session, engine, sessions, report):
    act = an_answer(session, report, SENT_BACK)
    with sessions() as own:
        # As the edge has them at hand by then.
        known = (
            own.get_one(CohortReport, report.id),
            own.get_one(User, act.keywords["by_id"]),
        )
        with statements_of(engine) as sent:
            act(own)

    if engine.dialect.name == "postgresql":
        assert "FOR NO KEY UPDATE" in sent[0]
    assert "FROM cohort " in sent[0].replace("\n", " ")
    assert known[0].cohort_id == report.cohort_id
