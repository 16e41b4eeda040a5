"""Rounds in which learners read each other's roadmaps, on both databases."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import peer_plans, peer_reading, peer_reviews, peer_rounds
from course.enrolments import withdraw
from course.errors import EnrolmentWithdrawn, NotPermitted, OperationConflict
from course.models import (
    Award,
    OutgoingMessage,
    PeerAssignment,
    PeerDraft,
    PeerDraw,
    PeerReview,
    PeerRound,
)
from course.peer_errors import (
    DeadlinePast,
    NoSuchRubric,
    NothingToAssign,
    PeerReviewGiven,
    PeerReviewIncomplete,
    PeerReviewUnchanged,
    PeerRoundClosed,
    PeerRoundOpen,
    StalePeerPlan,
)
from tests import builders
from tests.builders import NOW, how_many
from tests.peers import (
    LEVELS,
    SUMMARY,
    WORDS,
    a_peer_review,
    a_round,
    assign,
    assignments_of,
    authors_of,
    close,
    leader_of,
)
from tests.statements import statements_of

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session)


@pytest.fixture
def authors(session, cohort):
    return authors_of(session, cohort, ("Planning", "Labour", "Health", "Interior"))


@pytest.fixture
def round_(session, cohort, authors):
    return a_round(session, cohort)


def letters(session):
    return sorted(session.scalars(select(OutgoingMessage.subject)))


def found(session, asker, assignment):
    task = peer_reading.find_task(session, asker, assignment.uuid)
    assert task is not None
    return task


def drafted(session, assignment, **more):
    values: dict[str, Any] = {
        "op": uuid4(),
        "levels": {},
        "comments": WORDS,
        "summary": "",
        "now": NOW,
        "by": assignment.reviewer.user,
    }
    return peer_reviews.save_peer_draft(session, assignment, **values | more)


def acted(session, review, act, by, **more):
    values: dict[str, Any] = {"op": uuid4(), "reason": "It is unkind.", "now": NOW}
    return peer_reviews.act_on_peer_review(
        session, review, act=act, by=by, **values | more
    )


def test_a_round_keeps_the_rubric_as_it_stood(round_):
    assert round_.number == 1
    assert round_.rubric["key"] == "roadmap"
    assert [line["key"] for line in round_.rubric["lines"]] == ["vision", "bodies"]


def test_another_rubric_may_be_named(session, cohort):
    assert a_round(session, cohort, rubric="short").rubric["key"] == "short"
    with pytest.raises(NoSuchRubric):
        a_round(session, cohort, rubric="none")


def test_a_cohort_has_one_open_round_at_a_time(session, cohort, round_):
    with pytest.raises(PeerRoundOpen):
        a_round(session, cohort)
    close(session, round_)

    assert a_round(session, cohort).number == 2


def test_a_round_is_opened_once_by_staff_and_ahead_of_its_deadline(session, cohort):
    op = uuid4()
    first = a_round(session, cohort, op=op)

    assert a_round(session, cohort, op=op) is first
    with pytest.raises(OperationConflict):
        a_round(session, cohort, op=op, reviews_each=3)
    with pytest.raises(DeadlinePast):
        a_round(session, cohort, due_at=NOW)
    with pytest.raises(NotPermitted):
        a_round(session, cohort, by=builders.a_learner(session))
    assert how_many(session, PeerRound) == 1


def test_a_plan_writes_nothing_and_is_the_same_again(session, round_, authors):
    first = peer_plans.plan_peer_reviews(session, round_, seed="7")
    second = peer_plans.plan_peer_reviews(session, round_, seed="7")

    assert first.token == second.token
    assert len(first.pairs) == len(authors)
    assert first.colleagues == 0
    assert how_many(session, PeerAssignment) == 0


def test_what_is_applied_is_what_was_shown(session, round_):
    plan = peer_plans.plan_peer_reviews(session, round_, seed="7")

    draw = assign(session, round_, seed="7")

    made = assignments_of(session, round_)
    assert [(e.reviewer_id, e.author_id, e.submission_id) for e in made] == [
        (e.reviewer.id, e.author.id, e.submission_id) for e in plan.pairs
    ]
    session.expire(draw)
    assert peer_plans.replay(draw.given, draw.seed) == tuple(
        (str(each.reviewer.uuid), str(each.author.uuid)) for each in made
    )
    assert letters(session) == ["1 to review"] * 4


def test_what_a_draw_keeps_names_no_organisation(session, round_):
    assert "planning" not in str(assign(session, round_).given).lower()


def test_a_plan_that_is_out_of_date_is_refused(session, cohort, round_):
    token = peer_plans.plan_peer_reviews(session, round_, seed="1").token
    authors_of(session, cohort, ("Trade",))

    with pytest.raises(StalePeerPlan):
        assign(session, round_, token=token)


def test_assigning_twice_changes_nothing(session, round_):
    op = uuid4()
    draw = assign(session, round_, op=op)

    assert assign(session, round_, op=op, token=draw.token) is draw
    assert how_many(session, PeerDraw) == 1
    with pytest.raises(NothingToAssign):
        assign(session, round_, seed="2")


def test_who_has_not_handed_in_takes_no_part(session, cohort, round_):
    idle = builders.an_enrolment(session, cohort=cohort)
    elsewhere = authors_of(session, builders.a_cohort(session), ("Planning",))

    plan = peer_plans.plan_peer_reviews(session, round_, seed="1")

    assert plan.without_roadmap == (idle,)
    paired = {each.reviewer for each in plan.pairs}
    assert not paired & {idle, *elsewhere}


def test_a_latecomer_is_paired_and_no_row_changes(session, cohort, round_):
    assign(session, round_)
    before = [
        (e.id, e.reviewer_id, e.author_id) for e in assignments_of(session, round_)
    ]
    (late,) = authors_of(session, cohort, ("Trade",))

    assign(session, round_, seed="2")

    after = [
        (e.id, e.reviewer_id, e.author_id) for e in assignments_of(session, round_)
    ]
    assert after[: len(before)] == before
    assert any(late.id == reviewer for _, reviewer, _ in after)
    assert any(late.id == author for _, _, author in after)


def test_whoever_loses_a_reviewer_by_a_withdrawal_gets_another(
    session, cohort, round_, authors
):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    withdraw(
        session, first.reviewer, reason="Left.", now=NOW, by=leader_of(session, cohort)
    )

    assign(session, round_, seed="2")

    reviewers = {
        each.reviewer_id
        for each in assignments_of(session, round_)
        if each.author_id == first.author_id
    }
    assert reviewers - {first.reviewer_id}


def test_a_reviewer_reads_what_was_handed_in_at_assignment(session, round_, authors):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    builders.a_reviewed_roadmap(
        session, first.submission, verdict="sent-back", comments="More."
    )
    builders.a_saved_worksheet(session, first.author, {"next": "Another word."})
    builders.a_submitted_roadmap(session, first.author)

    task = found(session, first.reviewer.user, first)

    assert "Another word." not in str(task.document)
    assert "We ask." in str(task.document)


def test_in_a_round_without_names_the_document_has_none(session, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]

    task = found(session, first.reviewer.user, first)
    led = found(session, leader_of(session, round_.cohort), first)

    assert first.author.user.name not in str(task.document)
    assert first.author.user.name in str(led.document)


def test_nobody_else_finds_a_review(session, round_, authors):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    others = [each.user for each in authors if each.id != first.reviewer_id]

    assert all(
        peer_reading.find_task(session, person, first.uuid) is None
        for person in (*others, builders.a_trainer(session))
    )


def test_a_draft_may_have_gaps_and_is_never_written_over(session, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]

    drafted(session, first)
    drafted(session, first, summary="More.")
    again, is_new = drafted(session, first, summary="More.")

    assert not is_new
    assert again.content == {"levels": {}, "comments": WORDS, "summary": "More."}
    assert how_many(session, PeerDraft) == 2


def test_a_review_is_handed_in_whole_and_once(session, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    with pytest.raises(PeerReviewIncomplete) as refusal:
        a_peer_review(session, first, levels={"vision": 2, "bodies": 9}, summary=" ")
    assert refusal.value.data["missing"] == ["bodies", "summary"]

    op = uuid4()
    review = a_peer_review(session, first, op=op)

    assert a_peer_review(session, first, op=op) is review
    with pytest.raises(PeerReviewGiven):
        a_peer_review(session, first)
    with pytest.raises(PeerReviewGiven):
        drafted(session, first)
    with pytest.raises(NotPermitted):
        a_peer_review(session, first, by=first.author.user)
    assert (review.levels, review.comments, review.summary) == (LEVELS, WORDS, SUMMARY)


def test_the_deadline_stops_nobody_and_closing_does(session, round_):
    assign(session, round_)
    first, second = assignments_of(session, round_)[:2]
    late = round_.due_at + timedelta(days=1)

    a_peer_review(session, first, now=late)
    close(session, round_, now=late)

    assert found(session, second.reviewer.user, second).state == "missed"
    with pytest.raises(PeerRoundClosed):
        a_peer_review(session, second, now=late)
    with pytest.raises(PeerRoundClosed):
        assign(session, round_, seed="2")
    with pytest.raises(PeerRoundClosed):
        close(session, round_, now=late)


def test_authors_read_what_peers_wrote_once_the_round_is_closed(session, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    a_peer_review(session, first)
    assert peer_reading.received_by(session, first.author) == []

    close(session, round_)

    (received,) = peer_reading.received_by(session, first.author)
    assert received.review.summary == SUMMARY
    assert received.reviewer is None
    assert letters(session).count("Your reviews are in") == 1


def test_with_names_the_author_reads_whose_it_is(session, cohort, authors):
    named = a_round(session, cohort, is_anonymous=False)
    assign(session, named)
    first = assignments_of(session, named)[0]
    a_peer_review(session, first)
    close(session, named)

    (received,) = peer_reading.received_by(session, first.author)

    assert received.reviewer == first.reviewer.user.name


def test_what_is_set_aside_is_not_read_until_it_is_restored(session, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    review = a_peer_review(session, first)
    leader = leader_of(session, round_.cohort)
    acted(session, review, "set-aside", leader)
    close(session, round_)
    assert peer_reading.received_by(session, first.author) == []
    assert "Your reviews are in" not in letters(session)
    with pytest.raises(PeerReviewUnchanged):
        acted(session, review, "set-aside", leader)

    acted(session, review, "restored", leader)

    assert len(peer_reading.received_by(session, first.author)) == 1
    assert [act.act for act, _ in peer_reading.acts_on(session, review)] == [
        "restored",
        "set-aside",
    ]
    with pytest.raises(NotPermitted):
        acted(session, review, "set-aside", first.author.user)


def test_a_withdrawn_learner_writes_nothing_more(session, cohort, round_):
    assign(session, round_)
    first = assignments_of(session, round_)[0]
    withdraw(
        session, first.reviewer, reason="Left.", now=NOW, by=leader_of(session, cohort)
    )

    with pytest.raises(EnrolmentWithdrawn):
        a_peer_review(session, first)


def test_a_peer_review_decides_nothing(session, round_, authors):
    standing = [each.standing for each in authors]
    assign(session, round_)
    for each in assignments_of(session, round_):
        a_peer_review(session, each)
    close(session, round_)

    assert [each.standing for each in authors] == standing
    assert how_many(session, Award) == 0


def test_many_are_paired_told_and_listed_in_a_handful_of_statements(session, cohort):
    authors_of(session, cohort, [f"office {at % 7}" for at in range(30)])
    round_ = a_round(session, cohort, reviews_each=3)
    session.flush()
    leader = leader_of(session, cohort)
    plan = peer_plans.plan_peer_reviews(session, round_, seed="1")

    with statements_of(session.get_bind()) as sent:
        peer_plans.assign_peer_reviews(
            session,
            round_,
            op=uuid4(),
            seed="1",
            token=plan.token,
            letter=lambda *_: ("To review", "Three."),
            now=NOW,
            by=leader,
        )
    assert len(sent) <= 9, sent
    with statements_of(session.get_bind()) as sent:
        tasks = peer_reading.tasks_of_round(session, leader, round_, limit=100)
        shown = [(t.assignment.reviewer.user.name, t.state) for t in tasks]
    assert (len(shown), len(sent)) == (90, 1)
    assert how_many(session, PeerReview) == 0
    assert peer_rounds.list_rounds(session, cohort)[0].assigned == 90
