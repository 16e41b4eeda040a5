"""Each answer is saved by itself, and the page says where it is."""

from collections.abc import Callable

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Response, Route, expect

from tests.browser.answering import Device, Tab, note_saves
from tests.browser.installation import Installation
from tests.browser.looking import PHONE
from tests.browser.sitting import (
    BOXES,
    MATCHING,
    NUMBER,
    ORDERING,
    OTHER_RADIO,
    PLACES,
    RADIO,
    THIRD_RADIO,
    TRUTH,
    a_sitting,
)

pytestmark = pytest.mark.browser


def test_every_kind_of_answer_is_saved_as_it_is_given(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    expect(tab.bar).to_contain_text("Each answer is saved as you give it")

    tab.choice(RADIO, "blue").check()
    tab.choice(BOXES, "two").check()
    tab.choice(BOXES, "four").check()
    tab.choice(TRUTH, "false").check()
    tab.field(NUMBER).fill("29")
    for place, row in enumerate(PLACES, start=1):
        tab.field(f"{ORDERING}.{row}").select_option(str(place))

    for key in (RADIO, BOXES, NUMBER, ORDERING, TRUTH):
        tab.saves(key)
    assert sitting.held(RADIO) == "blue"
    assert sitting.held(BOXES) == ["two", "four"]
    assert sitting.held(TRUTH) is False
    assert sitting.held(NUMBER) == "29"
    assert sitting.held(ORDERING) == list(PLACES)
    expect(tab.bar).to_contain_text("5 answers saved")

    tab.choice(BOXES, "two").uncheck()
    tab.choice(BOXES, "four").uncheck()
    expect(tab.bar).to_contain_text("4 answers saved")
    assert sitting.held(BOXES) is None

    tab.page.reload()
    assert tab.choice(RADIO, "blue").is_checked()
    expect(tab.bar).to_contain_text("4 answers saved")


def test_quick_typing_is_few_saves(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    saves = note_saves(tab.page)

    tab.field(NUMBER).press_sequentially("1 234 567.25", delay=30)
    tab.saves(NUMBER)

    assert [each["answer"] for each in saves] == ["1 234 567.25"]
    assert sitting.held(NUMBER) == "1234567.25"


def test_leaving_a_field_saves_it_at_once(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    tab.page.clock.install()
    tab.page.clock.pause_at("2030-01-01")

    tab.field(NUMBER).press_sequentially("29")
    tab.field(NUMBER).press("Tab")

    tab.saves(NUMBER)
    assert sitting.held(NUMBER) == "29"


def test_two_are_under_way_at_most_and_one_of_each_question(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    saves = note_saves(tab.page)
    under_way: list[Route] = []
    is_held = True

    def hold(route: Route) -> None:
        under_way.append(route) if is_held else route.continue_()

    tab.page.route("**/responses/**", hold)

    tab.choice(RADIO, "blue").check()
    tab.choice(RADIO, "green").check()
    tab.choice(OTHER_RADIO, "blue").check()
    tab.choice(THIRD_RADIO, "red").check()
    tab.says(THIRD_RADIO, "Waiting")
    asked = [each["path"].rpartition("/")[2] for each in saves]
    assert sorted(asked) == sorted({RADIO, OTHER_RADIO})

    is_held = False
    for route in under_way:
        route.continue_()
    expect(tab.bar).to_contain_text("3 answers saved")

    assert sitting.held(RADIO) == "green"
    sequences = [each["sequence"] for each in saves if RADIO in each["path"]]
    assert sequences == sorted(set(sequences))


def test_an_incomplete_answer_is_kept_here_and_shown_again(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)
    saves = note_saves(tab.page)

    tab.field(f"{MATCHING}.goat").select_option(index=1)
    tab.field(f"{MATCHING}.horse").select_option(index=2)
    tab.says(MATCHING, "Not complete: 2 lines are still without a choice.")
    tab.says(MATCHING, "Kept on this device.")
    assert saves == []
    chosen = tab.field(f"{MATCHING}.goat").input_value()
    tab.close()

    tab = learners.open(sitting.path)
    tab.says(MATCHING, "Not complete: 2 lines are still without a choice.")
    assert tab.field(f"{MATCHING}.goat").input_value() == chosen
    expect(tab.bar).to_contain_text("1 answer is not complete: Question 4")

    tab.press("Review and submit")
    tab.sees("These answers are not saved yet", "Question 4: Not complete")
    tab.page.get_by_role("link", name="Go on without them").click()
    tab.sees("question 4 is not saved: it is not complete.")
    tab.page.go_back()

    tab.field(f"{MATCHING}.cow").select_option(index=3)
    tab.field(f"{MATCHING}.sheep").select_option(index=4)
    tab.saves(MATCHING)
    assert sitting.held(MATCHING)["goat"] == chosen


def sent_by(response: Response) -> str:
    """The answer that a save sent; nothing of other requests."""
    request = response.request
    return (request.post_data or "") if request.method == "PUT" else ""


def test_an_answer_taken_back_while_under_way_is_what_is_held(
    device: Callable[..., Device], served: Installation
) -> None:
    """The page shows what it held before; so must the record, in the end."""
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    lines = ("goat", "cow", "sheep", "horse")
    for place, line in enumerate(lines, start=1):
        tab.field(f"{MATCHING}.{line}").select_option(index=place)
    tab.saves(MATCHING)
    first = sitting.held(MATCHING)
    under_way: list[Route] = []
    tab.page.route("**/responses/**", lambda route: under_way.append(route), times=1)

    tab.field(f"{MATCHING}.goat").select_option(index=5)
    tab.says(MATCHING, "Waiting")
    tab.field(f"{MATCHING}.goat").select_option(index=0)
    tab.says(MATCHING, "Not complete")
    tab.field(f"{MATCHING}.goat").select_option(index=1)
    tab.saves(MATCHING)
    # What arrived late is answered by what the page shows, sent once more.
    with tab.page.expect_response(lambda each: first["goat"] in sent_by(each)):
        under_way[0].continue_()
    tab.until_sent()
    tab.saves(MATCHING)

    assert tab.field(f"{MATCHING}.goat").input_value() == first["goat"]
    assert sitting.held(MATCHING) == first


def test_what_cannot_be_read_is_said_in_the_servers_words(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    learners = device()
    tab = learners.sit(sitting)

    tab.field(NUMBER).fill("about thirty")
    tab.says(NUMBER, "Not saved: Write only the number, in digits")
    tab.close()
    tab = learners.open(sitting.path)
    expect(tab.field(NUMBER)).to_have_value("about thirty")
    tab.press("Review and submit")
    tab.sees("These answers are not saved yet", "Question 12: Not saved")
    assert tab.path == sitting.path

    tab.field(NUMBER).fill("30")
    tab.saves(NUMBER)
    tab.press("Review and submit")
    tab.sees("Look over your answers")
    assert sitting.rows(NUMBER) == ["30"]


def test_a_screen_reader_hears_sums_and_no_chatter(
    device: Callable[..., Device], served: Installation
) -> None:
    tab = device().sit(a_sitting(served))
    expect(tab.voice).to_have_text("Each answer is saved as you give it")
    tab.listen()

    for key, value in ((RADIO, "blue"), (OTHER_RADIO, "red")):
        tab.choice(key, value).check()
    tab.field(NUMBER).press_sequentially("123456", delay=20)
    expect(tab.voice).to_have_text("3 answers saved")

    assert set(tab.heard()) <= {"2 answers saved", "3 answers saved"}
    assert len(tab.heard()) <= 2


def test_answering_by_keyboard_alone(
    device: Callable[..., Device], served: Installation
) -> None:
    sitting = a_sitting(served)
    tab = device().sit(sitting)
    press = tab.page.keyboard.press

    tab.field(RADIO).first.focus()
    press("Space")
    press("ArrowDown")
    tab.saves(RADIO)
    for key in ("Tab", "4"):
        press(key)
    tab.says(ORDERING, "4 lines are still without a choice")
    tab.page.get_by_role("button", name="Review and submit").focus()
    press("Enter")
    left = tab.page.locator(".notice:focus")
    expect(left).to_contain_text("Not complete")
    press("Tab")
    press("Enter")

    expect(tab.page.locator(f"#{ORDERING}")).to_be_in_viewport()
    reached = tab.field(f"{ORDERING}.january").bounding_box()
    bar = tab.bar.bounding_box()
    assert reached is not None
    assert bar is not None
    assert reached["y"] >= bar["y"] + bar["height"]
    assert isinstance(sitting.held(RADIO), str)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_the_page_shuts_anybody_out(
    device: Callable[..., Device], served: Installation, scheme: str
) -> None:
    """Saved, waiting, not complete and not saved, and the list of what is left."""
    learners = device(size=PHONE)
    tab = learners.sit(a_sitting(served))
    tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    tab.choice(RADIO, "blue").check()
    tab.field(NUMBER).fill("about thirty")
    tab.field(f"{MATCHING}.goat").select_option(index=1)
    tab.saves(RADIO)
    tab.says(NUMBER, "Not saved")
    learners.cut()
    tab.choice(OTHER_RADIO, "red").check()
    tab.says(OTHER_RADIO, "Waiting")
    tab.press("Review and submit")
    tab.sees("These answers are not saved yet")

    assert _faults_of(tab) == []
    assert tab.page.evaluate(
        "document.documentElement.scrollWidth <= window.innerWidth"
    )


def _faults_of(tab: Tab) -> list[str]:
    # The policy of the page lets nothing be added to it, so it is asked from outside.
    tab.page.evaluate(Axe().axe_script)
    found = tab.page.evaluate("axe.run({ resultTypes: ['violations'] })")
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
