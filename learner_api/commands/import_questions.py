"""``course import-questions``: a file of questions made a bank file."""

from pathlib import Path

import click

from quizzes.exchange import (
    EXCHANGE_FORMATS,
    BankRefused,
    Imported,
    Report,
    Wanted,
    import_bank,
)
from quizzes.media import media_folder


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(sorted(EXCHANGE_FORMATS)),
    required=True,
    help="What the file is.",
)
@click.option("--quiz", "key", help="The key of the new bank; else of its title.")
@click.option("--title", help="The title of the quiz; else that of the file.")
@click.option("--lesson", help="Of questions that name none, as module/lesson.")
@click.option(
    "--into",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder to write to, such as quizzes/bank.",
)
@click.option("--strict", is_flag=True, help="Take everything or nothing.")
@click.option("--replace", is_flag=True, help="Write over files that are there.")
def command(
    file: Path,
    format_name: str,
    key: str | None,
    title: str | None,
    lesson: str | None,
    folder: Path,
    strict: bool,
    replace: bool,
) -> None:
    """Make a bank file of questions that come from another program.

    What became of each question is told with its line. It ends with 1 when nothing was
    written, and with 3 when something was and some questions were refused.

    \b
    Example:
      course import-questions export.xml --format moodle-xml \\
        --lesson setting-up/when-to-start --into quizzes/bank
    """
    try:
        imported = import_bank(
            file.read_bytes(), format_name, Wanted(key, title, lesson, strict)
        )
    except BankRefused as refusal:
        _tell(file, refusal.report)
        raise click.ClickException(f"{file}: {refusal.message}") from None
    written = _write(imported, folder, replace=replace)
    _tell(file, imported.report)
    for path in written:
        click.echo(path)
    if imported.report.counts["refused"]:
        raise click.exceptions.Exit(3)


def _tell(file: Path, report: Report) -> None:
    for entry in report.entries:
        click.echo(f"{file}:{entry}", err=True)
    if report.entries:
        counts = report.counts
        told = ", ".join(f"{outcome} {number}" for outcome, number in counts.items())
        click.echo(f"In all: {told}.", err=True)


def _write(imported: Imported, folder: Path, *, replace: bool) -> list[Path]:
    """Write the bank file after its pictures, so that it is never without them."""
    key = imported.quiz.key
    media = media_folder(folder, key)
    files = {media / file.name: file.data for file in imported.files}
    files[folder / f"{key}.toml"] = imported.bank_file.encode()
    there = [path for path in files if path.exists()]
    if there and not replace:
        listed = ", ".join(map(str, there))
        raise click.ClickException(
            f"{listed} is there. Use --replace to write over it."
        )
    try:
        if imported.files:
            media.mkdir(parents=True, exist_ok=True)
        for path, data in files.items():
            draft = path.with_name(f".{path.name}.part")
            draft.write_bytes(data)
            draft.replace(path)
    except OSError as error:
        words = f"{error.filename} cannot be written: {error.strerror}."
        raise click.ClickException(words) from error
    return list(files)
