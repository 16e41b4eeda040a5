"""The doctor finds whatever is kept otherwise than the facts say."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from course import enrolments
from course.doctor import examine, examine_seals, record_count
from course.figures.keeping import rebuild_counted
from course.models import (
    Accommodation,
    Achievement,
    Award,
    Picture,
    RoadmapDecision,
)
from tests import builders, peers
from tests.awards_held import superseded
from tests.builders import KEYS, NOW
from tests.course import rule_changes
from tests.course.regrades import (
    DROP_WEEK,
    PASSING,
    WEEK_AS_FILED,
    WEEK_IS_FALSE,
    an_attempt,
    applied,
)
from tests.programmes import STEPS, a_paper, on_course


def test_it_finds_another_picture_an_entry_gone_and_a_document_without_its_event(
    session,
):
    award = session.scalars(
        select(Award)
        .join(Award.achievement)
        .where(Achievement.enrolment_id == builders.a_completed_enrolment(session).id)
    ).one()
    new = superseded(session, award, now=NOW)
    builders.an_enrolment(session)
    change, _ = rule_changes.applied(session, rule_changes.EASIER)
    fact = {"occurred_at": NOW, "recorded_at": NOW}
    session.add(Picture(digest="0" * 64, content=b"A logo.", **fact))
    assert [each.partition(":")[0] for each in differences(session)] == [
        "picture 000000000000"
    ]

    unguarded(session, "rule_change_entry")
    alter(session, "DELETE FROM rule_change_entry")
    unguarded(session, "award_event")
    alter(session, "DELETE FROM award_event WHERE kind = 'superseded'")

    found = differences(session)
    assert f"rule change {change.uuid}" in " ".join(found)
    assert f"award {award.number}: it was superseded 0 times" in " ".join(found)
    assert new.number not in " ".join(found)


def differences(session):
    session.flush()
    return [str(each) for found in examine(session) for each in found]


def alter(session, statement, **values):
    """Change a row as somebody with a database shell and bad intent would."""
    session.flush()
    session.connection().execute(text(statement), values)


def unguarded(session, table):
    """Take away what keeps the facts of one table from being altered."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    for act in ("update", "delete"):
        place = "" if on_sqlite else f' ON "{table}"'
        alter(session, f'DROP TRIGGER "fact_{table}_{act}"{place}')


def test_a_record_made_by_the_verbs_is_well(session):
    cohort = builders.a_cohort(session)
    builders.a_completed_enrolment(session, cohort=cohort)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    builders.a_submitted_attempt(session, enrolment, answers={})
    enrolments.withdraw(session, enrolment, reason="moved", now=NOW, by=enrolment.user)

    assert differences(session) == []


def test_every_record_is_examined(session):
    builders.a_completed_enrolment(session)
    session.flush()

    examined = [*examine(session), *examine_seals(session, KEYS)]

    # A person, an enrolment and what figures read of it, an award with its seal, and
    # two attempts handed in.
    assert len(examined) == record_count(session) == 7


@pytest.mark.parametrize(
    ("field", "value"),
    [("met", 1), ("needed", 99), ("completed_at", NOW), ("withdrawn_at", NOW)],
)
def test_a_column_that_the_facts_deny_is_found(session, field, value):
    enrolment = builders.an_enrolment(session)
    setattr(enrolment, field, value)

    found = differences(session)

    assert len(found) == 1
    assert found[0].startswith(f"enrolment {enrolment.uuid}: {field} is kept as")


def test_a_standing_that_the_facts_deny_is_found_part_by_part(session):
    enrolment = builders.an_enrolment(session)
    lessons = [["first-module", "first-lesson"]]
    enrolment.standing = {**enrolment.standing, "lessons": lessons}

    found = differences(session)

    assert len(found) == 1
    assert "standing.lessons" in found[0]


def test_a_cohort_that_no_event_tells_of_is_found(session):
    enrolment = builders.an_enrolment(session)
    enrolment.cohort = builders.a_cohort(session)

    found = differences(session)

    assert len(found) == 1
    assert "cohort_id" in found[0]


def test_a_withdrawal_that_was_undone_without_an_event_is_found(session):
    enrolment = builders.an_enrolment(session)
    enrolments.withdraw(session, enrolment, reason="moved", now=NOW, by=enrolment.user)
    enrolment.withdrawn_at = None

    found = differences(session)

    assert len(found) == 1
    assert "withdrawn_at is kept as None" in found[0]


