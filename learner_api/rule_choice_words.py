"""What was chosen for those on a course whose rule changes, in a few words."""

from datetime import date

from course.errors import sentence
from learner_api.translation import gettext as _
from learner_api.translation import long_date

_CHOICES = {
    "finish": sentence("They finish what they began"),
    "top-up": sentence("They top up by a day"),
    "re-evaluate": sentence("They are judged anew"),
}


def choice_word(choice: str, by: date | None = None) -> str:
    """What was chosen, and the day by which it is done where there is one."""
    words = _(_CHOICES[choice])
    return words if by is None else f"{words}: {long_date(by)}"
