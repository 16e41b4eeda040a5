"""The database as the record needs it: base class, column types, engine.

Only this package has tables. Facts are append-only, and that is held here, below
every verb: a flush that would edit or delete a fact raises ``FactAltered``.
"""

from datetime import UTC, datetime
from threading import Lock
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    MetaData,
    Uuid,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Added",
    "Base",
    "Fact",
    "FactAltered",
    "Instant",
    "Json",
    "insert_once",
    "make_engine",
]

READ_ONLY = "sqlite_read_only"
ONE_STATE = "REPEATABLE READ"
"""How isolated a transaction is that sees the record in one state, on PostgreSQL."""
# How long a writer waits for another before it is told that the database is locked.
BUSY_SECONDS = 10
# How long PostgreSQL may take to take a connection, and how long what was sent to it
# may go without a sign of life before the line counts as cut.
CONNECT_SECONDS = 4
SILENT_SECONDS = 10
_HAS_TURN = "course.has_turn"


class FactAltered(RuntimeError):
    """Code tried to edit or delete something that happened."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. Naive values are refused on the way in.

    SQLite forgets time zones, so UTC is restored on the way out.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A moment needs a time zone: {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """The one metadata, with constraint names that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant,
        UUID: Uuid,
        dict[str, Any]: Json,
    }


class Added:
    """Rows that are added, and never altered or deleted afterwards.

    ``write_once`` names the columns that may be filled in later, once, and never
    changed again.
    """

    write_once: ClassVar[frozenset[str]] = frozenset()


class Fact(Added):
    """Something that happened: who did it, when, and under which public name.

    ``occurred_at`` is what the device says, ``recorded_at`` what the server says;
    every figure is counted by the latter.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


def insert_once(
    session: Session, model: type[Base]
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say ``on_conflict_do_nothing`` on either database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    return postgresql.insert(model)


def make_engine(url: str, *, durable: bool = True) -> Engine:
    """An engine whose acknowledged writes survive a power cut when ``durable``.

    SQLite writers begin IMMEDIATE: a deferred transaction that reads and then writes
    fails at once when another writer came between. Readers say so with the execution
    option ``sqlite_read_only`` and are never held up by a writer.

    A connection to PostgreSQL that was lost is replaced before it is used again, and a
    server that cannot be reached is given up on while the asker still waits.
    """
    if url.startswith("postgresql"):
        return create_engine(url, pool_pre_ping=True, connect_args=_connecting(url))
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        _teach_sqlite(engine, "FULL" if durable else "OFF")
    return engine


def _connecting(url: str) -> dict[str, Any]:
    """How PostgreSQL is waited for and spoken to, where its address does not say so.

    Compiling a statement on the way takes longer than reading a million rows by it.
    What figures are counted by fits into 16 MB, also with a million learners; with the
    4 MB of the default it goes over the disk. Learners' requests sort next to nothing.
    """
    ours = {
        "connect_timeout": CONNECT_SECONDS,
        "tcp_user_timeout": SILENT_SECONDS * 1000,
        "options": "-c jit=off -c work_mem=16MB",
    }
    said = make_url(url).query
    return {name: value for name, value in ours.items() if name not in said}


def _teach_sqlite(engine: Engine, synchronous: str) -> None:
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
        "temp_store=MEMORY",
        # What is freed is overwritten: a box of answers leaves no earlier state behind.
        "secure_delete=ON",
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: ConnectionPoolEntry) -> None:
        # The driver's own implicit BEGIN is switched off; ours follows below.
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    # SQLite lets writers wait by sleeping longer and longer. Those of one process
    # queue here instead, and each begins the moment that the one before is done.
    turn = Lock()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(READ_ONLY):
            connection.exec_driver_sql("BEGIN")
            return
        if _HAS_TURN not in connection.info and turn.acquire(timeout=BUSY_SECONDS):
            connection.info[_HAS_TURN] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.pop(_HAS_TURN, False):
            turn.release()


@event.listens_for(Session, "before_flush")
def _keep_facts(session: Session, _context: object, _instances: object) -> None:
    for record in session.deleted:
        if isinstance(record, Added):
            raise FactAltered(f"{type(record).__name__} rows are never deleted")
    for record in session.dirty:
        if isinstance(record, Added):
            _refuse_edit(record)


def _refuse_edit(fact: Added) -> None:
    state = inspect(fact)
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if not history.has_changes():
            continue
        first = all(old is None for old in history.deleted or ())
        if attribute.key not in fact.write_once or not first:
            raise FactAltered(f"{type(fact).__name__}.{attribute.key} is never edited")


@event.listens_for(Session, "do_orm_execute")
def _keep_facts_in_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    for mapper in state.all_mappers:
        if issubclass(mapper.class_, Added):
            raise FactAltered(f"{mapper.class_.__name__} rows are never altered")
