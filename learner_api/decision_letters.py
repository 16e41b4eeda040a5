"""Letters about second reviews of a roadmap and about appeals."""

from course.models import RoadmapDecision, RoadmapSubmission, User
from course.roadmap_outcomes import DecisionLetter
from course.roadmap_standing import ACCEPTED, APPEAL
from course.second_markers import AskedLetter
from learner_api.addresses import submitted_roadmap_address
from learner_api.translation import gettext as _
from learner_api.translation import worded


def second_marker_letter(public_url: str, by: User) -> AskedLetter:
    """To whoever is asked to review a roadmap a second time."""

    @worded
    def letter(submission: RoadmapSubmission, marker: User) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s asks you to be the second marker of the roadmap of %(learner)s. "
            "You see the first review once yours is in.\n\n"
            "Read it and review it:\n%(link)s\n",
            name=marker.name,
            by=by.name,
            learner=submission.enrolment.user.name,
            link=f"{public_url}{submitted_roadmap_address(submission.uuid)}",
        )
        return _("A roadmap waits for your second review"), body

    return letter


def decision_letter(public_url: str) -> DecisionLetter:
    """To a learner: what was decided on two reviews that differed, or on an appeal."""

    @worded
    def letter(
        submission: RoadmapSubmission, decision: RoadmapDecision
    ) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n%(opening)s\n\n%(reason)s\n\nSee your roadmap:\n"
            "%(link)s\n",
            name=submission.enrolment.user.name,
            opening=_opening(decision),
            reason=decision.reason,
            link=f"{public_url}{submitted_roadmap_address(submission.uuid)}",
        )
        return _subject(decision), body

    return letter


def _subject(decision: RoadmapDecision) -> str:
    if decision.ground == APPEAL:
        return _("Your appeal is decided")
    if decision.verdict == ACCEPTED:
        return _("Your roadmap is accepted")
    return _("Your roadmap comes back to you")


def _opening(decision: RoadmapDecision) -> str:
    is_accepted = decision.verdict == ACCEPTED
    if decision.ground == APPEAL and is_accepted:
        return _("Your appeal was granted: your roadmap is accepted. This is why:")
    if decision.ground == APPEAL:
        return _(
            "Your appeal was looked at, and the review stands. You can work its "
            "comments in and hand your roadmap in again. This is why it stands:"
        )
    if is_accepted:
        return _(
            "Two people have read your roadmap, and it is accepted. This is what was "
            "decided:"
        )
    return _(
        "Two people have read your roadmap, and it comes back to you with comments. "
        "This is what was decided:"
    )
