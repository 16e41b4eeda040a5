"""Documents drawn, and strangers' files checked, in a process of their own.

The typesetter needs as much memory as all the rest, and gives it back only when it
ends. A worker stays small however many documents it hands out.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import orjson

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS = 60
# Two at a time for each worker: a class that completes together waits its turn.
_drawing = BoundedSemaphore(2)


# Strangers' files are checked one at a time: no more than that is taken from people.
_checking = BoundedSemaphore(1)
_SECONDS_TO_CHECK = 15


class NotDrawn(RuntimeError):
    """The typesetter failed; what it said is in the message."""


class StillChecking(RuntimeError):
    """Another file is being checked, or the machine has no time for this one."""


def drawn(kind: str, data: object, *, by: str = "course.documents") -> bytes:
    """The file of this kind, drawn from these data, or ``NotDrawn``.

    ``by`` is the package that draws it. The data go to its process by the standard
    input, where nobody else can read them.
    """
    with _drawing:
        return _made_apart(kind, data, by, _SECONDS)


def checked_apart(kind: str, data: object, *, by: str) -> bytes:
    """What a process of its own says of a stranger's file, or ``StillChecking``."""
    if not _checking.acquire(timeout=_SECONDS_TO_CHECK):
        raise StillChecking
    try:
        return _made_apart(kind, data, by, _SECONDS_TO_CHECK)
    except subprocess.TimeoutExpired as error:
        raise StillChecking from error
    finally:
        _checking.release()


def _made_apart(kind: str, data: object, by: str, seconds: float) -> bytes:
    process = subprocess.run(
        [sys.executable, "-m", by, kind],
        input=orjson.dumps(data),
        capture_output=True,
        cwd=_ROOT,
        timeout=seconds,
        check=False,
    )
    if process.returncode != 0:
        last_line = process.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(last_line)
    return process.stdout
