"""``course export-questions``: the questions of a quiz as a file for other programs."""

from pathlib import Path

import click

from course.catalogue import BANK
from course.outline_files import ContentFault, ContentFaults
from learner_api.commands.export_output import write_bytes
from quizzes import QuizFilesError, load_quizzes
from quizzes.exchange import EXCHANGE_FORMATS, NotExported, bank_file, export_bank
from quizzes.media import read_media

_TOML = "toml"


@click.command
@click.argument("quiz_key", metavar="QUIZ")
@click.option(
    "--format",
    "format_name",
    type=click.Choice([*sorted(EXCHANGE_FORMATS), _TOML]),
    default="moodle-xml",
    show_default=True,
    help="How to write it.",
)
@click.option(
    "--bank",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=BANK,
    help="The quizzes' folder.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; otherwise the standard output.",
)
def command(quiz_key: str, format_name: str, bank: Path, output: Path | None) -> None:
    """Write the questions of a quiz for another program.

    The file holds the right answers: keep it from learners.

    \b
    Example:
      course export-questions setting-up --format qti --output setting-up.qti.zip
    """
    try:
        quizzes = load_quizzes(bank)
    except QuizFilesError as error:
        raise ContentFaults(
            tuple(ContentFault(one.file, one.line, one.message) for one in error.faults)
        ) from None
    if quiz_key not in quizzes:
        known = ", ".join(quizzes)
        raise click.ClickException(
            f"There is no quiz '{quiz_key}'. There are: {known}."
        )
    quiz = quizzes[quiz_key]
    try:
        data = (
            bank_file(quiz).encode()
            if format_name == _TOML
            else export_bank(quiz, format_name, read_media(bank, quiz))
        )
    except NotExported as error:
        raise click.ClickException(error.message) from None
    write_bytes(data, output)
