"""What happened to an enrolment, in sentences for those who lead the cohort."""

from collections.abc import Mapping

from course.errors import sentence
from course.history import Happening
from learner_api.award_words import act_words, cause_words
from learner_api.translation import gettext as _
from learner_api.translation import long_date

_WORDS = {
    "enrolled": sentence("Enrolled"),
    "assigned": sentence("Put into a cohort"),
    "withdrawn": sentence("Withdrawn"),
    "restored": sentence("Restored"),
    "renewal": sentence("The course was begun anew"),
    "renewed": sentence("A new run of the course was begun after this one"),
    "rule-moved": sentence("Went over to another rule, edition %(edition)s"),
    "rule-kept": sentence("The rule was changed for others: stayed with their own"),
    "rule-asked": sentence("Was asked to do what a new rule asks more, by %(until)s"),
    "rule-topping-up": sentence(
        "Began to top up, and went over to the new rule, edition %(edition)s"
    ),
    "sign-off-given": sentence("Signed off"),
    "sign-off-withdrawn": sentence("The sign-off was taken back"),
    "earned": sentence("Earned: %(award)s"),
    "earned-held": sentence("Earned: %(award)s. It waits until the run is validated"),
    "released": sentence("The run was validated: %(award)s was released"),
}
_DOCUMENT = sentence("Certificate %(number)s: %(act)s")
_EDITION_SHOWN = 12


def happening_words(happening: Happening, awards: Mapping[str, str]) -> str:
    """What happened, and why where it was said; ``awards`` are titles by kind."""
    kind = happening.award_kind or ""
    if happening.kind.startswith("award-"):
        act = act_words(happening.kind.removeprefix("award-")).lower()
        why = cause_words(happening.cause) if happening.cause else None
        words = _(_DOCUMENT, number=happening.number, act=act)
    else:
        why = happening.reason
        words = _(
            _WORDS[happening.kind],
            award=awards.get(kind, kind),
            edition=(happening.edition or "").removeprefix("sha256:")[:_EDITION_SHOWN],
            until=long_date(happening.until) if happening.until else "",
        )
    told = f"{words}: {why}" if why else words
    if happening.is_undone:
        return _("%(words)s (taken back since)", words=told)
    return told
