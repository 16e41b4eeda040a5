"""The sections of the page of figures: what each shows in words, a plot and a table."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from course.figures.query import StatisticsQuery
from course.figures.results import Counts, Group, Overview
from learner_api import world_map
from learner_api.figure_drawing import Drawing
from learner_api.figure_months import months_between
from learner_api.figure_plots import (
    MOST_MONTHS,
    MOST_ROWS,
    BarRow,
    ShareRow,
    Strip,
    draw_bars,
    draw_shares,
    draw_strips,
)
from learner_api.figure_rows import (
    first_rows,
    group_rows,
    in_order,
    measure_columns,
    total_rows,
)
from learner_api.figure_words import Names, breakdown_names, group_words
from learner_api.sections import Section
from learner_api.shares import number_words, rate, rate_words, share_words
from learner_api.translation import gettext as _
from learner_api.translation import long_month

BREAKDOWNS_DRAWN: Final = (
    "gender",
    "age-band",
    "affiliation",
    "region",
    "development",
    "country-group",
    "mode",
)


def sections(overview: Overview, names: Names) -> tuple[Section, ...]:
    """All that the page tells of a population that is not empty, in its order."""
    return (
        funnel(overview),
        *([over_time(overview)] if overview.months else []),
        by_country(overview, names),
        *(
            breakdown(overview, name, names)
            for name in BREAKDOWNS_DRAWN
            if name in overview.by
        ),
        cohorts_compared(overview, names),
        certification(overview, names),
    )


def counted_section(
    query: StatisticsQuery, groups: Sequence[Group], total: Counts | None, names: Names
) -> Section:
    """The groups of the breakdowns that the question itself asks for."""
    words = [breakdown_names()[name] for name in query.by]
    heading = _("Counted by %(what)s", what=" \u00d7 ".join(words).lower())
    one = query.by[0] if len(query.by) == 1 else ""
    if one:
        groups = in_order(one, groups, names)
    plot = _plot_of("counted-plot", heading, groups, one, names) if one else None
    rows, left_out = first_rows(query.by, groups, names)
    return Section(
        key="counted",
        heading=heading,
        caption=heading,
        columns=(*words, *measure_columns()),
        rows=rows,
        left_out=left_out,
        last=total_rows(total, len(query.by)),
        query=query,
        plot=plot,
        is_open=True,
    )


def funnel(overview: Overview) -> Section:
    """How many of those enrolled came how far."""
    total, heading = overview.total, _("From enrolling to the certificate")
    steps = [
        (_("Enrolled"), total.enrolled),
        (_("Began"), total.started),
        (_("Sat the final assessment"), total.assessed),
        (_("Completed"), total.completed),
        (_("Certified"), total.certified),
    ]
    told = [(name, count, rate_words(count, total.enrolled)) for name, count in steps]
    besides = [
        (_("Given a certificate of participation"), total.participated),
        (_("Withdrawn"), total.withdrawn),
    ]
    bars = [
        BarRow(name, total.enrolled, count, f"{number_words(count)} \u00b7 {share}")
        for name, count, share in told
    ]
    return Section(
        key="funnel",
        heading=heading,
        caption=heading,
        columns=(
            _("Step"),
            (_("People"), "number"),
            (_("Share"), "number"),
        ),
        rows=[
            *((name, number_words(count), share) for name, count, share in told),
            *(
                (name, number_words(count), rate_words(count, total.enrolled))
                for name, count in besides
            ),
        ],
        query=replace(overview.query, by=()),
        plot=draw_bars("funnel-plot", heading, bars, None),
    )


def over_time(overview: Overview) -> Section:
    """What happened in each month, whoever it happened to."""
    heading = _("Month by month")
    months = overview.months
    shown = months[-MOST_MONTHS:]
    strips = [
        Strip(_("Enrolled"), [each.enrolled for each in shown]),
        Strip(_("Began"), [each.started for each in shown]),
        Strip(_("Completed"), [each.completed for each in shown]),
        Strip(_("Certified"), [each.certified for each in shown]),
    ]
    cut = _(
        "The plot shows the last %(count)d months; the table has all of them.",
        count=MOST_MONTHS,
    )
    return Section(
        key="months",
        heading=heading,
        caption=_("What happened in each month"),
        columns=(_("Month"), *((strip.label, "number") for strip in strips)),
        rows=[
            (
                long_month(each.month),
                *map(
                    number_words,
                    (each.enrolled, each.started, each.completed, each.certified),
                ),
            )
            for each in months
        ],
        query=replace(overview.query, measures=("months",)),
        plot=draw_strips(
            "months-plot", heading, [long_month(one.month) for one in shown], strips
        ),
        words=cut if len(months) > MOST_MONTHS else "",
        note=_("Months are those of UTC, of when each thing happened."),
    )


def breakdown(overview: Overview, name: str, names: Names) -> Section:
    """The people of each group of one breakdown."""
    heading = breakdown_names()[name]
    groups = in_order(name, overview.by[name], names)
    note = ""
    if name == "country-group":
        note = _(
            "A country may be in several of these groups, and its people in each. "
            "The World Bank says each July which situations are fragile."
        )
    return Section(
        key=f"by-{name}",
        heading=heading,
        caption=heading,
        columns=(heading, *measure_columns()),
        rows=group_rows((name,), groups, names),
        query=replace(overview.query, by=(name,)),
        plot=_plot_of(f"{name}-plot", heading, groups, name, names),
        note=note,
    )


def by_country(overview: Overview, names: Names) -> Section:
    """Where people work, on a map, and country by country."""
    told = breakdown(overview, "country", names)
    counts = {each.keys[0]: each.counts.enrolled for each in overview.by["country"]}
    heading = _("Where learners work")
    return replace(
        told,
        heading=heading,
        plot=None,
        map=world_map.draw("countries-map", heading, counts),
    )


def cohorts_compared(overview: Overview, names: Names) -> Section:
    """The shares of each cohort beside each other, the best completed first."""
    heading = _("Cohorts compared")
    groups = sorted(overview.by["cohort"], key=lambda each: _turn(each, names))
    drawn = [
        ShareRow(
            group_words("cohort", each.keys[0], names),
            (
                rate(each.counts.started, each.counts.enrolled),
                each.counts.completion_rate,
                each.counts.certification_rate,
            ),
        )
        for each in groups[:MOST_ROWS]
    ]
    cut = _("The plot shows the first %(count)d; the table has more.", count=MOST_ROWS)
    rows, _others = first_rows(("cohort",), groups, names)
    return Section(
        key="cohorts",
        heading=heading,
        caption=heading,
        columns=(_("Cohort"), *measure_columns()),
        rows=rows,
        left_out=overview.cohorts - len(rows),
        query=replace(overview.query, by=("cohort",)),
        plot=draw_shares("cohorts-plot", heading, drawn),
        words=cut if len(groups) > MOST_ROWS else "",
        note=_(
            "Shares are of those enrolled. A cohort still at work has time to come."
        ),
    )


def _turn(cohort: Group, names: Names) -> tuple[float, str]:
    """The best completed first, of equals by name; those hidden or empty last.

    There are thousands of cohorts, and fractions are compared many times slower.
    """
    counts = cohort.counts
    words = group_words("cohort", cohort.keys[0], names).casefold()
    if counts.completed is None or not counts.enrolled:
        return 1.0, words
    return -counts.completed / counts.enrolled, words


def certification(overview: Overview, names: Names) -> Section:
    """Of those who enrolled in each month, the share that was certified since."""
    heading = _("Certification rate")
    groups = overview.by["month"]
    by_month = {each.keys[0]: each.counts for each in groups if each.keys[0]}
    months = months_between(sorted(by_month))[-MOST_MONTHS:]
    rates = [
        by_month[month].certification_rate if month in by_month else None
        for month in months
    ]
    plot = draw_strips(
        "certification-plot",
        heading,
        [long_month(month) for month in months],
        [Strip(_("Share certified"), rates)],
    )
    told = _(
        "%(share)s of everybody who enrolled were certified.",
        share=share_words(overview.total.certification_rate),
    )
    return Section(
        key="certification",
        heading=heading,
        caption=_("Certified since, by the month of enrolling"),
        columns=(breakdown_names()["month"], *measure_columns()),
        rows=group_rows(("month",), groups, names),
        query=replace(overview.query, by=("month",)),
        plot=plot,
        words=told,
        note=_("Whoever enrolled lately has had little time."),
    )


def _plot_of(
    name: str, title: str, groups: Sequence[Group], by: str, names: Names
) -> Drawing | None:
    rows = [
        BarRow(
            label=group_words(by, each.keys[0], names),
            whole=each.counts.enrolled,
            part=each.counts.completed,
            said=f"{number_words(each.counts.enrolled)} \u00b7 "
            f"{number_words(each.counts.completed)}",
            told=_(
                "%(enrolled)s enrolled, %(completed)s completed",
                enrolled=number_words(each.counts.enrolled),
                completed=number_words(each.counts.completed),
            ),
        )
        for each in groups[:MOST_ROWS]
    ]
    return draw_bars(name, title, rows, (_("enrolled"), _("completed")))
