"""A cohort as its trainer looks after it, gathered from the record."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from course import enrolments, responses
from course.cohort_overview import cohort_overview
from course.module_states import ModuleState
from course.zones import choose_zone
from tests import builders
from tests.builders import LESSONS, NOW
from tests.cohort_letters import UTC
from tests.rules import a_ruled_edition
from tests.statements import statements_of

DAY = timedelta(days=1)
WRONG: dict[str, object] = {}


@pytest.fixture
def cohort(session):
    return builders.a_cohort(
        session, mode="self-paced", opens_on=date(2026, 2, 1), title="Ministries"
    )


def a_learner(session, cohort, name, *, now=NOW):
    return builders.an_enrolment(
        session, builders.a_learner(session, name=name), cohort=cohort, now=now
    )


def seen(session, cohort, *, days=7, now=NOW):
    """The learners of a cohort by name."""
    overview = cohort_overview(session, cohort, days=days, now=now, office=UTC)
    return {each.name: each for each in overview.learners}


def test_each_learner_stands_in_their_groups_with_what_blocks_them(session, cohort):
    early = NOW - 10 * DAY
    a_learner(session, cohort, "Ana", now=early)
    ben = a_learner(session, cohort, "Ben", now=early)
    builders.a_finished_lesson(session, ben, *LESSONS[0], now=NOW - DAY)
    builders.a_completed_enrolment(
        session, builders.a_learner(session, name="Cleo"), cohort=cohort, now=early
    )
    dina = a_learner(session, cohort, "Dina", now=early)
    for _ in range(2):
        builders.a_submitted_attempt(session, dina, answers=WRONG, now=early)
    gone = a_learner(session, cohort, "Emil", now=early)
    enrolments.withdraw(
        session, gone, reason="Left.", now=NOW, by=builders.an_administrator(session)
    )

    found = seen(session, cohort)

    assert {name: each.groups for name, each in found.items()} == {
        "Ana": ("silent",),
        "Ben": ("on-track",),
        "Cleo": ("finished",),
        "Dina": ("silent", "failed-twice"),
        "Emil": ("withdrawn",),
    }
    assert found["Ana"].acted_at is None
    assert found["Dina"].failed == ("first-quiz",)
    assert [found[name].block.key for name in ("Ana", "Ben", "Dina")] == [
        "first-lesson",
        "second-lesson",
        "first-lesson",
    ]
    assert found["Cleo"].block is None
    assert found["Emil"].block is None


def test_the_heat_map_says_lessons_and_quiz_of_each_module(session, cohort):
    ana = a_learner(session, cohort, "Ana")
    builders.a_finished_lesson(session, ana, *LESSONS[0])
    builders.a_submitted_attempt(session, ana, answers=WRONG)
    ben = a_learner(session, cohort, "Ben")
    builders.a_submitted_attempt(session, ben)

    found = seen(session, cohort)

    assert found["Ana"].modules == (
        ModuleState("first-module", 1, 2, "failed"),
        ModuleState("second-module", 0, 1, "to-do"),
    )
    assert found["Ben"].module("first-module").quiz == "passed"
    assert found["Ben"].module("no-such-module") is None


def test_a_pass_after_two_failures_is_no_failure(session, cohort):
    ana = a_learner(session, cohort, "Ana")
    for answers in (WRONG, WRONG, None):
        builders.a_submitted_attempt(session, ana, answers=answers)

    assert seen(session, cohort)["Ana"].groups == ("on-track",)


@pytest.mark.parametrize("act", ["open", "save", "start again"])
def test_every_acknowledged_act_ends_the_silence(session, cohort, act):
    """What moves no standing is a sign of life all the same."""
    long_ago, lately = NOW - 20 * DAY, NOW - DAY
    ana = a_learner(session, cohort, "Ana", now=long_ago)
    attempt = builders.an_open_attempt(session, ana, now=long_ago)
    assert "silent" in seen(session, cohort)["Ana"].groups

    if act == "open":
        builders.an_opened_lesson(session, ana, now=lately)
    elif act == "save":
        quiz = builders.miniature_catalogue().quiz("first-quiz")
        responses.save_response(
            session,
            attempt,
            quiz,
            quiz.questions[0].key,
            quiz.questions[0].correct_answer,
            op=uuid4(),
            now=lately,
            by=ana.user,
        )
    else:
        builders.an_open_attempt(session, ana, now=lately)

    found = seen(session, cohort)["Ana"]
    assert found.acted_at == lately
    assert found.groups == ("on-track",)


def test_what_waits_for_a_person_blocks_nobody_who_can_go_on(session):
    cohort = builders.a_cohort(session, edition=a_ruled_edition(session))
    ana = a_learner(session, cohort, "Ana")
    for place in LESSONS:
        builders.a_finished_lesson(session, ana, *place)
    for quiz in builders.QUIZZES:
        builders.a_submitted_attempt(session, ana, quiz)
    builders.a_submitted_roadmap(session, ana)

    found = seen(session, cohort)["Ana"]

    # The roadmap was handed in, and a sign-off is nothing to be done by the learner.
    assert (found.block.kind, found.waits) == ("roadmap", True)


def test_a_day_ends_where_the_learner_lives(session):
    """In a run of two modules the first is due on the day of noon in UTC."""
    cohort = builders.a_cohort(
        session, opens_on=NOW.date() - DAY, closes_on=NOW.date() + 2 * DAY
    )
    for name, zone in (("Ana", "Pacific/Kiritimati"), ("Ben", "Pacific/Honolulu")):
        ana = a_learner(session, cohort, name)
        choose_zone(session, ana.user, zone, op=uuid4(), now=NOW)

    found = seen(session, cohort, now=NOW + DAY / 2)

    assert found["Ana"].groups == ("behind",)
    assert found["Ana"].late == ("first-module",)
    assert found["Ben"].groups == ("on-track",)


def test_learners_are_counted_found_and_put_in_order(session, cohort):
    early = NOW - 10 * DAY
    a_learner(session, cohort, "Zoë Adams", now=early)
    for name in ("Ana Mensah", "ben Adams"):
        builders.a_finished_lesson(
            session, a_learner(session, cohort, name, now=early), now=NOW - DAY
        )

    overview = cohort_overview(session, cohort, days=7, now=NOW, office=UTC)

    def names(**asked):
        return [each.name for each in overview.found(**asked)]

    assert overview.counts == {
        "on-track": 2,
        "behind": 0,
        "silent": 1,
        "failed-twice": 0,
        "finished": 0,
        "withdrawn": 0,
    }
    assert names() == ["Ana Mensah", "ben Adams", "Zoë Adams"]
    assert names(group="silent") == ["Zoë Adams"]
    assert names(search="adams") == ["ben Adams", "Zoë Adams"]
    assert names(search="adams ZOË") == ["Zoë Adams"]
    assert names(search="nobody") == []
    assert names(sort="activity")[0] == "Zoë Adams"
    assert names(sort="progress")[-1] == "Zoë Adams"


def test_many_learners_are_gathered_by_as_many_statements_as_two(
    session, engine, cohort
):
    for name in ("Ana", "Ben"):
        ana = a_learner(session, cohort, name)
        for _ in range(2):
            builders.a_submitted_attempt(session, ana, answers=WRONG)
    session.flush()

    with statements_of(engine) as few:
        seen(session, cohort)
    for number in range(12):
        more = a_learner(session, cohort, f"More {number}")
        builders.a_finished_lesson(session, more)
        for _ in range(2):
            builders.a_submitted_attempt(session, more, answers=WRONG)
    session.flush()
    with statements_of(engine) as many:
        assert len(seen(session, cohort)) == 14

    assert len(many) <= len(few)
    assert len(few) <= 10
