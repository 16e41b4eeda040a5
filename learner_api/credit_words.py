"""The words for partial credit, which a learner reads before answering."""

from course.errors import sentence
from learner_api.translation import gettext, ngettext
from quizzes.controls import CreditRule

_EACH_CHOICE = sentence(
    "Every right choice earns an equal share of the points. Every wrong choice takes "
    "the same share away, but never more than you have earned here."
)


def credit_words(rule: CreditRule, points_each: int | None) -> str:
    """How part of an answer earns part of the points."""
    if rule == "each-choice" or points_each is None:
        return gettext(_EACH_CHOICE)
    if rule == "each-gap":
        return ngettext(
            "Every gap that is right earns %(num)s point.",
            "Every gap that is right earns %(num)s points.",
            points_each,
        )
    return ngettext(
        "Every line that is right earns %(num)s point.",
        "Every line that is right earns %(num)s points.",
        points_each,
    )
