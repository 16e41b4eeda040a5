"""The letters about the report on a run: handed in, sent back, validated."""

from course.cohort_reports import ReportLetter
from course.models import Cohort, User
from learner_api.translation import gettext as _
from learner_api.translation import worded


def report_letter(public_url: str) -> ReportLetter:
    """To administrators when it is handed in; to the trainer when it is answered."""

    @worded
    def letter(person: User, cohort: Cohort, what: str, reason: str) -> tuple[str, str]:
        title = cohort.title
        subjects = {
            "handed-in": _("A report waits for you: %(title)s", title=title),
            "sent-back": _("Your report was sent back: %(title)s", title=title),
            "validated": _("Your report was validated: %(title)s", title=title),
        }
        told = {
            "handed-in": _(
                "A trainer has handed in the end-of-run report of “%(title)s”. Read it "
                "and send it back or validate it; validating releases the certificates "
                "that wait.",
                title=title,
            ),
            "sent-back": _(
                "The end-of-run report of “%(title)s” was sent back. Your words are "
                "kept: change them and hand the report in again.",
                title=title,
            ),
            "validated": _(
                "The end-of-run report of “%(title)s” was validated, and the "
                "certificates that waited were released.",
                title=title,
            ),
        }
        why = _("What was said: %(reason)s", reason=reason) + "\n\n" if reason else ""
        body = _(
            "Hello %(name)s,\n\n%(told)s\n\n%(why)sSee it here:\n%(link)s\n",
            name=person.name,
            told=told[what],
            why=why,
            link=f"{public_url}/cohorts/{cohort.uuid}/report",
        )
        return subjects[what], body

    return letter
