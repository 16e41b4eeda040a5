"""The letters about the report on a run: handed in, sent back, validated."""

from collections.abc import Iterator

from course.cohort_reports import HANDED_IN, SENT_BACK, Happened, ReportLetter
from course.models import Cohort, User
from learner_api.translation import gettext as _
from learner_api.translation import ngettext, worded


def report_letter(public_url: str) -> ReportLetter:
    """To administrators when it is handed in; to the trainer when it is answered."""

    @worded
    def letter(person: User, cohort: Cohort, event: Happened) -> tuple[str, str]:
        subject, told = _told(cohort.title, event)
        why = ""
        if event.reason:
            why = _("What was said: %(reason)s", reason=event.reason) + "\n\n"
        body = _(
            "Hello %(name)s,\n\n%(told)s\n\n%(why)sSee it here:\n%(link)s\n",
            name=person.name,
            told=told,
            why=why,
            link=f"{public_url}/cohorts/{cohort.uuid}/report",
        )
        return subject, body

    return letter


def _told(title: str, event: Happened) -> tuple[str, str]:
    """The subject, and in a sentence or two what happened."""
    if event.what == HANDED_IN:
        return _("A report waits for you: %(title)s", title=title), _(
            "A trainer has handed in the end-of-run report of “%(title)s”. Read it "
            "and send it back or validate it; validating releases the certificates "
            "that wait, if any do.",
            title=title,
        )
    if event.what == SENT_BACK:
        return _("Your report was sent back: %(title)s", title=title), _(
            "The end-of-run report of “%(title)s” was sent back. Your words are "
            "kept: change them and hand the report in again.",
            title=title,
        )
    validated = _("The end-of-run report of “%(title)s” was validated.", title=title)
    return (
        _("Your report was validated: %(title)s", title=title),
        " ".join([validated, *_left(event)]),
    )


def _left(event: Happened) -> Iterator[str]:
    """What the validation did to certificates, in truth."""
    if not event.issued and not event.unprintable:
        yield _("No certificate was waiting, so none was released.")
    if event.issued:
        yield ngettext(
            "%(num)d certificate that waited was released.",
            "%(num)d certificates that waited were released.",
            event.issued,
        )
    if event.unprintable:
        yield ngettext(
            "%(num)d no longer waits, and is issued once its holder's name can be "
            "printed.",
            "%(num)d no longer wait, and are issued once their holders' names can be "
            "printed.",
            event.unprintable,
        )
