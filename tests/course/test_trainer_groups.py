"""The groups of a learner on the trainer's page: values in, groups out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.trainer_groups import (
    GROUPS,
    LearnerFacts,
    QuizFacts,
    failed_twice,
    groups_of,
    late_modules,
)

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BEGAN = NOON - 30 * DAY


@dataclass(frozen=True)
class Week:
    """A module of a calendar."""

    module: str
    due_on: date


CALENDAR = (
    Week("one", date(2026, 3, 8)),
    Week("two", date(2026, 3, 15)),
    Week("three", date(2026, 3, 22)),
)


def groups(*, days=7, now=NOON, calendar=CALENDAR, **facts):
    facts = {"since": BEGAN, "today": now.date(), "last_act_at": NOON - DAY, **facts}
    return groups_of(LearnerFacts(**facts), calendar, days=days, now=now)


def test_whoever_does_what_is_due_is_on_track():
    assert groups(to_do=["three"]) == ("on-track",)


def test_whoever_has_not_done_what_was_due_is_behind():
    assert groups(to_do=["one", "two", "three"]) == ("behind",)


def test_a_module_is_late_once_its_last_day_is_over():
    def late(day):
        facts = LearnerFacts(BEGAN, date(2026, 3, day), to_do=["two"])
        return late_modules(facts, CALENDAR)

    assert (late(15), late(16)) == ((), ("two",))


def test_nobody_is_behind_without_a_calendar():
    assert groups(to_do=["one", "two"], calendar=()) == ("on-track",)


def test_a_module_that_a_learner_is_not_asked_for_makes_nobody_late():
    assert groups(to_do=[]) == ("on-track",)


@pytest.mark.parametrize(
    ("silence", "found"), [(6.99, ("on-track",)), (7, ("silent",)), (40, ("silent",))]
)
def test_silence_is_so_many_whole_days_without_an_act(silence, found):
    assert groups(last_act_at=NOON - silence * DAY, since=NOON - 90 * DAY) == found


def test_whoever_never_did_anything_is_silent_from_when_they_could_begin():
    assert groups(last_act_at=None, since=NOON - 6 * DAY) == ("on-track",)
    assert groups(last_act_at=None, since=NOON - 7 * DAY) == ("silent",)
    # An act before the run opened does not count against them either.
    assert groups(last_act_at=NOON - 30 * DAY, since=NOON - DAY) == ("on-track",)


def test_the_days_of_silence_are_the_trainers_choice():
    assert groups(last_act_at=NOON - 3 * DAY, days=3) == ("silent",)
    assert groups(last_act_at=NOON - 3 * DAY, days=4) == ("on-track",)


@pytest.mark.parametrize(
    ("passed", "marks", "found"),
    [
        (False, (False,), ("on-track",)),
        (False, (False, False), ("failed-twice",)),
        (True, (False, False, True), ("on-track",)),
        # Where the last attempt counts, one that passed before is a pass all the same.
        (False, (False, False, True, False), ("on-track",)),
        (False, (True, False, False), ("failed-twice",)),
        # Where the first attempt counts and passed, nothing is failed.
        (True, (True, False, False), ("on-track",)),
        (False, (), ("on-track",)),
    ],
)
def test_failed_twice_is_two_failures_since_any_pass(passed, marks, found):
    assert groups(quizzes={"quiz": QuizFacts(passed, marks)}) == found


def test_a_learner_stands_in_every_group_that_fits():
    found = groups(
        to_do=["one"],
        last_act_at=None,
        quizzes={"quiz": QuizFacts(False, (False, False))},
    )

    assert found == ("behind", "silent", "failed-twice")


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ({"is_finished": True}, ("finished",)),
        ({"is_withdrawn": True}, ("withdrawn",)),
        ({"is_finished": True, "is_withdrawn": True}, ("withdrawn",)),
    ],
)
def test_whoever_is_done_or_gone_needs_no_word(state, found):
    trouble = {
        "to_do": ["one"],
        "last_act_at": None,
        "quizzes": {"quiz": QuizFacts(False, (False, False))},
    }

    assert groups(**trouble, **state) == found


@st.composite
def days_lived(draw):
    """What a learner did, day by day, and what was due: a diary."""
    length = draw(st.integers(1, 40))
    module = st.sampled_from(("one", "two", "three"))
    act = st.one_of(
        st.tuples(st.just("done"), module),
        st.tuples(st.just("mark"), st.tuples(module, st.booleans())),
        st.tuples(st.just("read"), st.none()),
    )
    diary = draw(
        st.lists(st.tuples(st.integers(0, length), act), max_size=12).map(
            lambda acts: sorted(acts, key=lambda each: each[0])
        )
    )
    due = draw(st.dictionaries(module, st.integers(-5, length + 5)))
    return length, diary, due


@given(lived=days_lived(), days=st.integers(1, 20), gone=st.sampled_from("fwsss"))
@settings(max_examples=40, deadline=None)
def test_the_groups_are_what_a_diary_tells(lived, days, gone):
    """The law: walked through day by day, a diary tells the same groups."""
    length, diary, due = lived
    first = datetime(2026, 1, 1, 12, tzinfo=UTC)
    now = first + length * DAY

    # The independent account: a clerk who turns one page of the diary after another.
    silent_for, left = 0, {"one", "two", "three"}
    failures: dict[str, int] = {}
    for day in range(length + 1):
        silent_for = silent_for + 1 if day else 0
        for when, (kind, what) in diary:
            if when != day:
                continue
            silent_for = 0
            if kind == "done":
                left.discard(what)
            if kind == "mark":
                quiz, passed = what
                failures[quiz] = 0 if passed else failures.get(quiz, 0) + 1
    told = set()
    if any(module in left and day < length for module, day in due.items()):
        told.add("behind")
    if silent_for >= days:
        told.add("silent")
    if any(count > 1 for count in failures.values()):
        told.add("failed-twice")
    told = told or {"on-track"}
    told = {"f": {"finished"}, "w": {"withdrawn"}}.get(gone, told)

    marks: dict[str, list[bool]] = {}
    for _when, (kind, what) in diary:
        if kind == "mark":
            marks.setdefault(what[0], []).append(what[1])
    acts = [when for when, _act in diary]
    facts = LearnerFacts(
        since=first,
        today=now.date(),
        last_act_at=first + max(acts) * DAY if acts else None,
        is_finished=gone == "f",
        is_withdrawn=gone == "w",
        to_do=left,
        quizzes={
            # The last attempt counts, so that a pass may be followed by a failure.
            quiz: QuizFacts(each[-1], tuple(each))
            for quiz, each in marks.items()
        },
    )
    calendar = [Week(module, (first + day * DAY).date()) for module, day in due.items()]

    found = groups_of(facts, calendar, days=days, now=now)

    assert set(found) == told
    assert list(found) == sorted(found, key=GROUPS.index)
    assert bool(failed_twice(facts.quizzes)) == any(
        count > 1 for count in failures.values()
    )
