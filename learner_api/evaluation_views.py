"""What a cohort or a course said, in words, plots and tables, and as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from course.errors import sentence
from course.evaluation_form import (
    END_OF_COURSE,
    FOLLOW_UP,
    NOT_APPLICABLE,
    STOPPING,
)
from course.evaluation_results import EvaluationResults, FormResults
from course.evaluation_shown import ShownTally
from course.exports import Column, Table
from course.learning_gain import LearningGain
from course.small_cells import HIDDEN, cell_shown
from course.small_groups import STEP
from learner_api.evaluation_plots import draw
from learner_api.evaluation_sheets import option_words
from learner_api.item_plots import Plot
from learner_api.translation import gettext as _
from learner_api.translation import ngettext

COLUMNS = (
    Column("form", "identifier", sentence("Which form it is.")),
    Column("version", "whole", sentence("The version of the form.")),
    Column("shown", "whole", sentence("How many given forms of it are counted here.")),
    Column("question", "identifier", sentence("The key of the question.")),
    Column("text", "text", sentence("What is asked.")),
    Column(
        "answered",
        "whole",
        sentence("How many answered; empty where that would tell of few."),
    ),
    Column("value", "identifier", sentence("The choice; empty beside a text.")),
    Column("label", "text", sentence("The words of the choice, or what was written.")),
    Column(
        "count",
        "whole",
        sentence("How many chose it; empty where that would tell of few."),
    ),
)


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as the page shows it: a sentence, a plot, its numbers, or texts."""

    text: str
    sentence: str
    plot: Plot | None
    rows: list[tuple[str, str, str]]
    texts: tuple[str, ...]
    is_text: bool


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version of a form with its questions."""

    number: int
    title: str
    shown: int
    language: str
    questions: list[QuestionShown]


@dataclass(frozen=True, slots=True)
class FormShown:
    """One form: what it is called, the numbers in words, and its versions."""

    key: str
    heading: str
    counts: list[tuple[str, Any]]
    versions: list[VersionShown]
    waiting: str


def forms_shown(results: EvaluationResults) -> list[FormShown]:
    """The forms in their order."""
    return [_form_shown(each) for each in results.forms]


def gain_rows(gain: LearningGain) -> list[tuple[str, str]]:
    """What was gained between the tests, each figure with its name."""
    return [
        (_("People who sat both tests"), str(gain.people)),
        (_("Before, on average"), _percent(gain.before)),
        (_("After, on average"), _percent(gain.after)),
        (
            _("Rose, stayed, fell"),
            ", ".join(map(cell_shown, (gain.rose, gain.stayed, gain.fell))),
        ),
        (_("People who had something left to gain"), cell_shown(gain.with_gain)),
        (
            _("Learning gain, the middle of all"),
            _("Not told: too few had anything left to gain")
            if gain.gain is None
            else _percent(gain.gain),
        ),
        (
            _("Learning gain of the average"),
            _("None was left to gain")
            if gain.gain_of_average is None
            else _percent(gain.gain_of_average),
        ),
    ]


def gain_waits(results: EvaluationResults) -> str:
    """Why there is no gain to show, or how many of those who sat both wait."""
    shown = results.gain.people if results.gain else 0
    waiting = results.sat_both - shown
    if not results.sat_both:
        return _("Nobody has sat both tests yet.")
    if not waiting:
        return ""
    return ngettext(
        "%(num)d person who sat both tests waits until there are %(step)d.",
        "%(num)d people who sat both tests wait until there are %(step)d.",
        waiting,
        step=STEP,
    )


def results_table(results: EvaluationResults, as_of: datetime) -> Table:
    """Counts and texts as rows. No row is what one person said."""
    cohort = results.scope.cohort
    return Table(
        about={
            "course": results.scope.course_key,
            **({"cohort": cohort.key} if cohort else {}),
            "as_of": as_of,
            "step": STEP,
            "given": {each.key: each.given for each in results.forms},
        },
        columns=COLUMNS,
        rows=list(_table_rows(results)),
    )


def _form_shown(found: FormResults) -> FormShown:
    headings = {
        END_OF_COURSE: _("At the end of the course"),
        STOPPING: _("Why people stopped"),
        FOLLOW_UP: _("Three to six months later"),
    }
    asked = {
        END_OF_COURSE: _("Came to the end"),
        FOLLOW_UP: _("Were written to"),
    }
    counts: list[tuple[str, Any]] = []
    if found.asked is not None:
        counts.append((asked[found.key], found.asked))
    given = str(found.given)
    if found.percent is not None:
        given = _(
            "%(given)d (%(percent)d %%)", given=found.given, percent=found.percent
        )
    counts += [(_("Gave the form"), given), (_("Are shown here"), found.shown)]
    return FormShown(
        key=found.key,
        heading=headings[found.key],
        counts=counts,
        versions=[
            VersionShown(
                number=each.form.version,
                title=each.form.title,
                shown=each.shown,
                language=each.form.language,
                questions=[
                    _question_shown(
                        f"{found.key}-{each.form.digest[:8]}-{number}", tally
                    )
                    for number, tally in enumerate(each.tallies, start=1)
                ],
            )
            for each in found.versions
        ],
        waiting=_waiting(found),
    )


def _waiting(found: FormResults) -> str:
    if not found.given:
        return _("Nobody has given this form yet.")
    waiting = found.given - found.shown
    if not waiting:
        return ""
    return ngettext(
        "%(num)d answer waits until there are %(step)d.",
        "%(num)d answers wait until there are %(step)d of one group.",
        waiting,
        step=STEP,
    )


def _question_shown(name: str, tally: ShownTally) -> QuestionShown:
    labels = option_words(tally.question)
    whole = tally.answered if tally.question.kind != "choices" else None
    return QuestionShown(
        text=tally.question.text,
        sentence=_sentence(tally),
        plot=draw(name, tally),
        rows=[
            (
                label,
                cell_shown(tally.counts[value]),
                # Who says that it does not apply has not rated.
                "" if value == NOT_APPLICABLE else _share(tally.counts[value], whole),
            )
            for value, label in labels.items()
        ],
        texts=tally.texts,
        is_text=tally.question.kind == "text",
    )


def _sentence(tally: ShownTally) -> str:
    if tally.answered is None:
        return _("How many answered is not shown.")
    if tally.question.kind == "text":
        return ngettext(
            "%(num)d person wrote something.",
            "%(num)d people wrote something.",
            tally.answered,
        )
    if tally.question.kind == "scale" and tally.good_percent is not None:
        return _(
            "%(percent)d %% of %(count)d gave 4 or 5; the middle answer is %(middle)s.",
            percent=tally.good_percent,
            count=tally.answered,
            middle=f"{tally.middle:g}",
        )
    if tally.middle is not None:
        return _(
            "%(count)d answered; the middle answer is %(middle)s.",
            count=tally.answered,
            middle=f"{tally.middle:g}",
        )
    return ngettext("%(num)d answered.", "%(num)d answered.", tally.answered)


def _share(count: int | None, whole: int | None) -> str:
    if not whole:
        return ""
    return HIDDEN if count is None else f"{count * 100 // whole} %"


def _percent(share: Fraction) -> str:
    return f"{round(share * 100)} %"


def _table_rows(results: EvaluationResults) -> Iterator[tuple[object, ...]]:
    for form in results.forms:
        for version in form.versions:
            for tally in version.tallies:
                question = tally.question
                head = (
                    form.key,
                    version.form.version,
                    version.shown,
                    question.key,
                    question.text,
                    tally.answered,
                )
                for value, label in option_words(question).items():
                    yield (*head, value, label, tally.counts[value])
                for text in tally.texts:
                    yield (*head, "", text, None)
