"""What is missing on which machine, and what is said about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from config import machine
from config.machine import Refusal, System

DEBIAN = System(
    family="debian",
    is_root=True,
    has_apt=True,
    has_ensurepip=True,
    python="3.11",
    python_is_packaged=True,
    browser=Path("/usr/bin/chromium"),
    has_java=True,
)
BARE_DEBIAN = replace(DEBIAN, has_ensurepip=False, browser=None, has_java=False)
JAVA = "default-jre-headless"


def program(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("system", "making", "testing", "missing"),
    [
        (DEBIAN, True, True, ()),
        (BARE_DEBIAN, True, False, ("python3.11-venv",)),
        (BARE_DEBIAN, True, True, ("python3.11-venv", "chromium", JAVA)),
        (BARE_DEBIAN, False, False, ()),
        (BARE_DEBIAN, False, True, ("chromium", JAVA)),
        (replace(DEBIAN, has_java=False), False, True, (JAVA,)),
        (replace(BARE_DEBIAN, python="3.13"), True, False, ("python3.13-venv",)),
        (
            replace(BARE_DEBIAN, family="ubuntu"),
            True,
            True,
            ("python3.11-venv", JAVA),
        ),
        (replace(BARE_DEBIAN, python_is_packaged=False), True, False, ()),
        (
            replace(BARE_DEBIAN, family="", has_apt=False, has_ensurepip=True),
            True,
            True,
            (),
        ),
    ],
)
def test_each_system_misses_what_its_distribution_packages(
    system, making, testing, missing
):
    named = machine.missing_packages(system, making=making, testing=testing)

    assert named == missing


def test_everything_missing_is_named_in_one_line_with_the_command():
    person = replace(BARE_DEBIAN, is_root=False)

    line = machine.how_to_install(person, ("python3.11-venv", "chromium"))

    assert line == (
        "2 system packages are missing: python3.11-venv chromium. Run: "
        "sudo apt-get install --no-install-recommends python3.11-venv chromium"
    )


def test_ubuntu_is_told_how_to_get_a_browser_that_is_no_snap():
    line = machine.how_to_get_a_browser(replace(BARE_DEBIAN, family="ubuntu"))

    assert "snap" in line
    assert ".venv/bin/playwright install chromium" in line
    assert "\n" not in line


def test_another_system_is_told_what_to_set():
    line = machine.how_to_get_a_browser(replace(BARE_DEBIAN, family=""))

    assert "COURSE_TEST_CHROMIUM" in line


def test_the_browser_is_found_on_the_path(tmp_path):
    chromium = program(tmp_path, "chromium", "#!/bin/sh\nexec /usr/lib/chromium\n")

    assert machine.find_browser({"PATH": str(tmp_path)}) == chromium


def test_a_stub_that_starts_a_snap_is_no_browser(tmp_path):
    program(tmp_path, "chromium-browser", '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
    chrome = program(tmp_path, "google-chrome", "#!/bin/sh\nexec /opt/chrome\n")

    assert machine.find_browser({"PATH": str(tmp_path)}) == chrome


def test_a_link_to_snap_is_no_browser(tmp_path):
    snap = program(tmp_path, "snap", "binary")
    (tmp_path / "chromium").symlink_to(snap)

    assert machine.find_browser({"PATH": str(tmp_path)}) is None


def test_a_browser_downloaded_by_playwright_is_found(tmp_path):
    folder = tmp_path / ".cache/ms-playwright/chromium-1200/chrome-linux64"
    folder.mkdir(parents=True)
    chrome = program(folder, "chrome", "binary")

    found = machine.find_browser({"PATH": "", "HOME": str(tmp_path)})

    assert found == chrome


def test_a_named_browser_overrides_the_search(tmp_path):
    program(tmp_path, "chromium", "#!/bin/sh\n")
    mine = program(tmp_path, "mine", "#!/bin/sh\n")

    found = machine.find_browser(
        {"PATH": str(tmp_path), "COURSE_TEST_CHROMIUM": str(mine)}
    )

    assert found == mine


def test_a_named_browser_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"COURSE_TEST_CHROMIUM names .*nowhere"):
        machine.find_browser({"COURSE_TEST_CHROMIUM": str(tmp_path / "nowhere")})
