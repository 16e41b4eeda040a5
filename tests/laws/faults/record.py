"""What the database holds of an attempt, read by a connection that nobody else uses.

Plain SQL by the driver itself: it trusts no verb, and costs little enough to be asked
at every acknowledgement.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

_ROWS = """
SELECT response.op, question_key, sequence, answer, response.recorded_at
FROM response JOIN attempt ON attempt.id = response.attempt_id
WHERE attempt.uuid = {} ORDER BY response.id
"""
_ATTEMPTS = """
SELECT attempt.uuid, submitted_at
FROM attempt JOIN enrolment ON enrolment.id = attempt.enrolment_id
WHERE enrolment.user_id = {} AND attempt.recorded_at >= {} ORDER BY attempt.id
"""
_MARKS = """
SELECT points, out_of FROM mark JOIN attempt ON attempt.id = mark.attempt_id
WHERE attempt.uuid = {} ORDER BY mark.id
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One save as the database has it."""

    op: str
    question: str
    sequence: int
    answer: Any
    recorded_at: datetime


class Record:
    """Reads of its own, each a fresh look at what is committed."""

    def __init__(self, engine: Engine) -> None:
        self._is_sqlite = engine.dialect.name == "sqlite"
        self._borrowed = engine.raw_connection()
        connection: Any = self._borrowed.driver_connection
        if not self._is_sqlite:
            # Each look sees what is committed by then; SQLite's does so anyway.
            connection.autocommit = True
        self._connection = connection

    def close(self) -> None:
        """Give up the connection."""
        self._borrowed.invalidate()

    def rows(self, attempt: str) -> list[Row]:
        """Every save of an attempt, in the order in which they were recorded."""
        return [
            Row(
                op=str(self._uuid(op)),
                question=question,
                sequence=sequence,
                answer=self._json(answer),
                recorded_at=self._moment(recorded_at),
            )
            for op, question, sequence, answer, recorded_at in self._ask(
                _ROWS, self._name(attempt)
            )
        ]

    def attempts(
        self, user_id: int, since: datetime
    ) -> list[tuple[str, datetime | None]]:
        """The attempts that a learner began since then, and when each was closed."""
        moment: Any = since.replace(tzinfo=None).isoformat(" ", "microseconds")
        found = self._ask(_ATTEMPTS, user_id, moment if self._is_sqlite else since)
        return [
            (str(self._uuid(uuid)), self._moment(end) if end else None)
            for uuid, end in found
        ]

    def marks(self, attempt: str) -> list[tuple[int, int]]:
        """The points of every mark of an attempt, and what they are out of."""
        found = self._ask(_MARKS, self._name(attempt))
        return [(points, out_of) for points, out_of in found]

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        place = "?" if self._is_sqlite else "%s"
        cursor = self._connection.cursor()
        try:
            cursor.execute(query.format(*[place] * len(values)), values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        finally:
            cursor.close()
        return found

    def _name(self, uuid: str) -> Any:
        return UUID(uuid).hex if self._is_sqlite else UUID(uuid)

    def _uuid(self, value: Any) -> UUID:
        return UUID(value) if isinstance(value, str) else value

    def _json(self, value: Any) -> Any:
        return json.loads(value) if self._is_sqlite and value is not None else value

    def _moment(self, value: Any) -> datetime:
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        moment: datetime = value
        return moment.astimezone(UTC)


def held_in(rows: list[Row]) -> Mapping[str, Row]:
    """The save that counts for each question: highest sequence, and of equals the last.

    Written out a second time here, by plain loops: the course's own is on trial.
    """
    held: dict[str, Row] = {}
    for row in rows:
        if row.question not in held or row.sequence >= held[row.question].sequence:
            held[row.question] = row
    return held
