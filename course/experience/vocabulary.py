"""The words of statements: verbs and kinds of activity that record stores know.

The verbs are those of the registry of ADL, who keep xAPI; ``earned`` is of the registry
of its first makers, as ADL has no verb for what is given to somebody.
"""

from dataclasses import dataclass
from typing import Final

_ADL: Final = "http://adlnet.gov/expapi"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: its name for programs, and in English for people."""

    id: str
    display: str


def _adl(word: str) -> Verb:
    return Verb(f"{_ADL}/verbs/{word}", word)


REGISTERED: Final = _adl("registered")
EXITED: Final = _adl("exited")
RESUMED: Final = _adl("resumed")
INITIALIZED: Final = _adl("initialized")
COMPLETED: Final = _adl("completed")
ATTEMPTED: Final = _adl("attempted")
PASSED: Final = _adl("passed")
FAILED: Final = _adl("failed")
VOIDED: Final = _adl("voided")
EARNED: Final = Verb("http://id.tincanapi.com/verb/earned", "earned")

COURSE: Final = f"{_ADL}/activities/course"
LESSON: Final = f"{_ADL}/activities/lesson"
ASSESSMENT: Final = f"{_ADL}/activities/assessment"
# "A badge or award granted to an object", such as a person.
BADGE: Final = "http://activitystrea.ms/schema/1.0/badge"


def verdict(passed: bool) -> Verb:
    """The verb for an assessment that was marked."""
    return PASSED if passed else FAILED
