"""``course check-credential``: is a credential ours, unaltered, and does it hold?"""

from pathlib import Path

import click

from course.award_status import verify_award
from course.credentials.checking import CheckedCredential, check_credential
from course.credentials.issuer import Issuer
from course.errors import UnknownAward
from learner_api.commands.opening import opened_current, read_settings
from learner_api.keys import key_ring_of

# More than any credential or badge of ours needs.
_LARGEST = 4_194_304

_REFUSED = {
    "altered": "ALTERED. The file was changed after it was signed. Do not accept it.",
    "unknown-key": (
        "UNKNOWN KEY. The file names this installation as its issuer, and no key that "
        "this installation ever had has signed it. Do not accept it."
    ),
    "other-issuer": (
        "ANOTHER ISSUER. The file was not issued here but, as it says, by %(named)s. "
        "Ask there."
    ),
    "unreadable": (
        "NO CREDENTIAL. The file holds no signed credential: neither JSON with a "
        "proof, nor a token, nor a badge with either inside."
    ),
}
_STATES = {
    "valid": "The register says that it holds.",
    "superseded": "The register says that it was REPLACED, by %(successor)s.",
    "suspended": "The register says that it is SUSPENDED.",
    "revoked": "The register says that it was REVOKED.",
    "expired": "The register says that it has EXPIRED.",
}


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Check a credential: as JSON, as a token, or a badge with one inside.

    It ends with 0 only where the credential was issued here, is as it was signed and
    holds.

    \b
    Example:
      course check-credential badge.png
    """
    settings = read_settings()
    if file.stat().st_size > _LARGEST:
        raise click.ClickException(_REFUSED["unreadable"])
    issuer = Issuer(settings.issuer_name, settings.public_url)
    checked = check_credential(file.read_bytes(), issuer, key_ring_of(settings))
    if checked.credential is None:
        refused = _REFUSED[checked.standing] % {"named": checked.named}
        raise click.ClickException(refused)
    click.echo(_described(checked))
    _, _, number = str(checked.credential["id"]).rpartition("/")
    with opened_current(settings) as database, database.reading() as session:
        try:
            found = verify_award(session, number)
        except UnknownAward as error:
            unknown = "The register knows no award of this number."
            raise click.ClickException(unknown) from error
    words = _STATES[found.status] % {"successor": found.successor}
    if found.status != "valid":
        raise click.ClickException(words)
    click.echo(words)


def _described(checked: CheckedCredential) -> str:
    credential = checked.credential or {}
    identifiers = credential["credentialSubject"]["identifier"]
    holder = next(
        each["identityHash"] for each in identifiers if each["identityType"] == "name"
    )
    return f"GENUINE. {credential['name']}, given to {holder}."
