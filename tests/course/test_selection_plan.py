"""What a selection does: values in, values out, and laws that hold of all of them."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from course.application_standing import (
    LEFT,
    STATES,
    ApplicationStanding,
    fold_decisions,
)
from course.applications import Words
from course.balance import balance_of
from course.selection_plan import CHOICES, Case, plan_selection
from tests.builders import NOW
from tests.doors import WORDS


def case(number, state="applied", **more):
    return Case(UUID(int=number), state, **more)


def planned(cases, choices, *, free=None, waiting_list=True, last_rank=0):
    named = {UUID(int=number): choice for number, choice in choices.items()}
    return [
        (each.uuid.int, each.verdict, each.rank, each.obstacle)
        for each in plan_selection(
            cases, named, free=free, waiting_list=waiting_list, last_rank=last_rank
        )
    ]


def test_those_over_the_quota_wait_in_order():
    cases = [case(1), case(2), case(3)]

    assert planned(cases, dict.fromkeys((1, 2, 3), "selected"), free=1) == [
        (1, "selected", None, None),
        (2, "waiting", 1, None),
        (3, "waiting", 2, None),
    ]


def test_without_a_quota_everybody_finds_a_place():
    assert planned([case(1), case(2)], {1: "selected", 2: "selected"}) == [
        (1, "selected", None, None),
        (2, "selected", None, None),
    ]


def test_without_a_waiting_list_those_over_the_quota_are_named():
    cases = [case(1), case(2)]

    assert planned(
        cases, {1: "selected", 2: "selected"}, free=1, waiting_list=False
    ) == [(1, "selected", None, None), (2, "selected", None, "no-place")]


def test_whoever_is_taken_back_frees_a_place_in_the_same_act():
    cases = [case(1), case(2, "selected", is_here=True)]

    assert planned(cases, {1: "selected", 2: "not-selected"}, free=0) == [
        (1, "selected", None, None),
        (2, "not-selected", None, None),
    ]


def test_whoever_came_in_otherwise_takes_no_second_place():
    cases = [case(1, is_here=True), case(2)]

    assert planned(cases, {1: "selected", 2: "selected"}, free=1) == [
        (1, "selected", None, None),
        (2, "selected", None, None),
    ]
    # Nor does it free one when their application is turned down.
    assert planned(cases, {1: "not-selected", 2: "selected"}, free=0) == [
        (1, "not-selected", None, None),
        (2, "waiting", 1, None),
    ]


def test_whoever_waits_keeps_their_rank_when_there_is_no_place():
    cases = [case(1, "waiting", rank=4)]

    assert planned(cases, {1: "selected"}, free=0, last_rank=4) == [
        (1, "waiting", 4, None)
    ]


def test_nobody_is_decided_who_has_withdrawn_or_decides_themselves():
    cases = [case(1, "withdrawn"), case(2, obstacle="own"), case(3, obstacle="closed")]

    assert planned(cases, dict.fromkeys((1, 2, 3), "not-selected")) == [
        (1, "not-selected", None, "withdrawn"),
        (2, "not-selected", None, "own"),
        (3, "not-selected", None, None),
    ]


@st.composite
def situations(draw):
    cases = []
    for number in range(draw(st.integers(0, 8))):
        state = draw(st.sampled_from(STATES))
        here = draw(st.booleans()) if state not in ("selected", LEFT) else None
        cases.append(
            case(
                number,
                state,
                rank=number + 1 if state == "waiting" else None,
                is_here=state == "selected" if here is None else here,
                obstacle=draw(st.sampled_from([None, None, None, "elsewhere", "own"])),
            )
        )
    choices = {
        each.uuid.int: draw(st.sampled_from(CHOICES))
        for each in cases
        if draw(st.booleans())
    }
    return cases, choices, draw(st.integers(0, 4)), draw(st.booleans())


@settings(max_examples=40, deadline=None)
@given(situations())
def test_no_selection_ever_exceeds_the_quota(situation):
    cases, choices, free, waiting_list = situation
    was_here = {each.uuid.int for each in cases if each.is_here}

    outcomes = planned(
        cases, choices, free=free, waiting_list=waiting_list, last_rank=len(cases)
    )

    here = set(was_here)
    states = {each.uuid.int: each.state for each in cases}
    for number, verdict, _, obstacle in outcomes:
        if obstacle is None and verdict == "selected":
            here.add(number)
        elif obstacle is None and states[number] == "selected":
            here.discard(number)
    assert len(here) <= len(was_here) + free
    ranks = [rank for _, _, rank, _ in outcomes if rank is not None]
    assert len(set(ranks)) == len(ranks)


class Said:
    """A decision as the fold reads it."""

    def __init__(self, number, verdict):
        self.number, self.verdict = number, verdict
        self.rank = 1 if verdict == "waiting" else None
        self.recorded_at = NOW


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["selected", "waiting", "not-selected"])), st.randoms())
def test_the_standing_is_what_a_replay_says_in_whatever_order(verdicts, random):
    decisions = [Said(number, each) for number, each in enumerate(verdicts, start=1)]
    replayed = ApplicationStanding()
    for each in decisions:
        replayed = ApplicationStanding(each.verdict, each.rank, each.number, NOW)
    random.shuffle(decisions)

    assert fold_decisions(decisions) == replayed


def test_whoever_was_selected_and_has_left_takes_no_place():
    decisions = [Said(1, "selected")]

    assert fold_decisions(decisions, is_here=True).state == "selected"
    assert fold_decisions(decisions, is_here=False).state == LEFT


def test_the_balance_counts_each_person_once_in_every_group_of_their_country():
    people = [
        Words(**WORDS | {"country": "NP", "organisation": "Ministry  of planning"}),
        Words(**WORDS | {"country": "JM", "gender": "male"}),
        Words(**WORDS | {"country": "CH", "organisation": "Federal Office"}),
    ]

    balance = balance_of(people, on=NOW.date())

    assert balance.total == 3
    assert balance.genders == {"female": 2, "male": 1, "other": 0, "undisclosed": 0}
    assert balance.groups == {
        "developing": 2,
        "ldc": 1,
        "lldc": 1,
        "sids": 1,
        "fragile": 0,
        "other": 1,
    }
    assert balance.organisations == {"Ministry of Planning": 2, "Federal Office": 1}
    assert balance.share(2) == 67
    assert balance_of([], on=NOW.date()).share(0) == 0
