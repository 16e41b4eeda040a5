"""``course check-credential``: is a credential ours, unaltered, and does it hold?"""

from datetime import UTC, datetime
from pathlib import Path

import click

from course.award_status import Verification
from course.credential_checks import register_says
from course.credentials.checking import LARGEST, check_credential
from course.credentials.issuer import Issuer
from learner_api.commands.opening import opened_current, read_settings
from learner_api.keys import key_ring_of

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
        "proof, nor a token, nor a badge with either inside, nor the text of a code."
    ),
    "unregistered": "The register knows no award of this number.",
    "contradicted": (
        "SIGNED, AND YET the register says something else under its number. Do not "
        "accept the file."
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
    """Check a credential: as JSON, as a token, a badge with one inside, or a code.

    It ends with 0 only where the credential was issued here, is as it was signed and
    holds.

    \b
    Example:
      course check-credential badge.png
    """
    settings = read_settings()
    # One byte more than is read of any: whoever sends more holds no credential.
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    issuer = Issuer(settings.issuer_name, settings.public_url)
    checked = check_credential(content, issuer, key_ring_of(settings))
    if checked.standing != "valid":
        refused = _REFUSED[checked.standing] % {"named": checked.named}
        raise click.ClickException(refused)
    with opened_current(settings) as database, database.reading() as session:
        found = register_says(session, checked, now=datetime.now(UTC))
    if found.verification is None or found.answer in _REFUSED:
        raise click.ClickException(_REFUSED[found.answer])
    click.echo(_described(found.verification))
    words = _STATES[found.answer] % {"successor": found.verification.successor}
    if found.answer != "valid":
        raise click.ClickException(words)
    click.echo(words)


def _described(found: Verification) -> str:
    claims = found.award.claims
    title = f"{claims['kind_title']}: {claims['course_title']}"
    return f"GENUINE. {title}, given to {claims['holder_name']}."
