"""Changing the rule: what is previewed, what each choice does, and what stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select

from course import enrolments
from course.doctor import examine
from course.errors import OperationConflict, StalePreview
from course.figures.query import StatisticsQuery
from course.models import Achievement, Award, Enrolment, RuleChange
from course.progress import standing_of
from course.rule_change_effects import Letters
from course.rule_change_listing import Decision, EnrolmentChange
from course.rule_change_plan import RuleScope, listed
from course.rule_errors import NoTopUpDate
from course.wordings import Asked
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    QUIZZES,
    a_cohort,
    a_completed_enrolment,
    a_finished_lesson,
    a_submitted_attempt,
    a_trainer,
    an_administrator,
    an_enrolment,
    how_many,
    miniature_catalogue,
)
from tests.course import regrades
from tests.course.rule_changes import (
    EASIER,
    HARDER,
    REASON,
    TOP_UP_BY,
    a_rule,
    applied,
    entries_of,
    letters,
    previewed,
    subjects_to,
)
from tests.laws.corrections import OTHER_KEYS
from tests.named_rows import named_rows

LATER = NOW + timedelta(days=30)


def all_but_the_second_quiz(session, **overrides):
    """Somebody whom the easier rule lets complete."""
    enrolment = an_enrolment(session, **overrides)
    for place in LESSONS:
        a_finished_lesson(session, enrolment, *place)
    a_submitted_attempt(session, enrolment, QUIZZES[0])
    return enrolment


def kinds_of(session, model, enrolment):
    query = select(Achievement.award_kind).where(
        Achievement.enrolment_id == enrolment.id
    )
    if model is Award:
        query = query.join(Award, Award.achievement_id == Achievement.id)
    return list(session.scalars(query.order_by(Achievement.id)))


def ailments(session):
    session.flush()
    return [str(each) for found in examine(session) for each in found]


def test_a_preview_counts_who_stays_meets_falls_short_gains_and_loses(session):
    a_completed_enrolment(session)
    all_but_the_second_quiz(session)
    beginner = an_enrolment(session)
    a_finished_lesson(session, beginner)

    easier, harder = previewed(session, EASIER), previewed(session, HARDER)

    assert easier.totals == {
        "compared": 3,
        "certified": 1,
        "in-progress": 1,
        "stays": 1,
        "newly-meets": 1,
        "falls-short": 0,
        "gains": 1,
        "loses": 0,
        "unchanged": 0,
        "lapsed": 0,
    }
    assert harder.totals["falls-short"] == 1
    assert harder.totals["loses"] == 2
    assert [each.enrolment for each in easier.shown["gains"]] == [beginner.uuid]


def test_a_preview_writes_nothing_and_equal_ones_have_one_token(session):
    all_but_the_second_quiz(session)
    session.commit()

    first = previewed(session, EASIER)
    second = previewed(session, EASIER, now=LATER)

    assert not session.new
    assert not session.dirty
    assert first.token == second.token
    assert first.token != previewed(session, HARDER).token


def test_the_withdrawn_and_those_on_the_edition_already_are_not_compared(session):
    gone = an_enrolment(session)
    enrolments.withdraw(
        session, gone, reason="Left.", now=NOW, by=an_administrator(session)
    )
    an_enrolment(session)

    assert previewed(session, EASIER).totals["compared"] == 1
    applied(session, EASIER)
    assert previewed(session, EASIER).totals["compared"] == 0


def test_re_evaluating_gives_what_is_newly_earned_in_the_same_act(session):
    enrolment = all_but_the_second_quiz(session)

    change, is_new = applied(session, EASIER, now=LATER)

    assert is_new
    assert kinds_of(session, Award, enrolment) == ["completion"]
    achievement = session.scalars(select(Achievement)).one()
    assert achievement.edition_id == enrolment.edition_id == change.to_edition_id
    assert (achievement.occurred_at, achievement.recorded_at) == (NOW, LATER)
    assert enrolment.completed_at == NOW
    entry = entries_of(session, change)[enrolment.id]
    assert (entry.effect, entry.to_edition_id) == ("moved", change.to_edition_id)
    assert ailments(session) == []


def test_an_award_that_the_marks_support_again_is_listed_and_holds(session):
    enrolment = a_completed_enrolment(session)
    quiz = miniature_catalogue().quiz(QUIZZES[1])
    wrong = [Asked(each.key, "key", OTHER_KEYS[each.key]) for each in quiz.questions]
    regrades.applied(session, *wrong, quiz=quiz.key)
    assert enrolment.completed_at is None
    preview = previewed(session, EASIER)
    [change] = preview.shown["lapsed"]

    applied(session, EASIER)

    numbers = session.scalars(select(Award.number)).all()
    assert list(change.reinstated) == numbers
    assert regrades.award_events(session, enrolment)[-1] == "reinstated"


def test_re_evaluating_takes_nothing_from_those_who_fall_short(session):
    enrolment = a_completed_enrolment(session)
    held_to, completed_at = enrolment.edition_id, enrolment.completed_at

    change, _ = applied(session, HARDER)

    assert enrolment.edition_id == held_to
    assert enrolment.completed_at == completed_at
    assert kinds_of(session, Award, enrolment) == ["completion"]
    entry = entries_of(session, change)[enrolment.id]
    assert entry.effect == "kept"
    assert EnrolmentChange.from_data(entry.listed).falls_short == ("completion",)
    assert ailments(session) == []


def test_finishing_what_was_begun_moves_nobody_but_those_to_come(session):
    trainer = a_trainer(session)
    cohort = a_cohort(session, trainer=trainer)
    before = an_enrolment(session, cohort=cohort)
    held_to = before.edition_id

    change, _ = applied(session, EASIER, "finish", cohort=cohort)
    after = an_enrolment(session, cohort=cohort)

    assert before.edition_id == held_to
    assert after.edition_id == cohort.edition_id == change.to_edition_id
    assert entries_of(session, change) == {}
    assert change.outcome["totals"]["compared"] == 1
    assert [each["cohort"] for each in change.outcome["cohorts"]] == [str(cohort.uuid)]
    assert subjects_to(session, before.user) == []
    assert subjects_to(session, trainer) == ["A rule changed: finish"]


def test_topping_up_moves_those_in_progress_and_asks_the_certified(session):
    certified = a_completed_enrolment(session)
    under_way = all_but_the_second_quiz(session)

    change, _ = applied(session, HARDER, "top-up")

    entries = entries_of(session, change)
    assert entries[certified.id].effect == "asked"
    assert entries[under_way.id].effect == "moved"
    assert certified.edition_id != change.to_edition_id
    assert under_way.edition_id == change.to_edition_id
    assert subjects_to(session, certified.user) == ["Your rule: asked"]
    assert subjects_to(session, under_way.user) == ["Your rule: moved"]
    assert change.top_up_by == TOP_UP_BY
    assert ailments(session) == []


def test_a_cohort_alone_may_go_over(session):
    trainers = [a_trainer(session) for _ in range(2)]
    first, second = (a_cohort(session, trainer=trainer) for trainer in trainers)
    mine, theirs = (an_enrolment(session, cohort=each) for each in (first, second))
    alone = an_enrolment(session)
    held_to = alone.edition_id

    change, _ = applied(session, EASIER, cohort=first)

    assert mine.edition_id == first.edition_id == change.to_edition_id
    assert {theirs.edition_id, alone.edition_id, second.edition_id} == {held_to}
    assert subjects_to(session, trainers[0]) == ["A rule changed: re-evaluate"]
    assert subjects_to(session, trainers[1]) == []


def test_a_trainer_of_several_cohorts_is_told_once(session):
    trainer = a_trainer(session)
    for _ in range(2):
        an_enrolment(session, cohort=a_cohort(session, trainer=trainer))

    applied(session, EASIER)

    assert subjects_to(session, trainer) == ["A rule changed: re-evaluate"]


def test_a_stale_token_is_refused_and_nothing_is_done(session):
    enrolment = all_but_the_second_quiz(session)
    token = previewed(session, EASIER).token
    a_submitted_attempt(session, enrolment, QUIZZES[1])
    held_to = enrolment.edition_id

    with pytest.raises(StalePreview):
        applied(session, EASIER, token=token)

    assert enrolment.edition_id == held_to
    assert how_many(session, RuleChange) == 0


def test_progress_that_moves_nobody_to_another_list_makes_no_token_stale(session):
    enrolment = an_enrolment(session)
    a_finished_lesson(session, enrolment, *LESSONS[0])
    token = previewed(session, EASIER).token
    a_finished_lesson(session, enrolment, *LESSONS[1])

    change, _ = applied(session, EASIER, token=token)

    assert EnrolmentChange.from_data(
        entries_of(session, change)[enrolment.id].listed
    ).before == (2, 5)


def test_the_same_operation_is_done_once(session):
    all_but_the_second_quiz(session)
    op, by = uuid4(), an_administrator(session)
    token = previewed(session, EASIER).token
    first, _ = applied(session, EASIER, op=op, by=by, token=token)

    again, is_new = applied(session, EASIER, op=op, by=by, token=token)

    assert (again, is_new) == (first, False)
    with pytest.raises(OperationConflict):
        applied(session, EASIER, "finish", op=op, by=by, token=token)


@pytest.mark.parametrize(
    "decision",
    [
        Decision("top-up", REASON),
        Decision("top-up", REASON, NOW.date()),
        Decision("finish", REASON, TOP_UP_BY),
        Decision("finish", REASON, NOW.date()),
    ],
)
def test_topping_up_needs_a_day_to_come_and_nothing_else_has_one(session, decision):
    with pytest.raises(NoTopUpDate):
        applied(session, EASIER, decision=decision)


def test_a_name_that_cannot_be_printed_holds_back_the_award_alone(session):
    enrolment = all_but_the_second_quiz(session)
    enrolment.user.name = "Ana \U0001f600"

    change, _ = applied(session, EASIER)

    assert kinds_of(session, Achievement, enrolment) == ["completion"]
    assert kinds_of(session, Award, enrolment) == []
    # What only its edition can word stays with it, and is certified all the same.
    again = previewed(session, HARDER)
    assert again.totals["falls-short"] == 1
    assert again.shown["falls-short"][0].effect("top-up") == "kept"
    assert change.outcome["totals"]["newly-meets"] == 1


def test_another_kind_of_award_can_be_newly_met(session):
    enrolment = a_completed_enrolment(session)

    applied(session, a_rule(participation=LESSONS[:1]))

    assert kinds_of(session, Award, enrolment) == ["completion", "participation"]
    assert ailments(session) == []


def test_figures_of_the_past_stay_as_they_were(session):
    by = an_administrator(session)
    certified, newly = a_completed_enrolment(session), all_but_the_second_quiz(session)
    query = StatisticsQuery(COURSE, NOW)
    rows = named_rows(session, by, query)
    standings = [
        standing_of(session, each, as_of=NOW).kept() for each in (certified, newly)
    ]

    applied(session, EASIER, now=LATER, by=by)

    assert named_rows(session, by, query) == rows
    assert standings == [
        standing_of(session, each, as_of=NOW).kept() for each in (certified, newly)
    ]
    now = named_rows(session, by, StatisticsQuery(COURSE, LATER))
    assert {row.edition for row in now} == {EASIER.digest}
    assert [row.completed_at for row in now] == [NOW, NOW]


def test_a_preview_asks_as_many_statements_whatever_the_learners(session):
    def statements():
        session.expire_all()
        asked = []

        def count(*arguments):
            asked.append(arguments[2])

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", count)
        previewed(session, EASIER)
        event.remove(engine, "before_cursor_execute", count)
        return len(asked)

    all_but_the_second_quiz(session)
    previewed(session, EASIER)
    alone = statements()
    for _ in range(5):
        all_but_the_second_quiz(session)

    assert statements() == alone <= 9


def test_lists_are_whole_however_many_are_shown(session, monkeypatch):
    monkeypatch.setattr("course.rule_change_plan.CHUNK", 2)
    monkeypatch.setattr("course.rule_change_listing.SHOWN", 1)
    made = [an_enrolment(session).uuid for _ in range(5)]

    preview = previewed(session, HARDER)

    scope = RuleScope.of(COURSE)
    whole = list(listed(session, HARDER, scope, "unchanged", now=NOW))
    assert [each.enrolment for each in whole] == made
    assert (preview.totals["unchanged"], len(preview.shown["unchanged"])) == (5, 1)


def test_many_are_moved_chunk_by_chunk(session, monkeypatch):
    monkeypatch.setattr("course.rule_change_plan.CHUNK", 2)
    for _ in range(5):
        all_but_the_second_quiz(session)

    change, _ = applied(session, EASIER)

    assert how_many(session, Award) == len(entries_of(session, change)) == 5
    assert set(session.scalars(select(Enrolment.edition_id))) == {change.to_edition_id}
    assert ailments(session) == []


def test_a_failure_midway_leaves_nothing_behind(session, monkeypatch):
    monkeypatch.setattr("course.rule_change_plan.CHUNK", 2)
    for _ in range(5):
        all_but_the_second_quiz(session)
    by = an_administrator(session)
    token = previewed(session, EASIER).token
    session.commit()
    calls = []

    def breaks(told):
        calls.append(told)
        if len(calls) == 4:
            raise RuntimeError("The power is out.")
        return letters.learner(told)

    with pytest.raises(RuntimeError):
        applied(
            session,
            EASIER,
            by=by,
            token=token,
            letters=Letters(breaks, letters.trainer),
        )
    session.rollback()

    assert how_many(session, RuleChange) == how_many(session, Award) == 0
    assert previewed(session, EASIER).token == token


def test_the_doctor_finds_an_enrolment_that_is_not_held_where_it_was_moved(session):
    enrolment = an_enrolment(session)
    held_to = enrolment.edition_id
    change, _ = applied(session, a_rule(title="Another"))
    enrolment.edition_id = held_to

    told = f"edition_id is kept as {held_to}, and the record says"

    assert any(told in each for each in ailments(session))
    assert change.to_edition_id != held_to
