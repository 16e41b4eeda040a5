"""Learning gain: Hake's figure, and the people whom it is about."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.learning_gain import Pair, learning_gain
from course.small_groups import STEP

shares = st.fractions(min_value=0, max_value=1, max_denominator=30)
pairs = st.builds(Pair, shares, shares)


def pair(before: int, after: int) -> Pair:
    """Shares in per cent."""
    return Pair(Fraction(before, 100), Fraction(after, 100))


@pytest.mark.parametrize(
    ("before", "after", "gain"),
    [
        (40, 70, Fraction(1, 2)),
        (0, 100, Fraction(1)),
        (50, 50, Fraction(0)),
        (80, 60, Fraction(-1)),
        (100, 90, None),
    ],
)
def test_gain_is_the_share_of_what_was_left_to_gain(before, after, gain):
    assert pair(before, after).gain == gain


def test_the_middle_of_the_people_and_the_gain_of_the_average():
    found = learning_gain(
        [pair(40, 70), pair(20, 60), pair(50, 40), pair(60, 60), pair(100, 100)]
        + [pair(0, 100)] * 5
    )

    assert found
    # One who had nothing left to gain, two who stayed and one who fell are few.
    assert (found.people, found.with_gain) == (10, None)
    assert (found.rose, found.stayed, found.fell) == (None, None, None)
    assert found.gain == 1
    assert found.before == Fraction(27, 100)
    assert found.after == Fraction(83, 100)
    assert found.gain_of_average == Fraction(83 - 27, 100 - 27)


def test_where_too_few_had_anything_to_gain_no_middle_is_told():
    found = learning_gain([pair(100, 100)] * 4 + [pair(10, 90)])

    assert found
    assert (found.with_gain, found.gain) == (None, None)
    assert found.gain_of_average is not None
    perfect = learning_gain([pair(100, 100)] * 5)
    assert perfect
    assert perfect.gain_of_average is None


@given(st.lists(pairs, max_size=23))
@settings(max_examples=40)
def test_nobody_is_told_apart(people):
    found = learning_gain(people)

    if len(people) < STEP:
        assert found is None
        return
    assert found
    assert found.people == len(people) - len(people) % STEP
    # Whoever came since the last step changes nothing.
    assert found == learning_gain(people[: found.people])


@given(st.lists(pairs, min_size=STEP, max_size=23))
@settings(max_examples=40)
def test_the_gain_keeps_within_what_there_is(people):
    found = learning_gain(people)

    assert found
    counts = [found.rose, found.stayed, found.fell]
    told = [each for each in counts if each is not None]
    assert (sum(told) == found.people) == (None not in counts)
    assert all(each == 0 or each >= STEP for each in told)
    if found.gain is not None:
        assert found.gain <= 1
        assert (found.gain > 0) <= (found.rose != 0)
        assert (found.gain < 0) <= (found.fell != 0)
