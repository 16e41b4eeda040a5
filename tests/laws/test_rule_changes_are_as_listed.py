"""What a preview of another rule lists is what is done, and nothing earned is lost.

Random learners on the miniature course, and random rules, one after another, each
previewed and then applied with a random choice.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course import enrolments
from course.certified import CertifiedQuery, certified_rows
from course.doctor import examine
from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Enrolment,
    OutgoingMessage,
    RuleChange,
    RuleChangeEntry,
)
from course.outline import Course
from course.progress import standing_of
from course.rule_change_effects import Letters
from course.rule_change_listing import CHOICES, GROUPS
from course.rule_change_plan import RuleScope, listed
from tests.awards_held import happened
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    OFFICE,
    QUIZZES,
    a_cohort,
    a_finished_lesson,
    a_submitted_attempt,
    an_administrator,
    an_enrolment,
)
from tests.course.rule_changes import a_rule, applied, letters, previewed
from tests.laws.records import every_row
from tests.laws.seeds import SEED, UNHURRIED, print_seed
from tests.named_rows import named_rows

LATER = NOW + timedelta(days=30)

learners = st.lists(
    st.tuples(
        st.sets(st.sampled_from(LESSONS)),
        st.sets(st.sampled_from(QUIZZES)),
        st.sampled_from(["", "", "", "withdrawn", "suspended", "revoked"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)
places = st.sets(st.sampled_from([*LESSONS, ("second-module", "new-lesson")]))
rules = st.builds(a_rule, places, st.sets(st.sampled_from(QUIZZES)), places)
changes = st.lists(st.tuples(rules, st.sampled_from(CHOICES)), min_size=1, max_size=3)


def live(session: Session, cohort: Any, told: Any, by: Any) -> Enrolment:
    """One learner, who did this and of whose award this became."""
    lessons, quizzes, fate, is_led = told
    enrolment = an_enrolment(session, cohort=cohort if is_led else None)
    for place in sorted(lessons & set(LESSONS)):
        a_finished_lesson(session, enrolment, *place)
    for quiz_key in sorted(quizzes):
        a_submitted_attempt(session, enrolment, quiz_key)
    award = session.scalar(
        select(Award)
        .join(Award.achievement)
        .where(Achievement.enrolment_id == enrolment.id)
    )
    if fate == "withdrawn":
        enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=by)
    elif fate and award is not None:
        happened(session, award, fate, now=NOW)
    return enrolment


def lists_of(session: Session, to: Course) -> dict[str, list[Any]]:
    scope = RuleScope.of(COURSE)
    return {
        group: list(listed(session, to, scope, group, now=LATER)) for group in GROUPS
    }


def earned(session: Session) -> dict[tuple[Any, str], str | None]:
    """Every achievement with the number of its document."""
    found = session.execute(
        select(Enrolment.uuid, Achievement.award_kind, Award.number)
        .join(Achievement, Achievement.enrolment_id == Enrolment.id)
        .outerjoin(Award, Award.achievement_id == Achievement.id)
    )
    return {(uuid, kind): number for uuid, kind, number in found}


def editions_of(session: Session) -> dict[Any, str]:
    session.flush()
    found = session.scalars(
        select(Enrolment).execution_options(populate_existing=True)
    ).all()
    return {each.uuid: each.edition.digest for each in found}


def how_many_events(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(AwardEvent)) or 0


def hold(session: Session, to: Course, choice: Any, by: Any) -> None:
    """Preview, apply, and compare what was listed with what became of everybody."""
    preview = previewed(session, to, now=LATER)
    lists = lists_of(session, to)
    assert {group: len(rows) for group, rows in lists.items()} == {
        group: preview.totals[group] for group in GROUPS
    }
    before, held, events = (
        earned(session),
        editions_of(session),
        how_many_events(session),
    )

    change, is_new = applied(session, to, choice, now=LATER, by=by)

    assert is_new
    assert change.token == preview.token
    assert change.outcome == preview.outcome()
    rows = {each.enrolment: each for group in lists.values() for each in group}
    moved = {uuid for uuid, each in rows.items() if each.effect(choice) == "moved"}
    new = {(uuid, kind) for uuid in moved for kind in rows[uuid].earned}
    after = earned(session)
    assert {place: after[place] for place in before} == before
    assert after.keys() - before.keys() == new
    assert all(after[place] for place in new)
    if choice == "re-evaluate":
        assert {uuid for uuid, _ in new} == {
            each.enrolment for each in lists["newly-meets"]
        } & moved
    now_held = editions_of(session)
    assert {uuid for uuid in held if now_held[uuid] != held[uuid]} == moved
    assert how_many_events(session) == events + len(new)
    entries = session.scalars(
        select(RuleChangeEntry).where(RuleChangeEntry.rule_change_id == change.id)
    ).all()
    known = {each.id: each.uuid for each in session.scalars(select(Enrolment))}
    kept = {known[each.enrolment_id]: each for each in entries}
    if choice == "finish":
        assert kept == {}
    else:
        assert {uuid: kept[uuid].listed for uuid in rows} == {
            uuid: each.to_data() for uuid, each in rows.items()
        }
        assert {uuid: each.effect for uuid, each in kept.items() if uuid in rows} == {
            uuid: each.effect(choice) for uuid, each in rows.items()
        }


def test_what_is_listed_is_what_is_done(session):
    print_seed()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=15)
    @given(learners, changes)
    def holds(history: Any, happenings: Any) -> None:
        try:
            by, cohort = an_administrator(session), a_cohort(session)
            for told in history:
                live(session, cohort, told, by)
            query = StatisticsQuery(COURSE, NOW)
            figures = named_rows(session, by, query)
            register = CertifiedQuery(NOW.date(), NOW, OFFICE.zone, COURSE)
            certified = list(certified_rows(session, register))
            everybody = session.scalars(select(Enrolment)).all()
            standings = [standing_of(session, each, as_of=NOW) for each in everybody]
            for to, choice in happenings:
                hold(session, to, choice, by)
            # What was so before the rules changed is so for ever.
            assert named_rows(session, by, query) == figures
            assert list(certified_rows(session, register)) == certified
            assert standings == [
                standing_of(session, each, as_of=NOW) for each in everybody
            ]
            assert not any(examine(session))
            told_once = session.scalars(select(OutgoingMessage.dedupe_key)).all()
            assert len(told_once) == len(set(told_once))
        finally:
            session.rollback()

    holds()


def test_a_failure_anywhere_changes_nothing(session):
    print_seed()
    by = an_administrator(session)
    cohort = a_cohort(session)
    session.commit()

    @seed(SEED)
    @settings(UNHURRIED, max_examples=6)
    @given(
        learners, rules, st.sampled_from(["top-up", "re-evaluate"]), st.integers(0, 4)
    )
    def holds(history: Any, to: Any, choice: Any, fails_after: int) -> None:
        told: list[Any] = []

        def breaks(letter: Any) -> Any:
            if len(told) == fails_after:
                raise RuntimeError("The power is out.")
            told.append(letter)
            return letters.learner(letter)

        for each in history:
            live(session, cohort, each, by)
        session.commit()
        before = every_row(session)
        token = previewed(session, to, now=LATER).token

        def last(_: Any) -> tuple[str, str]:
            raise RuntimeError("The power is out.")

        options = {"token": token, "now": LATER, "by": by}
        # Where fewer learners are told, a trainer's letter fails, or nothing does.
        with suppress(RuntimeError):
            applied(session, to, choice, letters=Letters(breaks, last), **options)
        session.rollback()

        assert every_row(session) == before
        assert previewed(session, to, now=LATER).token == token
        assert session.scalar(select(func.count()).select_from(RuleChange)) == 0

    holds()
