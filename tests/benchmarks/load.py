"""A client that asks as fast as it is answered, over connections kept open."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

CONNECTIONS = 4


@dataclass(frozen=True, slots=True)
class Rate:
    """How many requests a second were answered, all of them with the right status."""

    per_second: float
    answered: int


def measure(
    address: tuple[str, int],
    request: Callable[[int], bytes],
    *,
    seconds: float,
    expect: bytes = b"200",
) -> Rate:
    """Ask ``request(n)`` over and over from a few connections at once."""
    stop = threading.Event()
    counts = [0] * CONNECTIONS
    faults: list[bytes] = []

    def ask(worker: int) -> None:
        with socket.create_connection(address, timeout=30) as connection:
            while not stop.is_set() and not faults:
                number = counts[worker] * CONNECTIONS + worker
                connection.sendall(request(number))
                status, body = read_answer(connection)
                if status != expect:
                    faults.append(status + b" " + body[:300])
                counts[worker] += 1

    threads = [
        threading.Thread(target=ask, args=(worker,)) for worker in range(CONNECTIONS)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"The server answered {faults[0].decode(errors='replace')}")
    return Rate(sum(counts) / (time.perf_counter() - began), sum(counts))


def get(path: str, *, headers: str = "") -> bytes:
    """A GET request as a browser would send it, compression included."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Accept-Encoding: gzip, br\r\n{headers}\r\n"
    ).encode()


def put(path: str, body: bytes, *, headers: str = "") -> bytes:
    """A PUT request with a JSON body."""
    return _write("PUT", path, body, headers)


def post(path: str, body: bytes, *, headers: str = "") -> bytes:
    """A POST request with a JSON body."""
    return _write("POST", path, body, headers)


def _write(method: str, path: str, body: bytes, headers: str) -> bytes:
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"{headers}\r\n"
    )
    return head.encode() + body


def read_answer(connection: socket.socket) -> tuple[bytes, bytes]:
    """One answer from a connection that is kept open: its status and its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    status = head.split(b" ", 2)[1]
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return status, body
