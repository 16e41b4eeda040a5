"""``course send-mail``."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from course import outbox
from course.models import OutgoingMessage
from tests import builders


def a_letter(session):
    person = builders.a_learner(session)
    outbox.write_message(
        session, person, subject="Hello", body="Hello.", now=builders.NOW
    )
    session.commit()


def test_what_waits_is_sent_and_counted(course, record, migrated):
    a_letter(record)

    result = course("send-mail")

    assert result.exit_code == 0
    assert result.stdout == "Letters sent: 1. To be tried again: 0.\n"
    assert len(list(migrated.mail_dir.glob("*.eml"))) == 1


def test_nothing_to_send_is_no_failure(course, record):
    result = course("send-mail", "--once")

    assert result.exit_code == 0
    assert result.stdout == "Letters sent: 0. To be tried again: 0.\n"


def test_what_could_not_be_sent_is_counted_and_kept(course, record):
    a_letter(record)

    result = course(
        "send-mail",
        COURSE_MAIL_URL="smtp://127.0.0.1:1",
        COURSE_MAIL_FROM="office@example.org",
    )

    letter = record.scalars(select(OutgoingMessage)).one()
    assert result.exit_code == 0
    assert result.stdout == "Letters sent: 0. To be tried again: 1.\n"
    assert letter.sent_at is None


def test_a_watching_sender_sends_what_comes_and_ends_when_told(record, migrated):
    a_letter(record)
    program = Path(sys.executable).with_name("course")
    environ = {**os.environ, "COURSE_DATA_DIR": str(migrated.data_dir)}

    sender = subprocess.Popen([program, "send-mail", "--watch"], env=environ)
    while not list(migrated.mail_dir.glob("*.eml")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            sender.wait(0.05)
        assert sender.poll() is None
    sender.send_signal(signal.SIGTERM)

    assert sender.wait(10) == 0
