"""Where people write to each other: a room for each module of a cohort's course.

Neither a room nor its first thread has a row. The first thread is the module's own
question, and its name follows from the room, so that it is there before anybody has
written a word.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from course import editions
from course.course_module import CourseModule
from course.models import Cohort, Enrolment, Post, User
from course.policy import discussed_cohorts, visible_cohorts


@dataclass(frozen=True, slots=True)
class Entered:
    """A cohort whose rooms somebody may enter; ``is_led`` where they answer for it."""

    cohort: Cohort
    is_led: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A cohort and a module of its course, as somebody who may enter finds it."""

    cohort: Cohort
    module: CourseModule
    is_led: bool

    @property
    def question(self) -> UUID:
        """The name of the thread that is the module's own question."""
        return uuid5(self.cohort.uuid, self.module.key)


def is_of_a_question(name: UUID) -> bool:
    """Whether a name is of the kind that questions bear, and so no post's.

    Anybody can reckon what the question of another room is called. A post of that name
    would stand where its cohort reads and its trainers cannot hide it.
    """
    return name.version == 5


@dataclass(frozen=True, slots=True)
class RoomShown:
    """A room in the list of a cohort: how much is written there, and since when."""

    room: Room
    posts: int
    latest_at: datetime | None


def find_room(
    session: Session, asker: User, cohort: UUID, module_key: str
) -> Room | None:
    """The room of this cohort and module, if the asker may enter it."""
    for room in rooms_of(session, asker, cohort):
        if room.module.key == module_key:
            return room
    return None


def rooms_of(session: Session, asker: User, cohort: UUID) -> list[Room]:
    """Every room of a cohort in the order of the course; none for who is outside."""
    entered = entered_cohort(session, asker, cohort)
    if entered is None:
        return []
    found = entered.cohort
    course = editions.course_of(session, found.edition)
    return [Room(found, module, entered.is_led) for module in course.modules]


def entered_cohort(session: Session, asker: User, cohort: UUID) -> Entered | None:
    """The cohort of this name if the asker may enter its rooms."""
    row = session.execute(
        select(Cohort, visible_cohorts(asker))
        .where(Cohort.uuid == cohort, discussed_cohorts(asker))
        .options(joinedload(Cohort.edition))
    ).one_or_none()
    return Entered(row[0], bool(row[1])) if row else None


def rooms_shown(session: Session, rooms: list[Room]) -> list[RoomShown]:
    """How much is written in each of a cohort's rooms: one statement."""
    if not rooms:
        return []
    told = {
        key: (posts, latest_at)
        for key, posts, latest_at in session.execute(
            select(Post.module_key, func.count(), func.max(Post.recorded_at))
            .where(Post.cohort_id == rooms[0].cohort.id)
            .group_by(Post.module_key)
        )
    }
    return [RoomShown(room, *told.get(room.module.key, (0, None))) for room in rooms]


def own_enrolment(
    session: Session, cohort: Cohort, person: User, *, for_update: bool = False
) -> Enrolment | None:
    """The enrolment by which somebody learns in a cohort, if they do."""
    query = (
        select(Enrolment)
        .where(
            Enrolment.cohort_id == cohort.id,
            Enrolment.user_id == person.id,
            Enrolment.withdrawn_at.is_(None),
        )
        .order_by(Enrolment.run.desc())
        .limit(1)
        .options(joinedload(Enrolment.edition))
    )
    if for_update:
        query = query.with_for_update(of=Enrolment)
    return session.scalar(query)
