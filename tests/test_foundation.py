"""The ground the tests stand on: strangers stay strangers, and nothing is skipped."""

import os
import subprocess
import sys
from pathlib import Path

from tests import builders

ROOT = Path(__file__).parents[1]
PROFILE = "/profile"


def test_a_stranger_is_not_taken_for_the_last_person_who_signed_in(
    app, session, client, sign_in
):
    learner = builders.a_learner(session)
    session.commit()

    sign_in(learner)

    assert client.get(PROFILE).status_code == 200
    assert app.test_client().get(PROFILE).status_code == 303


def test_two_browsers_hold_two_people(app, session, client, sign_in):
    ana = builders.a_learner(session, name="Ana Silva")
    ben = builders.a_learner(session, name="Ben Okoro")
    session.commit()
    other = app.test_client()

    sign_in(ana)
    sign_in(ben, other)

    assert "Ana Silva" in client.get(PROFILE).text
    assert "Ben Okoro" in other.get(PROFILE).text


def test_the_application_answers_on_both_databases(
    app_on_both, session, client, sign_in
):
    learner = builders.a_learner(session, name="Ana Silva")
    session.commit()

    sign_in(learner)

    assert "Ana Silva" in client.get(PROFILE).text


def test_without_postgresql_the_run_fails_and_says_why(tmp_path):
    test = tmp_path / "test_one.py"
    test.write_text("def test_one(session):\n    assert session\n", encoding="utf-8")
    conftest = tmp_path / "conftest.py"
    conftest.write_text("from tests.conftest import *\n", encoding="utf-8")
    nobody_there = "postgresql://nobody@127.0.0.1:9/nothing"

    done = subprocess.run(
        [
            sys.executable,
            *("-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", str(ROOT / "pyproject.toml"), f"--rootdir={tmp_path}"),
            str(test),
        ],
        cwd=tmp_path,
        # By the environment: the option would part a path with a space in it.
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TEST_DATABASE_URL": nobody_there,
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout
    assert "These tests need PostgreSQL." in done.stdout
    assert "1 passed, 1 error" in done.stdout
    assert "Traceback" not in done.stdout
