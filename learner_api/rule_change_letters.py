"""The letters that tell learners and trainers of another rule, once each."""

from course.rule_change_effects import LearnerTold, Letters, TrainerTold
from learner_api.rule_choice_words import choice_word
from learner_api.translation import gettext as _
from learner_api.translation import long_date, worded

MOST_LISTED = 12


def rule_change_letters(public_url: str) -> Letters:
    """The words of both letters, with links to this address."""
    return Letters(
        learner=worded(
            lambda told: (
                _(
                    "The rule of your course has changed: %(title)s",
                    title=told.course.title,
                ),
                _to_learner(public_url, told),
            )
        ),
        trainer=worded(
            lambda told: (
                _(
                    "The rule of a course has changed: %(title)s",
                    title=told.course.title,
                ),
                _to_trainer(public_url, told),
            )
        ),
    )


def _to_learner(public_url: str, told: LearnerTold) -> str:
    opening = _(
        "Hello %(name)s,\n\n"
        "What “%(title)s” asks for its certificate has changed.\n\n"
        "Why: %(reason)s\n",
        name=told.person.name,
        title=told.course.title,
        reason=told.reason,
    )
    parts = [opening]
    if told.effect == "asked":
        parts.append(
            _(
                "Your certificate stays yours and holds as before. You are asked to do "
                "by %(day)s what the new rule asks besides:\n",
                day=long_date(told.top_up_by) if told.top_up_by else "",
            )
        )
        parts.append(_listed(told))
        parts.append(
            _("Begin here:\n%(link)s\n", link=f"{public_url}/awards"),
        )
        return "\n".join(parts)
    parts.append(
        _(
            "The new rule now holds for you. Everything that you did counts as before, "
            "and certificates that you have stay yours.\n"
        )
    )
    if told.change.earned:
        parts.append(
            _(
                "You meet the new rule: you have earned a certificate.\n%(link)s\n",
                link=f"{public_url}/awards",
            )
        )
    elif told.outstanding:
        parts.append(_("Left for you to do:\n"))
        parts.append(_listed(told))
    link = f"{public_url}/courses/{told.course.key}/progress"
    parts.append(_("See where you stand:\n%(link)s\n", link=link))
    return "\n".join(parts)


def _listed(told: LearnerTold) -> str:
    lines = [f"- {title}" for title in told.outstanding[:MOST_LISTED]]
    if len(told.outstanding) > MOST_LISTED:
        lines.append(_("- and more, which your page of the course lists"))
    return "\n".join(lines) + "\n"


def _to_trainer(public_url: str, told: TrainerTold) -> str:
    return _(
        "Hello %(name)s,\n\n"
        "What “%(title)s” asks for its certificate has changed. It concerns these "
        "cohorts of yours:\n\n%(cohorts)s\n\n"
        "What becomes of those on the course: %(choice)s.\n"
        "Why: %(reason)s\n\n"
        "Nobody loses a certificate by it. Learners whose rule changes, or who are "
        "asked to do more, have been told by mail.\n\n"
        "Go to your cohorts:\n%(link)s\n",
        name=told.person.name,
        title=told.course.title,
        cohorts="\n".join(f"- {cohort.title}" for cohort in told.cohorts),
        choice=choice_word(told.decision.choice, told.decision.top_up_by),
        reason=told.decision.reason,
        link=f"{public_url}/cohorts",
    )
