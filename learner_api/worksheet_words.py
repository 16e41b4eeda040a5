"""Every word that the script of a worksheet says. What stands in braces, it puts in."""

from functools import cache

from learner_api.saving import Words
from learner_api.translation import every_form
from learner_api.translation import gettext as _


@cache
def sheet_words() -> Words:
    """What the page of a worksheet says of what is written in it."""
    return {
        "held": _("Saved %(time)s", time="{time}"),
        "waiting": _("Waiting to be sent: kept on this device"),
        "unsafe": _("Waiting to be sent: keep this page open until it is"),
        "refused": _("Not saved: %(why)s Kept on this device.", why="{why}"),
        "unknown": _(
            "The course does not know this field any more. Load the page again, "
            "and tell your trainer if that does not help."
        ),
        "none": _("What you write is saved as you type"),
        "saved": _("All that you wrote is saved"),
        "waits": every_form(
            "%(num)s field waits for the line and is kept on this device",
            "%(num)s fields wait for the line and are kept on this device",
        ),
        "left": every_form(
            "%(num)s field is not saved:", "%(num)s fields are not saved:"
        ),
        "out": _(
            "You are signed out. What you wrote is kept on this device. "
            "Sign in and it is sent."
        ),
        "signIn": _("Sign in"),
        "other": _(
            "%(label)s was changed in another window or on another device at %(time)s; "
            "that newer text is held.",
            label="{label}",
            time="{time}",
        ),
        "mine": _("Your text here was: %(words)s", words="{words}"),
        "useMine": _("Save mine instead"),
        "useTheirs": _("Keep the newer one"),
        "untouched": _("What you are writing here was not changed."),
        "replaced": _(
            "What you wrote in %(label)s took the place of something that was saved "
            "in another window or on another device.",
            label="{label}",
        ),
        "removed": _("%(label)s was removed.", label="{label}"),
        "restore": _("Put it back"),
    }
