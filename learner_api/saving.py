"""What the scripts of the pages are told: the answers held, and every word they say.

The scripts hold no word of their own, so that translators find all of them here. What
stands in braces, the script puts in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from course.models import Attempt
from learner_api.answer_sheets import Held
from learner_api.clock import now
from learner_api.schemas.fields import utc
from learner_api.translation import every_form
from learner_api.translation import gettext as _
from quizzes import Quiz
from quizzes.paper import PaperQuestion

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Saving:
    """What the script of an open attempt starts from."""

    attempt: UUID
    questions: Sequence[Sequence[Any]]
    words: Words
    is_practice: bool
    closes_at: str | None
    now: str

    @property
    def script(self) -> str:
        """The file of scripts for an attempt of this kind."""
        practice = "-practice" if self.is_practice else ""
        return f"attempt{practice}{'-timed' if self.closes_at else ''}.js"


def saving_of(
    attempt: Attempt,
    quiz: Quiz,
    items: Sequence[PaperQuestion],
    held: Held,
    errors: Mapping[str, str],
) -> Saving:
    """Each question with what is held of it; a refused one holds what was typed."""
    is_practice = "at-once" in (quiz.showing.marks, quiz.showing.feedback)
    return Saving(
        attempt.uuid,
        [
            [
                item.question.key,
                item.control.kind,
                *_held_of(held, item.question.key),
                *([1] if item.question.key in errors else ()),
            ]
            for item in items
        ],
        sheet_words() | (practice_words() if is_practice else {}),
        is_practice,
        utc(attempt.limit_at) if attempt.limit_at else None,
        utc(now()),
    )


@cache
def sheet_words() -> Words:
    """What the page of an open attempt says of its answers."""
    return {
        "held": _("Saved %(time)s", time="{time}"),
        "waiting": _("Waiting to be sent: kept on this device"),
        "unsafe": _("Waiting to be sent: keep this page open until it is"),
        "refused": _("Not saved: %(why)s Kept on this device.", why="{why}"),
        "unknown": _(
            "The course does not know this question any more. Load the page again, "
            "and tell your trainer if that does not help."
        ),
        "draft": every_form(
            "Not complete: %(num)s line is still without a choice. "
            "Kept on this device.",
            "Not complete: %(num)s lines are still without a choice. "
            "Kept on this device.",
        ),
        "question": _("Question %(number)s", number="{number}"),
        "none": _("Each answer is saved as you give it"),
        "sums": {
            "held": every_form("%(num)s answer saved", "%(num)s answers saved"),
            "waiting": every_form(
                "%(num)s answer waits for the line and is kept on this device",
                "%(num)s answers wait for the line and are kept on this device",
            ),
            "refused": every_form(
                "%(num)s answer is not saved:", "%(num)s answers are not saved:"
            ),
            "draft": every_form(
                "%(num)s answer is not complete:", "%(num)s answers are not complete:"
            ),
        },
        "out": _(
            "You are signed out. Your answers are kept on this device. "
            "Sign in and they are sent."
        ),
        "signIn": _("Sign in"),
        "sending": _("Sending your answers"),
        "left": _("These answers are not saved yet"),
        "anyway": _("Go on without them"),
        "other": _(
            "Question %(number)s was answered in another window or on another device "
            "at %(time)s; that newer answer is held.",
            number="{number}",
            time="{time}",
        ),
        "mine": _("Your answer here was: %(words)s", words="{words}"),
        "useMine": _("Save mine instead"),
        "useTheirs": _("Keep the newer one"),
        "untouched": _("What you are writing here was not changed."),
        "replaced": _(
            "Your answer to question %(number)s took the place of one that was saved "
            "in another window or on another device.",
            number="{number}",
        ),
        "over": _("This attempt was closed at %(when)s", when="{when}"),
        "lost": _("These answers were not saved:"),
        "result": _("See your result"),
        "minutes": every_form(
            "Time left: %(num)s minute", "Time left: %(num)s minutes"
        ),
        "seconds": every_form(
            "Time left: %(num)s second", "Time left: %(num)s seconds"
        ),
        "timeOver": _("The time is over"),
        "counted": _("What was saved by then counts. Your result is fetched now."),
    }


@cache
def practice_words() -> Words:
    """How the page of an attempt judges an answer at once."""
    return {
        "right": _("Right"),
        "partly": _("Partly right"),
        "wrong": _("Not right"),
        "points": every_form(
            "%(points)s of %(num)s point",
            "%(points)s of %(num)s points",
            points="{points}",
        ),
        "judged": _(
            "How your answer to question %(number)s was judged", number="{number}"
        ),
    }


@cache
def resent_words() -> Words:
    """What every other page says of answers that waited on the device."""
    return {
        "sent": every_form(
            "%(num)s answer that waited on this device was sent just now and is saved.",
            "%(num)s answers that waited on this device were sent just now and are "
            "saved.",
        ),
        "waits": every_form(
            "%(num)s answer waits on this device and is sent when the line is back.",
            "%(num)s answers wait on this device and are sent when the line is back.",
        ),
        "left": _(
            "%(title)s, question %(number)s is not saved: %(why)s",
            title="{title}",
            number="{number}",
            why="{why}",
        ),
        "field": _(
            "%(title)s, %(label)s is not saved: %(why)s",
            title="{title}",
            label="{label}",
            why="{why}",
        ),
        "yours": _("Your answer: %(words)s", words="{words}"),
        "draft": _("it is not complete."),
        "beaten": _("a newer answer of yours, from another device, is held."),
        "attempt-closed": _("the attempt was closed before it arrived."),
        "unknown": _("the course does not take it."),
        "open": _("Go to the question"),
        "openField": _("Go to the field"),
        "remove": _("Remove it from this device"),
    }


def _held_of(held: Held, key: str) -> tuple[str | None, int, str | None]:
    if key not in held:
        return None, 0, None
    each = held[key]
    return str(each.op), each.sequence, utc(each.recorded_at)
