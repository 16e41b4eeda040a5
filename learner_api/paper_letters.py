"""The letter that tells a learner what became of their paper."""

from course.models import PaperReview, PaperSubmission
from course.paper_reviews import PaperLetter
from course.papers import ACCEPTED
from learner_api.addresses import papers_address
from learner_api.translation import gettext as _
from learner_api.translation import worded


def paper_letter(public_url: str) -> PaperLetter:
    """To a learner whose paper was read: what was decided, and what was written."""

    @worded
    def letter(submission: PaperSubmission, review: PaperReview) -> tuple[str, str]:
        enrolment = submission.enrolment
        opening = (
            _("Your paper “%(title)s” was read and accepted.", title=submission.title)
            if review.verdict == ACCEPTED
            else _(
                "Your paper “%(title)s” was read and comes back to you with comments. "
                "Work them in and hand it in again.",
                title=submission.title,
            )
        )
        body = _(
            "Hello %(name)s,\n\n%(opening)s\n\n%(comments)s"
            "Go to your paper:\n%(link)s\n",
            name=enrolment.user.name,
            opening=opening,
            comments=f"{review.comments}\n\n" if review.comments else "",
            link=f"{public_url}{papers_address(enrolment.uuid)}",
        )
        subject = (
            _("Your paper is accepted")
            if review.verdict == ACCEPTED
            else _("Your paper comes back to you")
        )
        return subject, body

    return letter
