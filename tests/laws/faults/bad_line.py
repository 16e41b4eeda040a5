"""A line between real devices and a real server that mistreats a fifth of the requests.

It reads one request at a time and passes it on by a connection of its own, so that it
can lose a request, send it twice, or cut the line in the middle of either direction.
"""

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Lock, Thread
from typing import Any

FAULTY = 0.2
FAULTS = ("lost", "answer lost", "answer cut", "request cut", "doubled", "delayed")
PATIENCE = 20.0
LONGEST_DELAY = 1.0


class BadLine(ThreadingTCPServer):
    """Listens at a port of its own; ``is_good`` makes it a line like any other."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, port: int, draw: Random) -> None:
        super().__init__(("127.0.0.1", 0), _OnTheLine)
        self.upstream = ("127.0.0.1", port)
        self.is_good = False
        self.met: Counter[str] = Counter()
        self.rest = Event()
        self._draw = draw
        self._lock = Lock()

    @property
    def port(self) -> int:
        """Where devices connect."""
        port: int = self.server_address[1]
        return port

    def fate(self) -> tuple[str, float]:
        """The fault that the next request meets, if any, and a delay for it."""
        with self._lock:
            fault, delay = self._draw.choice(FAULTS), self._draw.random()
            if self._draw.random() >= FAULTY or self.is_good:
                fault = ""
            self.met[fault or "none"] += 1
        return fault, delay * LONGEST_DELAY

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is what this line is for."""


class _OnTheLine(StreamRequestHandler):
    """One request of one connection; each has a connection of its own."""

    server: BadLine

    def handle(self) -> None:
        sent = _read(self.rfile)
        fault, delay = self.server.fate()
        if not sent or fault == "lost":
            return
        if fault == "delayed":
            self.server.rest.wait(delay)
        if fault == "request cut":
            self._pass_on(sent[:-1], whole=False)
            return
        answer = self._pass_on(sent)
        if fault == "doubled":
            # The second copy comes in later, when much else may have come.
            Thread(target=self._again, args=(sent, delay), daemon=True).start()
        if fault == "answer cut":
            answer = answer[: len(answer) // 2]
        if fault != "answer lost":
            self.wfile.write(answer)

    def _again(self, sent: bytes, delay: float) -> None:
        self.server.rest.wait(delay)
        # The server may have been killed meanwhile.
        try:
            self._pass_on(sent)
        except OSError:
            return

    def _pass_on(self, sent: bytes, *, whole: bool = True) -> bytes:
        upstream = self.server.upstream
        with socket.create_connection(upstream, timeout=PATIENCE) as line:
            line.sendall(sent)
            answer = b""
            while whole and (part := line.recv(65536)):
                answer += part
            return answer


def _read(stream: Any) -> bytes:
    """One request, which is told to be the only one of its connection."""
    head = [stream.readline()]
    length = 0
    while line := stream.readline().strip():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() != b"connection":
            head.append(line + b"\r\n")
    if not head[0]:
        return b""
    body: bytes = stream.read(length)
    return b"".join((*head, b"Connection: close\r\n\r\n", body))


@contextmanager
def a_bad_line(port: int, draw: Random) -> Iterator[BadLine]:
    """A line to the server at a port, while the block runs."""
    with BadLine(port, draw) as line:
        thread = Thread(target=line.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield line
        finally:
            line.rest.set()
            line.shutdown()
            thread.join()
