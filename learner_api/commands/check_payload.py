"""``course check-payload``: whether what a code says was signed here."""

import sys
from dataclasses import asdict

import click

from course.credentials.compact import Printed, read_payload
from learner_api.commands.opening import read_settings
from learner_api.keys import read_ring

REFUSALS = {
    "altered": "Altered: this is not what was signed with key {kid}.",
    "unknown-issuer": "Unknown issuer: there is no key {kid} here.",
    "unreadable": "This is not the code of a certificate.",
}


@click.command
@click.argument("text")
def command(text: str) -> None:
    """Check TEXT, what the code on a certificate says, with the keys of this place.

    TEXT is the whole address that the code holds, or what stands behind its #; a -
    reads it from standard input. It ends with 1 unless every claim is as it was signed.
    Whether the certificate still holds is asked of the register, by its number.

    \b
    Example:
      course check-payload "https://course.example.org/verify/7K3M-PQRS-TVWX#MFRG…"
    """
    if text == "-":
        text = sys.stdin.read()
    checked = read_payload(text, read_ring(read_settings().keys_dir))
    if checked.printed is None:
        raise click.ClickException(REFUSALS[checked.standing].format(kid=checked.kid))
    click.echo(f"Valid: signed with key {checked.kid}, and not altered.")
    for name, value in _shown(checked.printed):
        click.echo(f"{name}: {value}")


def _shown(printed: Printed) -> list[tuple[str, str]]:
    """Every claim on a line of its own, without those that are not there."""
    values = asdict(printed)
    values["signatories"] = "; ".join(", ".join(each) for each in printed.signatories)
    values["supersedes"] = " ".join(filter(None, printed.supersedes or ()))
    values["second_page"] = f"SHA-256 {printed.second_page.hex()}"
    return [
        (name.replace("_", " ").capitalize(), str(value))
        for name, value in values.items()
        if value not in (None, "")
    ]
