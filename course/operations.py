"""One operation is one act: what an operation did before is the answer when it is sent
again, and what says otherwise under its name is refused.
"""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.database import Base
from course.errors import OperationConflict

Row = TypeVar("Row", bound=Base)


def made_by(
    session: Session, model: type[Row], op: UUID, said: Mapping[str, Any]
) -> Row | None:
    """The row that this operation made, or nothing where it is new.

    The ``uuid`` of the row is the operation, and ``said`` what it says now, by the
    columns of the row. Raises ``OperationConflict`` where it said another thing before.
    """
    found = session.scalar(select(model).filter_by(uuid=op))
    if found is not None:
        require_same(found, said)
    return found


def require_same(row: object, said: Mapping[str, Any]) -> None:
    """Raise ``OperationConflict`` where a row says something else than this."""
    if any(getattr(row, name) != value for name, value in said.items()):
        raise OperationConflict
