"""Rows that a database gives for one SELECT, read a few at a time."""

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from course.exports.table import BATCH


class SelectedRows:
    """The rows of a statement, anew each time that they are asked for.

    Whoever writes them may hand the statement to the database instead
    (``copied.py``). It has to say in which order, so that the same question gives the
    same file twice.
    """

    def __init__(self, session: Session, statement: Select[*tuple[Any, ...]]) -> None:
        self.session = session
        self.statement = statement
        self._reading: Generator[Sequence[Any], None, None] | None = None

    def __iter__(self) -> Iterator[Sequence[Any]]:
        self._reading = self._read()
        return self._reading

    def close(self) -> None:
        """Let go of the database where the rows were still being read from it."""
        if self._reading is not None:
            self._reading.close()

    def _read(self) -> Generator[Sequence[Any], None, None]:
        options = {"yield_per": BATCH}
        # A reader may leave midway: the server's cursor is closed all the same.
        with self.session.execute(self.statement, execution_options=options) as found:
            yield from found
