"""Saying how the course was, on a telephone, and reading what was said, at a desk."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from learner_api.addresses import course_address, course_evaluation_address
from learner_api.commands.demo import COURSE
from tests.browser.installation import ADMINISTRATOR, LEARNER, TRAINER
from tests.browser.looking import PHONE
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_what_somebody_says_is_counted_and_leads_nowhere(
    visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    learner = visitor(PHONE)
    learner.sign_in(LEARNER)
    learner.open(course_address(COURSE))
    learner.follow("Say how the course was, or why you stopped")
    learner.sees("What is kept of this")
    learner.press("Send", 422)
    learner.sees("Would you go on later? Choose an answer.")
    learner.page.get_by_label("I lacked the time").check()
    learner.page.get_by_label("Yes, as soon as I can").check()
    learner.press("Send")
    learner.sees("Thank you")

    trainer = visitor()
    trainer.sign_in(TRAINER)
    trainer.open("/cohorts")
    trainer.follow("Planning officials")
    trainer.follow("What was said and learned")
    # Six had said it before and five of them are shown: the learner's own waits too.
    # How many there are by now depends on the hour at which the stories are told.
    trainer.sees(re.compile(r"[1-4] answers? waits? until there are 5 of one group\."))
    trainer.sees("What stopped you?")
    written = trainer.download("CSV", tmp_path).read_text("utf-8-sig")
    assert written.startswith("form,version,shown,question")
    assert "stopping,2,5,reasons" in written

    administrator = visitor()
    administrator.sign_in(ADMINISTRATOR)
    administrator.open(course_evaluation_address(COURSE))
    administrator.sees("Learning gain, the middle of all")
