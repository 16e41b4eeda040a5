"""What the record holds of the questions of a quiz: whose attempts, and which marks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from course import cohorts, editions, enrolments
from course.counting import CountingRule
from course.item_query import ItemQuery
from course.item_statistics import Gathered, awaiting_marks, gather
from course.marking import marks_of
from course.models import Correction, Regrade
from tests import builders
from tests.builders import NOW
from tests.classes import (
    a_choice,
    a_choice_quiz,
    a_mark,
    a_seat,
    a_sitting,
    save,
)
from tests.statements import statements_of

LATER = NOW + timedelta(days=1)
QUIZ = a_choice_quiz("one", "two")


def asked(**fields) -> ItemQuery:
    return ItemQuery(**{"quiz_key": QUIZ.key, "as_of": LATER, **fields})


def points_of(gathered: Gathered) -> list[tuple[int | None, ...]]:
    return [sitting.points for sitting in gathered.sittings.sittings]


def picks_of(gathered: Gathered) -> list[tuple[tuple[str, ...], ...]]:
    return [sitting.picked for sitting in gathered.sittings.sittings]


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer)


@pytest.fixture
def sit(session, cohort):
    """Sit the quiz, as somebody of the cohort unless it is told who."""

    def sit(answers, quiz=QUIZ, *, seat=None, **fields):
        seat = seat or a_seat(session, cohort)
        return a_sitting(session, seat, quiz, answers, **fields)

    return sit


@pytest.fixture
def told(session, trainer):
    """What somebody is told, the trainer unless it is somebody else."""

    def told(asker=None, **fields):
        session.flush()
        return gather(session, asker or trainer, asked(**fields))

    return told


def test_each_attempt_is_told_by_its_points_and_its_picks(sit, told):
    sit({"one": "a", "two": "b"})
    sit({"two": "a"})
    sit({})

    found = told()

    assert points_of(found) == [(1, 0), (0, 1), (0, 0)]
    assert picks_of(found) == [(("a",), ("b",)), ((), ("a",)), ((), ())]
    assert [facts.key for facts in found.sittings.questions] == ["one", "two"]
    assert [facts.correct for facts in found.sittings.questions] == [("a",), ("a",)]
    assert [item.number for item in found.items] == [1, 2]
    assert found.items[0].words["b"] == "Answer b"
    assert found.languages == [("en", 3)]
    assert found.quiz == QUIZ


def test_where_nobody_has_handed_in_nothing_is_told(session, cohort, told):
    builders.an_open_attempt(session, a_seat(session, cohort), quiz=QUIZ)

    found = told()

    assert (found.attempts, found.items, found.quiz) == (0, (), None)


def test_the_answer_held_is_that_of_the_highest_sequence(session, sit, told):
    attempt = sit({"one": "a"})
    save(session, attempt, "two", "b", sequence=2)
    save(session, attempt, "two", "c", sequence=3)
    save(session, attempt, "two", "d", sequence=1)
    save(session, attempt, "one", None, sequence=2)

    assert picks_of(told()) == [((), ("c",))]


def test_a_regraded_attempt_counts_by_its_latest_mark(session, sit, told):
    attempt = sit({"one": "b", "two": "a"})
    [first] = marks_of(session, attempt)
    second = a_mark(
        session, attempt, {"one": (1, 1), "two": (1, 1)}, supersedes=first, now=NOW
    )
    a_mark(
        session,
        attempt,
        {"one": (1, 1), "two": (0, 1)},
        supersedes=second,
        now=LATER + timedelta(hours=1),
    )

    assert points_of(told()) == [(1, 1)]
    assert points_of(told(as_of=LATER + timedelta(days=1))) == [(1, 0)]


def test_a_question_that_was_dropped_counts_for_nobody(session, sit, told):
    attempt = sit({"one": "b", "two": "a"})
    [first] = marks_of(session, attempt)
    a_mark(session, attempt, {"two": (1, 1)}, supersedes=first)

    found = told()

    assert points_of(found) == [(None, 1)]
    assert picks_of(found) == [((), ("a",))]
    assert [item.other_wordings for item in found.items] == [0, 0]


def test_of_a_drawn_paper_only_what_was_asked_is_told(sit, told):
    sit({"one": "a"}, drawn=["one"])
    sit({"two": "b"}, drawn=["two"])

    found = told()

    assert points_of(found) == [(1, None), (None, 0)]
    assert picks_of(found) == [(("a",), ()), ((), ("b",))]
    assert all(sitting.is_current for sitting in found.sittings.sittings)


def test_an_attempt_that_waits_for_a_person_is_left_out_and_counted(
    session, trainer, sit, told
):
    essay = {
        "type": "free-text",
        "key": "essay",
        "prompt": "Why?",
        "lesson": "first-module/first-lesson",
        "feedback": "Because.",
        "rubric": [
            {
                "key": "reason",
                "label": "The reason",
                "levels": [
                    {"points": 0, "label": "None."},
                    {"points": 2, "label": "There."},
                ],
            }
        ],
    }
    quiz = a_choice_quiz("one", essay)
    sit({"one": "a", "essay": "Because of this."}, quiz)
    marked = sit({"one": "b", "essay": "For that."}, quiz)
    a_mark(session, marked, {"one": (0, 1), "essay": (2, 2)})

    found = told()

    assert points_of(found) == [(0, 2)]
    assert found.sittings.questions[1].has_key is False
    assert awaiting_marks(session, trainer, asked()) == 1


def test_a_trainer_is_told_of_the_cohorts_they_lead_alone(session, sit, told, trainer):
    sit({"one": "a"})
    other = builders.a_trainer(session)
    elsewhere = builders.a_cohort(session, trainer=other)
    sit({"two": "a"}, seat=a_seat(session, elsewhere))
    sit({"one": "a", "two": "a"}, seat=a_seat(session))
    own = builders.an_enrolment(session, trainer)
    sit({"one": "d", "two": "d"}, seat=own)

    assert points_of(told()) == [(1, 0)]
    assert points_of(told(other)) == [(0, 1)]
    assert points_of(told(builders.a_trainer(session))) == []
    everybody = told(builders.an_administrator(session))
    assert points_of(everybody) == [(1, 0), (0, 1), (1, 1), (0, 0)]


def test_a_trainer_who_learns_in_their_own_cohort_is_not_counted(
    session, sit, told, trainer, cohort
):
    own = builders.an_enrolment(session, trainer, cohort=cohort)
    sit({"one": "a"}, seat=own)

    assert told().attempts == 0
    assert awaiting_marks(session, trainer, asked()) == 0


def test_a_learner_is_told_nothing_of_others(session, sit, told):
    sit({"one": "a"})

    assert told(builders.a_learner(session)).attempts == 0


def test_a_cohort_is_that_of_the_moment(session, sit, told, trainer, cohort):
    second = builders.a_cohort(session, trainer=trainer)
    seat = a_seat(session, cohort)
    sit({"one": "a"}, seat=seat)
    sit({"two": "a"}, seat=a_seat(session, second))
    moved = NOW + timedelta(hours=6)
    enrolments.assign(session, seat, second, now=moved, by=trainer)

    before = NOW + timedelta(hours=1)
    assert points_of(told(cohort=cohort.uuid, as_of=before)) == [(1, 0)]
    assert points_of(told(cohort=cohort.uuid)) == []
    assert points_of(told(cohort=second.uuid)) == [(1, 0), (0, 1)]


def test_whoever_no_longer_leads_a_cohort_is_told_nothing_of_it(
    session, sit, told, trainer, cohort
):
    sit({"one": "a"})

    cohorts.remove_trainer(session, cohort, trainer)

    assert told().attempts == 0


def test_what_came_after_the_moment_is_not_known(session, sit, told):
    sit({"one": "a"})
    sit({"one": "b"}, now=LATER)

    assert points_of(told(as_of=NOW - timedelta(seconds=1))) == []
    assert points_of(told(as_of=NOW)) == [(1, 0)]
    assert points_of(told(as_of=LATER)) == [(1, 0), (0, 0)]


def a_seat_where(session, cohort, counts):
    """Somebody whose course counts the attempts at the quiz in this way."""
    course = editions.course_of(session, cohort.edition)
    modules = [
        replace(module, counting=CountingRule(counts, 50))
        if module.quiz_key == QUIZ.key
        else module
        for module in course.modules
    ]
    pinned = replace(course, modules=tuple(modules))
    seat = a_seat(session, cohort)
    seat.edition_id = editions.course_edition(session, pinned, now=NOW).id
    session.flush()
    return seat


@pytest.mark.parametrize(
    ("counts", "points"),
    [("best", (1, 1)), ("last", (0, 0)), ("first", (1, 0)), ("average", (1, 0))],
)
def test_of_each_learner_the_attempt_that_counts_is_taken(
    session, cohort, sit, told, counts, points
):
    seat = a_seat_where(session, cohort, counts)
    sit({"one": "a"}, seat=seat)
    sit({"one": "a", "two": "a"}, seat=seat, number=2)
    sit({}, seat=seat, number=3)

    found = told()

    assert points_of(found) == [points]
    assert found.rules == {counts}


def test_all_attempts_can_be_asked_for(session, cohort, sit, told):
    seat = a_seat(session, cohort)
    sit({"one": "a"}, seat=seat)
    sit({"one": "a", "two": "a"}, seat=seat, number=2)

    assert points_of(told()) == [(1, 1)]
    assert points_of(told(which="all")) == [(1, 0), (1, 1)]


def test_another_quiz_is_another_matter(sit, told):
    sit({"one": "a"})

    assert told(quiz_key="second-quiz").attempts == 0


def test_it_takes_a_few_statements_however_many_attempts(session, sit, trainer):
    for _ in range(3):
        sit({"one": "a", "two": "b"})
    sit({"one": "a"}, a_choice_quiz("one", a_choice("two", prompt="Which then?")))
    session.commit()

    def sent():
        with statements_of(session.get_bind()) as found:
            gather(session, trainer, asked())
        return len(found)

    few = sent()
    for _ in range(30):
        sit({"one": "a", "two": "b"})
    session.commit()

    assert few <= 8
    assert sent() <= few


def correct(session, question, action, value=None, *, now=NOW):
    """A correction of a question, as a regrade records it."""
    moments = {"occurred_at": now, "recorded_at": now}
    regrade = Regrade(
        quiz_key=QUIZ.key,
        mode="exact",
        reason="It was wrong.",
        token="0" * 64,
        outcome={},
        **moments,
    )
    session.add(regrade)
    session.flush()
    session.add(
        Correction(
            regrade_id=regrade.id,
            quiz_key=QUIZ.key,
            question_key=question.key,
            question_digest=question.digest,
            action=action,
            value=value,
            **moments,
        )
    )


def test_a_key_that_was_replaced_is_the_one_that_is_told(session, sit, told):
    attempt = sit({"one": "b", "two": "a"})
    [first] = marks_of(session, attempt)
    detail = {"one": (1, 1), "two": (1, 1)}
    a_mark(session, attempt, detail, supersedes=first, now=LATER)
    correct(session, QUIZ.question("one"), "key", {"correct": "b"}, now=LATER)

    before, after = told(as_of=NOW), told(as_of=LATER)

    assert points_of(before) == [(0, 1)]
    assert before.sittings.questions[0].correct == ("a",)
    assert before.items[0].correction is None
    assert points_of(after) == [(1, 1)]
    assert after.sittings.questions[0].correct == ("b",)
    assert after.items[0].correction == "key"


def test_once_the_file_is_corrected_too_both_ask_the_same_question(session, sit, told):
    attempt = sit({"one": "b"})
    [first] = marks_of(session, attempt)
    a_mark(session, attempt, {"one": (1, 1), "two": (0, 1)}, supersedes=first)
    correct(session, QUIZ.question("one"), "key", {"correct": "b"})
    sit({"one": "a", "two": "a"}, a_choice_quiz(a_choice("one", "b"), "two"))

    found = told()

    assert points_of(found) == [(1, 0), (0, 1)]
    assert [item.other_wordings for item in found.items] == [0, 0]
    assert [item.correction for item in found.items] == [None, None]
    assert all(sitting.is_current for sitting in found.sittings.sittings)


@pytest.mark.parametrize("action", ["drop", "credit"])
def test_of_a_question_that_was_withdrawn_marks_tell_nothing(
    session, sit, told, action
):
    sit({"one": "b", "two": "a"})
    correct(session, QUIZ.question("one"), action)

    found = told()

    assert points_of(found) == [(None, 1)]
    assert [item.correction for item in found.items] == [action, None]
    assert [item.other_wordings for item in found.items] == [0, 0]
    assert all(sitting.is_current for sitting in found.sittings.sittings)
