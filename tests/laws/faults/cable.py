"""The cable between the server and its PostgreSQL, which can be cut and mended."""

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

from sqlalchemy import URL, make_url

PATIENCE = 10.0
LOOK_UP = 0.02


class Cable:
    """Passes bytes on in both directions while it is whole.

    Cut, it closes every connection at once and takes no new one; stalled, it takes
    everything and passes nothing on until it goes again.
    """

    def __init__(self, database: str) -> None:
        url = make_url(database)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._upstream = _upstream(url)
        self._goes = Event()
        self._goes.set()
        self._is_cut = False
        self._is_over = False
        self._lock = Lock()
        self._lines: set[socket.socket] = set()
        self.carried = 0
        port = self._listener.getsockname()[1]
        self.url = URL.create(
            url.drivername,
            username=url.username,
            password=url.password,
            host="127.0.0.1",
            port=port,
            database=url.database,
        ).render_as_string(hide_password=False)
        self._thread = Thread(target=self._take, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        """Every connection breaks, and nobody gets a new one."""
        self._is_cut = True
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            _hang_up(line)

    def mend(self) -> None:
        """New connections are taken again, and what was stalled goes on."""
        self._is_cut = False
        self._goes.set()

    def stall(self) -> None:
        """Nothing comes through any more, and nobody is told."""
        self._goes.clear()

    def close(self) -> None:
        """The end of it."""
        self._is_over = True
        self._goes.set()
        self.cut()
        # Whoever waits for a connection is woken by one.
        socket.create_connection(self._listener.getsockname(), PATIENCE).close()
        self._thread.join()
        self._listener.close()

    def _take(self) -> None:
        while not self._is_over:
            near, _ = self._listener.accept()
            if self._is_cut:
                _hang_up(near)
                continue
            Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        family, address = self._upstream
        far = socket.socket(family)
        try:
            far.connect(address)
            with self._lock:
                self._lines |= {near, far}
            self._carry(near, far)
        except OSError:
            pass  # It was cut, or the database is down: both ends see that below.
        finally:
            with self._lock:
                self._lines -= {near, far}
            for line in (near, far):
                _hang_up(line)

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while not self._is_cut:
                for key, _ in ready.select(LOOK_UP):
                    part = key.fileobj.recv(65536)  # type: ignore[union-attr]  # a socket
                    if not part:
                        return
                    self._goes.wait()
                    key.data.sendall(part)
                    self.carried += len(part)


def _upstream(url: URL) -> tuple[int, str | tuple[str, int]]:
    """Where the database listens: at a socket in a folder, or at a port."""
    host = str(url.query.get("host") or url.host)
    port = url.port or 5432
    if host.startswith("/"):
        return socket.AF_UNIX, f"{host}/.s.PGSQL.{port}"
    return socket.AF_INET, (host, port)


def _hang_up(line: socket.socket) -> None:
    # The other side may have been quicker.
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@contextmanager
def a_cable(database: str) -> Iterator[Cable]:
    """A cable to the database at an address, while the block runs."""
    cable = Cable(database)
    try:
        yield cable
    finally:
        cable.close()
