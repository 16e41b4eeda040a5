"""A clerk with the checker on a USB stick: a page from a file, and nothing else."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.looking import DESK

# What an older browser, or one that does not trust files, lacks.
NO_CRYPTO = "Object.defineProperty(crypto, 'subtle', {value: undefined});"
NO_READER = "delete window.BarcodeDetector;"


class Clerk:
    """Opens the checker by a double click. What it asks the network for is noted."""

    def __init__(
        self,
        browser: Browser,
        file: Path,
        *,
        online: bool = False,
        size: tuple[int, int] = DESK,
        lacks: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            **options,
        )
        self.context.set_offline(not online)
        self.context.on("weberror", lambda each: self.faults.append(str(each.error)))
        self.context.on("request", lambda each: self._note(each.url))
        for script in lacks:
            self.context.add_init_script(script)
        self.page: Page = self.context.new_page()
        self.page.on(
            "console",
            lambda said: (
                self.faults.append(said.text)
                if "Security Policy" in said.text
                else None
            ),
        )
        self.page.goto(file.as_uri())

    def _note(self, address: str) -> None:
        if not address.startswith(("file:", "blob:", "data:")):
            self.asked.append(address)

    def type(self, text: str) -> str:
        """Paste a text and check it; the verdict."""
        self.page.locator("#text").fill(text)
        self.page.get_by_role("button", name="Check", exact=True).click()
        return self.verdict

    def give(self, name: str, content: bytes, kind: str = "image/jpeg") -> None:
        """Choose a picture."""
        picture: Any = {"name": name, "mimeType": kind, "buffer": content}
        self.page.locator("#file").set_input_files(files=[picture])

    def ask(self) -> None:
        """Press the one button that asks the network."""
        self.page.get_by_role("button", name="Check online").click()

    @property
    def verdict(self) -> str:
        heading = self.page.locator("#verdict")
        expect(heading).to_be_visible()
        return heading.inner_text()

    @property
    def claims(self) -> dict[str, str]:
        """The rows that are shown, by their names."""
        rows = self.page.locator("#claims > div")
        return {
            row.locator("dt").inner_text(): row.locator("dd").inner_text()
            for row in rows.all()
        }

    def close(self) -> None:
        self.context.close()
        assert self.faults == []


def register_saying(
    answer: Mapping[str, Any], status: int = 200
) -> Callable[..., None]:
    """A register that answers so, to whoever asks."""

    def fulfil(route: Route) -> None:
        route.fulfill(
            status=status,
            headers={"Access-Control-Allow-Origin": "*"},
            content_type="application/json",
            body=json.dumps(answer),
        )

    return fulfil
