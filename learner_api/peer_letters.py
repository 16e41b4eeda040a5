"""Letters about peer reviews: to write some, and that some can be read."""

from uuid import UUID

from course.models import PeerRound, User
from course.peer_plans import AssignedLetter
from course.peer_rounds import ClosedLetter
from learner_api.addresses import peer_reviews_address
from learner_api.peer_words import due_words
from learner_api.translation import gettext as _
from learner_api.translation import ngettext, worded


def assigned_letter(public_url: str) -> AssignedLetter:
    """To a learner who is to read roadmaps of others, by when, and where."""

    @worded
    def letter(
        person: User, enrolment: UUID, round_: PeerRound, count: int
    ) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n%(what)s\n"
            "Please write by %(due)s. Whoever is late can still write until your "
            "trainer closes the round.\n\n"
            "What you write helps its author; whether a roadmap is accepted is for the "
            "trainer alone.\n\n"
            "Begin here:\n%(link)s\n",
            name=person.name,
            what=ngettext(
                "%(num)d roadmap of your cohort waits for your review.",
                "%(num)d roadmaps of your cohort wait for your review.",
                count,
            ),
            due=due_words(round_),
            link=f"{public_url}{peer_reviews_address(enrolment)}",
        )
        return _("Roadmaps to review: %(title)s", title=round_.cohort.title), body

    return letter


def closed_letter(public_url: str) -> ClosedLetter:
    """To an author whose roadmap peers have read: that their reviews can be read."""

    @worded
    def letter(person: User, enrolment: UUID, round_: PeerRound) -> tuple[str, str]:
        body = _(
            "Hello %(name)s,\n\n"
            "Others of your cohort have read your roadmap, and what they wrote is "
            "there.\n\nRead it:\n%(link)s\n",
            name=person.name,
            link=f"{public_url}{peer_reviews_address(enrolment)}#received",
        )
        return _("Your peer reviews are in: %(title)s", title=round_.cohort.title), body

    return letter
