"""What a dry run lists is exactly what is then done, and nothing that was is changed.

Random small histories and random corrections. The listing is held against the rows of
the record, read raw before and after.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.doctor import examine
from course.models import Achievement, Attempt, Award, AwardEvent, Enrolment, Mark, User
from course.regrade_listing import LearnerChange, Preview, Result
from course.wordings import Asked
from tests import builders
from tests.builders import LESSONS
from tests.course.regrades import FIRST, SECOND, answers, applied, previewed
from tests.laws.corrections import corrections_at, modes
from tests.laws.learning import WRONG
from tests.laws.records import every_row
from tests.laws.seeds import SEED, UNHURRIED, print_seed

QUESTIONS = tuple(
    question.key for question in builders.miniature_catalogue().quiz(FIRST).questions
)
FACTS = ("attempt", "response", "mark", "achievement", "award", "award_event")

# Right but for a few: about as many points as it takes to pass.
papers = st.dictionaries(
    st.sampled_from(QUESTIONS), st.sampled_from(["wrong", "blank"]), max_size=4
)
learners = st.fixed_dictionaries(
    {
        "finishes": st.booleans(),
        "papers": st.lists(papers, max_size=3),
        "is_open": st.booleans(),
    }
)
corrections = corrections_at(FIRST)


@dataclass(frozen=True, slots=True)
class Rows:
    """What the record says, read raw."""

    marks: dict[Any, list[tuple[Any, ...]]]
    standings: dict[Any, tuple[bool, bool]]
    achieved: set[tuple[Any, str]]
    awards: dict[str, tuple[Any, str]]
    states: dict[str, str]


def rows_of(session: Session) -> Rows:
    session.flush()
    marks: dict[Any, list[tuple[Any, ...]]] = {}
    for uuid, *mark in session.execute(
        select(Attempt.uuid, Mark.points, Mark.out_of, Mark.passed, Mark.detail)
        .outerjoin(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.quiz_key == FIRST, Attempt.submitted_at.is_not(None))
        .order_by(Mark.id)
    ):
        marks.setdefault(uuid, []).append(tuple(mark))
    standings = {
        uuid: (
            bool(kept["quizzes"].get(FIRST, [0, 0, 0, False])[3]),
            completed_at is not None,
        )
        for uuid, kept, completed_at in session.execute(
            select(Enrolment.uuid, Enrolment.standing, Enrolment.completed_at)
        )
    }
    achieved = {
        (uuid, kind)
        for uuid, kind in session.execute(
            select(Enrolment.uuid, Achievement.award_kind).join(
                Achievement, Achievement.enrolment_id == Enrolment.id
            )
        )
    }
    awards, states = {}, {}
    for number, uuid, kind, state in session.execute(
        select(Award.number, Enrolment.uuid, Achievement.award_kind, AwardEvent.kind)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
        .join(AwardEvent, AwardEvent.award_id == Award.id)
        .order_by(AwardEvent.id)
    ):
        awards[number], states[number] = (uuid, kind), state
    return Rows(marks, standings, achieved, awards, states)


def sit(session: Session, told: dict[str, Any]) -> None:
    """One learner's history."""
    enrolment = builders.an_enrolment(session)
    if told["finishes"]:
        for place in LESSONS:
            builders.a_finished_lesson(session, enrolment, *place)
        builders.a_submitted_attempt(session, enrolment, SECOND)
    for paper in told["papers"]:
        right = [key for key in QUESTIONS if key not in paper]
        wrong = {key: WRONG[key] for key, how in paper.items() if how == "wrong"}
        given = {key: answer for key, answer in wrong.items() if answer is not None}
        builders.a_submitted_attempt(
            session, enrolment, FIRST, answers=answers(*right, **given)
        )
    if told["is_open"] and len(told["papers"]) < 3:
        builders.an_open_attempt(session, enrolment)


def hold(preview: Preview, before: Rows, after: Rows) -> None:
    """The listing says exactly how the record before differs from the one after."""
    listed = {mark.attempt: mark for each in preview.learners for mark in each.attempts}
    for uuid, marks in after.marks.items():
        was = before.marks[uuid]
        assert marks[: len(was)] == was
        if uuid not in listed:
            assert marks == was
            continue
        assert len(marks) == len(was) + 1
        assert listed[uuid].before == Result(*was[-1][:3])
        assert listed[uuid].after == Result(*marks[-1][:3])
    changed = {each.enrolment: each for each in preview.learners}
    for uuid, standing in after.standings.items():
        if uuid not in changed:
            assert standing == before.standings[uuid]
            continue
        pairs = changed[uuid].quiz_passed, changed[uuid].completed
        assert pairs == tuple(zip(before.standings[uuid], standing, strict=True))
    hold_awards(changed, before, after)
    assert preview.examined == len(before.marks)


