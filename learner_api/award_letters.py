"""The letters that tell a holder what became of a certificate, and why."""

from datetime import date

from course.award_acts import Act, ActLetter
from course.awards_due import DueLetter
from course.models import Award, User
from course.name_corrections import APPROVED, Answered, AnswerLetter
from course.releases import ReleaseLetter
from learner_api.translation import gettext as _
from learner_api.translation import long_date, worded


def act_letter(public_url: str) -> ActLetter:
    """To a holder: what was done to their certificate, why, and what they can do."""

    @worded
    def letter(person: User, act: Act) -> tuple[str, str]:
        number = act.award.number
        subjects = {
            "suspended": _("Your certificate %(number)s is suspended", number=number),
            "reinstated": _("Your certificate %(number)s holds again", number=number),
            "revoked": _("Your certificate %(number)s was revoked", number=number),
            "superseded": _("Your certificate %(number)s was replaced", number=number),
        }
        meanings = {
            "suspended": _(
                "For now your certificate does not hold. A person decides what becomes "
                "of it, and you are told."
            ),
            "reinstated": _("Your certificate holds again, as it did before."),
            "revoked": _(
                "Your certificate no longer holds, and whoever checks its number is "
                "told so. This is final."
            ),
            "superseded": _(
                "There is a new document in place of the old one. The old number stays "
                "and leads to the new one. Pass on the new one from now on."
            ),
        }
        body = _(
            "Hello %(name)s,\n\n"
            "%(meaning)s\n\n"
            "Certificate: %(title)s, “%(course)s”, number %(number)s\n"
            "Why: %(reason)s\n\n"
            "See it here:\n%(link)s\n\n"
            "If something looks wrong to you, answer this letter or talk to your "
            "trainer.\n",
            name=person.name,
            meaning=meanings[act.event.kind],
            title=act.award.claims["kind_title"],
            course=act.award.claims["course_title"],
            number=number,
            reason=act.event.reason,
            link=_link(public_url, act.newest),
        )
        return subjects[act.event.kind], body

    return letter


def answer_letter(public_url: str) -> AnswerLetter:
    """To a holder who asked for another name: what was decided."""

    @worded
    def letter(person: User, told: Answered) -> tuple[str, str]:
        if told.answer.verdict == APPROVED:
            subject = _("Your certificate bears the new name")
            opening = _(
                "Your certificate was replaced by one that bears the name “%(name)s”. "
                "The old number stays and leads to the new one.",
                name=told.correction.name,
            )
        else:
            subject = _("Your certificate keeps its name")
            opening = _(
                "You asked for the name “%(name)s” on your certificate. It was not "
                "changed.",
                name=told.correction.name,
            )
        body = _(
            "Hello %(name)s,\n\n%(opening)s\n\nWhat was said: %(words)s\n\n"
            "See your certificate:\n%(link)s\n",
            name=person.name,
            opening=opening,
            words=told.answer.words,
            link=_link(public_url, told.new or told.old),
        )
        return subject, body

    return letter


def release_letter(public_url: str) -> ReleaseLetter:
    """To a learner whose run was validated: the certificate, or what it lacks."""

    @worded
    def letter(person: User, award: Award | None, title: str) -> tuple[str, str]:
        if award is None:
            body = _(
                "Hello %(name)s,\n\n"
                "The run of your cohort was validated, and you have earned: "
                "%(title)s.\n"
                "It cannot be issued yet, since a certificate cannot show every "
                "character of your name. Change your name in your profile; it is then "
                "issued by itself.\n\n%(link)s\n",
                name=person.name,
                title=title,
                link=f"{public_url}/profile",
            )
            return _("Your certificate waits for your name"), body
        return _issued(public_url, person, award)

    return letter


def due_letter(public_url: str) -> DueLetter:
    """To a holder: a certificate that was owed is there, or its time is over."""

    @worded
    def letter(person: User, award: Award, what: str) -> tuple[str, str]:
        if what == "issued":
            return _issued(public_url, person, award)
        day = long_date(date.fromisoformat(award.claims["valid_until"]))
        body = _(
            "Hello %(name)s,\n\n"
            "Your certificate %(number)s, “%(course)s”, was valid until %(day)s. Its "
            "number still shows that you earned it, and that its time is over. Taking "
            "the course again earns a new one.\n\n%(link)s\n",
            name=person.name,
            number=award.number,
            course=award.claims["course_title"],
            day=day,
            link=_link(public_url, award),
        )
        return _("Your certificate %(number)s has expired", number=award.number), body

    return letter


def _issued(public_url: str, person: User, award: Award) -> tuple[str, str]:
    body = _(
        "Hello %(name)s,\n\n"
        "Your certificate is there: %(title)s, “%(course)s”, number %(number)s.\n\n"
        "See it and download it:\n%(link)s\n",
        name=person.name,
        title=award.claims["kind_title"],
        course=award.claims["course_title"],
        number=award.number,
        link=_link(public_url, award),
    )
    return _("Your certificate is there"), body


def _link(public_url: str, award: Award) -> str:
    return f"{public_url}/awards/{award.number}"
