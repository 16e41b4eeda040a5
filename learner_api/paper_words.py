"""What people read of a paper: its state, and how large its file is."""

from course.errors import sentence
from course.paper_files import MOST_BYTES
from learner_api.translation import gettext as _

_STATES = {
    "none": (sentence("Not handed in yet"), "plain"),
    "waiting": (sentence("Waits to be read"), "warm"),
    "sent-back": (sentence("Sent back with comments"), "bad"),
    "accepted": (sentence("Accepted"), "good"),
}
MOST_MEGABYTES = MOST_BYTES // 1_000_000


def paper_state(state: str) -> tuple[str, str]:
    """The state of a paper in words, and the kind of tag that shows it."""
    words, kind = _STATES[state]
    return _(words), kind


def size_words(size: int) -> str:
    """How large a file is, in whole kilobytes, and one at the least."""
    return _("%(count)d kB", count=max(1, round(size / 1000)))
