"""``course check-content``: what is wrong in the content files, or could be better."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from course.catalogue import BANK, HANDBOOK, OUTLINES, Catalogue, load_catalogue
from course.outline_files import ContentFaults
from modules import check_handbook
from quizzes import check_quizzes

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said of a content file: a fault, or advice."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@click.command
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object.")
@click.option("--handbook", type=_FOLDER, default=HANDBOOK, help="The modules' folder.")
@click.option("--quizzes", type=_FOLDER, default=BANK, help="The quizzes' folder.")
@click.option("--outlines", type=_FOLDER, default=OUTLINES, help="The courses' folder.")
def command(as_json: bool, handbook: Path, quizzes: Path, outlines: Path) -> None:
    """Read every content file and report every fault, with file and line.

    It ends with 1 when there is a fault. Otherwise it counts what there is and gives
    advice: long sentences, vague objectives, sources that nothing cites.

    \b
    Example:
      course check-content --json
    """
    try:
        catalogue = load_catalogue(handbook, quizzes, outlines)
    except ContentFaults as error:
        faults = [Remark(one.file, one.line, one.message) for one in error.faults]
        _report_faults(faults, as_json=as_json)
        raise click.exceptions.Exit(1) from None
    advice = sorted(_advice_on(catalogue), key=lambda one: (one.file, one.line))
    if as_json:
        _echo_json(faults=[], counts=_counts_of(catalogue), advice=advice)
        return
    for remark in advice:
        click.echo(str(remark))
    counts = ", ".join(
        f"{what} {count}" for what, count in _counts_of(catalogue).items()
    )
    click.echo(f"No faults. There are: {counts}. Advice: {len(advice)}.")


def _report_faults(faults: list[Remark], *, as_json: bool) -> None:
    if as_json:
        _echo_json(faults=faults, counts={}, advice=[])
        return
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"Faults: {len(faults)}.", err=True)


def _advice_on(catalogue: Catalogue) -> Iterator[Remark]:
    for one in check_handbook(catalogue.handbook):
        yield Remark(f"{HANDBOOK.name}/{one.file}", one.line, one.message)
    for each in check_quizzes(catalogue.quizzes):
        yield Remark(f"{BANK.name}/{each.file}", each.line, each.message)
    for course in catalogue.courses.values():
        yield from _unasked(catalogue, course.key)


def _unasked(catalogue: Catalogue, course_key: str) -> Iterator[Remark]:
    """The lessons that no question of their module's quiz leads back to."""
    for module in catalogue.course(course_key).modules:
        if module.quiz_key is None:
            continue
        asked = {one.lesson for one in catalogue.quiz(module.quiz_key).questions}
        for key in module.lesson_keys():
            if f"{module.key}/{key}" not in asked:
                yield Remark(
                    f"{BANK.name}/{module.quiz_key}.toml",
                    1,
                    f"no question leads back to the lesson '{key}'",
                )


def _counts_of(catalogue: Catalogue) -> dict[str, int]:
    modules = catalogue.handbook.modules.values()
    return {
        "courses": len(catalogue.courses),
        "modules": len(modules),
        "lessons": sum(len(module.lessons) for module in modules),
        "quizzes": len(catalogue.quizzes),
        "questions": sum(len(quiz.questions) for quiz in catalogue.quizzes.values()),
        "sources": len(catalogue.handbook.sources),
    }


def _echo_json(
    *, faults: list[Remark], counts: dict[str, int], advice: list[Remark]
) -> None:
    report = {
        "faults": [_data_of(fault) for fault in faults],
        "counts": counts,
        "advice": [_data_of(one) for one in advice],
    }
    click.echo(json.dumps(report, indent=2, ensure_ascii=False))


def _data_of(remark: Remark) -> dict[str, Any]:
    return {"file": remark.file, "line": remark.line, "message": remark.message}
