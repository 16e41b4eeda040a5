"""Attempts with a time limit, and practice: what the page says at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.answering import Device
from tests.browser.installation import Installation
from tests.browser.sitting import NUMBER, RADIO, a_sitting

pytestmark = pytest.mark.browser

CLOCK = "[role=timer]"


def test_the_time_left_is_told_calmly_and_announced_a_few_times(
    device: Callable[..., Device], served: Installation
) -> None:
    tab = device().sit(a_sitting(served, time_limit=12))
    tab.page.clock.install()
    tab.page.reload()
    clock = tab.page.locator(CLOCK)
    expect(clock).to_have_text("Time left: 12 minutes")
    expect(tab.voice).to_have_text("Each answer is saved as you give it")
    tab.listen()

    tab.page.clock.run_for(11 * 60_000 + 52_000)

    heard = [each.removeprefix("Time left: ") for each in tab.heard()]
    assert heard == [
        "10 minutes",
        "5 minutes",
        "120 seconds",
        "60 seconds",
        "30 seconds",
        "10 seconds",
    ]


def test_the_clock_is_the_courses_and_is_heard_on_demand(
    device: Callable[..., Device], served: Installation
) -> None:
    tab = device().sit(a_sitting(served, time_limit=12))
    tab.page.clock.install(time="2001-02-03")
    tab.page.reload()
    expect(tab.page.locator(CLOCK)).to_have_text("Time left: 12 minutes")
    tab.listen()

    hear = tab.page.get_by_role("button", name="Hear the time left")
    for _times in range(2):
        hear.focus()
        tab.page.keyboard.press("Enter")
        tab.page.clock.run_for(1000)

    assert tab.heard().count("Time left: 12 minutes") == 2


def test_at_the_end_the_form_closes_and_the_result_follows(
    device: Callable[..., Device], served: Installation
) -> None:
    begun = timedelta(minutes=11, seconds=54)
    sitting = a_sitting(served, ago=begun, time_limit=12)
    learners = device()
    tab = learners.sit(sitting)
    tab.choice(RADIO, "blue").check()
    tab.saves(RADIO)
    expect(tab.page.locator(CLOCK)).to_contain_text("seconds")
    learners.cut()
    tab.field(NUMBER).fill("29")

    expect(tab.page.locator(".notice:focus")).to_be_visible(timeout=10_000)
    tab.sees("The time is over", "What was saved by then counts.")
    tab.sees("These answers were not saved", "Question 12: 29")
    assert tab.field(NUMBER).is_disabled()
    # The course is asked by somebody whose line is up, until it says so too.
    while not learners.context.request.get(f"/api/v1{sitting.path}").json()["receipt"]:
        pass
    learners.mend()

    tab.sees("Your result: What everybody knows", "1 of 12")
    tab.sees("question 12 is not saved: the attempt was closed before it arrived.")
    assert sitting.rows(NUMBER) == []


def test_practice_is_judged_beneath_the_question_at_once(
    device: Callable[..., Device], served: Installation
) -> None:
    tab = device().sit(a_sitting(served, purpose="practice", attempts_allowed=None))

    tab.choice(RADIO, "green").check()
    judged = tab.page.get_by_role("group", name="How your answer to question 1 was")
    expect(judged).to_contain_text("Not right 0 of 1 point")
    expect(judged).to_contain_text("Spinach grows beneath the sky.")
    tab.choice(RADIO, "blue").check()
    expect(judged).to_contain_text("Right 1 of 1 point")

    tab.page.reload()
    expect(judged).to_have_count(1)
    expect(judged).to_contain_text("Right")
