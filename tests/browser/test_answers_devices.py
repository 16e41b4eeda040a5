"""Two devices, or two windows of one: answers merge one by one, and people are told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.answering import Device, note_saves
from tests.browser.installation import Installation
from tests.browser.sitting import (
    NUMBER,
    ORDERING,
    OTHER_RADIO,
    PLACES,
    RADIO,
    a_sitting,
)

pytestmark = pytest.mark.browser

KEPT = "Waiting to be sent: kept on this device"
ELSEWHERE = "was answered in another window or on another device at"
REPLACED = "took the place of one that was saved in another window or on another device"


def test_what_another_device_saved_is_shown_and_told(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    here, there = device().sit(sitting), device().sit(sitting)
    here.choice(RADIO, "green").check()
    here.saves(RADIO)
    there.choice(OTHER_RADIO, "red").check()
    there.choice(RADIO, "blue").check()
    for place, row in enumerate(PLACES, start=1):
        there.field(f"{ORDERING}.{row}").select_option(str(place))
    there.saves(ORDERING)
    expect(there.box(RADIO)).to_contain_text(REPLACED)

    here.come_back()

    expect(here.box(RADIO)).to_contain_text(f"Question 1 {ELSEWHERE}")
    expect(here.box(RADIO)).to_contain_text(
        "Your answer here was: The green of spinach"
    )
    assert here.choice(RADIO, "blue").is_checked()
    assert here.choice(OTHER_RADIO, "red").is_checked()
    assert here.field(f"{ORDERING}.october").input_value() == "5"
    here.saves(OTHER_RADIO)
    assert sitting.rows(RADIO) == ["green", "blue"]

    with here.page.expect_response("**/responses/**"):
        here.box(RADIO).get_by_role("button", name="Save mine instead").click()
    expect(here.choice(RADIO, "green")).to_be_checked()
    here.saves(RADIO)
    expect(here.box(RADIO)).not_to_contain_text(ELSEWHERE)
    assert sitting.held(RADIO) == "green"


def test_the_higher_sequence_counts_and_the_late_one_is_offered(
    device: Callable[..., Device], served: Installation
) -> None:
    """What was answered offline arrives after another device saved twice."""
    sitting = a_sitting(served)
    offline, other = device(), device()
    here, there = offline.sit(sitting), other.sit(sitting)
    offline.cut()
    here.choice(RADIO, "green").check()
    here.says(RADIO, KEPT)
    for value in ("red", "blue"):
        there.choice(RADIO, value).check()
        there.saves(RADIO)
        expect(there.bar).to_contain_text("1 answer saved")
    here.close()
    offline.mend()

    start = offline.open("/")
    start.sees("question 1 is not saved: a newer answer of yours")
    start.sees("Your answer: The green of spinach")
    assert sitting.held(RADIO) == "blue"
    assert sitting.rows(RADIO) == ["red", "blue", "green"]

    start.page.get_by_role("link", name="Go to the question").click()
    expect(start.box(RADIO)).to_contain_text(f"Question 1 {ELSEWHERE}")
    assert start.choice(RADIO, "blue").is_checked()
    start.press("Keep the newer one")
    expect(start.box(RADIO)).not_to_contain_text(ELSEWHERE)
    start.page.reload()
    expect(start.bar).to_contain_text("1 answer saved")
    assert start.page.evaluate("waiting.list()") == []
    assert sitting.held(RADIO) == "blue"


def test_equal_sequences_both_learn_of_each_other(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    here, there = device().sit(sitting), device().sit(sitting)

    here.choice(RADIO, "green").check()
    here.saves(RADIO)
    there.choice(RADIO, "blue").check()
    there.saves(RADIO)

    expect(there.box(RADIO)).to_contain_text(REPLACED)
    here.come_back()
    expect(here.box(RADIO)).to_contain_text(ELSEWHERE)
    assert here.choice(RADIO, "blue").is_checked()
    assert sitting.held(RADIO) == "blue"


def test_what_somebody_is_writing_is_never_changed_under_their_hands(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    here, there = device().sit(sitting), device().sit(sitting)
    here.field(NUMBER).fill("27")
    here.saves(NUMBER)
    there.page.reload()
    with there.page.expect_response("**/responses/**"):
        there.field(NUMBER).fill("29")

    here.field(NUMBER).focus()
    here.come_back()

    expect(here.box(NUMBER)).to_contain_text(f"Question 12 {ELSEWHERE}")
    expect(here.box(NUMBER)).to_contain_text("What you are writing here was not")
    assert here.field(NUMBER).input_value() == "27"
    with here.page.expect_response("**/responses/**"):
        here.press("Save mine instead")
    here.saves(NUMBER)
    expect(here.box(NUMBER)).not_to_contain_text(ELSEWHERE)
    assert sitting.rows(NUMBER) == ["27", "29", "27"]


def test_two_windows_of_one_browser_show_the_same(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    first = learners.sit(sitting)
    second = learners.open(sitting.path)
    sent = note_saves(first.page), note_saves(second.page)

    first.choice(RADIO, "green").check()
    second.saves(RADIO)
    assert second.choice(RADIO, "green").is_checked()
    second.choice(RADIO, "blue").check()
    first.saves(RADIO)
    expect(first.choice(RADIO, "blue")).to_be_checked()

    learners.cut()
    first.choice(OTHER_RADIO, "red").check()
    second.says(OTHER_RADIO, KEPT)
    second.field(NUMBER).fill("29")
    first.says(NUMBER, KEPT)
    learners.mend()
    for tab in (first, second):
        tab.saves(OTHER_RADIO)
        tab.saves(NUMBER)
        tab.sees_no(ELSEWHERE)
        tab.sees_no(REPLACED)

    assert sitting.rows(RADIO) == ["green", "blue"]
    assert sitting.rows(OTHER_RADIO) == ["red"]
    assert sitting.rows(NUMBER) == ["29"]
    sequences = [
        each["sequence"] for each in sent[0] + sent[1] if RADIO in each["path"]
    ]
    assert sorted(sequences) == [1, 2]


def test_one_window_sends_for_all(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    first = learners.sit(sitting)
    second = learners.open(sitting.path)
    under_way: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        under_way.append(route) if is_held else route.continue_()

    first.page.route("**/responses/**", hold)
    by_first, by_second = note_saves(first.page), note_saves(second.page)

    first.choice(RADIO, "green").check()
    second.says(RADIO, KEPT)
    with first.page.expect_request(f"**/{OTHER_RADIO}"):
        second.choice(OTHER_RADIO, "red").check()
    is_held = False
    for route in under_way:
        route.continue_()
    second.saves(OTHER_RADIO)

    assert by_second == []
    assert [each["answer"] for each in by_first] == ["green", "red"]


def test_going_back_to_an_older_page_is_no_other_device(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    tab.choice(RADIO, "green").check()
    tab.saves(RADIO)
    tab.press("Review and submit")
    tab.sees("Look over your answers")

    tab.page.go_back()

    tab.saves(RADIO)
    expect(tab.choice(RADIO, "green")).to_be_checked()
    tab.sees_no(ELSEWHERE)
