"""The boxes into which sheets are put, and from which they come out together.

A sheet goes into the box of its group in the transaction in which its form was given.
Once a box holds enough, all of it is written down as answers, in an order that chance
chose, and the box is empty. Results are made of what was written down and of nothing
else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import SystemRandom
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.database import insert_once
from course.evidence import SELF_PACED
from course.models import Cohort, Enrolment, EvaluationAnswer, EvaluationBox
from course.small_groups import STEP

# So long after its last day nobody of a cohort is expected to give a form any more.
LEFT_AFTER = timedelta(days=270)

_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class Group:
    """Whose sheets lie in one box: one form's, of one cohort or of those without."""

    form_id: int
    course_key: str
    mode: str
    cohort_id: int | None

    @classmethod
    def of(cls, enrolment: Enrolment, form_id: int) -> "Group":
        """The group of somebody who gives this form."""
        cohort = enrolment.cohort
        return cls(
            form_id=form_id,
            course_key=enrolment.course_key,
            mode=cohort.mode if cohort else SELF_PACED,
            cohort_id=enrolment.cohort_id,
        )

    @property
    def place(self) -> str:
        cohort = "" if self.cohort_id is None else self.cohort_id
        return f"{self.form_id}/{self.course_key}/{self.mode}/{cohort}"

    def values(self) -> dict[str, Any]:
        """The columns that say which group it is."""
        return {
            "form_id": self.form_id,
            "course_key": self.course_key,
            "mode": self.mode,
            "cohort_id": self.cohort_id,
        }


def put_in_box(
    session: Session,
    group: Group,
    sheets: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
) -> None:
    """Put sheets into a group's box, and empty it once it holds enough.

    Locks the box. Whoever locks anything else has locked it before.
    """
    session.execute(
        insert_once(session, EvaluationBox)
        .values(place=group.place, sheets=[], **group.values())
        .on_conflict_do_nothing()
    )
    box = session.scalars(
        select(EvaluationBox)
        .where(EvaluationBox.place == group.place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    held = [*box.sheets, *map(dict, sheets)]
    _chance.shuffle(held)
    if len(held) >= STEP:
        # An answer's month is that of its box: one of its own would tell it apart.
        month = now.date().replace(day=1)
        _write_down(session, group, held, month)
        held = []
    box.sheets = held
    session.flush()


def gather_leftovers(session: Session, *, today: date, now: datetime) -> int:
    """Put what is left in the boxes of cohorts long over into those of the course.

    They are too few to be shown for their cohort. With those of other cohorts they may
    be enough for the course. Returns how many sheets were moved.
    """
    boxes = session.scalars(
        select(EvaluationBox)
        .join(Cohort, Cohort.id == EvaluationBox.cohort_id)
        .where(Cohort.closes_on < today - LEFT_AFTER)
        .order_by(EvaluationBox.place)
        .with_for_update(of=EvaluationBox)
    ).all()
    moved = 0
    for box in boxes:
        left, box.sheets = box.sheets, []
        session.flush()
        if left:
            group = Group(box.form_id, box.course_key, box.mode, None)
            put_in_box(session, group, left, now=now)
            moved += len(left)
    return moved


def _write_down(
    session: Session, group: Group, held: Sequence[dict[str, Any]], month: date
) -> None:
    session.add_all(
        EvaluationAnswer(month=month, answers=sheet, **group.values()) for sheet in held
    )
    session.flush()
