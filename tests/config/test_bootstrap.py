"""Making the environment: when it is trusted, and what is said when it fails."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config import bootstrap
from config.bootstrap import Environment
from config.machine import Refusal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with its locks, in a folder whose name has a space."""
    root = tmp_path / "my course"
    (root / "config").mkdir(parents=True)
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    for lock in bootstrap.LOCKS.values():
        (root / "config" / lock).write_text(f"# {lock}\n", encoding="utf-8")
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return root


def test_an_environment_without_a_stamp_is_neither_ready_nor_sound(checkout):
    environment = Environment(checkout, "3.11.2")

    assert not environment.is_ready("run")
    assert not environment.is_sound()


def test_a_stamped_environment_is_ready(checkout):
    environment = Environment(checkout, "3.11.2")

    environment.write_stamps("run")

    assert environment.is_ready("run")
    assert not environment.is_ready("test")
    assert environment.is_sound()


def test_an_environment_for_tests_serves_running_too(checkout):
    environment = Environment(checkout, "3.11.2")

    environment.write_stamps("test")

    assert environment.is_ready("run")
    assert environment.is_ready("test")


@pytest.mark.parametrize("file", ["config/requirements.lock", "pyproject.toml"])
def test_a_changed_lock_or_project_is_added_to_what_is_there(checkout, file):
    environment = Environment(checkout, "3.11.2")
    environment.write_stamps("run")

    (checkout / file).write_text("changed\n", encoding="utf-8")

    assert not environment.is_ready("run")
    assert environment.is_sound()


def test_another_python_makes_the_environment_anew(checkout):
    Environment(checkout, "3.11.2").write_stamps("test")

    assert not Environment(checkout, "3.12.0").is_sound()


def test_a_checkout_that_moved_makes_the_environment_anew(checkout):
    Environment(checkout, "3.11.2").write_stamps("test")

    moved = checkout.rename(checkout.parent / "elsewhere")

    assert not Environment(moved, "3.11.2").is_sound()


def test_a_python_that_went_away_makes_the_environment_anew(checkout):
    environment = Environment(checkout, "3.11.2")
    environment.write_stamps("test")

    environment.python.unlink()

    assert not environment.is_ready("test")
    assert not environment.is_sound()


def test_nothing_is_trusted_once_the_stamps_are_gone(checkout):
    environment = Environment(checkout, "3.11.2")
    environment.write_stamps("test")

    environment.remove_stamps()

    assert not environment.is_sound()


def test_being_offline_is_said_in_one_line():
    output = (
        "WARNING: Retrying: NewConnectionError: Failed to establish a new connection\n"
        "ERROR: No matching distribution found for flask==3.1.3\n"
    )

    line = bootstrap.why_pip_failed(output)

    assert "cannot be reached" in line
    assert "\n" not in line


def test_another_failure_gives_the_last_error_and_where_the_rest_is():
    line = bootstrap.why_pip_failed("noise\nERROR: THESE PACKAGES DO NOT MATCH\n\n")

    assert "THESE PACKAGES DO NOT MATCH" in line
    assert ".venv/bootstrap.log" in line


def test_an_unknown_purpose_is_answered_with_the_usage(capsys):
    assert bootstrap.main(["everything"]) == 2
    assert capsys.readouterr().err == "Usage: bootstrap.py run|test\n"


def test_a_made_environment_is_left_alone_and_nothing_is_said(checkout, capsys):
    environment = Environment(checkout, "3.11.2")
    environment.write_stamps("run")

    bootstrap.prepare("run", environment, {})

    assert capsys.readouterr() == ("", "")


def pins(lock: str) -> set[str]:
    text = (ROOT / "config" / lock).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9-]+==\S+)", text, re.MULTILINE))


def test_what_running_needs_is_locked_the_same_for_the_tests():
    running = pins("requirements.lock")

    assert any(pin.startswith("setuptools==") for pin in running)
    assert running <= pins("requirements-test.lock")


def test_no_lock_names_a_place_to_download_from():
    for lock in bootstrap.LOCKS.values():
        text = (ROOT / "config" / lock).read_text(encoding="utf-8")

        assert "://" not in text
        assert "--hash=sha256:" in text


def test_make_alone_lists_every_command():
    done = subprocess.run(
        ["make", "--no-print-directory"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )

    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    listed = re.findall(r"^make (\w+)", done.stdout, re.MULTILINE)
    assert sorted(listed) == sorted(phony.split())


def test_an_environment_that_is_linked_to_is_refused_and_not_emptied(
    checkout, tmp_path, monkeypatch
):
    elsewhere = tmp_path / "another checkout's"
    (checkout / ".venv").rename(elsewhere)
    (checkout / ".venv").symlink_to(elsewhere)
    (elsewhere / ".stamp-run").write_text("of the other\n", encoding="utf-8")
    monkeypatch.setattr(bootstrap, "missing_packages", lambda *_, **__: [])

    with pytest.raises(Refusal, match="is a link"):
        bootstrap.prepare("run", Environment(checkout, "3.11.2"), {})

    assert (elsewhere / "bin" / "python").exists()
    assert (elsewhere / ".stamp-run").exists()
