"""What figures read of an enrolment is kept by the database, fact by fact."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from course import accounts, enrolments, renewals
from course.figures.keeping import rebuild_counted
from course.models import (
    Achievement,
    Attempt,
    Award,
    Cohort,
    CountedEnrolment,
    Edition,
    LessonOpening,
    Mark,
    User,
)
from tests import awards_held, builders
from tests.builders import COURSE, NOW
from tests.counted import counted, hold_at, kept
from tests.course import rule_changes
from tests.statements import statements_of

DAYS = [NOW + timedelta(days=each) for each in range(4)]
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = DAYS


@pytest.fixture
def boss(session):
    return builders.an_administrator(session)


@pytest.fixture
def held(session, boss):
    """At the end of each test every figure of every day is what the facts say."""
    yield
    hold_at(session, boss, DAYS)


@pytest.fixture
def cohort(session, held) -> Cohort:
    return builders.a_cohort(session)


@pytest.fixture
def enrolment(session, cohort):
    learner = builders.a_learner(session, country="GH", affiliation="academia")
    return builders.an_enrolment(session, learner, cohort=cohort)


def row_of(session, enrolment):
    session.flush()
    row: CountedEnrolment = session.get_one(
        CountedEnrolment, enrolment.id, populate_existing=True
    )
    return row


def test_whoever_enrols_is_kept_as_they_are(session, enrolment, cohort):
    row = row_of(session, enrolment)

    assert (row.uuid, row.course_key, row.run) == (enrolment.uuid, COURSE, 1)
    assert (row.user_id, row.edition_id) == (enrolment.user_id, enrolment.edition_id)
    assert (row.cohort_id, row.is_withdrawn) == (cohort.id, False)
    assert (row.country, row.affiliation, row.gender) == ("GH", "academia", None)
    assert (row.enrolled_at, row.known_at, row.changed_at) == (MONDAY,) * 3
    assert (row.started_at, row.assessed_at, row.completed_at) == (None,) * 3
    assert (row.certified_at, row.participated_at) == (None, None)


def test_the_first_lesson_opened_is_the_start(session, enrolment):
    builders.an_opened_lesson(session, enrolment, now=TUESDAY)
    builders.an_opened_lesson(
        session, enrolment, lesson_key="second-lesson", now=WEDNESDAY
    )

    assert row_of(session, enrolment).started_at == TUESDAY


def test_a_lesson_finished_is_a_start(session, enrolment):
    builders.a_finished_lesson(session, enrolment, now=TUESDAY)

    assert row_of(session, enrolment).started_at == TUESDAY


def test_an_attempt_is_a_start(session, enrolment):
    builders.an_open_attempt(session, enrolment, now=TUESDAY)

    assert row_of(session, enrolment).started_at == TUESDAY


def test_an_earlier_start_that_comes_later_counts(session, enrolment):
    builders.an_opened_lesson(session, enrolment, now=WEDNESDAY)
    session.add(
        LessonOpening(
            enrolment_id=enrolment.id,
            module_key="m",
            lesson_key="l",
            occurred_at=TUESDAY,
            recorded_at=TUESDAY,
        )
    )

    assert row_of(session, enrolment).started_at == TUESDAY


@pytest.mark.parametrize(
    ("purpose", "assessed"), [("final-assessment", WEDNESDAY), ("practice", None)]
)
def test_the_first_mark_of_a_final_assessment_is_kept(
    session, enrolment, purpose, assessed
):
    quiz = Edition(
        kind="quiz",
        key="last",
        digest=purpose,
        content={"purpose": purpose},
        recorded_at=MONDAY,
    )
    session.add(quiz)
    session.flush()
    fact = {"occurred_at": WEDNESDAY, "recorded_at": WEDNESDAY}
    attempt = Attempt(
        enrolment_id=enrolment.id,
        quiz_key="last",
        number=1,
        edition_id=quiz.id,
        seed=1,
        submitted_at=WEDNESDAY,
        **fact,
    )
    session.add(attempt)
    session.flush()
    marked = {
        "attempt_id": attempt.id,
        "edition_id": quiz.id,
        "points": 0,
        "out_of": 1,
        "passed": False,
        "detail": {},
    }
    first = Mark(**marked, **fact)
    session.add(first)
    session.flush()
    again = {"occurred_at": THURSDAY, "recorded_at": THURSDAY}
    session.add(Mark(**marked, supersedes_id=first.id, **again))

    assert row_of(session, enrolment).assessed_at == assessed


def test_whoever_completes_and_is_awarded_is_kept_so(session, held):
    enrolment = builders.a_completed_enrolment(session, now=TUESDAY)

    row = row_of(session, enrolment)
    assert (row.completed_at, row.completed_known_at) == (TUESDAY, TUESDAY)
    assert (row.certified_at, row.participated_at) == (TUESDAY, None)
    assert row.changed_at == TUESDAY


def award_of(session, enrolment):
    held = select(Achievement.id).where(Achievement.enrolment_id == enrolment.id)
    newest = select(Award).where(Award.achievement_id.in_(held)).order_by(-Award.id)
    award: Award = session.scalars(newest.limit(1)).one()
    return award


def test_a_document_in_place_of_another_moves_nothing(session, held):
    enrolment = builders.a_completed_enrolment(session)
    awards_held.superseded(session, award_of(session, enrolment), now=TUESDAY)

    row = row_of(session, enrolment)
    assert (row.certified_at, row.changed_at) == (MONDAY, MONDAY)


def test_a_revoked_document_is_none_from_then_on(session, held, boss):
    enrolment = builders.a_completed_enrolment(session)
    new = awards_held.superseded(session, award_of(session, enrolment), now=TUESDAY)
    awards_held.withdrawn(session, new, now=WEDNESDAY)

    row = row_of(session, enrolment)
    assert (row.completed_at, row.certified_at) == (MONDAY, None)
    assert row.changed_at == WEDNESDAY
    then = counted(session, boss, TUESDAY)[enrolment.id]
    assert then["certified_at"] == MONDAY


def test_whoever_earned_a_participation_has_it_kept(session, enrolment):
    fact = {"occurred_at": TUESDAY, "recorded_at": TUESDAY}
    earned = Achievement(
        enrolment_id=enrolment.id,
        award_kind="participation",
        edition_id=enrolment.edition_id,
        **fact,
    )
    session.add(earned)
    session.flush()
    session.add(
        Award(number="P-1", achievement_id=earned.id, claims={}, digest="", **fact)
    )

    row = row_of(session, enrolment)
    assert (row.participated_at, row.certified_at) == (TUESDAY, None)
    assert row.completed_at is None


def test_another_cohort_and_a_withdrawal_are_kept_with_their_moment(
    session, enrolment, boss
):
    other = builders.a_cohort(session)
    enrolments.assign(session, enrolment, other, now=TUESDAY, by=boss)
    moved = row_of(session, enrolment)
    assert (moved.cohort_id, moved.is_withdrawn, moved.changed_at) == (
        other.id,
        False,
        TUESDAY,
    )
    enrolments.withdraw(session, enrolment, reason="Left", now=WEDNESDAY, by=boss)
    left = row_of(session, enrolment)
    assert (left.is_withdrawn, left.changed_at) == (True, WEDNESDAY)
    assert left.known_at == MONDAY
    enrolments.restore(session, enrolment, now=THURSDAY, by=boss)
    assert row_of(session, enrolment).is_withdrawn is False


def test_another_country_and_another_name_are_kept_in_every_enrolment(
    session, enrolment, boss
):
    learner = enrolment.user
    accounts.change_profile(
        session, learner, {"name": "Ama", "country": "KE"}, now=TUESDAY, by=learner
    )

    row = row_of(session, enrolment)
    assert (row.country, row.affiliation, row.changed_at) == ("KE", "academia", TUESDAY)
    assert counted(session, boss, MONDAY)[enrolment.id]["country"] == "GH"


def test_a_list_that_is_taken_back_leaves_every_row_as_it_was(session, held, boss):
    first = builders.a_cohort(session, trainer=boss)
    second = builders.a_cohort(session, trainer=boss)
    moved = builders.an_enrolment(session, cohort=first)
    before = row_of(session, moved).cohort_id
    listed = (
        f"email,name,cohort\n{moved.user.email},,{second.key}\n"
        f"new@example.org,New,{second.key}\nother@example.org,Other,{first.key}"
    )
    applied = builders.a_roster(session, second, listed, now=TUESDAY, by=boss)
    session.flush()
    assert row_of(session, moved).cohort_id == second.id
    on_tuesday = counted(session, boss, TUESDAY)
    builders.an_undone_roster(session, applied, now=WEDNESDAY, by=boss)

    row = row_of(session, moved)
    assert (row.cohort_id, row.is_withdrawn) == (before, False)
    assert counted(session, boss, WEDNESDAY).keys() == {moved.id}
    assert len(on_tuesday) == 3
    since = counted(session, boss, TUESDAY)
    assert {number: each | {"run": 1} for number, each in since.items()} == on_tuesday


def test_a_renewal_is_counted_beside_the_run_that_it_renews(session, held, boss):
    earlier = builders.a_completed_enrolment(session)
    session.flush()
    later, _ = renewals.renew(
        session,
        earlier,
        builders.an_edition(session),
        op=uuid4(),
        reason="Asked for it.",
        today=TUESDAY.date(),
        now=TUESDAY,
        by=boss,
    )

    row = row_of(session, later)
    assert (row.run, row.completed_at, row.cohort_id) == (2, None, None)
    assert (row.enrolled_at, row.known_at) == (TUESDAY, TUESDAY)
    assert row_of(session, earlier).completed_at == MONDAY


def test_whoever_a_rule_moves_is_kept_under_it_and_was_under_the_other(
    session, enrolment, boss
):
    held_to = enrolment.edition_id
    rule_changes.applied(session, rule_changes.EASIER, now=TUESDAY, by=boss)

    row = row_of(session, enrolment)
    assert row.edition_id == enrolment.edition_id != held_to
    assert row.changed_at == TUESDAY
    assert counted(session, boss, MONDAY)[enrolment.id]["edition_id"] == held_to


def test_a_save_sends_no_statement_more(session, enrolment, engine):
    session.flush()
    with statements_of(engine) as sent:
        builders.an_opened_lesson(session, enrolment)
        session.flush()

    assert [each for each in sent if "counted_enrolment" in each] == []
    assert row_of(session, enrolment).started_at == MONDAY


def test_a_trainer_reads_the_cohorts_that_they_lead(session, enrolment, cohort, boss):
    trainer = session.get_one(User, cohort.created_by)
    builders.an_enrolment(session)
    session.flush()

    assert counted(session, trainer, MONDAY).keys() == {enrolment.id}
    assert len(counted(session, boss, MONDAY)) == 2
    assert counted(session, enrolment.user, MONDAY) == {}


def test_a_question_of_a_cohort_an_edition_and_days_is_asked_of_both_ways(
    session, enrolment, cohort, boss
):
    """Of what is kept, and of the facts of those who changed since."""
    enrolments.assign(
        session, enrolment, builders.a_cohort(session), now=TUESDAY, by=boss
    )
    later = builders.an_enrolment(session, cohort=cohort, now=TUESDAY)
    held_to = enrolment.edition.digest
    session.flush()

    here = {"cohort": cohort.uuid, "edition": held_to}
    assert counted(session, boss, MONDAY, **here).keys() == {enrolment.id}
    assert counted(session, boss, TUESDAY, **here).keys() == {later.id}
    day = {"enrolled_since": TUESDAY.date(), "enrolled_until": TUESDAY.date()}
    assert counted(session, boss, TUESDAY, **day).keys() == {later.id}
    monday = {"enrolled_until": MONDAY.date()}
    assert counted(session, boss, MONDAY, **monday).keys() == {enrolment.id}
    assert counted(session, boss, MONDAY, edition="another") == {}


def test_rows_thrown_away_are_written_as_they_were(session, enrolment):
    builders.a_completed_enrolment(session)
    session.flush()
    before = kept(session)
    session.execute(delete(CountedEnrolment))

    assert rebuild_counted(session) == 2
    assert kept(session) == before
