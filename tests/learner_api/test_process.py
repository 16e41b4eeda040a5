"""How processes are fitted to their work."""

import subprocess
import sys

from learner_api.process import BEHIND, give_way

ASKED = (
    "import os, sys; sys.stdin.readline(); print(os.getpriority(os.PRIO_PROCESS, 0))"
)


def test_a_process_that_gives_way_runs_behind_and_no_less_than_before():
    with subprocess.Popen(
        [sys.executable, "-c", ASKED],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        give_way(worker.pid)
        give_way(worker.pid)

        said, _ = worker.communicate("now\n")

    assert BEHIND <= int(said) <= 19
