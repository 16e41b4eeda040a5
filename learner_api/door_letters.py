"""The letters of the two doors: how to come in, and what became of an application."""

from course.decision_notices import DecisionLetter
from course.models import Application, ApplicationDecision, Cohort, User
from learner_api.translation import gettext as _
from learner_api.translation import long_date, worded


def registration_letter(
    public_url: str, cohort: Cohort, secret: str
) -> tuple[str, str]:
    """To an address that asked to come in: the link that shows it is somebody's."""
    body = _(
        "Hello,\n\n"
        "Somebody, probably you, registered this address for “%(title)s”, an online "
        "course.\n\n"
        "Confirm it, choose a password and begin:\n%(link)s\n\n"
        "The link works once, for 14 days. If you did not register, you need do "
        "nothing: no account was made, and the address is forgotten.\n",
        title=cohort.title,
        link=f"{public_url}/registrations/{secret}",
    )
    return _("Confirm your address: %(title)s", title=cohort.title), body


@worded
def known_letter(public_url: str, person: User, cohort: Cohort) -> tuple[str, str]:
    """To somebody who registered although they have an account: how to go on."""
    body = _(
        "Hello %(name)s,\n\n"
        "Somebody, probably you, registered this address for “%(title)s”. You have an "
        "account already, so there is nothing to confirm.\n\n"
        "Sign in and come in here:\n%(link)s\n\n"
        "If you did not register, you need do nothing.\n",
        name=person.name,
        title=cohort.title,
        link=f"{public_url}/calls/{cohort.key}",
    )
    return _("You have an account already: %(title)s", title=cohort.title), body


def decision_letter(public_url: str) -> DecisionLetter:
    """To an applicant: what was decided, and what was written to them besides."""

    @worded
    def letter(
        application: Application, decision: ApplicationDecision
    ) -> tuple[str, str]:
        cohort = application.cohort
        subjects = {
            "selected": _("You are selected: %(title)s", title=cohort.title),
            "waiting": _("You are on the waiting list: %(title)s", title=cohort.title),
            "not-selected": _("Your application: %(title)s", title=cohort.title),
        }
        meanings = {
            "selected": _(
                "You were selected for “%(title)s”. The course runs from %(opens)s to "
                "%(closes)s, and you are on it already.",
                title=cohort.title,
                opens=long_date(cohort.opens_on),
                closes=long_date(cohort.closes_on),
            ),
            "waiting": _(
                "Your application for “%(title)s” was read. There are more good "
                "applications than places, and you are on the waiting list. We write "
                "to you when a place falls free.",
                title=cohort.title,
            ),
            "not-selected": _(
                "Your application for “%(title)s” was read with care. We cannot offer "
                "you a place this time.",
                title=cohort.title,
            ),
        }
        is_in = decision.verdict == "selected"
        body = _(
            "Hello %(name)s,\n\n%(meaning)s\n\n%(words)s%(onward)s\n%(link)s\n",
            name=application.name,
            meaning=meanings[decision.verdict],
            words=f"{decision.words}\n\n" if decision.words else "",
            onward=_("Go to your courses:") if is_in else _("See your application:"),
            link=f"{public_url}/"
            if is_in
            else f"{public_url}/applications/{application.uuid}",
        )
        return subjects[decision.verdict], body

    return letter
