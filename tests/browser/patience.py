"""No wait for the browser is without an end.

Playwright bounds its waits for what a page shows. To evaluate, to open and to close
wait for ever for a browser that answers no more, and whole runs of the tests did.
"""

import asyncio
from pathlib import Path
from typing import Any, Final

from playwright._impl import _sync_base
from playwright._impl._greenlets import wait_for_future
from playwright.sync_api import Browser, Playwright

LONGEST_CALL: Final = 120
"""Seconds. The longest that is known, a picture of a long page, takes some ten."""


class SilentBrowser(Exception):
    """The browser did not answer one call, and is not asked again."""


class Browsers:
    """The browser of some tests, and another one in the place of one that fell silent.

    What is silent is left alone: to close it would wait as well. It ends with its
    driver.
    """

    def __init__(self, playwright: Playwright, program: Path, *arguments: str) -> None:
        self._playwright = playwright
        self._program = program
        self._arguments = arguments
        self._open: Browser | None = None

    def one(self) -> Browser:
        """The browser that answers."""
        if self._open is None or silent:
            silent.clear()
            self._open = self._playwright.chromium.launch(
                executable_path=self._program, args=list(self._arguments)
            )
        return self._open

    def close(self) -> None:
        """Close it, if it answers."""
        if self._open is not None and not silent:
            self._open.close()


silent: list[str] = []
"""Which calls were not answered since the browser was opened."""


def wait_for_long(
    loop: asyncio.AbstractEventLoop,
    dispatcher_fiber: Any,
    future: "asyncio.Future[Any]",
) -> None:
    """Wait as Playwright does, but no longer than any call of ours takes."""
    has_ended = False

    def give_up() -> None:
        nonlocal has_ended
        has_ended = future.cancel()

    late = loop.call_later(LONGEST_CALL, give_up)
    try:
        wait_for_future(loop, dispatcher_fiber, future)
    finally:
        late.cancel()
    if has_ended:
        silent.append(repr(future))
        raise SilentBrowser(f"No answer within {LONGEST_CALL} seconds: {future!r}")


def bound_every_call() -> None:
    """From now on a call that is not answered raises ``SilentBrowser``."""
    setattr(_sync_base, "wait_for_future", wait_for_long)  # noqa: B010  # not ours
