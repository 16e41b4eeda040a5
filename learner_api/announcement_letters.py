"""The letter that brings an announcement: text first, with a link to its page."""

from course.announcements import AnnouncementLetter
from course.models import Announcement, Cohort, User
from learner_api.addresses import announcements_address
from learner_api.translation import gettext as _
from learner_api.translation import worded


def announcement_letter(public_url: str, by: User) -> AnnouncementLetter:
    """To one of a cohort: what the trainer announces, in the trainer's words."""

    @worded
    def letter(person: User, cohort: Cohort, row: Announcement) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s writes to everybody in “%(title)s”:\n\n"
            "%(said)s\n\n"
            "Read it on the page of your cohort:\n%(link)s\n",
            name=person.name,
            by=by.name,
            title=cohort.title,
            said=row.body,
            link=f"{public_url}{announcements_address(cohort.uuid)}"
            f"#announcement-{row.announcement}",
        )
        return row.title, body

    return letter
