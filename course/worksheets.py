"""Saving what learners write in worksheets, and what is held of it.

An acknowledged entry cannot be lost: each save of a field adds a row under the name
that the device gave it, and the entry of the highest sequence is the one that counts.
Several fields are saved together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from course.enrolments import require_active
from course.errors import OperationConflict
from course.models import Enrolment, User, WorksheetEntry
from course.worksheet_content import Values, rows_of
from course.worksheet_errors import TooManyRows
from course.worksheet_values import check_value
from modules import Worksheet

MOST_ENTRIES = 200
"""How many fields may be saved at once."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A value for one field, and the operation that names its saving.

    ``sequence`` orders the saves of one field, so that a late one cannot undo a newer;
    without it the save is the newest. A value of ``None`` clears the field.
    """

    field: str
    value: str | None
    op: UUID
    sequence: int | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldEntry:
    """What the record now holds for one field. Sent only after the commit.

    ``previous_op`` is the save that was held before the one that is acknowledged, so
    that a device which believed otherwise knows that another had written there.
    """

    field: str
    value: str | None
    op: UUID
    sequence: int
    recorded_at: datetime
    previous_op: UUID | None = None


def save_entries(
    session: Session,
    enrolment: Enrolment,
    worksheet: Worksheet,
    entries: Sequence[NewEntry],
    *,
    now: datetime,
    by: User,
) -> list[HeldEntry]:
    """Add entries and return what is now held for each of their fields, in order.

    An operation seen before changes nothing and is answered as it was, even where
    nothing new is recorded any more. The enrolment is locked. Raises ``InvalidEntry``,
    ``TooManyRows``, ``OperationConflict``, ``EnrolmentWithdrawn``, ``CohortNotOpen``.
    """
    checked = _checked(worksheet, entries)
    known = _known(session, enrolment, worksheet, entries, checked)
    fresh = [each for each in entries if each.op not in known]
    if fresh:
        require_active(enrolment, now=now)
        _check_rows(session, enrolment, worksheet, fresh, checked)
    saves = _saves_of(session, enrolment, worksheet, {each.field for each in entries})
    for each in fresh:
        before = saves.setdefault(each.field, [])
        highest = max((save.sequence for save in before), default=0)
        entry = WorksheetEntry(
            uuid=each.op,
            enrolment_id=enrolment.id,
            worksheet_key=worksheet.key,
            field=each.field,
            sequence=each.sequence or highest + 1,
            value=checked[each.op],
            actor_id=by.id,
            occurred_at=each.occurred_at or now,
            recorded_at=now,
        )
        before.append(entry)
        session.add(entry)
        enrolment.last_active_at = now
    session.flush()
    return [_told(saves[each.field], each.op) for each in entries]


def held_entries(
    session: Session,
    enrolment: Enrolment,
    worksheet_key: str | None = None,
    *,
    as_of: datetime | None = None,
) -> dict[str, dict[str, HeldEntry]]:
    """The entry that counts for each field, by worksheet: that of the highest sequence.

    ``as_of`` asks what was held at a moment. Fields that were cleared are among them.
    """
    entry = WorksheetEntry
    place = func.row_number().over(
        partition_by=(entry.worksheet_key, entry.field),
        order_by=(entry.sequence.desc(), entry.id.desc()),
    )
    ranked = select(entry.id, place.label("place")).where(
        entry.enrolment_id == enrolment.id
    )
    if worksheet_key is not None:
        ranked = ranked.where(entry.worksheet_key == worksheet_key)
    if as_of is not None:
        ranked = ranked.where(entry.recorded_at <= as_of)
    best = ranked.subquery()
    query = (
        select(entry)
        .join(best, best.c.id == entry.id)
        .where(best.c.place == 1)
        .order_by(entry.id)
    )
    held: dict[str, dict[str, HeldEntry]] = {}
    for each in session.scalars(query):
        held.setdefault(each.worksheet_key, {})[each.field] = _held(each)
    return held


def values_of(held: Mapping[str, Mapping[str, HeldEntry]]) -> dict[str, Values]:
    """The values alone, as ``content_of`` takes them."""
    return {
        key: {field: each.value for field, each in entries.items()}
        for key, entries in held.items()
    }


def last_change(entries: Iterable[HeldEntry]) -> datetime | None:
    """When the latest of these was recorded; nothing where there is none."""
    return max((each.recorded_at for each in entries), default=None)


def _checked(
    worksheet: Worksheet, entries: Sequence[NewEntry]
) -> dict[UUID, str | None]:
    """What each operation saves, as it is kept."""
    checked = {
        each.op: check_value(worksheet, each.field, each.value) for each in entries
    }
    if len(checked) < len(entries):
        raise OperationConflict
    return checked


def _known(
    session: Session,
    enrolment: Enrolment,
    worksheet: Worksheet,
    entries: Sequence[NewEntry],
    checked: Mapping[UUID, str | None],
) -> frozenset[UUID]:
    """The operations that were recorded before, or ``OperationConflict``."""
    asked = {each.op: each.field for each in entries}
    earlier = session.scalars(
        select(WorksheetEntry).where(WorksheetEntry.uuid.in_(asked))
    ).all()
    for each in earlier:
        was = (each.enrolment_id, each.worksheet_key, each.field, each.value)
        now = (enrolment.id, worksheet.key, asked[each.uuid], checked[each.uuid])
        if was != now:
            raise OperationConflict
    return frozenset(each.uuid for each in earlier)


def _check_rows(
    session: Session,
    enrolment: Enrolment,
    worksheet: Worksheet,
    fresh: Sequence[NewEntry],
    checked: Mapping[UUID, str | None],
) -> None:
    """Refuse entries with which a list would hold more rows than it may.

    One that two devices filled beyond that together can still be edited.
    """
    touched = {each.field.partition("/")[0] for each in fresh}
    lists = [
        section
        for section in worksheet.sections
        if section.kind == "list" and section.key in touched
    ]
    if not lists:
        return
    held = values_of(held_entries(session, enrolment, worksheet.key))
    before = held.get(worksheet.key, {})
    after = {**before, **{each.field: checked[each.op] for each in fresh}}
    for section in lists:
        count = len(rows_of(section, after))
        if count > max(section.most, len(rows_of(section, before))):
            raise TooManyRows(section.key, section.most)


def _saves_of(
    session: Session, enrolment: Enrolment, worksheet: Worksheet, fields: Iterable[str]
) -> dict[str, list[WorksheetEntry]]:
    """The saves of these fields, each field's in the order of their arrival."""
    saves: dict[str, list[WorksheetEntry]] = {}
    for each in session.scalars(
        select(WorksheetEntry)
        .where(
            WorksheetEntry.enrolment_id == enrolment.id,
            WorksheetEntry.worksheet_key == worksheet.key,
            WorksheetEntry.field.in_(sorted(fields)),
        )
        .order_by(WorksheetEntry.id)
        # Long texts saved a hundred times: only what is told of them is read.
        .options(defer(WorksheetEntry.value))
    ):
        saves.setdefault(each.field, []).append(each)
    return saves


def _told(saves: Sequence[WorksheetEntry], op: UUID) -> HeldEntry:
    """What is said of a save, now and whenever it is sent again.

    That is what was held once it had arrived: itself, or the newer one that it did not
    undo.
    """
    at = next(place for place, each in enumerate(saves) if each.uuid == op)
    counts = _highest(saves[: at + 1])
    before = counts if counts.uuid != op else _highest(saves[:at]) if at else None
    return _held(counts, before.uuid if before else None)


def _highest(saves: Sequence[WorksheetEntry]) -> WorksheetEntry:
    """The save of the highest sequence and, of equals, the last to arrive."""
    return max(reversed(saves), key=lambda each: each.sequence)


def _held(entry: WorksheetEntry, previous_op: UUID | None = None) -> HeldEntry:
    return HeldEntry(
        field=entry.field,
        value=entry.value,
        op=entry.uuid,
        sequence=entry.sequence,
        recorded_at=entry.recorded_at,
        previous_op=previous_op,
    )
