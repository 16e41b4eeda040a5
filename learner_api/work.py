"""What a kind of job is handed: where it works, what was asked, and whom to tell."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from config.settings import Settings
from course.awards import AwardOffice
from course.errors import NotPermitted
from course.jobs import Progress
from course.models import Job, User
from learner_api.database import Database


@dataclass(frozen=True, slots=True)
class Workplace:
    """The database, the settings, the office and the clock of a worker."""

    database: Database
    settings: Settings
    office: AwardOffice
    clock: Callable[[], datetime]
    _writes_alone: Event = field(default_factory=Event)

    @property
    def is_writing_alone(self) -> bool:
        """Whether the job holds the one writer that SQLite has."""
        return self._writes_alone.is_set()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """The one transaction of a job: all that it does, or nothing."""
        if self.database.engine.dialect.name == "sqlite":
            self._writes_alone.set()
        try:
            with self.database.writing() as session:
                yield session
        finally:
            self._writes_alone.clear()


Work: TypeAlias = Callable[[Workplace, Job, Progress], dict[str, Any]]
"""Carries out a job of one kind, and gives its result as plain data."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How the page of a job speaks of it: its name, where it stands, and the way on.

    ``before`` is the page from which it was asked for, ``after`` that of its result.
    """

    title: str
    place: Callable[[Job], list[tuple[str, str]]]
    before: Callable[[Job], str]
    after: Callable[[Job], str]


def administrator_of(session: Session, job: Job) -> User:
    """Who asked, if they may still ask for it; raises ``NotPermitted``."""
    by = staff_of(session, job)
    if not by.is_administrator:
        raise NotPermitted
    return by


def staff_of(session: Session, job: Job) -> User:
    """Who asked, if they are staff still; raises ``NotPermitted``."""
    by = session.get_one(User, job.asked_by_id)
    if not by.is_staff or by.closed_at is not None:
        raise NotPermitted
    return by
