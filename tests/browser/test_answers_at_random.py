"""A learner answers while the line does what lines do: what was chosen last is held."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.browser.answering import Device, double, drop_replies
from tests.browser.installation import Installation
from tests.browser.sitting import OTHER_RADIO, RADIO, THIRD_RADIO, a_sitting
from tests.laws.seeds import chance

pytestmark = pytest.mark.browser

CHOICES = {
    RADIO: ("green", "red", "blue", "white"),
    OTHER_RADIO: ("blue", "green", "red", "white"),
    THIRD_RADIO: ("white", "blue", "red", "green"),
}
STEPS = 25


@pytest.mark.parametrize("number", range(2))
def test_what_was_chosen_last_is_held_whatever_the_line_does(
    device: Callable[..., Device], served: Installation, number: int
) -> None:
    random = chance(f"answers on a bad line {number}")
    sitting = a_sitting(served)
    learners = device()
    tabs = [learners.sit(sitting)]
    chosen: dict[str, str] = {}
    is_whole = False

    def bear(route: Route) -> None:
        """What the line makes of one request."""
        if is_whole:
            route.continue_()
        else:
            random.choice((drop_replies, double, _lose, Route.continue_))(route)

    learners.context.route("**/responses/**", bear)

    for _step in range(STEPS):
        act = random.choice(
            ("choose", "choose", "choose", "cut", "mend", "reload", "tab")
        )
        tab = random.choice(tabs)
        # Turning to a window has it compare what it shows with what is held.
        tab.until("() => sheet.compare()")
        if act == "choose":
            key = random.choice(tuple(CHOICES))
            value = random.choice(CHOICES[key])
            tab.choice(key, value).check()
            chosen[key] = value
            tab.until(_UNTIL_KEPT, key, value)
        elif act == "cut":
            learners.cut()
        else:
            learners.mend()
        if act == "reload":
            tab.page.reload()
            tab.page.wait_for_function("!document.querySelector('.saving').hidden")
        elif act == "tab" and len(tabs) == 1:
            tabs.append(learners.open(sitting.path))
        elif act == "tab":
            tabs.pop(random.randrange(2)).close()
    is_whole = True
    learners.mend()
    tabs[0].until_sent()

    assert {key: sitting.held(key) for key in chosen} == chosen
    tabs[0].page.reload()
    for key, value in chosen.items():
        assert tabs[0].choice(key, value).is_checked()


# Kept on the device, or acknowledged already.
_UNTIL_KEPT = """async (key, value) => {
  for (;;) {
    const kept = (await waiting.list()).find((each) => each.question === key);
    const said = document.getElementById(`${key}-status`).textContent;
    if (kept ? kept.answer === value : said.startsWith('Saved')) return;
    await new Promise(requestAnimationFrame);
  }
}"""


def _lose(route: Route) -> None:
    route.abort()
