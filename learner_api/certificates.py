"""The document of an award, as a file to keep.

It is drawn in a process of its own: the typesetter needs as much memory as all the
rest, and gives it back only when it ends. A worker stays small however many
certificates it hands out.
"""

import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

import orjson
from flask import Response, request

from course.models import Award

YEAR = 31_536_000

_ROOT = Path(__file__).resolve().parent.parent
_SECONDS = 60
# Two at a time for each worker: a class that completes together waits its turn.
_drawing = BoundedSemaphore(2)


class NotDrawn(RuntimeError):
    """The typesetter failed; what it said is in the message."""


def draw_certificate(claims: object) -> bytes:
    """The PDF of these claims, or ``NotDrawn``."""
    with _drawing:
        drawn = subprocess.run(
            [sys.executable, "-m", "course.documents"],
            input=orjson.dumps(claims),
            capture_output=True,
            cwd=_ROOT,
            timeout=_SECONDS,
            check=False,
        )
    if drawn.returncode != 0:
        last_line = drawn.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotDrawn(last_line)
    return drawn.stdout


def certificate_file(award: Award) -> Response:
    """The document to download. It never changes, so a browser asks for it once."""
    response = Response(mimetype="application/pdf")
    response.set_etag(award.digest)
    response.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="certificate-{award.number}.pdf"'
    )
    if request.if_none_match.contains(award.digest):
        response.make_conditional(request)
        return response
    response.set_data(draw_certificate(award.claims))
    return response
