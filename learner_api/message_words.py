"""What the script of a form says that keeps a message until it is sent."""

from learner_api.translation import gettext as _


def message_words() -> dict[str, str]:
    """The sentences, by the names that the script knows."""
    return {
        "waits": _(
            "There is no connection. Your message is kept on this device and is "
            "sent when the line is back; leave this page open, or come back to it."
        ),
        "sending": _("Sending …"),
        "restored": _("This is what you had written here before."),
        "names": _("Names that begin so"),
    }
