"""Documents drawn in a process of their own.

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


class NotDrawn(RuntimeError):
    """The typesetter failed; what it said is in the message."""


def drawn(kind: str, data: object, *, by: str = "course.documents") -> bytes:
    """The file of this kind, drawn from these data, or ``NotDrawn``.

    ``by`` is the package that draws it. The data go to its process by the standard
    input, where nobody else can read them.
    """
    with _drawing:
        process = subprocess.run(
            [sys.executable, "-m", by, kind],
            input=orjson.dumps(data),
            capture_output=True,
            cwd=_ROOT,
            timeout=_SECONDS,
            check=False,
        )
    if process.returncode != 0:
        last_line = process.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(last_line)
    return process.stdout
