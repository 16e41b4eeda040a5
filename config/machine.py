"""What this machine has and lacks, as far as ``make run`` and ``make test`` care."""

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Refusal(Exception):
    """The environment cannot be made: one line that says why and what to do."""


@dataclass(frozen=True, slots=True)
class System:
    """What this machine is, as far as the two commands care."""

    family: str
    is_root: bool
    has_apt: bool
    has_ensurepip: bool
    python: str
    python_is_packaged: bool
    browser: Path | None
    has_java: bool

    @classmethod
    def here(cls, environ: Mapping[str, str]) -> "System":
        return cls(
            family=_family(),
            is_root=os.geteuid() == 0,
            has_apt=shutil.which("apt-get") is not None,
            has_ensurepip=importlib.util.find_spec("ensurepip") is not None,
            python=f"{sys.version_info[0]}.{sys.version_info[1]}",
            python_is_packaged=sys.base_prefix == "/usr",
            browser=find_browser(environ),
            has_java=shutil.which("java", path=environ.get("PATH")) is not None,
        )

    @property
    def can_test(self) -> bool:
        """Whether the programs that only the tests start are there."""
        return self.browser is not None and self.has_java


def find_browser(environ: Mapping[str, str]) -> Path | None:
    """Return the Chromium the browser tests drive, if the machine has one.

    ``COURSE_TEST_CHROMIUM`` overrides the search. Playwright's own download counts,
    a stub that only starts a snap does not: it cannot be driven from here.
    """
    named = environ.get("COURSE_TEST_CHROMIUM")
    if named:
        found = shutil.which(named, path=environ.get("PATH"))
        if found is None:
            raise Refusal(f"COURSE_TEST_CHROMIUM names {named}, which is no program.")
        return Path(found)
    for name in BROWSERS:
        found = shutil.which(name, path=environ.get("PATH"))
        if found is not None and not is_snap_stub(Path(found)):
            return Path(found)
    home = Path(environ.get("HOME", "/nonexistent"))
    downloads = Path(
        environ.get("PLAYWRIGHT_BROWSERS_PATH") or home / ".cache" / "ms-playwright"
    )
    return max(downloads.glob("chromium-*/chrome-linux*/chrome"), default=None)


def is_snap_stub(program: Path) -> bool:
    """Say whether this "browser" is a few lines of shell that start a snap."""
    resolved = program.resolve()
    if resolved.name == "snap":
        return True
    with resolved.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


def _family() -> str:
    """Return "ubuntu", "debian" or "" for this distribution or its parent."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ""
    names = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return next((name for name in ("ubuntu", "debian") if name in names), "")


def missing_packages(system: System, *, making: bool, testing: bool) -> tuple[str, ...]:
    """Name the system packages to install before the environment can be made.

    Only what the distribution packages usefully is named here: a Python built by
    hand has no package to add, and Ubuntu has no Chromium outside the snap.
    """
    missing = []
    if making and not system.has_ensurepip and system.python_is_packaged:
        missing.append(f"python{system.python}-venv")
    if testing and system.browser is None and system.family == "debian":
        missing.append("chromium")
    # EPUBCheck, which looks over the course as an e-book, is a Java program.
    if testing and not system.has_java and system.has_apt:
        missing.append("default-jre-headless")
    return tuple(missing)


def how_to_install(system: System, packages: Sequence[str]) -> str:
    """Name every missing package in one line, with the command that installs them."""
    names = " ".join(packages)
    count = "package is" if len(packages) == 1 else "packages are"
    if system.has_apt:
        command = f"apt-get install --no-install-recommends {names}"
        if not system.is_root:
            command = f"sudo {command}"
        return f"{len(packages)} system {count} missing: {names}. Run: {command}"
    return f"{len(packages)} system {count} missing: {names}. Install and run again."


def how_to_get_a_browser(system: System) -> str:
    """Say how the browser tests get their Chromium where no package gives it."""
    if system.family == "ubuntu":
        return (
            "The browser tests need Chromium, and Ubuntu's package only starts a snap, "
            "which tests cannot drive. Run: sudo .venv/bin/playwright install-deps "
            "chromium && .venv/bin/playwright install chromium"
        )
    return (
        "The browser tests need Chromium: install Chromium or Google Chrome, or set "
        "COURSE_TEST_CHROMIUM to the path of one."
    )
