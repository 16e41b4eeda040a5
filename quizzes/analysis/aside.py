"""The analysis of a quiz, worked out aside.

It is done in a process of its own: NumPy and SciPy need as much memory as all the
rest, and give it back only when that process ends. A worker stays small however many
quizzes it tells of.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Final

from quizzes.analysis.sittings import Sittings
from quizzes.analysis.values import Analysis

# Any number would do: it must only be the same today and tomorrow, so that a page that
# is loaded again does not show other intervals.
SEED: Final = 1

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60
# The libraries of linear algebra would take a thread for every processor.
_ONE_THREAD: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
# One at a time for each worker: learners who answer come before trainers who look.
_analysing = Lock()


class NotAnalysed(RuntimeError):
    """The analysis failed or took too long; the message says which, and how."""


def analyse_aside(sittings: Sittings, *, seed: int = SEED) -> Analysis:
    """All that these attempts tell of their quiz, or ``NotAnalysed``."""
    asked = json.dumps({**sittings.to_data(), "seed": seed}).encode("ascii")
    if not _analysing.acquire(timeout=_SECONDS):
        raise NotAnalysed("Another analysis is still being worked out.")
    try:
        told = _run(asked)
    finally:
        _analysing.release()
    if told.returncode != 0:
        last_line = told.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise NotAnalysed(last_line or f"It ended with status {told.returncode}.")
    return Analysis.from_data(json.loads(told.stdout))


def _run(asked: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            [sys.executable, "-m", "quizzes.analysis"],
            input=asked,
            capture_output=True,
            cwd=_ROOT,
            env={**os.environ, **_ONE_THREAD},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotAnalysed(f"It was not done within {_SECONDS} seconds.") from None
