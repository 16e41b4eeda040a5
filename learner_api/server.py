"""The server: one socket, waitress on it, and as many workers as are asked for.

Waitress reads requests and writes answers in a loop of its own, so that people on slow
lines keep no thread busy. One worker is this process; several are forked, share the
socket, and are started again when they die. A parent that dies takes them along.
"""

import errno
import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Event, Thread, Timer
from types import FrameType

import waitress

from config.settings import Settings
from course.catalogue import Catalogue
from course.paper_files import MOST_BYTES
from learner_api.app import create_app
from learner_api.database import Database
from learner_api.jobs import keep_running
from learner_api.mail import keep_sending
from learner_api.process import (
    keep_memory_together,
    keep_turns_short,
    leave_content_alone,
)
from learner_api.site import Site

CONNECTIONS = 1000
IDLE_SECONDS = 120
# What is under way when the server is told to stop may take this long to end.
GRACE = 1.25
# A worker that dies sooner than this is not started again at once.
SHORT_LIFE = 5.0
# A body somewhat too large is read, so that the application can say so itself.
BODIES_READ = 16

log = logging.getLogger("course.server")

_fork = multiprocessing.get_context("fork")


class CannotListen(Exception):
    """The address cannot be served from; the message says what to do."""


def listen(settings: Settings) -> socket.socket:
    """The socket to serve from, already listening, or ``CannotListen``."""
    place = f"{settings.host}:{settings.port}"
    try:
        family, _, _, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        return socket.create_server(address[:2], family=family, backlog=1024)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(
                f"Port {settings.port} is already in use on {settings.host}. Stop the "
                "program that uses it, or set COURSE_PORT to another port."
            ) from error
        raise CannotListen(
            f"The course cannot listen on {place}: {error.strerror}. "
            "Set COURSE_HOST and COURSE_PORT to an address of this machine."
        ) from error


def serve(
    settings: Settings,
    catalogue: Catalogue,
    listener: socket.socket,
    *,
    workers: int,
    sends_mail: bool,
    ready: Callable[[], None],
) -> None:
    """Serve until told to stop by SIGTERM or SIGINT.

    ``ready`` is called once, when requests are answered from now on.
    """
    if workers == 1:
        _work(settings, catalogue, listener, sends_mail=sends_mail, ready=ready)
        return

    def _start(number: int) -> "_Worker":
        return _Worker.start(
            settings, catalogue, listener, sends_mail=sends_mail and number == 0
        )

    _Supervisor(workers, _start, ready).run()


def _work(
    settings: Settings,
    catalogue: Catalogue,
    listener: socket.socket,
    *,
    sends_mail: bool,
    ready: Callable[[], None],
) -> None:
    """Answer requests in this process until it is told to stop."""
    keep_memory_together()
    keep_turns_short()
    app = create_app(settings, catalogue=catalogue)
    leave_content_alone()
    database: Database = app.extensions["course.database"]
    server = waitress.create_server(
        app,
        sockets=[listener],
        threads=settings.threads,
        connection_limit=CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        ident=None,
        # Waitress takes these headers away unless somebody is trusted with them.
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
        max_request_body_size=max(
            BODIES_READ * settings.maximum_body_bytes, 2 * MOST_BYTES
        ),
    )
    stop = Event()
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    helpers = _helpers(database, settings, stop) if sends_mail else []
    for helper in helpers:
        helper.start()
    site: Site = app.extensions["course.site"]
    # Whoever searches first need not wait for it, and nobody's first page does.
    Thread(target=lambda: site.index, name="search index", daemon=True).start()
    ready()
    server.run()
    stop.set()
    for helper in helpers:
        helper.join(GRACE / 3)


def _helpers(database: Database, settings: Settings, stop: Event) -> list[Thread]:
    """What goes on beside the answers: mail is sent, and jobs are carried out."""
    mail = Thread(
        target=keep_sending, args=(database, settings, stop), name="mail", daemon=True
    )
    jobs = Thread(target=keep_running, args=(database, stop), name="jobs", daemon=True)
    return [mail, jobs]


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End the loop; what is still under way after the grace is cut off."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    last = Timer(GRACE, os._exit, (0,))
    last.daemon = True
    last.start()
    raise SystemExit(0)


@dataclass(slots=True)
class _Worker:
    """One forked process, and the line on which it says that it is ready."""

    process: BaseProcess
    line: Connection
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def start(
        cls,
        settings: Settings,
        catalogue: Catalogue,
        listener: socket.socket,
        *,
        sends_mail: bool,
    ) -> "_Worker":
        ours, theirs = _fork.Pipe(duplex=False)
        process = _fork.Process(
            target=_work_for_parent,
            args=(settings, catalogue, listener, sends_mail, theirs),
            name="course-worker",
        )
        process.start()
        theirs.close()
        return cls(process, ours)

    @property
    def age(self) -> float:
        return time.monotonic() - self.began

    def stop(self, deadline: float) -> None:
        """Wait for the end that was asked for, and enforce it at the deadline."""
        self.process.join(max(deadline - time.monotonic(), 0))
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.line.close()


def _work_for_parent(
    settings: Settings,
    catalogue: Catalogue,
    listener: socket.socket,
    sends_mail: bool,
    line: Connection,
) -> None:
    # The parent's way with signals is not this one's: until it serves, it just ends.
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_follow_parent, daemon=True).start()
    _work(
        settings,
        catalogue,
        listener,
        sends_mail=sends_mail,
        ready=lambda: line.send(True),
    )


def _follow_parent() -> None:
    """End with the parent, so that no orphan goes on holding the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


class _Supervisor:
    """Keeps the workers up until told to stop."""

    def __init__(
        self,
        count: int,
        start: Callable[[int], _Worker],
        ready: Callable[[], None],
    ) -> None:
        self._start = start
        self._ready = ready
        self._count = count
        self._workers: dict[int, _Worker] = {}
        self._told, self._tell = os.pipe()

    def run(self) -> None:
        os.set_blocking(self._tell, False)
        signal.set_wakeup_fd(self._tell)
        for told in (signal.SIGTERM, signal.SIGINT):
            # The byte in the pipe is what is acted on.
            signal.signal(told, lambda _signal, _frame: None)
        try:
            self._workers[0] = self._start(0)
            if not self._first_is_ready():
                return
            for number in range(1, self._count):
                self._workers[number] = self._start(number)
            self._ready()
            while not self._is_told_to_stop():
                self._start_again_what_died()
        finally:
            self._stop_all()

    def _first_is_ready(self) -> bool:
        first = self._workers[0]
        found = wait([self._told, first.line, first.process.sentinel])
        if self._told in found:
            return False
        try:
            first.line.recv()
        except EOFError:
            raise CannotListen(
                "The first worker ended before it could serve."
            ) from None
        return True

    def _is_told_to_stop(self) -> bool:
        sentinels = [each.process.sentinel for each in self._workers.values()]
        return self._told in wait([self._told, *sentinels])

    def _start_again_what_died(self) -> None:
        for number, worker in self._workers.items():
            if worker.process.is_alive():
                continue
            log.error("A worker ended and is started again.", extra={"worker": number})
            if worker.age < SHORT_LIFE and wait([self._told], timeout=1):
                return
            worker.line.close()
            self._workers[number] = self._start(number)

    def _stop_all(self) -> None:
        for worker in self._workers.values():
            worker.process.terminate()
        deadline = time.monotonic() + GRACE + 0.25
        for worker in self._workers.values():
            worker.stop(deadline)
