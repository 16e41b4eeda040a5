"""The letters that ask, some months after a course, what became of it."""

from course.follow_ups import FollowUpLetter
from course.models import Enrolment
from learner_api.addresses import follow_up_address
from learner_api.translation import gettext as _
from learner_api.translation import worded


def follow_up_letter(public_url: str, titles: dict[str, str]) -> FollowUpLetter:
    """To somebody who agreed to be asked: the form's link, or a reminder of it."""

    @worded
    def letter(enrolment: Enrolment, number: int, secret: str) -> tuple[str, str]:
        title = titles.get(enrolment.course_key, enrolment.course_key)
        subject = (
            _("Have you used what you learned? “%(title)s”", title=title)
            if number == 1
            else _("A reminder, the only one: “%(title)s”", title=title)
        )
        body = _(
            "Hello %(name)s,\n\n"
            "Some months ago you took the course “%(title)s”, and you agreed to be "
            "asked once more what became of it. Five questions: some five minutes.\n\n"
            "Answer here:\n%(link)s\n\n"
            "The link is yours alone and takes one answer. It says that you answered; "
            "what you answer is kept without your name, and is shown only together "
            "with that of others.\n\n"
            "On the same page you can say that you do not want to be asked.\n",
            name=enrolment.user.name,
            title=title,
            link=f"{public_url}{follow_up_address(secret)}",
        )
        return subject, body

    return letter
