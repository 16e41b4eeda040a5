"""Corrections and regrades in words, for those who decide on them."""

from collections.abc import Callable, Iterator
from typing import Any

from course.errors import sentence
from course.regrade_listing import LearnerChange, Result, Totals
from course.regrading import Known
from learner_api.translation import gettext as _
from learner_api.translation import ngettext
from quizzes import Correction, Question, key_of, with_key

AS_FILED = "as-filed"

_ACTIONS = {
    "key": sentence("Replace the key"),
    "drop": sentence("Withdraw the question: it does not count"),
    "credit": sentence("Give everybody the points of the question"),
    AS_FILED: sentence("Judge it by its file again"),
}
_KINDS = {
    "key": sentence("Judged by another key"),
    "drop": sentence("Withdrawn: it does not count"),
    "credit": sentence("Everybody has its points"),
    AS_FILED: sentence("Judged by its file again"),
}
_MODES = {
    "raise": sentence(
        "Only raise: a mark changes where its share of the points grows. Nobody loses "
        "a point, a pass or a certificate."
    ),
    "exact": sentence(
        "Exact: every mark becomes what the corrected question makes it. Marks can "
        "fall and passes be lost, and a certificate that the marks no longer support "
        "is suspended."
    ),
}
_SHORT_MODES = {"raise": sentence("Only raise"), "exact": sentence("Exact")}


def action_options(*, is_corrected: bool, has_key: bool) -> list[dict[str, str]]:
    """What can be done about a question, as the form components draw it."""
    return [
        {"value": action, "label": _(words)}
        for action, words in _ACTIONS.items()
        if (action != AS_FILED or is_corrected) and (action != "key" or has_key)
    ]


def mode_options() -> list[dict[str, str]]:
    """How marks can be made anew, in words that help to choose."""
    return [{"value": mode, "label": _(words)} for mode, words in _MODES.items()]


def mode_word(mode: str) -> str:
    """How marks were made anew, in a word."""
    return _(_SHORT_MODES[mode])


def kind_words(action: str | None) -> str | None:
    """How a question is judged otherwise than by its file, if it is."""
    return _(_KINDS[action]) if action else None


def correction_rows(
    correction: Correction, question: Question
) -> list[tuple[str, str]]:
    """A correction as names and values."""
    action = correction.action
    if action == "key" and not correction.value:
        return [(_("Correction"), _(_KINDS[AS_FILED]))]
    rows = [(_("Correction"), _(_KINDS[action]))]
    if action == "key" and correction.value:
        corrected = with_key(question, correction.value)
        rows += [
            (_("Key in the file"), "; ".join(key_words(question))),
            (_("Key now"), "; ".join(key_words(corrected))),
        ]
    return rows


def key_words(question: Question) -> tuple[str, ...]:
    """The key in words; where several wordings are right, all of them."""
    if question.is_marked_by_person:
        return (_("A person marks it"),)
    key = key_of(question)
    if "accepted" in key:
        return tuple(key["accepted"])
    words = question.describe(question.correct_answer)
    if key.get("tolerance", "0") != "0":
        words += (_("give or take %(number)s", number=key["tolerance"]),)
    if key.get("tolerance_percent", "0") != "0":
        percent = key["tolerance_percent"]
        words += (_("give or take %(number)s per cent", number=percent),)
    return words


def fared_words(marked: int, right: int) -> str:
    """How a question fared in the attempts that are marked, in a line."""
    if not marked:
        return _("No attempt that asks it is marked yet.")
    return ngettext(
        "It counts in %(num)s marked attempt, and earned all its points in %(right)s.",
        "It counts in %(num)s marked attempts, and earned all its points in %(right)s.",
        marked,
        right=right,
    )


def changes_in_words(totals: Totals) -> list[str]:
    """What changes, in short sentences; that nothing does where that is so."""
    counted = [
        words(count)
        for field, words in _COUNTED.items()
        if (count := getattr(totals, field))
    ]
    if not counted:
        return [_("No mark changes.")]
    if not totals.is_loss:
        counted.append(_("Nobody loses anything."))
    return counted


