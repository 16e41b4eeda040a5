"""The bar of a long command: seen on a terminal, and nothing in a pipe."""

import os
import pty
import subprocess
import sys

WRITE_FIVE_ROWS = """
from learner_api.commands.bars import progress_bar
with progress_bar(5, "Writing rows") as told:
    told(2)
    told(3)
"""


def test_on_a_terminal_it_moves_until_all_is_done():
    ours, theirs = pty.openpty()
    try:
        ran = subprocess.run(
            [sys.executable, "-c", WRITE_FIVE_ROWS],
            stderr=theirs,
            stdout=subprocess.PIPE,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
            check=True,
        )
        shown = os.read(ours, 10_000).decode()
    finally:
        os.close(theirs)
        os.close(ours)

    assert "Writing rows" in shown
    assert "40%" in shown
    assert "100%" in shown
    assert ran.stdout == b""


def test_in_a_pipe_nothing_is_shown():
    ran = subprocess.run(
        [sys.executable, "-c", WRITE_FIVE_ROWS], capture_output=True, check=True
    )

    assert (ran.stdout, ran.stderr) == (b"", b"")
