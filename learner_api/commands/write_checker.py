"""``course write-checker``: the file that checks certificates without a connection."""

from datetime import UTC, datetime
from pathlib import Path

import click

from learner_api.app import office_of
from learner_api.checker.writing import fingerprint, languages
from learner_api.checkers import checker_of
from learner_api.commands.opening import opened_current, read_settings
from learner_api.translation import DEFAULT


@click.command
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--language",
    type=click.Choice(languages()),
    default=DEFAULT,
    help="The language that it speaks.",
)
def command(file: Path, language: str) -> None:
    """Write the checker to FILE: one page that works from a USB stick, by double click.

    It trusts the public keys of this installation, the retired ones too. Compare the
    fingerprints that are printed with those at the end of the page.

    \b
    Example:
      course write-checker certificate-checker.html
    """
    settings = read_settings()
    office = office_of(settings)
    today = datetime.now(UTC).astimezone(office.zone).date()
    with opened_current(settings) as database, database.reading() as session:
        checker = checker_of(
            session, settings, office, made_on=today, language=language
        )
        written = checker.written()
    try:
        file.write_bytes(written)
    except OSError as error:
        words = f"{file} cannot be written: {error.strerror}."
        raise click.ClickException(words) from error
    click.echo(f"{file}: {len(written) // 1000} kB, made on {today.isoformat()}.")
    for key in office.keys.keys:
        retired = ", retired" if key.retired_at else ""
        click.echo(f"Key {key.kid}{retired}: {fingerprint(key)}")
