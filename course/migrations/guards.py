"""Triggers that refuse to alter or delete facts, whoever asks.

The session refuses first, with better words; these stand below it, for everybody with
a database shell. They are laid afresh after every upgrade, from the models: a
migration may thus fill a new column, and SQLite, which drops the triggers of a table
that it makes anew, gets them back.
"""

from collections.abc import Iterator

from sqlalchemy import Table, inspect, text
from sqlalchemy.engine import Connection

from course.database import Added
from course.models import User

_FUNCTION = "refuse_altering_fact"

_MAKE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are facts: they are never altered or deleted',
        TG_TABLE_NAME;
END
$$
"""


def lay(connection: Connection) -> None:
    """Guard every table to which rows are only ever added."""
    on_sqlite = connection.dialect.name == "sqlite"
    if not on_sqlite:
        connection.execute(text(_MAKE_FUNCTION))
    # A migration that is being drafted finds models without their tables.
    there = frozenset(inspect(connection).get_table_names())
    for table, write_once in _guarded():
        if table.name not in there:
            continue
        for event in ("UPDATE", "DELETE"):
            allowed = _only_fills(table, write_once, on_sqlite=on_sqlite)
            unless = f"WHEN (NOT ({allowed}))" if event == "UPDATE" and allowed else ""
            connection.execute(text(_trigger(table, event, unless, on_sqlite)))


def _guarded() -> Iterator[tuple[Table, frozenset[str]]]:
    """Each guarded table with the columns that may be filled in once."""
    for mapper in sorted(User.registry.mappers, key=lambda each: each.class_.__name__):
        model, table = mapper.class_, mapper.local_table
        if not isinstance(table, Table):
            continue
        if issubclass(model, Added):
            yield table, model.write_once


def _trigger(table: Table, event: str, unless: str, on_sqlite: bool) -> str:
    head = (
        f'CREATE TRIGGER "fact_{table.name}_{event.lower()}" '
        f'BEFORE {event} ON "{table.name}" FOR EACH ROW {unless}'
    )
    if not on_sqlite:
        return f"{head} EXECUTE FUNCTION {_FUNCTION}()"
    words = f"{table.name} rows are facts: they are never altered or deleted"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{words}'); END"


def _only_fills(table: Table, write_once: frozenset[str], *, on_sqlite: bool) -> str:
    """The condition that an update does nothing but fill empty write-once columns."""
    if not write_once:
        return ""
    same = "IS" if on_sqlite else "IS NOT DISTINCT FROM"
    parts = []
    for column in table.columns:
        name = f'"{column.name}"'
        unchanged = f"OLD.{name} {same} NEW.{name}"
        filled = f"OLD.{name} IS NULL"
        parts.append(
            f"({filled} OR {unchanged})" if column.name in write_once else unchanged
        )
    return " AND ".join(parts)