def test_a_restored_learner_is_no_difference(session):
    enrolment = builders.an_enrolment(session)
    learner = enrolment.user
    enrolments.withdraw(session, enrolment, reason="moved", now=NOW, by=learner)
    later = NOW + timedelta(days=1)
    enrolments.restore(session, enrolment, now=later, by=learner)

    assert differences(session) == []


def test_words_of_an_award_that_were_altered_are_found(session):
    builders.a_completed_enrolment(session)
    unguarded(session, "award")
    alter(
        session,
        "UPDATE award SET claims = :claims, number = 'AAAA-AAAA-AAAA'",
        claims='{"number": "BBBB-BBBB-BBBB", "kind": "participation"}',
    )

    found = differences(session)

    assert [each.partition(": ")[2] for each in found] == [
        "its words are not those that its digest was made of",
        "its words bear another number",
        "its words are those of another kind of award",
    ]


def test_words_of_a_roadmap_that_were_altered_are_found(session):
    submission = builders.a_submitted_roadmap(session)
    session.flush()
    unguarded(session, "roadmap_submission")
    alter(session, "UPDATE roadmap_submission SET content = '{}'")

    assert differences(session) == [
        f"roadmap {submission.uuid}: its words are not those that its digest was made "
        "of"
    ]


def test_a_roadmap_that_was_handed_in_while_one_waited_is_found(session):
    enrolment = builders.an_enrolment(session)
    first = builders.a_submitted_roadmap(session, enrolment)
    builders.a_reviewed_roadmap(session, first)
    second = builders.a_submitted_roadmap(session, enrolment)
    session.flush()
    assert differences(session) == []
    unguarded(session, "roadmap_review")
    alter(session, "DELETE FROM roadmap_review")

    assert differences(session) == [
        f"roadmap {second.uuid}: it was handed in while an earlier one waited to be "
        "read"
    ]


def test_pairs_that_their_seed_does_not_make_are_found(session):
    cohort = builders.a_cohort(session)
    peers.authors_of(session, cohort)
    draw = peers.assign(session, peers.a_round(session, cohort))
    name = draw.uuid
    assert differences(session) == []
    unguarded(session, "peer_draw")
    given = """'{"each": 1, "peers": [], "standing": []}'"""
    alter(session, f"UPDATE peer_draw SET given = {given}")  # noqa: S608  # said above

    assert differences(session) == [
        f"peer draw {name}: its pairs are not those that its seed makes"
    ]


def test_a_decision_that_two_reviews_do_not_bear_out_is_found(session):
    peers.every_peer_fact(session)
    [name] = session.scalars(select(RoadmapDecision.uuid))
    assert differences(session) == []
    unguarded(session, "second_review")
    alter(session, "UPDATE second_review SET verdict = 'accepted'")

    assert differences(session) == [
        f"decision {name}: the reviews say sent-back and accepted"
    ]


def test_a_paper_whose_file_was_changed_is_found(session):
    paper = a_paper(session, on_course(session, STEPS))
    session.flush()
    assert differences(session) == []
    unguarded(session, "paper_submission")
    alter(session, "UPDATE paper_submission SET size = size + 1")

    assert differences(session) == [
        f"paper {paper.uuid}: its file is not the one that its digest was made of"
    ]


def test_an_award_without_its_event_is_found(session):
    builders.a_completed_enrolment(session)
    unguarded(session, "award_event")
    alter(session, "DELETE FROM award_event")

    found = differences(session)

    assert len(found) == 1
    assert "it was issued 0 times" in found[0]


def test_an_achievement_that_is_missing_is_found(session):
    builders.a_completed_enrolment(session)
    for table in ("award_event", "award_seal", "award", "achievement"):
        unguarded(session, table)
        alter(session, f"DELETE FROM {table}")  # noqa: S608  # names of tables
    session.expire_all()

    earned, *counted = differences(session)

    assert "'completion' is earned" in earned
    assert [each.split(": ")[1].split()[0] for each in counted] == [
        "completed_at",
        "completed_known_at",
        "certified_at",
    ]


def test_what_figures_read_otherwise_than_the_facts_is_found_with_its_cure(session):
    moved, gone = (builders.an_enrolment(session) for _ in range(2))
    session.flush()
    alter(
        session,
        "UPDATE counted_enrolment SET country = 'GH', changed_at = NULL "
        "WHERE enrolment_id = :number",
        number=moved.id,
    )
    alter(
        session,
        "DELETE FROM counted_enrolment WHERE enrolment_id = :number",
        number=gone.id,
    )

    found = differences(session)

    cure = "'course rebuild-figures' writes it anew"
    said = f"is not kept for figures as the facts say; {cure}"
    assert found == [
        f"enrolment {moved.uuid}: country {said}",
        f"enrolment {moved.uuid}: changed_at {said}",
        f"enrolment {gone.uuid}: no figure reads it; {cure}",
    ]
    rebuild_counted(session)
    assert differences(session) == []


