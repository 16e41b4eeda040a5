"""Writing rows by thousands: COPY on PostgreSQL, one prepared INSERT on SQLite."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from course.figures.keeping import rebuild_counted
from course.migrations import triggers
from learner_api.demonstration.multitude.ledger import COLUMNS, Model, Pile

Rows = Sequence[tuple[Any, ...]]
_TABLES = [model.__tablename__ for model in COLUMNS]
_FOREIGN_KEYS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(pg_constraint.oid) "
    "FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid "
    "WHERE contype = 'f' AND relname = ANY(:tables) AND pg_table_is_visible(conrelid) "
    "ORDER BY conrelid, conname"
)


def first_numbers(session: Session) -> dict[Model, int]:
    """The number that the next row of each table may bear."""
    return {
        model: (session.scalar(select(func.max(_id(model)))) or 0) + 1
        for model in COLUMNS
    }


@contextmanager
def ready(session: Session) -> Iterator[None]:
    """Let rows be written by thousands in this transaction, and count on after them.

    What the database does for every row is lifted, and done once for all of them at
    the end: the triggers that keep what figures read, and on PostgreSQL the foreign
    keys. A key that is laid again reads its table once, and what would refer to
    nothing is refused all the same.
    """
    connection = session.connection()
    triggers.lift(connection)
    if _is_sqlite(session):
        # In KiB, because it is below zero.
        session.execute(text("PRAGMA cache_size = -64000"))
        yield
    else:
        session.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        session.execute(text("SET LOCAL work_mem = '128MB'"))
        with _keys_lifted(session):
            yield
        _count_on(session)
        # Otherwise the plan of what follows is that of empty tables.
        session.execute(text("ANALYZE"))
    rebuild_counted(session)
    triggers.lay(connection)


@contextmanager
def _keys_lifted(session: Session) -> Iterator[None]:
    lifted = session.execute(_FOREIGN_KEYS, {"tables": _TABLES}).all()
    for table, name, _said in lifted:
        session.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
    yield
    for table, name, said in lifted:
        session.execute(text(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}'))


def _count_on(session: Session) -> None:
    """Have what is added next numbered after what was written here."""
    for table in _TABLES:
        session.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), max(id)) "  # noqa: S608  # names of ours
                f'FROM "{table}" HAVING max(id) IS NOT NULL'
            )
        )


def write(session: Session, piles: Sequence[tuple[Pile, Rows]]) -> None:
    """Write these rows in their order, in the transaction of the session."""
    driver: Any = session.connection().connection.driver_connection
    cursor = driver.cursor()
    try:
        for pile, rows in piles:
            columns = ", ".join(f'"{column}"' for column in pile.columns)
            into = f'"{pile.table}" ({columns})'
            if _is_sqlite(session):
                marks = ", ".join("?" * len(pile.columns))
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)  # noqa: S608  # names of ours
                continue
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    finally:
        cursor.close()


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _id(model: Model) -> Any:
    return model.__table__.columns["id"]
