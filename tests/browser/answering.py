"""People who answer a quiz in browsers that run scripts."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Route,
    expect,
)

from tests.browser.installation import PASSWORD, Installation
from tests.browser.sitting import Sitting

DESK = (1280, 900)

# An older browser, which has not heard of this yet.
_LACKING = "Object.defineProperty(window, '%s', { value: undefined });"
LONGEST_PROMISE = 60
_UNTIL_SENT = """async () => {
  while ((await waiting.list()).length) await waiting.wake();
}"""
_LISTEN = """() => {
  const voice = document.querySelector('[data-voice]');
  window.heard = [];
  new MutationObserver(() => voice.textContent && heard.push(voice.textContent))
    .observe(voice, { childList: true });
}"""


class Device:
    """A browser of somebody's own, with scripts, and the pages open in it."""

    def __init__(
        self,
        browser: Browser,
        served: Installation,
        *,
        size: tuple[int, int] = DESK,
        has_worker: bool = False,
        lacks: tuple[str, ...] = (),
    ) -> None:
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=served.address,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            service_workers="allow" if has_worker else "block",
        )
        self.context.on("weberror", lambda each: self.faults.append(str(each.error)))
        for name in lacks:
            self.context.add_init_script(_LACKING % name)

    def sign_in(self, email: str) -> None:
        """Open a session, as the page of signing in does."""
        answer = self.context.request.post(
            "/api/v1/session",
            data={"email": email, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, answer.text()

    def sign_out(self) -> None:
        """End the session, as if it had run out."""
        self.context.clear_cookies()

    def open(self, path: str) -> "Tab":
        """Open a page in a tab of its own."""
        page = self.context.new_page()
        page.goto(path)
        return Tab(page)

    def sit(self, sitting: Sitting) -> "Tab":
        """Sign in as the learner of this attempt and open it."""
        self.sign_in(sitting.email)
        return self.open(sitting.path)

    def cut(self) -> None:
        """Cut the line."""
        self.context.set_offline(True)

    def mend(self) -> None:
        """Mend the line."""
        self.context.set_offline(False)


@dataclass(frozen=True)
class Tab:
    """One page that is open, as its reader uses it."""

    page: Page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def choice(self, name: str, value: str) -> Locator:
        return self.page.locator(f'[name="{name}"][value="{value}"]')

    def box(self, key: str) -> Locator:
        """All of one question."""
        return self.page.locator(".question").filter(has=self.page.locator(f"#{key}"))

    def line(self, key: str) -> Locator:
        """The line that says where the answer to a question is."""
        return self.page.locator(f"#{key}-status")

    def says(self, key: str, words: str) -> None:
        """Wait until the line of a question says this."""
        expect(self.line(key)).to_contain_text(words)

    def saves(self, key: str) -> None:
        """Wait until the answer to a question is saved."""
        self.says(key, "Saved")

    @property
    def bar(self) -> Locator:
        """What says in sum how the answers are."""
        return self.page.locator(".saving")

    @property
    def voice(self) -> Locator:
        """What a screen reader is told."""
        return self.page.locator("[data-voice]")

    def listen(self) -> None:
        """Note from now on what a screen reader is told."""
        self.page.evaluate(_LISTEN)

    def heard(self) -> list[str]:
        """All that was said since somebody listens."""
        return list(self.page.evaluate("heard"))

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def sees_no(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def come_back(self) -> None:
        """Turn to this tab after another: pages cannot tell how it came about."""
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def try_again(self) -> None:
        """Have the page send what waits, and wait until it has tried."""
        self.until("() => waiting.wake()")

    def until_sent(self) -> None:
        """Have the page send what waits until nothing does."""
        self.until(_UNTIL_SENT)

    def until(self, script: str, *given: str) -> None:
        """Wait until what a script promises has come, as long as a page may take."""
        late = f"{script.strip().splitlines()[0]}: not within {LONGEST_PROMISE} s"
        self.page.evaluate(
            f"""(given) => Promise.race([
              Promise.resolve(({script})(...given)).then(() => null),
              new Promise((_, fail) => setTimeout(
                () => fail(new Error({json.dumps(late)})), {LONGEST_PROMISE * 1000})),
            ])""",
            list(given),
        )

    def close(self) -> None:
        self.page.close()


def drop_replies(route: Route) -> None:
    """Let a request through to the server, and lose what it answers."""
    route.fetch()
    route.abort("connectionreset")


def double(route: Route) -> None:
    """Let a request reach the server twice."""
    route.fetch()
    route.continue_()


def note_saves(page: Page) -> list[dict[str, Any]]:
    """Everything that a page sends to be saved from now on, in order."""
    seen: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            body: dict[str, Any] = request.post_data_json or {}
            seen.append({"path": urlsplit(request.url).path, **body})

    page.on("request", note)
    return seen
