"""Whichever way the course is deployed, the same commands run by themselves."""

import re

from tests.test_documentation import ROOT

DEPLOY = ROOT / "config" / "deploy"


def commands_of_timers():
    for timer in sorted(DEPLOY.glob("*.timer")):
        service = timer.with_suffix(".service").read_text(encoding="utf-8")
        yield from re.findall(r"^ExecStart=.*/(course .+)$", service, re.MULTILINE)


def test_containers_run_every_command_that_a_timer_runs():
    composed = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    readme = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
    commands = list(commands_of_timers())

    assert len(commands) > 5
    assert [each for each in commands if each not in composed] == []
    assert [
        each for each in commands if each not in readme and each != "course send-mail"
    ] == []
