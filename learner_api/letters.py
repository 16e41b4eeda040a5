"""The words of the letters that the platform sends: text first, one link each."""

from course.granting import GrantLetter
from course.models import (
    Accommodation,
    Attempt,
    Cohort,
    RoadmapReview,
    RoadmapSubmission,
    User,
)
from course.person_marks import MarkLetter
from course.roadmap_reviews import ReviewLetter
from course.roadmaps import ACCEPTED
from course.roster import Letters
from learner_api.accommodation_words import given_words, place_words
from learner_api.addresses import roadmap_address
from learner_api.site import Site
from learner_api.translation import gettext as _
from learner_api.translation import long_date, worded
from quizzes import Quiz


def roster_letters(public_url: str, by: User) -> Letters:
    """The letters that go out when a list of learners is put into a cohort."""
    return Letters(
        invitation=worded(
            lambda _person, cohort, secret: invitation(public_url, cohort, by, secret)
        ),
        notice=worded(
            lambda person, cohort: notice(public_url, person, cohort, by),
        ),
        taken_back=worded(lambda person, cohort: taken_back(person, cohort, by)),
    )


def invitation(
    public_url: str, cohort: Cohort, by: User, secret: str
) -> tuple[str, str]:
    """To somebody new: what they are invited to, and the link that lets them in."""
    subject = _("You are invited to: %(title)s", title=cohort.title)
    body = _(
        "Hello,\n\n"
        "%(by)s has put you on the list for “%(title)s”, an online course.\n"
        "It runs from %(opens)s to %(closes)s. You study in short lessons, whenever "
        "you have a quarter of an hour.\n\n"
        "Choose a password to begin:\n%(link)s\n\n"
        "The link works once, for 14 days. After that, ask for a new one on the "
        "sign-in page.\n",
        by=by.name,
        title=cohort.title,
        opens=long_date(cohort.opens_on),
        closes=long_date(cohort.closes_on),
        link=f"{public_url}/welcome/{secret}",
    )
    return subject, body


def notice(public_url: str, person: User, cohort: Cohort, by: User) -> tuple[str, str]:
    """To somebody known: that they were put into a cohort."""
    subject = _("You are on the list for: %(title)s", title=cohort.title)
    body = _(
        "Hello %(name)s,\n\n"
        "%(by)s has put you on the list for “%(title)s”.\n"
        "It runs from %(opens)s to %(closes)s.\n\n"
        "Go to your courses:\n%(link)s\n",
        name=person.name,
        by=by.name,
        title=cohort.title,
        opens=long_date(cohort.opens_on),
        closes=long_date(cohort.closes_on),
        link=f"{public_url}/",
    )
    return subject, body


def taken_back(person: User, cohort: Cohort, by: User) -> tuple[str, str]:
    """To somebody who was told of a cohort: that the list was taken back."""
    subject = _("You are not on the list for: %(title)s", title=cohort.title)
    body = _(
        "Hello %(name)s,\n\n"
        "We wrote that you were put on the list for “%(title)s”. %(by)s has taken that "
        "list back, and you need do nothing. We are sorry for the trouble.\n\n"
        "If you think that you should be on it, write to whoever nominated you.\n",
        name=person.name,
        by=by.name,
        title=cohort.title,
    )
    return subject, body


def grant_letter(site: Site, by: User) -> GrantLetter:
    """To a learner: what they were granted. Why is told to nobody but staff."""

    @worded
    def letter(person: User, accommodation: Accommodation) -> tuple[str, str]:
        place = place_words(accommodation, site.catalogue.quizzes)
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s has granted you:\n\n%(given)s\n\n"
            "%(where)s\n"
            "You need do nothing: the page of each quiz already includes it, and so "
            "does an attempt that is open now.\n\n"
            "Go to your courses:\n%(link)s\n",
            name=person.name,
            by=by.name,
            given="\n".join(f"- {words}" for words in given_words(accommodation)),
            where=_("It holds at the quiz “%(title)s”.", title=place)
            if accommodation.quiz_key
            else _("It holds at every quiz of your courses."),
            link=f"{site.settings.public_url}/",
        )
        return _("More time or attempts for your quizzes"), body

    return letter


def result_letter(public_url: str) -> MarkLetter:
    """To a learner whose answers a trainer has read: that the result is there."""

    @worded
    def letter(attempt: Attempt, sheet: Quiz) -> tuple[str, str]:
        subject = _("Your result is there: %(title)s", title=sheet.title)
        body = _(
            "Hello %(name)s,\n\n"
            "A trainer has read your answers in “%(title)s”, attempt %(number)s.\n\n"
            "See your result:\n%(link)s\n",
            name=attempt.enrolment.user.name,
            title=sheet.title,
            number=attempt.number,
            link=f"{public_url}/attempts/{attempt.uuid}",
        )
        return subject, body

    return letter


def review_letter(public_url: str) -> ReviewLetter:
    """To a learner whose roadmap was read: what was decided, and what was written."""

    @worded
    def letter(submission: RoadmapSubmission, review: RoadmapReview) -> tuple[str, str]:
        enrolment = submission.enrolment
        opening = (
            _("Your roadmap was read and accepted.")
            if review.verdict == ACCEPTED
            else _(
                "Your roadmap was read and comes back to you with comments. Work them "
                "in and hand it in again."
            )
        )
        body = _(
            "Hello %(name)s,\n\n%(opening)s\n\n%(comments)s"
            "Go to your roadmap:\n%(link)s\n",
            name=enrolment.user.name,
            opening=opening,
            comments=f"{review.comments}\n\n" if review.comments else "",
            link=f"{public_url}{roadmap_address(enrolment.uuid)}",
        )
        subject = (
            _("Your roadmap is accepted")
            if review.verdict == ACCEPTED
            else _("Your roadmap comes back to you")
        )
        return subject, body

    return letter


@worded
def password_reset(public_url: str, person: User, secret: str) -> tuple[str, str]:
    """To somebody who forgot their password: the link that lets them choose another."""
    subject = _("Choose a new password")
    body = _(
        "Hello %(name)s,\n\n"
        "Somebody, probably you, asked for a new password for the Handbook course.\n\n"
        "Choose it here:\n%(link)s\n\n"
        "The link works once, for two hours. If you did not ask, you need do "
        "nothing: your password stays as it is.\n",
        name=person.name,
        link=f"{public_url}/welcome/{secret}",
    )
    return subject, body