@pytest.mark.parametrize(
    "harm",
    [
        "points = points - 1",
        "out_of = out_of + 1",
        "passed = NOT passed",
        """detail = '{"week": [0, 1]}'""",
    ],
)
def test_a_mark_that_its_answers_did_not_earn_is_found(session, harm):
    attempt = builders.a_submitted_attempt(session).attempt
    unguarded(session, "mark")
    alter(session, f"UPDATE mark SET {harm}")  # noqa: S608  # harm is written above

    found = differences(session)

    [told] = [each for each in found if each.startswith("attempt")]
    assert told.startswith(f"attempt {attempt.uuid}: its mark ")
    assert told.endswith(" is not what its answers earned")


def test_answers_that_were_altered_after_they_were_handed_in_are_found(session):
    attempt = builders.a_submitted_attempt(session, answers={"week": False}).attempt
    unguarded(session, "response")
    alter(session, "UPDATE response SET answer = 'true'")

    found = differences(session)

    assert len(found) == 1
    assert f"attempt {attempt.uuid}: its mark " in found[0]


def test_an_answer_that_came_in_after_the_attempt_was_closed_is_found(session):
    attempt = builders.a_submitted_attempt(session, answers={"week": False}).attempt
    alter(
        session,
        "INSERT INTO response (attempt_id, question_key, op, uuid, sequence, answer, "
        "occurred_at, recorded_at) SELECT attempt_id, question_key, :op, :op, 9, "
        "answer, occurred_at, recorded_at FROM response",
        op="0" * 32,
    )

    found = differences(session)

    assert found == [
        f"attempt {attempt.uuid}: its answers are not those that were handed in"
    ]


def test_a_correction_that_was_slipped_in_is_found(session):
    attempt = an_attempt(session, *PASSING).attempt
    applied(session, WEEK_IS_FALSE)
    assert differences(session) == []
    unguarded(session, "correction")
    alter(session, "UPDATE correction SET action = 'drop'")

    found = differences(session)

    assert len(found) == 1
    assert f"attempt {attempt.uuid}: its mark " in found[0]


def test_an_attempt_without_its_mark_is_found(session):
    attempt = an_attempt(session, "week").attempt
    unguarded(session, "mark")
    alter(session, "DELETE FROM mark")

    found = differences(session)

    waits = f"attempt {attempt.uuid}: it has no mark, and waits for nobody"
    assert waits in found


def test_marks_of_every_age_are_worked_out_by_what_held_then(session):
    an_attempt(session, *PASSING)
    applied(session, WEEK_IS_FALSE)
    an_attempt(session, *PASSING)
    applied(session, DROP_WEEK, mode="raise")
    an_attempt(session, *PASSING)
    applied(session, WEEK_AS_FILED)

    assert differences(session) == []


@pytest.mark.parametrize("field", ["name", "country", "gender", "affiliation"])
def test_a_person_unlike_their_latest_profile_is_found(session, field):
    person = builders.a_learner(session)
    values = {"gender": "other", "affiliation": "academia", "country": "GH"}
    setattr(person, field, values.get(field, "Another Name"))

    found = differences(session)

    assert found == [f"person {person.uuid}: {field} is not that of the latest entry"]


def test_nobody_is_named(session):
    person = builders.a_learner(session, name="Private Person")
    person.name = "Other Private Person"

    assert "Private" not in " ".join(differences(session))


def test_an_open_attempt_shorter_than_what_its_learner_was_granted_is_named(
    session, catalogue
):
    quiz = replace(catalogue.quiz("first-quiz"), time_limit=30)
    enrolment = builders.an_enrolment(session)
    builders.an_open_attempt(session, enrolment, quiz=quiz)
    builders.an_accommodation(session, enrolment, extra_time_percent=50)
    assert differences(session) == []
    session.add(
        Accommodation(
            user_id=enrolment.user_id,
            extra_time_percent=100,
            extra_attempts=0,
            reason="Written by hand.",
            occurred_at=builders.NOW,
            recorded_at=builders.NOW,
        )
    )
    session.flush()

    found = differences(session)

    assert len(found) == 1
    assert found[0].startswith(
        f"enrolment {enrolment.uuid}: the limit of attempt 1 at 'first-quiz' is kept"
    )
