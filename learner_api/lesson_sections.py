"""The sections of the page of lessons: where people stop, how long they need, the gain.

Its questions read every lesson that anybody opened, and so have a page of their own.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from course.figures.query import StatisticsQuery
from course.figures.results import Counts, Lessons, Quartiles
from course.learning_gain import LearningGain
from course.outline import Course
from course.small_cells import HIDDEN
from learner_api.evaluation_views import gain_rows
from learner_api.figure_drawing import Drawing
from learner_api.figure_plots import BarRow, Strip, draw_bars, draw_strips
from learner_api.sections import Section
from learner_api.shares import number_words, per_cent, rate_words
from learner_api.translation import gettext as _
from learner_api.translation import ngettext


def modules_completed(
    query: StatisticsQuery, course: Course, total: Counts, found: Lessons
) -> Section:
    """How many people completed each module, of those who began."""
    heading = _("Modules completed")
    titles = {module.key: module.title for module in course.modules}
    counted = [
        (titles.get(each.module, each.module), each.completed, each.hours)
        for each in found.modules
    ]
    bars = [
        BarRow(
            label=title,
            whole=total.started,
            part=count,
            said=f"{number_words(count)} \u00b7 {rate_words(count, total.started)}",
        )
        for title, count, _hours in counted
    ]
    return Section(
        key="modules",
        heading=heading,
        caption=heading,
        columns=(
            _("Module"),
            (_("Completed"), "number"),
            (_("Share of those who began"), "number"),
            (_("Hours"), "number"),
        ),
        rows=[
            (
                title,
                number_words(count),
                rate_words(count, total.started),
                HIDDEN if hours is None else hours_words(hours),
            )
            for title, count, hours in counted
        ],
        query=replace(query, measures=("modules",)),
        plot=draw_bars(
            "modules-plot", heading, bars, (_("began the course"), _("completed"))
        ),
        note=_(
            "A module is completed by whoever completed every lesson of it. Hours are "
            "those of the outline, for each lesson that somebody completed."
        ),
    )


def lesson_by_lesson(query: StatisticsQuery, course: Course, found: Lessons) -> Section:
    """How many people opened and completed each lesson, in the order of the course."""
    heading = _("Lesson by lesson")
    numbers = {
        (module.key, lesson.key): (f"{place}.{part}", lesson.title)
        for place, module in enumerate(course.modules, start=1)
        for part, lesson in enumerate(module.lessons, start=1)
    }
    named = [(*numbers[each.module, each.lesson], each) for each in found.lessons]
    plot = draw_strips(
        "lessons-plot",
        heading,
        [_("Lesson %(number)s", number=number) for number, *_rest in named],
        [
            Strip(_("Opened"), [each.opened for *_names, each in named]),
            Strip(_("Completed"), [each.completed for *_names, each in named]),
        ],
    )
    return Section(
        key="lessons",
        heading=heading,
        caption=heading,
        columns=(
            _("Lesson"),
            _("Title"),
            (_("Opened"), "number"),
            (_("Completed"), "number"),
        ),
        rows=[
            (number, title, number_words(each.opened), number_words(each.completed))
            for number, title, each in named
        ],
        query=replace(query, measures=("lessons",)),
        plot=plot,
        note=_(
            "Where the bars become shorter from one lesson to the next, people stop."
        ),
    )


def days_needed(query: StatisticsQuery, days: Quartiles | None) -> Section:
    """The days from enrolling to completing."""
    heading = _("Days to complete")
    told = []
    plot: Drawing | None = None
    if days is not None:
        told = [
            (_("A quarter of them"), days.lower),
            (_("Half of them"), days.middle),
            (_("Three quarters of them"), days.upper),
        ]
        bars = [
            BarRow(
                label=name,
                whole=days.upper,
                part=count,
                said=ngettext("%(num)d day", "%(num)d days", count),
            )
            for name, count in told
        ]
        plot = draw_bars("days-plot", heading, bars, None)
    words = (
        ngettext("%(num)d person completed.", "%(num)d people completed.", days.people)
        if days
        else _("Nobody has completed, or too few to tell of.")
    )
    return Section(
        key="days",
        heading=heading,
        caption=_("Days from enrolling to completing"),
        columns=(_("Of those who completed"), (_("Within so many days"), "number")),
        rows=[(name, number_words(count)) for name, count in told],
        query=replace(query, measures=("days",)),
        plot=plot,
        words=words,
    )


def learned(query: StatisticsQuery, gain: LearningGain | None) -> Section:
    """What was learned between the first test and the last."""
    heading = _("Learning gain")
    plot = None
    if gain is not None:
        shares = [(_("Before"), gain.before), (_("After"), gain.after)]
        bars = [
            BarRow(name, 1000, int(per_cent(share) * 10), f"{per_cent(share)} %")
            for name, share in shares
        ]
        plot = draw_bars("gain-plot", heading, bars, None)
    words = _(
        "Of what somebody could still gain between the test before the course and the "
        "one at its end, the share that they did. It is Hake\u2019s measure of 1998."
    )
    waits = _("Too few people sat both tests for a figure that can be told.")
    return Section(
        key="gain",
        heading=heading,
        caption=heading,
        columns=(_("Measure"), (_("Figure"), "number")),
        rows=gain_rows(gain) if gain else [],
        query=replace(query, measures=("gain",)),
        plot=plot,
        words=words if gain else waits,
    )


def hours_words(hours: Fraction | None) -> str:
    """The hours that people learned by the outline's measure, to a tenth."""
    if hours is None:
        return _("Too few to tell")
    tenths = hours.numerator * 10 // hours.denominator
    return f"{Decimal(tenths).scaleb(-1):,}"
