"""Everything that the report on a run prints, in order and in words, to be frozen.

A part has blocks: a text, or a table. A table with ``plot`` is drawn as bars as well,
from the column of that number, so that plot and table cannot differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from course import editions
from course.awards import AwardOffice
from course.evaluation_form import NOT_APPLICABLE, POINTS
from course.evaluation_results import EvaluationResults, FormResults, Scope, results_of
from course.evaluation_shown import ShownTally
from course.learning_gain import LearningGain
from course.models import Cohort, User
from course.outline import Course
from course.report_blocks import part, table, text
from course.report_figures import Figures, figures_of
from course.report_groups import ShownGroup
from course.report_title import facts_of, issuing_office
from course.report_wordings import (
    COUNTED,
    GROUPS,
    NO_NUMBERS,
    OTHERS,
    PEOPLE,
    VERDICTS,
    WORDS,
)
from course.small_cells import cell_shown
from course.small_groups import STEP
from quizzes import MEASURES

SCHEMA: Final = 1


def report_claims(
    session: Session,
    cohort: Cohort,
    words: Mapping[str, str],
    *,
    version: int,
    as_of: datetime,
    office: AwardOffice,
    by: User,
) -> dict[str, Any]:
    """All that this version of the report says, as JSON data."""
    course = editions.course_of(session, cohort.edition)
    figures = figures_of(session, cohort, course, as_of=as_of, by=by)
    results = results_of(session, course, Scope(cohort.course_key, cohort))
    moment = as_of.astimezone(UTC)
    return {
        "schema": SCHEMA,
        "language": "en",
        "title": "End-of-run report",
        "subtitle": cohort.title,
        "cohort": str(cohort.uuid),
        "version": version,
        "as_of": moment.isoformat(timespec="seconds"),
        "as_of_words": f"{moment:%d %B %Y, %H:%M} UTC".lstrip("0"),
        "author": by.name,
        **issuing_office(office),
        "facts": facts_of(session, cohort, course, by),
        "figures": _figures(figures),
        "parts": [
            part("In short", _summary(figures)),
            part("Who took part", _people(figures)),
            part("Progress and results", _progress(course, figures, results)),
            part("What participants said", _evaluation(results)),
            part(
                "In the trainers' words",
                [text(WORDS[key], body) for key, body in words.items() if body],
            ),
            part(
                "How the figures were counted",
                [text("Definitions", "\n".join(COUNTED))],
            ),
        ],
    }


def _figures(figures: Figures) -> dict[str, Any]:
    """The headline figures again, for programs."""
    total = figures.total
    return {
        "enrolled": total.enrolled,
        "active": total.enrolled - figures.withdrawn,
        "withdrawn": figures.withdrawn,
        "started": total.started,
        "completed": total.completed,
        "certified": total.certified,
        "held": figures.held,
        "awards": dict(figures.awards),
        "applications": dict(figures.applications),
    }


def _summary(figures: Figures) -> list[dict[str, Any]]:
    total = figures.total
    rows: list[tuple[str, int]] = [
        ("Enrolled", total.enrolled),
        ("Started", total.started),
        ("Completed", total.completed),
        ("Certified", total.certified),
        ("Withdrawn", figures.withdrawn),
        ("Active", total.enrolled - figures.withdrawn),
        ("Certificates that wait for validation", figures.held),
        ("Roadmaps handed in", figures.roadmaps_handed_in),
        ("Roadmaps accepted", figures.roadmaps_accepted),
    ]
    blocks = [
        table("The run in numbers", ["Figure", "People"], rows, plot=total.enrolled)
    ]
    if figures.awards:
        issued = [
            (kind.replace("-", " ").capitalize(), count)
            for kind, count in sorted(figures.awards.items())
        ]
        blocks.append(table("Certificates issued, by kind", ["Kind", "Issued"], issued))
    return blocks


def _people(figures: Figures) -> list[dict[str, Any]]:
    tables = [
        _groups("By sex", figures.by_gender),
        _groups("By group of countries", figures.by_country_group),
        _groups("By ministry or organisation", figures.by_organisation),
    ]
    if figures.applications:
        rows = [(VERDICTS[key], n) for key, n in sorted(figures.applications.items())]
        tables.append(
            table(
                "Applications and selection", ["Where they stand", "Applications"], rows
            )
        )
    return tables


def _groups(title: str, counts: Sequence[ShownGroup]) -> dict[str, Any]:
    if not counts:
        few = f"Not shown: no groups of {STEP} people and more can be told apart."
        return text(title, few)
    rows = [
        (
            GROUPS.get(each.group, each.group) if each.group else OTHERS,
            *each.numbers,
        )
        for each in counts
    ]
    return table(title, PEOPLE, rows)


def _progress(
    course: Course, figures: Figures, results: EvaluationResults
) -> list[dict[str, Any]]:
    titles = {each.key: each.title for each in course.modules}
    enrolled = figures.total.enrolled
    modules = [(titles[key], count) for key, count in figures.modules.items()]
    blocks = [
        table(
            "Finished, by module",
            ["Module", "Finished by"],
            modules,
            plot=enrolled,
        )
    ]
    quizzes = _quizzes(course, figures)
    if quizzes:
        head = ["Quiz", "Sat by", "Passed by", "Pass rate"]
        blocks.append(table("Quizzes", head, quizzes))
    blocks.append(_gain(results.gain))
    posts = [
        (titles.get(key, key), count, people)
        for key, (count, people) in sorted(figures.posts.items())
    ]
    if posts:
        head = ["Module", "Posts", "Learners who wrote"]
        blocks.append(table("Discussion, by module", head, posts))
    return blocks


def _quizzes(course: Course, figures: Figures) -> list[tuple[object, ...]]:
    """A row for each quiz. What only measures is passed by nobody."""
    measuring = {each.key for each in course.assessments if each.purpose in MEASURES}
    named = [
        *((m.quiz_key, m.quiz_title or m.title) for m in course.modules if m.quiz_key),
        *((quiz.key, quiz.title) for quiz in course.assessments),
    ]
    rows: list[tuple[object, ...]] = []
    for key, title in named:
        sat, passed = figures.quizzes.get(key, (0, 0))
        if key in measuring:
            rows.append((title, sat, "–", "–"))
        else:
            rows.append(
                (title, sat, passed, f"{passed * 100 // sat} %" if sat else "–")
            )
    return rows


def _gain(gain: LearningGain | None) -> dict[str, Any]:
    title = "Learning gain"
    if gain is None:
        few = f"Not shown: fewer than {STEP} people sat the tests before and after."
        return text(title, few)
    rows = [
        ("People who sat both tests", str(gain.people)),
        ("Average before", f"{round(gain.before * 100)} %"),
        ("Average after", f"{round(gain.after * 100)} %"),
        ("Rose", cell_shown(gain.rose)),
        ("Stayed", cell_shown(gain.stayed)),
        ("Fell", cell_shown(gain.fell)),
    ]
    if gain.gain is not None:
        rows.append(("Gain of the middle person", f"{round(gain.gain * 100)} %"))
    return table(title, ["Figure", "Value"], rows)


def _evaluation(results: EvaluationResults) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = []
    for form in results.forms:
        blocks.extend(_form(form))
    few = f"Not shown: fewer than {STEP} answers to a form are there to be shown."
    return blocks or [text("Evaluation", few)]


def _form(form: FormResults) -> Iterable[dict[str, Any]]:
    for version in form.versions:
        asked = "" if form.asked is None else f" of {form.asked} asked"
        yield text(
            version.form.title,
            f"Given by {form.given}{asked}; answers of {version.shown} are shown.",
        )
        for tally in version.tallies:
            yield _answers(tally, version.shown)


def _answers(tally: ShownTally, shown: int) -> dict[str, Any]:
    if not tally.counts:
        written = "\n".join(f"– {each}" for each in tally.texts)
        return text(tally.question.text, written or "Nothing was written.")
    if not tally.tells_numbers:
        middle = ""
        if tally.middle is not None:
            middle = f"The middle answer is {tally.middle:g} of {max(POINTS)}. "
        return text(tally.question.text, middle + NO_NUMBERS)
    rows = [(_label(tally, value), count) for value, count in tally.counts.items()]
    head = ["Answer", "People"]
    return table(tally.question.text, head, rows, plot=shown)


def _label(tally: ShownTally, value: str) -> str:
    """An answer in words; the points of a scale bear their number."""
    said = tally.question.options.get(value, "")
    if value == NOT_APPLICABLE:
        return "Does not apply"
    return f"{value} {said}".strip() if tally.question.kind == "scale" else said
