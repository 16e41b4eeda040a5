"""How processes are fitted to their work."""

import os
import subprocess
import sys

import pytest

from learner_api.process import BEHIND, give_way

ASKED = (
    "import os, sys; os.nice(int(sys.argv[1])); print('ready', flush=True); "
    "sys.stdin.readline(); print(os.getpriority(os.PRIO_PROCESS, 0))"
)


@pytest.mark.parametrize("before", [0, BEHIND + 2])
def test_a_process_that_gives_way_runs_behind_and_no_less_than_before(before):
    here = os.getpriority(os.PRIO_PROCESS, 0)
    with subprocess.Popen(
        [sys.executable, "-c", ASKED, str(before)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        give_way(worker.pid)
        give_way(worker.pid)

        said, _ = worker.communicate("now\n")

    assert int(said) == min(max(here + before, BEHIND), 19)


def test_a_process_that_is_gone_has_nothing_to_give():
    with subprocess.Popen([sys.executable, "-c", ""]) as worker:
        worker.wait()

    give_way(worker.pid)
