"""What cannot be sent waits on the device, and is sent when it can be."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.browser.answering import Device, Tab, double, drop_replies, note_saves
from tests.browser.installation import Installation
from tests.browser.sitting import NUMBER, OTHER_RADIO, RADIO, a_sitting

pytestmark = pytest.mark.browser

SAVES = "**/responses/**"
KEPT = "Waiting to be sent: kept on this device"


def test_what_was_typed_offline_is_sent_from_the_start_page(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    learners.cut()
    tab.field(NUMBER).fill("28")
    tab.choice(RADIO, "blue").check()
    tab.says(NUMBER, KEPT)
    tab.says(RADIO, KEPT)
    expect(tab.bar).to_contain_text("2 answers wait for the line")
    tab.close()
    learners.mend()

    start = learners.open("/")

    start.sees("2 answers that waited on this device were sent just now and are saved.")
    assert sitting.rows(NUMBER) == ["28"]
    assert sitting.rows(RADIO) == ["blue"]
    start.page.reload()
    start.sees("My courses")
    start.sees_no("waited on this device")


def test_the_worker_sends_when_no_page_is_open(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device(has_worker=True)
    tab = learners.sit(sitting)
    tab.until("() => navigator.serviceWorker.ready")
    registered: list[str] = []
    other = learners.context.new_page()
    browser = learners.context.new_cdp_session(other)
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: registered.extend(
            each["registrationId"]
            for each in told["registrations"]
            if each["scopeURL"].startswith(served.address)
        ),
    )
    browser.send("ServiceWorker.enable")
    learners.cut()
    tab.field(NUMBER).fill("28")
    tab.says(NUMBER, KEPT)
    tab.close()

    with learners.context.expect_event(
        "requestfinished", lambda each: each.method == "PUT"
    ):
        learners.mend()
        browser.send(
            "ServiceWorker.dispatchSyncEvent",
            {
                "origin": served.address,
                "registrationId": registered[0],
                "tag": "answers",
                "lastChance": False,
            },
        )

    assert sitting.rows(NUMBER) == ["28"]
    tab = learners.open(sitting.path)
    tab.saves(NUMBER)


def test_a_reply_that_was_lost_is_no_second_answer(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    saves = note_saves(tab.page)
    tab.page.route(SAVES, drop_replies, times=1)

    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)
    tab.try_again()
    tab.saves(RADIO)

    assert len({each["op"] for each in saves}) == 1
    assert len(saves) == 2
    assert sitting.rows(RADIO) == ["green"]


def test_a_save_that_was_doubled_on_the_way_is_one_answer(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    tab.page.route(SAVES, double)

    tab.choice(RADIO, "green").check()
    tab.saves(RADIO)

    assert sitting.rows(RADIO) == ["green"]
    tab.sees_no("another device")


def test_a_page_that_closed_before_the_reply_finds_its_answer_held(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    tab.page.route(SAVES, drop_replies)
    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)
    tab.close()

    tab = learners.open(sitting.path)

    tab.saves(RADIO)
    assert sitting.rows(RADIO) == ["green"]
    assert tab.page.evaluate("waiting.list()") == []


def test_a_busy_course_is_asked_again_and_not_before_it_says(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    tab.page.clock.install()
    saves = note_saves(tab.page)
    problem = '{"type": "/problems/busy", "status": 503, "detail": "Wait."}'

    def refuse(route: Route) -> None:
        route.fulfill(status=503, body=problem, headers={"Retry-After": "600"})

    tab.page.route(SAVES, refuse, times=1)
    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)
    tab.come_back()
    tab.page.clock.run_for(500_000)
    assert len(saves) == 1

    tab.page.clock.run_for(110_000)
    tab.saves(RADIO)
    assert sitting.rows(RADIO) == ["green"]


def test_pauses_grow_from_a_second_to_a_minute(
    device: Callable[..., Device], served: Installation
) -> None:
    tab = device().sit(a_sitting(served))
    tab.page.clock.install()
    tab.page.clock.pause_at("2030-01-01")
    tab.page.route(SAVES, lambda route: route.abort())
    saves = note_saves(tab.page)
    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)

    waited = []
    for _tries in range(9):
        before = len(saves)
        for seconds in count(1):
            tab.page.clock.run_for(1000)
            tab.page.evaluate("waiting.list()")
            if len(saves) > before:
                waited.append(seconds)
                break

    assert waited[0] <= 3
    assert waited[0] < waited[2] < waited[4] < waited[7]
    assert 30 <= waited[-1] <= 61


def test_what_something_on_the_way_answers_is_no_acknowledgement(
    device: Callable[..., Device], served: Installation
) -> None:
    """A hotel's page, in place of the course's, with a status that says all is well."""
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    answers = iter(
        (
            {"status": 200, "body": "<h1>Welcome to our hotel</h1>"},
            {"status": 200, "json": {"welcome": True}},
            {"status": 403, "body": "Pay first"},
        )
    )
    tab.page.route(SAVES, lambda route: route.fulfill(**next(answers)), times=3)

    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)
    tab.until_sent()

    tab.saves(RADIO)
    assert next(answers, None) is None
    assert sitting.rows(RADIO) == ["green"]


def test_a_session_that_ended_keeps_answers_until_somebody_signs_in(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    learners.sign_out()

    tab.choice(RADIO, "green").check()
    tab.says(RADIO, KEPT)
    expect(tab.bar).to_contain_text("You are signed out. Your answers are kept")
    tab.bar.get_by_role("link", name="Sign in").click()
    tab.field("email").fill(sitting.email)
    tab.field("password").fill("correct horse battery")
    tab.press("Sign in")

    expect(tab.page).to_have_url(re.compile(sitting.path))
    tab.saves(RADIO)
    assert sitting.rows(RADIO) == ["green"]


def test_nobody_sends_or_sees_what_another_left_on_the_device(
    device: Callable[..., Device], served: Installation
) -> None:
    first, second = a_sitting(served), a_sitting(served)
    shared = device()
    left_open = shared.sit(first)
    shared.cut()
    left_open.choice(RADIO, "green").check()
    left_open.says(RADIO, KEPT)
    shared.sign_out()
    shared.mend()

    shared.sign_in(second.email)
    saves = note_saves(left_open.page)
    with left_open.page.expect_response("**/api/v1/me"):
        left_open.come_back()
    expect(left_open.bar).to_contain_text("You are signed out")
    assert len(saves) == 1
    left_open.close()
    start = shared.open("/")
    start.sees("My courses")
    tab = shared.open(second.path)
    tab.choice(OTHER_RADIO, "red").check()
    tab.saves(OTHER_RADIO)
    start.sees_no("on this device")
    assert not tab.choice(RADIO, "green").is_checked()
    assert first.rows(RADIO) == second.rows(RADIO) == []

    shared.sign_out()
    shared.sign_in(first.email)
    shared.open("/").sees("1 answer that waited on this device was sent just now")
    assert first.rows(RADIO) == ["green"]


def test_an_attempt_that_was_submitted_elsewhere_takes_no_more(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners, other = device(), device()
    tab = learners.sit(sitting)
    tab.choice(RADIO, "blue").check()
    tab.saves(RADIO)
    there = other.sit(sitting)
    there.press("Review and submit")
    there.press("Submit your answers")
    there.sees("Your answers have arrived")

    tab.choice(OTHER_RADIO, "red").check()

    tab.sees("This attempt was closed at", "These answers were not saved")
    tab.sees("Question 5: Red as a brick")
    tab.says(OTHER_RADIO, "Not saved: This attempt was already submitted")
    assert tab.choice(OTHER_RADIO, "green").is_disabled()
    assert sitting.rows(OTHER_RADIO) == []

    tab.page.get_by_role("link", name="See your result").click()
    tab.sees("question 5 is not saved: the attempt was closed before it arrived.")
    tab.sees("Your answer: Red as a brick")
    tab.press("Remove it from this device")
    tab.sees_no("Red as a brick")
    assert tab.page.evaluate("waiting.list()") == []


def test_a_device_that_keeps_nothing_saves_all_the_same(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    lacks = ("indexedDB", "BroadcastChannel", "AbortController", "SyncManager")
    learners = device(lacks=lacks)
    learners.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });"
        "delete Crypto.prototype.randomUUID;"
    )
    tab = learners.sit(sitting)

    tab.choice(RADIO, "blue").check()
    tab.saves(RADIO)
    learners.cut()
    tab.choice(RADIO, "green").check()
    tab.says(RADIO, "Waiting to be sent: keep this page open until it is")
    warned: list[str] = []

    def stay(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.dismiss()

    tab.page.once("dialog", stay)
    with tab.page.expect_event("dialog"):
        tab.page.evaluate("setTimeout(() => location.assign('/'))")
    assert warned == ["beforeunload"]

    learners.mend()
    tab.saves(RADIO)
    assert sitting.rows(RADIO) == ["blue", "green"]


@pytest.mark.parametrize("lacking", ["fetch", "Promise"])
def test_a_browser_too_old_for_it_keeps_the_plain_form(
    device: Callable[..., Device], served: Installation, lacking: str
) -> None:
    sitting = a_sitting(served)
    tab = device(lacks=(lacking,)).sit(sitting)

    tab.choice(RADIO, "blue").check()
    expect(tab.bar).to_be_hidden()
    tab.press("Save answers")

    tab.sees("Saved at")
    assert sitting.rows(RADIO) == ["blue"]


def test_review_waits_for_the_line(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    learners.cut()
    tab.choice(RADIO, "blue").check()
    tab.says(RADIO, KEPT)

    tab.press("Review and submit")
    tab.sees("These answers are not saved yet", f"Question 1: {KEPT}")
    tab.sees_no("Go on without them")
    learners.mend()
    tab.saves(RADIO)
    tab.press("Review and submit")
    tab.sees("Look over your answers", "11 questions have no answer")
    tab.press("Submit your answers")

    tab.sees("Your answers have arrived", "1 of 12")


def test_the_look_before_submitting_is_taken_again_when_an_answer_arrives_late(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    tab.page.route(SAVES, lambda route: route.abort())
    tab.choice(RADIO, "blue").check()
    tab.says(RADIO, KEPT)

    review = learners.open(f"{sitting.path}/review")

    review.sees("11 questions have no answer")
    assert sitting.rows(RADIO) == ["blue"]
    _is_saved_in(tab)


def _is_saved_in(tab: Tab) -> None:
    """The other window says so too."""
    tab.saves(RADIO)
    assert tab.page.evaluate("waiting.list()") == []
