"""A real Chromium, a server, and people who walk through it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from config.machine import System, find_browser, how_to_get_a_browser
from course.catalogue import Catalogue
from tests.browser.answering import Device
from tests.browser.installation import ROOT, Installation, Prepared, prepare, serving
from tests.browser.looking import DESK, Looker
from tests.browser.patience import Browsers, SilentBrowser, bound_every_call
from tests.browser.visitor import Visitor

HERE = Path(__file__).parent
PICTURES = ROOT / "tests" / "output" / "screenshots"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take a journey once more where the browser fell silent in the middle of it."""
    for item in items:
        if item.path.is_relative_to(HERE):
            again = pytest.mark.flaky(reruns=1, only_rerun=[SilentBrowser.__name__])
            item.add_marker(again)


@pytest.fixture(scope="module")
def browsers() -> Iterator[Browsers]:
    """The Chromium of this machine. It is closed before other tests need the loop."""
    program = find_browser(os.environ)
    if program is None:
        pytest.fail(how_to_get_a_browser(System.here(os.environ)), pytrace=False)
    expect.set_options(timeout=5_000)
    bound_every_call()
    with sync_playwright() as playwright:
        browsers = Browsers(playwright, program, *ARGUMENTS)
        yield browsers
        browsers.close()


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    """A browser that answers."""
    return browsers.one()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demonstration, loaded once."""
    return prepare(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def handbook(prepared: Prepared) -> Catalogue:
    """The content that is served: the real one."""
    return prepared.catalogue


@pytest.fixture(scope="session")
def served(
    prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The course, served to tests that each bring a learner of their own."""
    with serving(prepared, tmp_path_factory.mktemp("served") / "data") as installation:
        yield installation


@pytest.fixture
def installation(served: Installation) -> Installation:
    """The course, served with the demonstration in it and nothing else."""
    served.restore()
    return served


@pytest.fixture
def device(browser: Browser, served: Installation) -> Iterator[Callable[..., Device]]:
    """Make a device: a browser that runs scripts. A script's fault fails the test."""
    devices: list[Device] = []

    def device(**options: Any) -> Device:
        devices.append(Device(browser, served, **options))
        return devices[-1]

    yield device
    faults = [fault for each in devices for fault in each.faults]
    for each in devices:
        each.context.close()
    assert faults == []


@pytest.fixture
def looker(
    browser: Browser, installation: Installation, request: pytest.FixtureRequest
) -> Iterator[Looker]:
    """Whoever looks at the pages of this journey; at its end, all faults are told."""
    context = browser.new_context(
        bypass_csp=True, reduced_motion="reduce", locale="en-GB", timezone_id="UTC"
    )
    journey: str = request.node.name
    folder = PICTURES / journey.removeprefix("test_").replace("_", "-")
    shutil.rmtree(folder, ignore_errors=True)
    looker = Looker(context.new_page(), folder)
    yield looker
    context.close()
    assert not looker.faults, "\n".join(looker.faults)


@pytest.fixture
def visitor(
    browser: Browser, installation: Installation, looker: Looker
) -> Iterator[Callable[..., Visitor]]:
    """Make somebody who opens the course in a browser of their own."""
    visitors: list[Visitor] = []

    def visitor(size: tuple[int, int] = DESK) -> Visitor:
        visitors.append(Visitor(browser, installation.address, looker, size))
        return visitors[-1]

    yield visitor
    for each in visitors:
        each.context.close()
