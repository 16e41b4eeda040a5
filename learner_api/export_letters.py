"""The letter that a file is ready: until when it is kept, and one link to it.

The file itself is not in it: names do not travel by mail.
"""

from course.exporting import question_of
from course.models import Export, ExportFile, User
from course.reports_due import ReadyLetter
from learner_api.translation import gettext as _
from learner_api.translation import long_date, long_moment, worded


def ready_letter(public_url: str) -> ReadyLetter:
    """To whoever asked for a file, or to whom a report is sent every month."""

    @worded
    def letter(
        person: User, export: Export, file: ExportFile, title: str | None
    ) -> tuple[str, str]:
        as_of = long_moment(question_of(export).as_of)
        if title is None:
            subject = _("Your file is ready")
            told = _("The file that you asked for is ready, as of %(as_of)s.")
        else:
            subject = _("A report is ready: %(title)s", title=title)
            told = _("The report “%(title)s” is ready, as of %(as_of)s.")
        until = ""
        if file.kept_until is not None:
            day = long_date(file.kept_until.date())
            until = _("It is kept until %(day)s.", day=day)
        body = _(
            "Hello %(name)s,\n\n%(told)s %(until)s\n\nFetch it here:\n%(link)s\n",
            name=person.name,
            told=told % {"title": title, "as_of": as_of},
            until=until,
            link=f"{public_url}/statistics/exports/{export.uuid}",
        )
        return subject, body

    return letter
