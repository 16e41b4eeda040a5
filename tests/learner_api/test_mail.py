"""Mail leaves the outbox once, whoever sends it, and is kept when it cannot leave."""

import logging
import os
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from sqlalchemy import Engine, select
from sqlalchemy.orm import sessionmaker

from config.settings import Settings
from course import outbox
from course.models import OutgoingMessage
from learner_api.database import Database
from learner_api.letters import password_reset
from learner_api.mail import Sent, keep_sending, send_waiting
from tests import builders
from tests.builders import NOW
from tests.calendars import reads

WORDS = "Choose a password: https://course.example.org/welcome/abc"


class Recorder:
    """A mailbox that takes everything, but for the recipients it is told to refuse."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refused: set[str] = set()

    async def handle_RCPT(  # noqa: N802  # the name that the library calls
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refused:
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # the name that the library calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(message_from_bytes(content, policy=default))
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def server(recorder: Recorder) -> Iterator[Controller]:
    """A real mail server on a port of its own."""
    controller = Controller(recorder, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def database(engine: Engine) -> Database:
    return Database(engine)


@pytest.fixture
def settings(tmp_path: Path, server: Controller) -> Settings:
    """An installation that hands its mail to the server."""
    return Settings.for_tests(
        tmp_path, mail_url=f"smtp://127.0.0.1:{server.port}", mail_from=SENDER
    )


@pytest.fixture
def files(tmp_path: Path) -> Settings:
    """An installation without a mail server."""
    return Settings.for_tests(tmp_path, mail_from=SENDER)


SENDER = "Course office <office@course.example>"


def write(database: Database, *addresses: str, name: str = "Ama Owusu") -> None:
    with database.writing() as session:
        for address in addresses or ("ama@example.org",):
            person = builders.a_learner(session, email=address, name=name)
            outbox.write_message(
                session, person, subject="You are invited", body=WORDS, now=NOW
            )


def letters(database: Database) -> list[OutgoingMessage]:
    with database.reading() as session:
        return list(
            session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))
        )


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_a_letter_reaches_its_reader_as_it_was_written(database, settings, recorder):
    write(database, name="Ștefan Munteanu")

    done = send_waiting(database, settings, clock=at(NOW))

    (letter,) = letters(database)
    (taken,) = recorder.taken
    assert done == Sent(sent=1, failed=0)
    assert taken["To"] == "Ștefan Munteanu <ama@example.org>"
    assert taken["From"] == SENDER
    assert taken["Subject"] == "You are invited"
    assert taken["Message-ID"] == f"<{letter.uuid}@course.example>"
    assert taken.get_content_type() == "text/plain"
    assert taken.get_content().strip() == WORDS


@pytest.mark.parametrize("language", ["ar", "zh", "ru"])
def test_a_letter_in_another_script_reaches_its_reader_whole(
    database, settings, recorder, language
):
    with database.writing() as session:
        person = builders.a_learner(session, email="ama@example.org", name="أمل 谷")
        reads(session, person, language)
        session.flush()
        letter = password_reset("https://course.example.org", person, "abc")
        outbox.tell(session, person, letter, now=NOW, occasion="reset")

    done = send_waiting(database, settings, clock=at(NOW))

    (taken,) = recorder.taken
    subject, body = letter(language)
    assert done == Sent(sent=1, failed=0)
    assert taken["To"].addresses[0].display_name == "أمل 谷"
    assert taken["Subject"] == subject
    assert not subject.isascii()
    assert taken.get_content().splitlines() == body.splitlines()
    assert len(taken.as_bytes()) < 20_000


def test_what_was_sent_is_noted_and_its_words_are_not_kept(
    database, settings, recorder
):
    write(database)

    send_waiting(database, settings, clock=at(NOW))
    again = send_waiting(database, settings, clock=at(NOW + timedelta(days=1)))

    (letter,) = letters(database)
    assert (letter.sent_at, letter.body) == (NOW, "")
    assert again == Sent(sent=0, failed=0)
    assert len(recorder.taken) == 1


def test_two_senders_at_once_deliver_each_letter_once(database, settings, recorder):
    addresses = [f"learner-{number}@example.org" for number in range(20)]
    write(database, *addresses)
    done: list[Sent] = []

    def send() -> None:
        done.append(send_waiting(database, settings, clock=at(NOW)))

    senders = [Thread(target=send) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert sum(each.sent for each in done) == len(addresses)
    assert sorted(
        str(each["To"].addresses[0].addr_spec) for each in recorder.taken
    ) == (sorted(addresses))


def test_a_refused_letter_is_tried_again_later_and_holds_up_nobody(
    database, settings, recorder
):
    write(database, "gone@example.org", "here@example.org")
    recorder.refused = {"gone@example.org"}

    first = send_waiting(database, settings, clock=at(NOW))
    at_once = send_waiting(database, settings, clock=at(NOW))
    recorder.refused = set()
    later = NOW + outbox.RETRY_AFTER[0]
    second = send_waiting(database, settings, clock=at(later))

    gone, here = letters(database)
    assert (first, at_once) == (Sent(sent=1, failed=1), Sent(sent=0, failed=0))
    assert second == Sent(sent=1, failed=0)
    assert (gone.sent_at, here.sent_at) == (later, NOW)
    assert "550" in (gone.error or "")


def test_letters_are_kept_while_the_server_is_down(database, tmp_path):
    write(database, "a@example.org", "b@example.org")
    address = f"smtp://127.0.0.1:{free_port()}"

    done = send_waiting(
        database, Settings.for_tests(tmp_path, mail_url=address), clock=at(NOW)
    )

    first, second = letters(database)
    assert done == Sent(sent=0, failed=1)
    assert first.run_at == NOW + outbox.RETRY_AFTER[0]
    # The second was not even claimed: the fault is not its own.
    assert (second.attempts, second.leased_until) == (0, None)
    assert [each.body for each in (first, second)] == [WORDS, WORDS]


def test_a_letter_of_a_sender_that_was_killed_goes_out_after_its_lease(
    database, settings, recorder
):
    write(database)
    claimed = get_context("fork").Process(target=_claim_and_die, args=(database,))
    claimed.start()
    claimed.join()

    meanwhile = send_waiting(database, settings, clock=at(NOW))
    after_lease = NOW + outbox.LEASE + timedelta(seconds=1)
    after = send_waiting(database, settings, clock=at(after_lease))

    assert claimed.exitcode == -signal.SIGKILL
    assert (meanwhile.sent, after.sent) == (0, 1)
    assert len(recorder.taken) == 1


def _claim_and_die(database: Database) -> None:
    # A connection is not for two processes: this one makes its own.
    database.engine.dispose(close=False)
    with sessionmaker(database.engine)() as session:
        outbox.claim_messages(session, now=NOW, limit=1)
        session.commit()
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_password_is_shown_to_the_server(database, tmp_path, recorder):
    shown: list[LoginPassword] = []

    def allow(_server, _session, _envelope, mechanism, data):
        shown.append(data)
        return AuthResult(success=True)

    controller = Controller(
        recorder,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=allow,
        auth_require_tls=False,
    )
    controller.start()
    address = f"smtp://office:p%40ss@127.0.0.1:{controller.port}"
    write(database)

    done = send_waiting(
        database, Settings.for_tests(tmp_path, mail_url=address), clock=at(NOW)
    )
    controller.stop()

    assert done.sent == 1
    assert (shown[0].login, shown[0].password) == (b"office", b"p@ss")


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls"])
def test_nothing_is_handed_to_a_server_that_does_not_protect_it(
    database, tmp_path, server, recorder, scheme
):
    write(database)
    address = f"{scheme}://127.0.0.1:{server.port}"

    done = send_waiting(
        database, Settings.for_tests(tmp_path, mail_url=address), clock=at(NOW)
    )

    assert done == Sent(sent=0, failed=1)
    assert recorder.taken == []


def test_without_a_server_letters_are_files_for_their_owner_alone(database, files):
    write(database)

    send_waiting(database, files, clock=at(NOW))

    (path,) = files.mail_dir.iterdir()
    (letter,) = letters(database)
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert path.name == f"{letter.uuid}.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert message["To"].addresses[0].addr_spec == "ama@example.org"
    assert message.get_content().strip() == WORDS


def test_letters_are_kept_when_their_folder_cannot_be_written(database, files):
    write(database)
    files.mail_dir.write_text("a file where the folder should be")

    done = send_waiting(database, files, clock=at(NOW))

    (letter,) = letters(database)
    assert done == Sent(sent=0, failed=1)
    assert letter.body == WORDS


def test_an_address_that_is_none_fails_alone(database, files):
    write(database, "not an address", "here@example.org")

    done = send_waiting(database, files, clock=at(NOW))

    wrong, right = letters(database)
    assert done == Sent(sent=1, failed=1)
    assert wrong.sent_at is None
    assert right.sent_at == NOW


def test_no_log_tells_whom_a_letter_was_for(database, files, caplog):
    write(database, "not an address", name="Private Person")

    with caplog.at_level(logging.DEBUG):
        send_waiting(database, files, clock=at(NOW))

    assert "not an address" not in caplog.text
    assert "Private" not in caplog.text
    assert "welcome" not in caplog.text


def test_a_sender_goes_on_until_it_is_told_to_stop(database, settings, recorder):
    write(database)
    stop = Event()

    class StopAfterOne(Recorder):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            stop.set()
            return await recorder.handle_DATA(server, session, envelope)

    controller = Controller(StopAfterOne(), hostname="127.0.0.1", port=free_port())
    controller.start()
    address = f"smtp://127.0.0.1:{controller.port}"

    keep_sending(
        database, Settings.for_tests(settings.data_dir, mail_url=address), stop
    )
    controller.stop()

    assert len(recorder.taken) == 1


def test_a_sender_outlives_a_database_that_is_away(tmp_path, caplog):
    from course.database import make_engine

    database = Database(make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    stop = Event()
    sender = Thread(
        target=keep_sending, args=(database, Settings.for_tests(tmp_path), stop)
    )

    sender.start()
    while not caplog.records:
        sender.join(0.02)
        assert sender.is_alive()
    stop.set()
    sender.join(10)

    assert not sender.is_alive()
    assert "interrupted" in caplog.text
    database.engine.dispose()
