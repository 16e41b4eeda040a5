"""What people read of peer reviews: until when, how far, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from course.errors import sentence
from course.models import PeerRound
from learner_api.translation import gettext as _
from learner_api.translation import weekday_moment
from modules import Rubric

_STATES = {
    "waiting": (sentence("To be written"), "warm"),
    "begun": (sentence("Begun"), "warm"),
    "given": (sentence("Handed in"), "good"),
    "set-aside": (sentence("Set aside"), "bad"),
    "missed": (sentence("Not written"), "plain"),
    "void": (sentence("Somebody left"), "plain"),
}


@dataclass(frozen=True, slots=True)
class LineGiven:
    """A line of the rubric as a review fills it in."""

    label: str
    level: str
    points: int
    out_of: int
    comment: str


def due_words(round_: PeerRound) -> str:
    """The deadline in words and in its zone: 18 December 2026, 17:00 (Africa/Accra)."""
    there = round_.due_at.astimezone(ZoneInfo(round_.zone))
    return f"{weekday_moment(there)} ({round_.zone})"


def task_state(state: str) -> tuple[str, str]:
    """The state of one review in words, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def lines_given(
    rubric: Rubric, levels: Mapping[str, Any], comments: Mapping[str, str]
) -> list[LineGiven]:
    """What a review says of each line of the rubric."""
    given = []
    for line in rubric.lines:
        level = line.level(levels[line.key])
        given.append(
            LineGiven(
                line.label,
                level.label if level else "",
                levels[line.key],
                line.best,
                comments.get(line.key, ""),
            )
        )
    return given


def draft_words() -> dict[str, str]:
    """What the script of the form says, by the names that it knows."""
    return {
        "kept": _("Your draft is kept."),
        "lost": _(
            "Your draft could not be kept just now. It is tried again; leave this "
            "page open."
        ),
        "refused": _(
            "This draft was not kept. Copy what you wrote, and load this page again."
        ),
    }
