"""The letter that reminds somebody of what is due: one link to go on, one to stop."""

from collections.abc import Sequence

from course.catalogue import Catalogue
from course.errors import UnknownModule
from course.letter_choices import REMINDERS
from course.models import Enrolment, User
from course.outbox import Stoppable
from course.reminders import ReminderLetter
from course.reminding import SOON, Told
from learner_api.addresses import resume_address, stop_letters_address
from learner_api.stop_tokens import StopTokens
from learner_api.translation import gettext as _
from learner_api.translation import long_date, worded


def reminder_letter(
    public_url: str, catalogue: Catalogue, tokens: StopTokens
) -> ReminderLetter:
    """To a learner: what is due soon and what is late, and where they stopped."""

    @worded
    def letter(person: User, enrolment: Enrolment, told: Sequence[Told]) -> Stoppable:
        token = tokens.token(REMINDERS, person.uuid)
        stop = f"{public_url}{stop_letters_address(token)}"
        title = _title(told[0].week.module, catalogue)
        if told[0].stage == SOON:
            subject = _("Due soon: %(title)s", title=title)
        else:
            subject = _("Still open: %(title)s", title=title)
        body = _(
            "Hello %(name)s,\n\n"
            "%(told)s\n\n"
            "Nothing closes: what you have not done in time you can still do.\n\n"
            "Go on where you stopped:\n%(link)s\n\n"
            "To get no more reminders, say so here, without signing in:\n%(stop)s\n",
            name=person.name,
            told="\n".join(_line(each, catalogue) for each in told),
            link=f"{public_url}{resume_address(enrolment.course_key)}",
            stop=stop,
        )
        return Stoppable(subject, body, stop)

    return letter


def _line(told: Told, catalogue: Catalogue) -> str:
    week = told.week
    words = {"title": _title(week.module, catalogue), "day": long_date(week.due_on)}
    if told.stage == SOON:
        return _("The module “%(title)s” is to be finished by %(day)s.", **words)
    return _("The module “%(title)s” was to be finished by %(day)s.", **words)


def _title(module_key: str, catalogue: Catalogue) -> str:
    try:
        return catalogue.module(module_key).title
    except UnknownModule:
        return module_key
