"""``course check-content``: what is wrong in the content files, or could be better."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from course.catalogue import BANK, HANDBOOK, OUTLINES, Catalogue, load_catalogue
from course.content_checks import DUE, Remark, check_content
from course.outline_files import ContentFaults
from learner_api.weights import heavy_content

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

FAULT = "fault"
KINDS = {
    FAULT: "Faults: nothing is served until there is none",
    DUE: "Facts due for their yearly look",
    "sources": "Sources that nothing cites",
    "unsourced": "Questions that name no source",
    "objectives": "Objectives that nobody can observe",
    "objectives-asked": "Objectives that too few questions test",
    "lessons-asked": "Lessons that no question leads back to",
    "few": "Quizzes with too few questions",
    "recall": "Quizzes that ask too much to be remembered",
    "feedback": "Choices without feedback",
    "telling": "Questions that give their answer away",
    "reading": "Sentences and lessons that are hard to read",
    "acronyms": "Acronyms used before they are explained",
    "terms": "Terms of the glossary that nothing leads to",
    "size": "Modules and introductions of an unusual size",
    "hours": "Declared hours that differ from what the files make",
    "figures": "Figures that no lesson places",
    "roadmap": "Sections of worksheets without a place in the roadmap",
    "descriptions": "Descriptions of pictures that are too long",
    "weight": "Pictures and lessons over their budget",
}
"""What each kind of remark is called, in the order of the report."""


@click.command
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
@click.option(
    "--strict", is_flag=True, help="End with 1 for advice too, but for facts due."
)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Another day than today.")
@click.option("--handbook", type=_FOLDER, default=HANDBOOK, help="The modules' folder.")
@click.option("--quizzes", type=_FOLDER, default=BANK, help="The quizzes' folder.")
@click.option("--outlines", type=_FOLDER, default=OUTLINES, help="The courses' folder.")
def command(
    as_json: bool,
    strict: bool,
    on: datetime | None,
    handbook: Path,
    quizzes: Path,
    outlines: Path,
) -> None:
    """Report every fault in the content files, and what an editor should look at.

    A fault is what cannot be served: broken files, links and names that lead nowhere,
    questions whose lesson is gone, pictures without words or drawn from other data. It
    ends with 1 when there is one.

    Otherwise it counts what there is and gives advice, by kind, each with file and
    line: facts due for their yearly look, sources nothing cites, objectives that too
    few questions test, lessons no question leads back to, choices without feedback,
    questions without a source, quizzes that are short or ask too much to be
    remembered, hard reading, unexplained acronyms, hours that do not add up, pictures
    and lessons over their budget. modules/README.md explains each kind.

    With --strict advice ends it with 1 as well. Facts that are due do not: they fall
    due by the calendar, and a check must not fail of itself.

    \b
    Example:
      course check-content --strict
      course check-content --on 2027-12-31
      course check-content --json
    """
    try:
        catalogue = load_catalogue(handbook, quizzes, outlines)
    except ContentFaults as error:
        faults = [
            Remark(one.file, one.line, FAULT, one.message) for one in error.faults
        ]
        _report(faults, None, as_json=as_json)
        raise click.exceptions.Exit(1) from None
    advice = sorted(
        (
            *check_content(catalogue, handbook, today=(on or datetime.now(UTC)).date()),
            *heavy_content(catalogue, handbook),
        )
    )
    _report(advice, catalogue, as_json=as_json)
    if strict and any(remark.kind != DUE for remark in advice):
        raise click.exceptions.Exit(1)


def _report(
    remarks: Sequence[Remark], catalogue: Catalogue | None, *, as_json: bool
) -> None:
    """Say everything; without a catalogue, what is said are faults."""
    counts = {} if catalogue is None else _counts_of(catalogue)
    if as_json:
        told = list(map(_data_of, remarks))
        report = {
            "faults": told if catalogue is None else [],
            "counts": counts,
            "advice": [] if catalogue is None else told,
        }
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for line in _by_kind(remarks):
        click.echo(line)
    if catalogue is None:
        click.echo(f"Faults: {len(remarks)}.", err=True)
        return
    there = ", ".join(f"{what} {count}" for what, count in counts.items())
    click.echo(f"No faults. There are: {there}. Advice: {len(remarks)}.")


def _by_kind(remarks: Iterable[Remark]) -> Iterator[str]:
    """A heading with its count for each kind, and its remarks beneath."""
    order = list(KINDS)
    sorted_remarks = sorted(remarks, key=lambda one: (order.index(one.kind), one))
    for kind, alike in groupby(sorted_remarks, key=lambda one: one.kind):
        lines = list(map(str, alike))
        yield f"{KINDS[kind]} ({len(lines)})"
        yield from (f"  {line}" for line in lines)
        yield ""


def _counts_of(catalogue: Catalogue) -> dict[str, int]:
    modules = catalogue.handbook.modules.values()
    return {
        "courses": len(catalogue.courses),
        "modules": len(modules),
        "lessons": sum(len(module.lessons) for module in modules),
        "figures": len(catalogue.handbook.figures),
        "terms": len(catalogue.handbook.terms),
        "worksheets": len(catalogue.handbook.worksheets),
        "indicators": len(catalogue.handbook.indicators),
        "quizzes": len(catalogue.quizzes),
        "questions": sum(len(quiz.questions) for quiz in catalogue.quizzes.values()),
        "sources": len(catalogue.handbook.sources),
    }


def _data_of(remark: Remark) -> dict[str, Any]:
    return {
        "file": remark.file,
        "line": remark.line,
        "kind": remark.kind,
        "message": remark.message,
    }
