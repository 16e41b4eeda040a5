"""Where exports go: to a file with its manifest, or to the standard output."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import click

from course.export_files import write_table_in_place
from course.export_parts import PartFile, is_full
from course.export_places import write_in_place
from course.exports import EXPORT_FORMATS, Table
from course.exports.manifest import Manifest
from course.exports.tally import Tally
from course.jobs import Progress, no_progress


class Watched(Tally):
    """Tells how many rows more were read."""

    def __init__(self, told: Progress) -> None:
        super().__init__(())
        self._told = told

    def add_sums(self, count: int, sums: Sequence[int]) -> None:
        super().add_sums(count, sums)
        self._told(count)


def write_table(
    table: Table, suffix: str, output: Path | None, progress: Progress = no_progress
) -> Manifest | None:
    """Write a table, row by row, and leave its rows closed. A file has a manifest.

    ``progress`` is told of rows as they are written.
    """
    kind = EXPORT_FORMATS[suffix]
    with closing(table):
        if output is not None:
            with said_of(output):
                return write_table_in_place(output, table, kind, progress=progress)
        if progress is not no_progress:
            table = replace(table, tally=Watched(progress))
        with standard_output() as file:
            for piece in kind.write(table):
                file.write(piece)
    return None


def write_bytes(data: bytes, output: Path | None) -> None:
    """Write what needs no manifest, whole or not at all."""

    def write(part: PartFile, _folder: Path) -> None:
        part.go_on("")
        part.write(data)

    if output is None:
        with standard_output() as file:
            file.write(data)
        return
    with said_of(output):
        write_in_place(output, write)


def refuse_unwritable(output: Path | None) -> None:
    """Raise where the folder is not there, before anything is done."""
    if output is not None and not output.parent.is_dir():
        raise click.ClickException(
            f"{output} cannot be written. There is no folder {output.parent}."
        )


@contextmanager
def said_of(output: Path) -> Iterator[None]:
    """Say in a line why a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise click.ClickException(
            f"{output} cannot be written: {error.strerror or error}."
        ) from error


@contextmanager
def standard_output() -> Iterator[BinaryIO]:
    """The standard output; where it has no room, a line says so."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except OSError as error:
        if not is_full(error):
            raise
        # Whatever is left would be written when the program ends, and fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise click.ClickException(
            "There is no room where the standard output goes, and what is there is not "
            "whole. Make room, then export again."
        ) from error
