"""Lists of names from a shell: on record before they are written, and once they are."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from course.export_demands import require_purpose
from course.exporting_errors import PurposeNeeded
from course.exports.manifest import Manifest
from course.exports_kept import note_written
from course.names_taken import NameList, take_names
from learner_api.commands.export_output import refuse_unwritable
from learner_api.database import Database


def refuse_without_purpose(purpose: str | None, *, has_names: bool) -> None:
    """Raise unless names have a purpose, and what names nobody has none."""
    try:
        require_purpose(purpose, has_names=has_names)
    except PurposeNeeded as refusal:
        raise click.BadParameter(refusal.message, param_hint="'--purpose'") from refusal


def write_names(
    database: Database,
    names: NameList,
    purpose: str | None,
    output: Path | None,
    write: Callable[[], Manifest | None],
) -> None:
    """Write a list of names once it is on record that it is taken, and what for.

    Nobody is signed in at a shell, so the record names nobody. Of a file it is told
    afterwards what was written, by its manifest.
    """
    refuse_unwritable(output)
    with database.writing() as session:
        export = take_names(session, names, purpose, now=datetime.now(UTC), by=None)
    manifest = write()
    if manifest is None:
        return
    with database.writing() as session:
        note_written(session, export, manifest, kept_until=None, now=datetime.now(UTC))
