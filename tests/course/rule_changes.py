"""Other rules for the miniature course, previewed and applied in a few words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import uuid4

from sqlalchemy import select

from course import rule_changes
from course.models import OutgoingMessage, RuleChangeEntry
from course.outline import AwardRule
from course.requirements.lessons import LessonsFinished
from course.requirements.quizzes import QuizzesPassed
from course.requirements.required_quiz import RequiredQuiz
from course.rule_change_effects import Letters
from course.rule_change_listing import Decision
from course.rule_change_plan import RuleScope
from tests.builders import (
    COURSE,
    LESSONS,
    NOW,
    OFFICE,
    QUIZZES,
    an_administrator,
    miniature_catalogue,
)

REASON = "The assembly decided so."
TOP_UP_BY = date(2026, 9, 30)


def a_rule(
    lessons: Iterable[tuple[str, str]] = LESSONS,
    quizzes: Iterable[str] = QUIZZES,
    participation: Iterable[tuple[str, str]] = (),
    title: str = "Certificate of Completion",
):
    """The miniature course under a rule that asks for these things."""
    course = miniature_catalogue().course(COURSE)
    awards = {
        "completion": _asks("completion", title, lessons, quizzes),
    }
    if participation:
        awards["participation"] = _asks(
            "participation", "Certificate of Participation", participation, ()
        )
    return replace(course, awards=awards)


def _asks(kind, title, lessons, quizzes):
    wanted = (
        LessonsFinished(tuple((*place, f"Lesson {place[1]}") for place in lessons)),
        QuizzesPassed(
            tuple(RequiredQuiz("", key, f"Quiz {key}") for key in quizzes),
        ),
    )
    return AwardRule(kind, title, tuple(each for each in wanted if _is_any(each)))


def _is_any(requirement):
    return bool(getattr(requirement, "lessons", getattr(requirement, "quizzes", ())))


EASIER = a_rule(quizzes=QUIZZES[:1])
HARDER = a_rule((*LESSONS, ("second-module", "fourth-lesson")))

letters = Letters(
    learner=lambda told: (
        f"Your rule: {told.effect}",
        f"{told.person.name}: {', '.join(told.outstanding)} by {told.top_up_by}",
    ),
    trainer=lambda told: (
        f"A rule changed: {told.decision.choice}",
        ", ".join(cohort.title for cohort in told.cohorts),
    ),
)


def previewed(session, to, *, cohort=None, now=NOW):
    """What holding everybody to this rule would change."""
    scope = RuleScope.of(COURSE, cohort)
    return rule_changes.preview_rule_change(session, to, scope, now=now)


def applied(session, to, choice="re-evaluate", *, cohort=None, now=NOW, **overrides):
    """A change of the rule, applied as previewed unless another token is given."""
    scope = RuleScope.of(COURSE, cohort)
    day = TOP_UP_BY if choice == "top-up" else None
    values = {
        "op": uuid4(),
        "letters": letters,
        "now": now,
        "office": OFFICE,
        **overrides,
    }
    if "token" not in values:
        values["token"] = previewed(session, to, cohort=cohort, now=now).token
    if "by" not in values:
        values["by"] = an_administrator(session)
    decision = values.pop("decision", Decision(choice, REASON, day))
    return rule_changes.apply_rule_change(session, to, scope, decision, **values)


def entries_of(session, change):
    """What a change did to each enrolment, by the enrolment's id."""
    found = session.scalars(
        select(RuleChangeEntry).where(RuleChangeEntry.rule_change_id == change.id)
    )
    return {each.enrolment_id: each for each in found}


def subjects_to(session, person):
    """The subjects of the letters that somebody was written."""
    return list(
        session.scalars(
            select(OutgoingMessage.subject)
            .where(OutgoingMessage.recipient_email == person.email)
            .order_by(OutgoingMessage.id)
        )
    )
