"""The letter that a trainer writes to a group: their own words, and one link."""

from course.cohort_messages import MessageLetter
from course.models import Cohort, CohortMessage, User
from learner_api.addresses import course_address
from learner_api.translation import gettext as _
from learner_api.translation import worded


def message_letter(public_url: str, cohort: Cohort, by: User) -> MessageLetter:
    """To one of the group: what the trainer wrote, who that is, and where to go on."""

    @worded
    def letter(person: User, message: CohortMessage) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n"
            "%(text)s\n\n"
            "%(by)s, for “%(title)s”\n"
            "To answer, write to %(address)s.\n\n"
            "Go on where you stopped:\n%(link)s\n",
            name=person.name,
            text=message.body,
            by=by.name,
            title=cohort.title,
            address=by.email,
            link=f"{public_url}{course_address(cohort.course_key)}",
        )
        return message.subject, body

    return letter
