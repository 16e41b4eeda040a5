"""Carrying out the rows of a list: people, places, events and letters, many at once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from course import accounts, editions, enrolments, outbox, places, progress, tokens
from course.awards import AwardOffice
from course.gathering import evidences_of
from course.jobs import Progress, no_progress
from course.models import (
    Cohort,
    Enrolment,
    EnrolmentEvent,
    RosterImport,
    RosterMove,
    User,
)
from course.roster_listing import PlanRow
from course.standing import fold
from course.turns import chunks


@dataclass(frozen=True, slots=True)
class Letters:
    """The words of the letters, made at the edge, where addresses are known."""

    invitation: Callable[[User, Cohort, str], outbox.Words]
    notice: Callable[[User, Cohort], outbox.Words]
    taken_back: Callable[[User, Cohort], outbox.Words]


@dataclass(frozen=True, slots=True)
class Seated:
    """Person and enrolment of every row that was carried out, and all its events."""

    places: Mapping[PlanRow, tuple[UUID, UUID]]
    events: Sequence[int]


@dataclass(frozen=True, slots=True)
class Seating:
    """A list while it is carried out. ``name`` is that of the plan."""

    session: Session
    name: UUID
    letters: Letters
    now: datetime
    office: AwardOffice
    by: User
    progress: Progress = no_progress

    def seat(self, rows: Iterable[PlanRow], reason: str) -> Seated:
        """Do what these rows say. Raises ``IntegrityError`` where others were first."""
        # In one order, so that two lists that share people take turns on PostgreSQL.
        ordered = sorted(rows, key=lambda row: (row.email, row.number or 0))
        cohorts = self._cohorts(ordered)
        made, events = self._give_places(ordered, cohorts)
        held = self._held(ordered)
        events += [event.id for event in self._move(ordered, held, cohorts, reason)]
        made |= {
            row: (held[row.enrolment].user.uuid, row.enrolment)
            for row in ordered
            if row.enrolment
        }
        return Seated(made, events)

    def _cohorts(self, rows: Iterable[PlanRow]) -> dict[str, Cohort]:
        keys = {row.cohort for row in rows if row.cohort}
        found = self.session.scalars(
            select(Cohort)
            .where(Cohort.key.in_(keys))
            .options(joinedload(Cohort.edition))
        )
        return {cohort.key: cohort for cohort in found}

    def _give_places(
        self, rows: Sequence[PlanRow], cohorts: Mapping[str, Cohort]
    ) -> tuple[dict[PlanRow, tuple[UUID, UUID]], list[int]]:
        """Whoever is new on the course: made, enrolled and written to."""
        new = [row for row in rows if row.effect == "create"]
        people = dict(zip(new, self._register(new), strict=True))
        people |= self._reopened([row for row in rows if row.effect == "reopen"])
        invited = set(people)
        people |= self._known([row for row in rows if row.effect == "enrol"])
        placed = places.enrol_all(
            self.session,
            [(person, cohorts[row.cohort or ""]) for row, person in people.items()],
            now=self.now,
            by=self.by,
        )
        made: dict[PlanRow, tuple[UUID, UUID]] = {}
        events: list[int] = []
        self.progress(len(placed))
        for row, (enrolment, event) in zip(people, placed, strict=True):
            made[row] = (people[row].uuid, enrolment.uuid)
            events.append(event)
        for key, cohort in cohorts.items():
            theirs = [row for row in people if row.cohort == key]
            self._write([people[row] for row in theirs if row in invited], cohort, True)
            self._write(
                [people[row] for row in theirs if row not in invited], cohort, False
            )
        return made, events

    def _register(self, rows: Sequence[PlanRow]) -> list[User]:
        drafts = [
            accounts.Draft(row.email, row.known_as, dict(row.profile)) for row in rows
        ]
        return accounts.register_learners(
            self.session, drafts, now=self.now, by=self.by
        )

    def _reopened(self, rows: Sequence[PlanRow]) -> dict[PlanRow, User]:
        people = self._known(rows)
        for row, person in people.items():
            accounts.reopen_account(self.session, person, now=self.now, by=self.by)
            changes = {"name": row.known_as, **dict(row.profile)}
            accounts.change_profile(
                self.session, person, changes, now=self.now, by=self.by
            )
        return people

    def _known(self, rows: Sequence[PlanRow]) -> dict[PlanRow, User]:
        by_uuid: dict[UUID, User] = {}
        for chunk in chunks([row.person for row in rows if row.person]):
            found = self.session.scalars(select(User).where(User.uuid.in_(chunk)))
            by_uuid |= {person.uuid: person for person in found}
        return {row: by_uuid[row.person] for row in rows if row.person}

    def _held(self, rows: Sequence[PlanRow]) -> dict[UUID, Enrolment]:
        """The enrolments that there were before, as they are now."""
        found: dict[UUID, Enrolment] = {}
        for chunk in chunks([row.enrolment for row in rows if row.enrolment]):
            enrolments_found = self.session.scalars(
                select(Enrolment)
                .where(Enrolment.uuid.in_(chunk))
                .options(
                    joinedload(Enrolment.user),
                    joinedload(Enrolment.cohort),
                    joinedload(Enrolment.edition),
                )
                .execution_options(populate_existing=True)
            )
            found |= {each.uuid: each for each in enrolments_found}
        return found

    def _move(
        self,
        rows: Sequence[PlanRow],
        held: Mapping[UUID, Enrolment],
        cohorts: Mapping[str, Cohort],
        reason: str,
    ) -> list[EnrolmentEvent]:
        """Whoever was on the course: dropped, restored, put into another cohort."""
        events: list[EnrolmentEvent | None] = []
        moved: list[Enrolment] = []
        told: dict[str, list[User]] = {}
        given: Any = {"now": self.now, "by": self.by}
        for row in rows:
            if row.enrolment is None:
                continue
            one = held[row.enrolment]
            if row.effect == "drop":
                events.append(
                    enrolments.withdraw(self.session, one, reason=reason, **given)
                )
                self.progress(2)
                continue
            cohort = cohorts[row.cohort or ""]
            events.append(enrolments.restore(self.session, one, **given))
            if one.cohort_id != cohort.id:
                events.append(enrolments.assign(self.session, one, cohort, **given))
                moved.append(one)
            told.setdefault(cohort.key, []).append(one.user)
            self.progress(1)
        self.session.flush()
        note_where_they_stand(
            self.session, moved, now=self.now, office=self.office, by=self.by
        )
        # Courses went on while somebody was off the programme.
        back = [
            person.id
            for key, people in told.items()
            if cohorts[key].course_key in self.office.programmes
            for person in people
        ]
        progress.note_programmes(self.session, back, **given, office=self.office)
        for key, people in told.items():
            self._write(people, cohorts[key], False)
        return [event for event in events if event is not None]

    def _write(self, people: Sequence[User], cohort: Cohort, invited: bool) -> None:
        """One letter to each; those who are invited get a link that lets them in."""
        if invited:
            secrets = tokens.create_invitations(
                self.session, people, "invitation", now=self.now
            )
            letters = [
                (person, self.letters.invitation(person, cohort, secret))
                for person, secret in zip(people, secrets, strict=True)
            ]
        else:
            letters = [(each, self.letters.notice(each, cohort)) for each in people]
        outbox.tell_all(
            self.session,
            [
                (person, letter, occasion_of(self.name, person))
                for person, letter in letters
            ],
            now=self.now,
        )
        self.progress(len(people))


def occasion_of(name: UUID, person: User) -> str:
    """What the letter is about that a list occasions to a person."""
    return f"roster {name} {person.uuid}"


def note_moves(session: Session, applied: RosterImport, events: Sequence[int]) -> None:
    """Keep which events a list brought about, so that they can be taken back."""
    rows = [
        {
            "roster_import_id": applied.id,
            "event_id": event,
            "actor_id": applied.actor_id,
            "occurred_at": applied.occurred_at,
            "recorded_at": applied.recorded_at,
        }
        for event in events
    ]
    if rows:
        session.execute(insert(RosterMove), rows)


def note_where_they_stand(
    session: Session,
    moved: Sequence[Enrolment],
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> None:
    """Keep where those stand who are in another cohort now: it may ask other things."""
    if not moved:
        return
    for chunk in chunks(moved):
        courses = [editions.course_of(session, each.edition) for each in chunk]
        evidences = evidences_of(
            session,
            [each.id for each in chunk],
            on_programme=any(course.is_programme for course in courses),
        )
        folded = [
            (each, fold(course, evidences[each.id]))
            for each, course in zip(chunk, courses, strict=True)
        ]
        progress.note_standings(session, folded, now=now, office=office, by=by)
