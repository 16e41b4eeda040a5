"""Small numbers in shown tables: none is read, and none can be worked out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.evaluation_form import NOT_APPLICABLE
from course.evaluation_shown import shown_of_tally
from course.evaluation_tally import tally
from course.report_groups import CountedGroup, groups_shown
from course.small_cells import hidden_parts, is_few, shown_columns, shown_parts
from course.small_groups import STEP
from tests.builders import miniature_catalogue
from tests.evaluating import FORM

BOOK = miniature_catalogue()
parts_of_many = st.lists(st.integers(0, 12), min_size=2, max_size=7).filter(
    lambda parts: sum(parts) >= STEP
)


@st.composite
def nested(draw):
    """A group of five people and more, and how many of them came how far."""
    enrolled = draw(st.integers(STEP, 20))
    started = draw(st.integers(0, enrolled))
    completed = draw(st.integers(0, started))
    return [enrolled, started, completed, draw(st.integers(0, completed))]


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([0, 0, 6, 9], [0, 0, 6, 9]),
        # One alone could be taken from the total, so the next smallest goes with it.
        ([0, 1, 6, 9], [0, None, None, 9]),
        # Two that are three together as well.
        ([1, 2, 6, 9], [None, None, None, 9]),
        ([2, 4, 6, 9], [None, None, 6, 9]),
        ([1, 0, 0, 0], [None, None, None, None]),
    ],
)
def test_parts_of_a_known_whole(parts, shown):
    assert shown_parts(parts) == shown


@given(parts_of_many)
def test_no_part_is_few_and_none_can_be_taken_from_the_total(parts):
    hidden = hidden_parts(parts)

    assert not any(is_few(n) for place, n in enumerate(parts) if place not in hidden)
    assert len(hidden) != 1
    assert not is_few(sum(parts[each] for each in hidden))
    # Nothing is hidden without need.
    assert bool(hidden) == any(map(is_few, parts))


@given(st.lists(nested(), min_size=1, max_size=5))
def test_no_number_of_a_group_is_few_nor_found_from_the_total_of_its_column(rows):
    shown = shown_columns(rows)

    assert [told[0] for told in shown] == [row[0] for row in rows]
    for real, told in zip(
        zip(*rows, strict=True), zip(*shown, strict=True), strict=True
    ):
        assert not any(is_few(count) for count in told if count is not None)
        hidden = [n for n, count in zip(real, told, strict=True) if count is None]
        if len(hidden) < len(rows):
            assert len(hidden) != 1
            assert not is_few(sum(hidden))


def test_a_small_number_in_a_large_group_is_hidden_with_another_of_its_column():
    some = CountedGroup("female", 20, 20, 12, 12)
    men = replace(some, group="male", enrolled=10, started=10, completed=2, certified=0)
    rest = CountedGroup(None, 8, 8, 8, 8)

    women, others, smallest = groups_shown([some, men, rest])

    assert women.numbers == (20, 20, 12, 12)
    assert others.numbers == (10, 10, None, 0)
    assert smallest.numbers == (8, 8, None, 8)


def scale_of(*sheets):
    """The first question of the form, which is a scale, over all these answers."""
    said = [{"useful": each} for each in sheets]
    return shown_of_tally(tally(BOOK.forms[FORM], said)[0], len(said))


def test_of_a_scale_a_few_and_what_would_tell_of_them_are_hidden():
    found = scale_of(*[5] * 14, *[4] * 10, 3)

    assert [found.counts[str(point)] for point in (1, 2, 3, 4, 5)] == [
        *(0, 0, None, None, 14),
    ]
    # The share of the good would give away the one who was not content.
    assert (found.answered, found.good_percent, found.middle) == (25, None, 5)
    assert found.tells_numbers


def test_of_a_scale_what_tells_of_many_is_shown():
    found = scale_of(*[5] * 9, *[4] * 6, *[2] * 5)

    assert (found.answered, found.good_percent, found.middle) == (20, 75, 4)
    assert found.tells_numbers


def test_one_who_says_that_it_does_not_apply_is_not_taken_from_those_who_rated():
    found = scale_of(*[5] * 9, NOT_APPLICABLE)

    assert found.answered is None
    assert found.counts["5"] is None
    assert found.counts[NOT_APPLICABLE] is None
    assert (found.good_percent, found.middle) == (None, 5)
    assert not found.tells_numbers


def test_hiding_one_good_point_hides_the_share_of_both():
    found = scale_of(*[5] * 10, *[4] * 2, *[1] * 8)

    assert [found.counts[each] for each in "145"] == [None, None, 10]
    assert found.good_percent is None


@given(
    st.lists(
        st.sampled_from([1, 2, 3, 4, 5, NOT_APPLICABLE]), min_size=STEP, max_size=40
    )
)
def test_no_number_of_a_scale_tells_of_few(answers):
    found = scale_of(*answers)
    told = [*found.counts.values(), found.answered]
    real = {str(point): answers.count(point) for point in (1, 2, 3, 4, 5)}
    good = real["4"] + real["5"]

    assert not any(is_few(count) for count in told if count is not None)
    if found.answered is not None:
        hidden = [real[each] for each in real if found.counts[each] is None]
        assert len(hidden) != 1
        assert not is_few(sum(hidden))
        assert not is_few(len(answers) - found.answered)
    if found.good_percent is not None:
        assert not is_few(good)
        assert not is_few(found.answered - good)