_COUNTED: dict[str, Callable[[int], str]] = {
    "rising": lambda count: ngettext(
        "%(num)s mark rises.", "%(num)s marks rise.", count
    ),
    "falling": lambda count: ngettext(
        "%(num)s mark falls.", "%(num)s marks fall.", count
    ),
    "shifted": lambda count: ngettext(
        "%(num)s mark keeps its share; what it is made of changes.",
        "%(num)s marks keep their share; what they are made of changes.",
        count,
    ),
    "first_marks": lambda count: ngettext(
        "%(num)s attempt that waited for a person gets its mark.",
        "%(num)s attempts that waited for a person get their marks.",
        count,
    ),
    "passes_gained": lambda count: ngettext(
        "%(num)s person passes who had not.",
        "%(num)s people pass who had not.",
        count,
    ),
    "passes_lost": lambda count: ngettext(
        "%(num)s person no longer passes.", "%(num)s people no longer pass.", count
    ),
    "completions_gained": lambda count: ngettext(
        "%(num)s person completes the course.",
        "%(num)s people complete the course.",
        count,
    ),
    "completions_lost": lambda count: ngettext(
        "For %(num)s person the course is no longer complete.",
        "For %(num)s people the course is no longer complete.",
        count,
    ),
    "issued": lambda count: ngettext(
        "%(num)s certificate is issued.", "%(num)s certificates are issued.", count
    ),
    "held_back": lambda count: ngettext(
        "%(num)s certificate is earned and waits to be issued.",
        "%(num)s certificates are earned and wait to be issued.",
        count,
    ),
    "suspended": lambda count: ngettext(
        "%(num)s certificate is suspended.",
        "%(num)s certificates are suspended.",
        count,
    ),
    "reinstated": lambda count: ngettext(
        "%(num)s certificate that was suspended holds again.",
        "%(num)s certificates that were suspended hold again.",
        count,
    ),
}


def untouched_in_words(outcome: dict[str, Any]) -> list[str]:
    """What stays as it is, in short sentences."""
    told = []
    if left := outcome["left_alone"]:
        told.append(
            ngettext(
                "%(num)s mark would be another and stays, since only raising was "
                "chosen.",
                "%(num)s marks would be others and stay, since only raising was "
                "chosen.",
                left,
            )
        )
    if waiting := len(outcome["awaiting"]):
        told.append(
            ngettext(
                "%(num)s attempt waits for a person to mark it and stays as it is.",
                "%(num)s attempts wait for a person to mark them and stay as they are.",
                waiting,
            )
        )
    if still_open := outcome["open_attempts"]:
        told.append(
            ngettext(
                "%(num)s attempt is still open and will be judged as corrected.",
                "%(num)s attempts are still open and will be judged as corrected.",
                still_open,
            )
        )
    return told


def listing_rows(
    learners: tuple[LearnerChange, ...], known: dict[Any, Known]
) -> list[dict[str, Any]]:
    """The listing, a row for each attempt, by cohort and name."""
    in_order = sorted(
        learners,
        key=lambda each: (
            known[each.enrolment].cohort or "",
            known[each.enrolment].name,
        ),
    )
    return [
        {
            "name": known[each.enrolment].name,
            "person": each.learner,
            "cohort": known[each.enrolment].cohort or _("None"),
            "attempt": mark.attempt,
            "number": mark.number,
            "before": _result(mark.before),
            "after": _result(mark.after),
            "follows": list(_follows(each)) if mark is each.attempts[-1] else [],
        }
        for each in in_order
        for mark in each.attempts
    ]


def _result(result: Result | None) -> str:
    if result is None:
        return _("Waits for a person")
    words = (
        _("%(points)s of %(out_of)s, passed")
        if result.passed
        else _("%(points)s of %(out_of)s, not passed")
    )
    return words % {"points": result.points, "out_of": result.out_of}


def _follows(change: LearnerChange) -> Iterator[str]:
    """What follows for a learner from their marks."""
    if change.quiz_passed == (False, True):
        yield _("Passes the quiz")
    if change.quiz_passed == (True, False):
        yield _("No longer passes the quiz")
    if change.completed == (False, True):
        yield _("Completes the course")
    if change.completed == (True, False):
        yield _("The course is no longer complete")
    for _kind in change.issued:
        yield _("A certificate is issued")
    for _kind in change.held_back:
        yield _("A certificate is earned and waits to be issued")
    for number in change.suspended:
        yield _("Certificate %(number)s is suspended", number=number)
    for number in change.reinstated:
        yield _("Certificate %(number)s holds again", number=number)
