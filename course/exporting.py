"""Files of figures and of names: asked for, found again, and who may have them.

Asking is the record of who took names, and why. What a file holds follows from the
question alone, whose moment is settled: it can be written again at any time, with the
same bytes. ``course.export_files`` writes it, and ``course.exports_kept`` keeps it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from course.errors import NotPermitted, sentence
from course.export_demands import require_format, require_purpose
from course.exporting_errors import CohortNeeded, NotSettled
from course.exports.measured import require_one_measure
from course.figures.faults import ImpossibleFilter
from course.figures.query import COUNTS, StatisticsQuery
from course.models import (
    Cohort,
    CohortTrainer,
    Export,
    ExportFile,
    ExportReader,
    Job,
    User,
)
from course.models.export import FIGURES, ROWS
from course.operations import require_same
from course.policy import require_staff
from course.settled import latest_settled

Content: TypeAlias = Literal["rows", "figures"]

WAITING: Final = "waiting"
RUNNING: Final = "running"
READY: Final = "ready"
REMOVED: Final = "removed"
REFUSED: Final = "refused"
TAKEN: Final = "taken"
EXPORT_STATES: Final = (WAITING, RUNNING, READY, REMOVED, REFUSED, TAKEN)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants as a file: figures, or rows that name people and what for.

    Where ``is_latest``, the moment of the question is not heeded: it is to be the last
    one that is settled.
    """

    content: Content
    query: StatisticsQuery
    suffix: str
    purpose: str | None = None
    is_latest: bool = False


@dataclass(frozen=True, slots=True)
class FoundExport:
    """An export, and the work that writes it where that is still known."""

    export: Export
    job: Job | None

    def state(self, now: datetime) -> str:
        """One of ``EXPORT_STATES``.

        Work is forgotten after some weeks: what was not written by then never will be.
        """
        if self.export.list_name:
            return TAKEN
        file = self.export.file
        if file is not None:
            if file.kept_until is None:
                return TAKEN
            return REMOVED if file.removal or file.kept_until <= now else READY
        if self.job is None or self.job.state in ("refused", "failed", "done"):
            return REFUSED
        return RUNNING if self.job.state == "running" else WAITING