def hold_awards(changed: dict[Any, LearnerChange], before: Rows, after: Rows) -> None:
    earned = {(uuid, kind) for uuid, each in changed.items() for kind in each.earned}
    issued = {(uuid, kind) for uuid, each in changed.items() for kind in each.issued}
    assert after.achieved == before.achieved | earned
    assert not before.achieved & earned
    new = after.awards.keys() - before.awards.keys()
    assert {after.awards[number] for number in new} == issued
    moved = {
        number: after.states[number]
        for number in before.states
        if after.states[number] != before.states[number]
    }
    suspended = {number for each in changed.values() for number in each.suspended}
    reinstated = {number for each in changed.values() for number in each.reinstated}
    assert moved == {
        **dict.fromkeys(suspended, "suspended"),
        **dict.fromkeys(reinstated, "reinstated"),
    }


def hold_raised(preview: Preview) -> None:
    """Only raising lowers nothing and takes nothing away."""
    for each in preview.learners:
        assert each.quiz_passed != (True, False)
        assert each.completed != (True, False)
        assert each.suspended == ()
        for mark in each.attempts:
            assert mark.before is not None
            assert mark.after.is_above(mark.before)
            assert mark.before.passed <= mark.after.passed
    assert not preview.totals.is_loss


def an_administrator_of_a_quiz_once_begun(session: Session) -> User:
    """What nobody ever began cannot be corrected: its file can."""
    builders.an_open_attempt(session)
    by = builders.an_administrator(session)
    session.commit()
    return by


def test_what_is_listed_is_what_is_done(session):
    print_seed()
    by = an_administrator_of_a_quiz_once_begun(session)

    @seed(SEED)
    @settings(UNHURRIED, max_examples=30)
    @given(
        history=st.lists(learners, min_size=1, max_size=3),
        regrades=st.lists(st.tuples(corrections, modes), min_size=1, max_size=3),
    )
    def hold_for(history, regrades):
        try:
            for told in history:
                sit(session, told)
            for asked, mode in regrades:
                before = rows_of(session)
                preview = previewed(session, *asked, mode=mode)
                assert rows_of(session) == before

                regrade, is_new = applied(session, *asked, mode=mode, by=by)

                assert is_new
                assert regrade.token == preview.token
                assert regrade.outcome == preview.outcome()
                hold(preview, before, rows_of(session))
                if mode == "raise":
                    hold_raised(preview)
                again = previewed(session, *asked, mode=mode)
                assert again.learners == ()
            assert not any(examine(session))
        finally:
            session.rollback()

    hold_for()


def test_exact_and_exact_back_end_where_they_began(session):
    print_seed()
    by = an_administrator_of_a_quiz_once_begun(session)

    @seed(SEED)
    @settings(UNHURRIED, max_examples=15)
    @given(history=st.lists(learners, min_size=1, max_size=3), asked=corrections)
    def hold_for(history, asked):
        try:
            for told in history:
                sit(session, told)
            before = rows_of(session)

            applied(session, *asked, by=by)
            back = [Asked(each.question_key, "key") for each in asked]
            applied(session, *back, by=by)

            after = rows_of(session)
            assert {uuid: marks[-1] for uuid, marks in after.marks.items()} == {
                uuid: marks[-1] for uuid, marks in before.marks.items()
            }
            assert after.standings == before.standings
            assert before.achieved <= after.achieved
            for number in before.awards:
                assert after.states[number] in ("issued", "reinstated")
        finally:
            session.rollback()

    hold_for()


def test_nothing_that_was_recorded_is_changed_by_a_regrade(session):
    print_seed()
    by = an_administrator_of_a_quiz_once_begun(session)
    builders.a_completed_enrolment(session)
    session.commit()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=10)
    @given(history=st.lists(learners, min_size=1, max_size=2), asked=corrections)
    def hold_for(history, asked):
        for told in history:
            sit(session, told)
        session.commit()
        before = every_row(session)

        applied(session, *asked, by=by)
        session.commit()

        after = every_row(session)
        for table in FACTS:
            assert after[table][: len(before[table])] == before[table]

    hold_for()
