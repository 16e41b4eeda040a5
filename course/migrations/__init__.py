"""The history of the tables, and the two questions asked of it.

``upgrade`` brings a database to this version of the course; ``is_current`` says
whether that is needed. Alembic does the work and is imported only when there is some,
because its import takes most of a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import Connection

from course.database import READ_ONLY
from course.migrations import triggers

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["FOLDER", "HEAD", "draft", "is_current", "upgrade"]

FOLDER = Path(__file__).resolve().parent
HEAD = (FOLDER / "current-head.txt").read_text(encoding="utf-8").strip()

# Two servers that start together on PostgreSQL take turns by this lock.
_LOCK = 20100000


def is_current(engine: Engine) -> bool:
    """Whether the database has the tables that this version of the course expects."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{READ_ONLY: True})
        if not inspect(connection).has_table("alembic_version"):
            return False
        versions = connection.scalars(text("SELECT version_num FROM alembic_version"))
        return versions.all() == [HEAD]


def upgrade(engine: Engine) -> None:
    """Bring the database to this version, wholly or not at all.

    Migrations, triggers and the views of analysts come in one transaction, which
    commits when all is well.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _upgrade_sqlite(connection)
        else:
            with connection.begin():
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
                _upgrade_postgresql(connection)


def draft(engine: Engine, number: str, words: str) -> None:
    """Write a migration that makes of these tables what the models say."""
    from alembic import command

    with engine.begin() as connection:
        command.revision(_config(connection), words, autogenerate=True, rev_id=number)


def _upgrade_sqlite(connection: Connection) -> None:
    """Upgrade with foreign keys unchecked until the end.

    SQLite changes a table by making it anew, which foreign keys would forbid, and it
    heeds that pragma only outside a transaction.
    """
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The connection to the database was closed.")
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            _run(connection)
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"The upgrade broke foreign keys: {broken[:5]}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _upgrade_postgresql(connection: Connection) -> None:
    """Upgrade with the views of analysts out of the way, and lay them anew."""
    # Here, because they hold every country, and are asked for at an upgrade alone.
    from course.reporting import laying

    could_read = laying.lift(connection)
    _run(connection)
    laying.lay(connection, could_read)


def _run(connection: Connection) -> None:
    # Here, because importing it takes longer than everything else at start.
    from alembic import command

    triggers.lift(connection)
    command.upgrade(_config(connection), "head")
    triggers.lay(connection)


def _config(connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # The configuration reads a percent sign as the start of a reference.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