def ask_export(
    session: Session,
    wanted: Wanted,
    *,
    op: UUID,
    now: datetime,
    by: User | None,
) -> tuple[Export, bool]:
    """Record that a file is wanted, or give what this ``op`` asked before; if new.

    ``by`` is nobody where it is asked from the command line. Raises ``NotPermitted``,
    ``CohortNeeded``, ``PurposeNeeded``, ``UnknownFormat``, ``FutureMoment``,
    ``NotSettled`` and ``OperationConflict``.
    """
    earlier = _asked_by(session, op, wanted, by)
    if earlier is not None:
        return earlier, False
    require_allowed(session, wanted, by)
    latest = latest_settled(session, now=now)
    query = replace(wanted.query, as_of=latest) if wanted.is_latest else wanted.query
    query.require_past(now)
    if query.as_of > latest:
        raise NotSettled(latest)
    export = Export(
        uuid=op,
        content=wanted.content,
        format=wanted.suffix,
        course_key=query.course_key,
        asked=query.to_data(),
        purpose=wanted.purpose,
        actor_id=by.id if by else None,
        occurred_at=now,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(export)
    except IntegrityError:
        # The same request was sent twice at once.
        earlier = _asked_by(session, op, wanted, by)
        if earlier is None:
            raise
        return earlier, False
    return export, True


def require_allowed(session: Session, wanted: Wanted, by: User | None) -> None:
    """Raise unless this may be asked by ``by``, whatever the moment.

    Names go to administrators, and to the trainers of the cohort; to nobody without a
    purpose.
    """
    require_format(wanted.suffix)
    require_one_measure(wanted.query)
    if wanted.content == ROWS and wanted.query.measures != COUNTS:
        raise ImpossibleFilter(
            "measures", sentence("Rows name people, and nothing is measured of them.")
        )
    require_purpose(wanted.purpose, has_names=wanted.content == ROWS)
    if by is None:
        return
    require_staff(by)
    cohort = wanted.query.cohort
    if by.is_administrator:
        return
    if wanted.content == ROWS and cohort is None:
        raise CohortNeeded
    if cohort is not None and not _leads(session, by, cohort):
        raise NotPermitted


def find_export(session: Session, asker: User, uuid: UUID) -> FoundExport | None:
    """The export of this name if the asker may know of it: their own, or one that was
    sent to them; an administrator knows of all."""
    row = session.execute(_found(asker).where(Export.uuid == uuid)).one_or_none()
    return FoundExport(row[0], row[1]) if row else None


def list_exports(
    session: Session,
    asker: User,
    *,
    after: FoundExport | None = None,
    limit: int = 50,
) -> list[FoundExport]:
    """What the asker may know of, the latest first: one statement."""
    query = _found(asker).order_by(Export.id.desc()).limit(limit)
    if after is not None:
        query = query.where(Export.id < after.export.id)
    return [FoundExport(export, job) for export, job in session.execute(query)]


def export_named(session: Session, uuid: UUID) -> Export:
    """The export of this name, for those who carry it out."""
    return session.scalars(
        select(Export)
        .where(Export.uuid == uuid)
        .options(joinedload(Export.file).joinedload(ExportFile.removal))
    ).one()


def wanted_again(export: Export) -> Wanted:
    """What was wanted, to be asked once more."""
    return Wanted(
        ROWS if export.has_names else FIGURES,
        question_of(export),
        export.format,
        export.purpose,
    )


def question_of(export: Export) -> StatisticsQuery:
    """What was asked, with its moment; of a list of names, what figures ask too."""
    return StatisticsQuery.from_data(export.asked)


def require_reader(session: Session, asker: User, export: Export) -> None:
    """Raise ``NotPermitted`` unless the asker may have what the file holds.

    A file of names goes to whoever said what they need them for, and to those to whom
    it was sent; an administrator who needs them too asks, and says why.
    """
    is_own = export.actor_id == asker.id
    if not may_see(session, asker, export):
        raise NotPermitted
    if export.has_names and not is_own and not _was_told(session, asker, export):
        raise NotPermitted


def may_see(session: Session, person: User, export: Export) -> bool:
    """Whether somebody may see today what an export holds.

    An administrator may see everything; a trainer what is of a cohort that they lead,
    and figures that they asked for, which are of theirs.
    """
    if person.closed_at is not None or not person.is_staff:
        return False
    if person.is_administrator:
        return True
    cohort = question_of(export).cohort
    if cohort is not None:
        return _leads(session, person, cohort)
    return export.actor_id == person.id and not export.has_names


def _found(asker: User) -> Select[Export, Job]:
    return (
        select(Export, Job)
        .outerjoin(Job, Job.uuid == Export.uuid)
        .where(_known_to(asker))
        .options(
            joinedload(Export.actor),
            joinedload(Export.file).joinedload(ExportFile.removal),
        )
        .execution_options(populate_existing=True)
    )


def _known_to(asker: User) -> ColumnElement[bool]:
    if asker.is_administrator:
        return true()
    return or_(
        Export.actor_id == asker.id,
        exists(
            select(ExportReader.id).where(
                ExportReader.export_id == Export.id,
                ExportReader.user_id == asker.id,
                ExportReader.is_told,
            )
        ),
    )


def _was_told(session: Session, asker: User, export: Export) -> bool:
    told = select(ExportReader.id).where(
        ExportReader.export_id == export.id,
        ExportReader.user_id == asker.id,
        ExportReader.is_told,
    )
    return session.scalar(told) is not None


def _leads(session: Session, person: User, cohort: UUID) -> bool:
    led = (
        select(CohortTrainer.cohort_id)
        .join(Cohort, Cohort.id == CohortTrainer.cohort_id)
        .where(Cohort.uuid == cohort, CohortTrainer.user_id == person.id)
    )
    return session.scalar(led) is not None


def _asked_by(
    session: Session, op: UUID, wanted: Wanted, by: User | None
) -> Export | None:
    """What this operation asked, or ``OperationConflict`` if it is another thing."""
    found = session.scalar(select(Export).where(Export.uuid == op))
    if found is None:
        return None
    query = wanted.query
    if wanted.is_latest:
        query = replace(query, as_of=question_of(found).as_of)
    said = {
        "content": wanted.content,
        "format": wanted.suffix,
        "asked": query.to_data(),
        "purpose": wanted.purpose,
        "actor_id": by.id if by else None,
    }
    require_same(found, said)
    return found
