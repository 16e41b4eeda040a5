"""Taking an applied list back: the record stands as it stood before.

The events that the list brought about stay, and from here on count as if they had not
happened; figures of the time between still read them. Whoever did something in the
meantime keeps it, and the undo says what it could not take back and why.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from course import accounts, outbox, places
from course.awards import AwardOffice
from course.errors import NotPermitted, OperationConflict
from course.jobs import Progress, no_progress
from course.models import (
    Cohort,
    Enrolment,
    EnrolmentEvent,
    RosterImport,
    RosterMove,
    RosterUndo,
    UndoneEvent,
    User,
)
from course.policy import visible_cohorts
from course.roster_errors import RosterNotUndoable, RosterUndoTooLate
from course.roster_seating import Letters, note_where_they_stand, occasion_of
from course.roster_traces import (
    accounts_made,
    latest_events,
    with_a_life,
    with_an_award,
)
from course.turns import chunks, hold_enrolments

UNDO_DAYS = 30


def undoable_until(applied: RosterImport) -> datetime:
    """The moment until which a list can be taken back."""
    return applied.recorded_at + timedelta(days=UNDO_DAYS)


def undo_of(session: Session, applied: RosterImport) -> RosterUndo | None:
    """How this list was taken back, if it was."""
    return session.scalar(
        select(RosterUndo).where(RosterUndo.roster_import_id == applied.id)
    )


def undo_roster(
    session: Session,
    applied: RosterImport,
    *,
    op: UUID,
    reason: str,
    letters: Letters,
    now: datetime,
    office: AwardOffice,
    by: User,
    progress: Progress = no_progress,
) -> tuple[RosterUndo, bool]:
    """Take a list back, or return how that was done before, and which.

    The cohort is locked by the caller. Raises ``RosterUndoTooLate`` after
    ``UNDO_DAYS``, ``NotPermitted`` for whoever does not lead all its cohorts, and
    ``OperationConflict`` when ``op`` took back another list, or for another reason.
    """
    earlier = undo_of(session, applied)
    if earlier is not None:
        if earlier.uuid == op and earlier.reason != reason:
            raise OperationConflict
        return earlier, False
    if session.scalar(select(RosterUndo.id).where(RosterUndo.uuid == op)) is not None:
        raise OperationConflict
    _refuse_foreign(session, applied, by)
    if now > undoable_until(applied):
        raise RosterUndoTooLate(undoable_until(applied).date())
    if any("kind" not in row for row in applied.outcome["rows"]):
        raise RosterNotUndoable
    undoing = _Undoing(session, applied, op, letters, now, office, by, progress)
    return undoing.take_back(reason), True


def _refuse_foreign(session: Session, applied: RosterImport, by: User) -> None:
    """Raise ``NotPermitted`` unless every cohort that the list spoke of is led."""
    keys = set(applied.outcome.get("cohorts", ()))
    led = session.scalars(
        select(Cohort.key).where(Cohort.key.in_(keys), visible_cohorts(by))
    )
    if keys - set(led):
        raise NotPermitted


@dataclass(frozen=True, slots=True)
class _Undoing:
    """A list while it is taken back."""

    session: Session
    applied: RosterImport
    op: UUID
    letters: Letters
    now: datetime
    office: AwardOffice
    by: User
    progress: Progress

    def take_back(self, reason: str) -> RosterUndo:
        events = self._events()
        held = self._held(events)
        kept = self._kept_for(events, held)
        free = [each for number, each in held.items() if number not in kept]
        stopped, written = self._stop_letters(free)
        closed, used = accounts_made(self.session, self.applied, free)
        undo = RosterUndo(
            uuid=self.op,
            roster_import_id=self.applied.id,
            reason=reason,
            outcome={
                "taken_back": len(free),
                "closed": len(closed),
                "stopped": stopped,
                "kept": [_said(held[number], why) for number, why in kept.items()]
                + [_said(each, "account-used") for each in used],
            },
            actor_id=self.by.id,
            occurred_at=self.now,
            recorded_at=self.now,
        )
        self.session.add(undo)
        self.session.flush()
        self._void(undo, [one for each in free for one in events[each.id]])
        self._set_back(free)
        self._tell(written)
        detail = {"roster": str(self.applied.uuid)}
        for person in closed:
            accounts.close_account(
                self.session, person, now=self.now, by=self.by, detail=detail
            )
        self.session.flush()
        return undo

    def _events(self) -> dict[int, list[EnrolmentEvent]]:
        """What the list brought about, by enrolment, in order."""
        rows = self.session.scalars(
            select(EnrolmentEvent)
            .join(RosterMove, RosterMove.event_id == EnrolmentEvent.id)
            .where(RosterMove.roster_import_id == self.applied.id)
            .order_by(EnrolmentEvent.id)
        )
        found: dict[int, list[EnrolmentEvent]] = {}
        for event in rows:
            found.setdefault(event.enrolment_id, []).append(event)
        return found

    def _held(self, ids: Collection[int]) -> dict[int, Enrolment]:
        """The enrolments, locked and read anew."""
        hold_enrolments(self.session, ids, self.office.programmes)
        found: dict[int, Enrolment] = {}
        for chunk in chunks(sorted(ids)):
            rows = self.session.scalars(
                select(Enrolment)
                .where(Enrolment.id.in_(chunk))
                .order_by(Enrolment.id)
                .options(
                    joinedload(Enrolment.user),
                    joinedload(Enrolment.edition),
                )
                .execution_options(populate_existing=True)
            )
            found |= {each.id: each for each in rows}
        return found

    def _kept_for(
        self,
        events: Mapping[int, Sequence[EnrolmentEvent]],
        held: Mapping[int, Enrolment],
    ) -> dict[int, str]:
        """Which enrolments cannot be set back, and why."""
        latest = latest_events(self.session, held)
        kept = {
            number: "moved-since"
            for number in held
            if latest[number] != events[number][-1].id
        }
        begun = [number for number in held if events[number][0].kind == "enrolled"]
        lived = dict.fromkeys(with_a_life(self.session, begun), "did-something")
        placed = [number for number in held if events[number][-1].kind != "withdrawn"]
        since = self.applied.recorded_at
        awarded = dict.fromkeys(with_an_award(self.session, placed, since), "awarded")
        return dict(sorted((awarded | lived | kept).items()))

    def _void(self, undo: RosterUndo, events: Sequence[EnrolmentEvent]) -> None:
        rows = [
            {
                "roster_undo_id": undo.id,
                "event_id": event.id,
                "actor_id": self.by.id,
                "occurred_at": self.now,
                "recorded_at": self.now,
            }
            for event in events
        ]
        if rows:
            self.session.execute(insert(UndoneEvent), rows)

    def _set_back(self, free: Sequence[Enrolment]) -> None:
        """Every enrolment to its latest event that stands, and its standing with it."""
        numbers = latest_events(self.session, [each.id for each in free])
        events: dict[int, EnrolmentEvent] = {}
        for chunk in chunks([each for each in numbers.values() if each]):
            found = self.session.scalars(
                select(EnrolmentEvent).where(EnrolmentEvent.id.in_(chunk))
            )
            events |= {each.id: each for each in found}
        moved = []
        for enrolment in free:
            was = enrolment.cohort_id
            latest = events.get(numbers.get(enrolment.id, 0))
            places.set_back(enrolment, latest, self.now)
            self.progress(1)
            if enrolment.cohort_id != was:
                moved.append(enrolment)
        self.session.flush()
        for enrolment in moved:
            self.session.expire(enrolment, ["cohort"])
        note_where_they_stand(
            self.session, moved, now=self.now, office=self.office, by=self.by
        )

    def _stop_letters(
        self, free: Sequence[Enrolment]
    ) -> tuple[int, list[tuple[User, Cohort]]]:
        """Stop what has not left: how many, and who has a letter already."""
        told = {
            occasion_of(self.applied.uuid, each.user): each
            for each in free
            if each.cohort_id is not None and each.withdrawn_at is None
        }
        stopped: set[str] = set()
        for chunk in chunks(told):
            stopped |= outbox.stop(self.session, chunk, now=self.now)
        cohorts = {
            cohort.id: cohort
            for cohort in self.session.scalars(
                select(Cohort).where(
                    Cohort.id.in_({each.cohort_id for each in told.values()})
                )
            )
        }
        written = [
            (each.user, cohorts[each.cohort_id])
            for occasion, each in told.items()
            if occasion not in stopped and each.cohort_id is not None
        ]
        return len(stopped), written

    def _tell(self, written: Sequence[tuple[User, Cohort]]) -> None:
        outbox.tell_all(
            self.session,
            [
                (
                    person,
                    self.letters.taken_back(person, cohort),
                    f"roster undo {self.op} {person.uuid}",
                )
                for person, cohort in written
            ],
            now=self.now,
        )


def _said(enrolment: Enrolment, why: str) -> dict[str, Any]:
    return {
        "person": str(enrolment.user.uuid),
        "enrolment": str(enrolment.uuid),
        "email": enrolment.user.email,
        "name": enrolment.user.name,
        "reason": why,
    }
