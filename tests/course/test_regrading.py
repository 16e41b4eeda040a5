"""Regrading: what it lists, what it does, and whom it tells."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course import accounts, award_register, award_status, awards
from course.counting import CountingRule
from course.errors import (
    NotYetComplete,
)
from course.models import (
    AwardEvent,
    Correction,
    Mark,
    OutgoingMessage,
    Regrade,
)
from course.outline import Course
from course.regrade_listing import LearnerChange, Result
from course.wordings import Asked
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.regrades import (
    CREDIT_WEEK,
    DROP_WEEK,
    FIRST,
    PASSING,
    REASON,
    WEEK_AS_FILED,
    WEEK_IS_FALSE,
    ailments,
    an_attempt,
    an_enrolment_but_for_the_first_quiz,
    applied,
    award_events,
    marks_of,
    previewed,
)
from tests.course.sittings import mark_of, save, submit

LATER = NOW + timedelta(days=30)


def test_a_preview_lists_each_mark_that_would_change_and_writes_nothing(session):
    right = an_attempt(session, *PASSING)
    wrong = an_attempt(session, "one-colour", week=False)
    an_attempt(session, "one-colour")
    session.flush()

    preview = previewed(session, WEEK_IS_FALSE)

    listed = [mark for each in preview.learners for mark in each.attempts]
    assert {mark.attempt: (mark.before, mark.after) for mark in listed} == {
        right.attempt.uuid: (Result(7, 9, True), Result(6, 9, False)),
        wrong.attempt.uuid: (Result(1, 9, False), Result(2, 9, False)),
    }
    assert preview.examined == 3
    assert not session.new
    assert not session.dirty
    assert how_many(session, Regrade) == 0


def test_a_preview_tells_passes_completions_and_awards(session):
    gains = an_enrolment_but_for_the_first_quiz(session)
    loses = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, enrolment=gains, week=False)
    an_attempt(session, *PASSING, enrolment=loses)

    preview = previewed(session, WEEK_IS_FALSE)

    gained, lost = preview.learners
    assert gained.learner == gains.user.uuid
    assert gained.quiz_passed == gained.completed == (False, True)
    assert gained.earned == gained.issued == ("completion",)
    number = award_register.awards_of(session, loses.user)[0].number
    assert lost.quiz_passed == lost.completed == (True, False)
    assert (lost.earned, lost.suspended) == ((), (number,))
    totals = preview.totals
    assert (totals.marks, totals.rising, totals.falling) == (2, 1, 1)
    assert (totals.passes_gained, totals.passes_lost) == (1, 1)
    assert (totals.issued, totals.suspended) == (1, 1)
    assert totals.is_loss


def test_applying_adds_marks_and_edits_none(session):
    receipt = an_attempt(session, *PASSING, week=False)
    old = mark_of(receipt)

    regrade, is_new = applied(session, WEEK_IS_FALSE)

    assert is_new
    marks = session.scalars(select(Mark).order_by(Mark.id)).all()
    assert marks[0] is old
    assert (old.points, old.supersedes_id, old.regrade_id) == (6, None, None)
    new = marks[1]
    assert (new.points, new.out_of, new.passed) == (7, 9, True)
    assert (new.supersedes_id, new.regrade_id) == (old.id, regrade.id)
    assert (new.reason, new.actor_id) == (REASON, regrade.actor_id)
    assert new.recorded_at == regrade.recorded_at > old.recorded_at
    assert ailments(session) == []


def test_a_correction_is_a_row_that_names_the_question_as_it_stood(session, catalogue):
    an_attempt(session)

    regrade, _ = applied(session, WEEK_IS_FALSE, DROP_WEEK)

    question = catalogue.quiz(FIRST).question("week")
    rows = session.scalars(select(Correction)).all()
    assert [(row.action, row.value) for row in rows] == [("drop", None)]
    assert rows[0].question_digest == question.digest
    assert (rows[0].regrade_id, rows[0].quiz_key) == (regrade.id, FIRST)


def test_the_course_is_completed_and_the_award_issued_at_once(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    active = enrolment.last_active_at
    an_attempt(session, *PASSING, enrolment=enrolment, week=False)

    regrade, _ = applied(session, WEEK_IS_FALSE, now=LATER)

    assert enrolment.completed_at == regrade.recorded_at == LATER
    assert enrolment.last_active_at == active
    assert award_events(session, enrolment) == ["issued"]
    assert ailments(session) == []


def test_a_name_that_cannot_be_printed_holds_the_certificate_back(session):
    learner = builders.a_learner(session)
    learner.name = "Ama \N{CUNEIFORM SIGN A}"
    enrolment = an_enrolment_but_for_the_first_quiz(session, learner=learner)
    an_attempt(session, *PASSING, enrolment=enrolment, week=False)

    regrade, _ = applied(session, WEEK_IS_FALSE)

    change = LearnerChange.from_data(regrade.outcome["learners"][0])
    assert (change.earned, change.held_back) == (("completion",), ("completion",))
    assert change.issued == ()
    assert award_register.awards_of(session, learner) == []


def test_a_completion_keeps_its_day_where_the_pass_stays_a_pass(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, "year", enrolment=enrolment, week=False)
    completed_at = enrolment.completed_at

    applied(session, WEEK_IS_FALSE, now=LATER)

    assert completed_at is not None
    assert enrolment.completed_at == completed_at
    assert enrolment.standing["quizzes"][FIRST][1] == 8


def test_exact_and_exact_back_restore_the_standing_and_the_award(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, enrolment=enrolment)
    before = dict(enrolment.standing)

    applied(session, WEEK_IS_FALSE)
    between = dict(enrolment.standing), enrolment.completed_at
    regrade, _ = applied(session, WEEK_AS_FILED)

    assert between[0]["quizzes"][FIRST] == [1, 6, 9, False]
    assert between[1] is None
    earned = enrolment.standing.pop("earned")
    del before["earned"]
    assert enrolment.standing == before
    assert earned == {"completion": regrade.recorded_at.isoformat()}
    assert award_events(session, enrolment) == ["issued", "suspended", "reinstated"]


def test_a_suspension_says_why_and_by_whom(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, enrolment=enrolment)
    [award] = award_register.awards_of(session, enrolment.user)

    regrade, _ = applied(session, WEEK_IS_FALSE)

    found = award_status.verify_award(session, award.number)
    assert found.status == "suspended"
    event = session.scalars(select(AwardEvent).order_by(AwardEvent.id.desc())).first()
    assert (event.reason, event.actor_id) == (REASON, regrade.actor_id)
    assert event.recorded_at == regrade.recorded_at


def test_a_further_attempt_that_passes_reinstates_the_award(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, enrolment=enrolment)
    applied(session, WEEK_IS_FALSE)

    an_attempt(session, *PASSING, "year", enrolment=enrolment, now=LATER, week=False)

    assert award_events(session, enrolment) == ["issued", "suspended", "reinstated"]
    assert ailments(session) == []


def test_what_a_person_suspended_no_mark_reinstates(session):
    enrolment = an_enrolment_but_for_the_first_quiz(session)
    an_attempt(session, *PASSING, enrolment=enrolment)
    [award] = award_register.awards_of(session, enrolment.user)
    session.add(
        AwardEvent(
            award_id=award.id, kind="suspended", occurred_at=NOW, recorded_at=NOW
        )
    )

    applied(session, WEEK_IS_FALSE)
    applied(session, WEEK_AS_FILED)

    assert award_events(session, enrolment) == ["issued", "suspended"]


def test_a_certificate_is_not_issued_for_what_is_no_longer_supported(session):
    learner = builders.a_learner(session)
    learner.name = "Ama \N{CUNEIFORM SIGN A}"
    enrolment = an_enrolment_but_for_the_first_quiz(session, learner=learner)
    an_attempt(session, *PASSING, enrolment=enrolment)
    applied(session, WEEK_IS_FALSE)
    learner.name = "Ama"

    with pytest.raises(NotYetComplete):
        awards.request_award(session, enrolment, "completion", now=NOW, office=OFFICE)


def test_only_raising_lowers_nothing(session):
    falls = an_attempt(session, *PASSING).attempt
    rises = an_attempt(session, "one-colour", week=False).attempt

    preview = previewed(session, WEEK_IS_FALSE, mode="raise")
    applied(session, WEEK_IS_FALSE, mode="raise")

    assert (preview.totals.marks, preview.left_alone) == (1, 1)
    assert not preview.totals.is_loss
    assert marks_of(session, falls) == [(7, 9, True)]
    assert marks_of(session, rises) == [(1, 9, False), (2, 9, False)]
    assert ailments(session) == []


def test_only_raising_compares_shares(session):
    """A dropped question that was answered rightly takes a point and lowers a share."""
    right = an_attempt(session, "one-colour", "week").attempt
    wrong = an_attempt(session, "one-colour").attempt

    applied(session, DROP_WEEK, mode="raise")

    assert marks_of(session, right) == [(2, 9, False)]
    assert marks_of(session, wrong) == [(1, 9, False), (1, 8, False)]


def test_credit_gives_everybody_the_points(session):
    blank = an_attempt(session, *PASSING[:2]).attempt
    right = an_attempt(session, *PASSING).attempt

    applied(session, CREDIT_WEEK)

    assert marks_of(session, blank) == [(3, 9, False), (4, 9, False)]
    assert marks_of(session, right) == [(7, 9, True)]


def test_each_learner_is_told_once_what_changed_and_why(session):
    enrolment = builders.an_enrolment(session)
    for _ in range(2):
        an_attempt(session, "one-colour", "week", enrolment=enrolment)
    an_attempt(session, "one-colour")

    regrade, _ = applied(session, WEEK_IS_FALSE)

    [message] = session.scalars(select(OutgoingMessage)).all()
    assert message.recipient_email == enrolment.user.email
    assert message.subject == "Changed: The first quiz"
    assert message.body == f"2 -> 1; 2 -> 1 since: {REASON}"
    assert message.dedupe_key == f"regrade {regrade.uuid} {enrolment.user.uuid}"


def test_nobody_is_told_whose_result_stays_or_whose_account_is_closed(session):
    closed = an_attempt(session, "week").attempt.enrolment.user
    by = builders.an_administrator(session)
    accounts.close_account(session, closed, now=NOW, by=by)
    an_attempt(session, "one-colour", week=False)

    applied(
        session,
        WEEK_IS_FALSE,
        Asked("one-colour", "key", {"correct": "red"}),
        mode="exact",
    )

    assert how_many(session, Mark) == 4
    assert how_many(session, OutgoingMessage) == 0


def test_marks_that_are_not_shown_are_not_told(session, catalogue):
    quiz = replace(catalogue.quiz(FIRST), show_marks="never")
    attempt = builders.an_open_attempt(session, quiz=quiz)
    save(session, attempt, "week", True)
    submit(session, attempt)

    applied(session, WEEK_IS_FALSE)

    [message] = session.scalars(select(OutgoingMessage)).all()
    assert message.body == "Look."


def test_where_the_average_counts_only_raising_leaves_nobody_worse_off(
    session, monkeypatch
):
    """A larger share of a paper cut short weighs less beside a poor one.

    Five of nine points become one of one, and the other attempt keeps one of nine. So
    six of eighteen would become two of ten.
    """
    rule = CountingRule("average", 30)
    monkeypatch.setattr(Course, "counting_of", lambda self, key: rule)
    enrolment = builders.an_enrolment(session)
    good = an_attempt(
        session, "year", "capital", "week", "even-numbers", enrolment=enrolment
    ).attempt
    poor = an_attempt(session, "one-colour", enrolment=enrolment).attempt
    asked = [Asked(key, "drop") for key in (*PASSING, "capital")]

    preview = previewed(session, *asked, mode="raise")
    applied(session, *asked, mode="raise")

    assert (preview.totals.marks, preview.left_alone) == (0, 2)
    assert marks_of(session, good) == [(5, 9, False)]
    assert marks_of(session, poor) == [(1, 9, False)]
    assert enrolment.standing["quizzes"][FIRST] == [2, 6, 18, True]
