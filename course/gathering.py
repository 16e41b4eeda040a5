"""What was recorded of enrolments, gathered as evidence: few statements for many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    String,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from course.database import Fact
from course.evidence import SELF_PACED, Evidence, LessonKey, MarkedAttempt, Row
from course.models import (
    Attempt,
    Cohort,
    EnrolmentEvent,
    LessonCompletion,
    Mark,
    RoadmapReview,
    RoadmapSubmission,
    SignOff,
)
from course.places import stands

_LESSON, _RUN = "lesson_completion", "enrolment_event"
_ROADMAP, _SIGN_OFF = "roadmap_review", "sign_off"
# No key of a module holds it.
_BETWEEN = "/"


@dataclass(slots=True)
class _Gathered:
    """What is known of one enrolment so far."""

    lessons: dict[LessonKey, datetime] = field(default_factory=dict)
    lesson_rows: dict[LessonKey, UUID] = field(default_factory=dict)
    attempts: dict[tuple[str, int], MarkedAttempt] = field(default_factory=dict)
    mode: str = SELF_PACED
    run_row: Row | None = None
    roadmap: Row | None = None
    sign_off: Row | None = None

    def evidence(self) -> Evidence:
        return Evidence(
            lessons=self.lessons,
            attempts=tuple(self.attempts[place] for place in sorted(self.attempts)),
            mode=self.mode,
            roadmap=self.roadmap,
            sign_off=self.sign_off,
            lesson_rows=self.lesson_rows,
            run_row=self.run_row,
        )


def evidence_of(
    session: Session, enrolment_id: int, *, as_of: datetime | None = None
) -> Evidence:
    """What was recorded of this enrolment, all of it or up to a moment."""
    return evidences_of(session, [enrolment_id], as_of=as_of)[enrolment_id]


def evidences_of(
    session: Session, enrolment_ids: Sequence[int], *, as_of: datetime | None = None
) -> Mapping[int, Evidence]:
    """What was recorded of each of these enrolments: two statements."""
    gathered = {each: _Gathered() for each in enrolment_ids}
    _gather_marks(session, gathered, as_of)
    _gather_facts(session, gathered, as_of)
    return {each: found.evidence() for each, found in gathered.items()}


def _gather_marks(
    session: Session, gathered: Mapping[int, _Gathered], as_of: datetime | None
) -> None:
    rows: Iterable[Any] = session.execute(
        select(
            Attempt.enrolment_id,
            Attempt.quiz_key,
            Attempt.number,
            Mark.points,
            Mark.out_of,
            Mark.passed,
            Mark.recorded_at,
            Mark.uuid,
        )
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.enrolment_id.in_(gathered), _known(Mark, as_of))
        .order_by(Mark.id)
    )
    for enrolment_id, quiz_key, number, points, out_of, passed, moment, uuid in rows:
        mark = MarkedAttempt(
            quiz_key, number, points, out_of, passed, moment, mark=uuid
        )
        attempts = gathered[enrolment_id].attempts
        place = (mark.quiz_key, mark.number)
        # A later mark of the same attempt supersedes the earlier one.
        known = attempts.get(place)
        attempts[place] = mark if known is None else known.marked_anew(mark)


def _gather_facts(
    session: Session, gathered: Mapping[int, _Gathered], as_of: datetime | None
) -> None:
    """Lessons, the run, the first accepted roadmap and the sign-off."""
    rows = session.execute(
        union_all(
            _lessons().where(
                LessonCompletion.enrolment_id.in_(gathered),
                _known(LessonCompletion, as_of),
            ),
            _runs().where(
                EnrolmentEvent.enrolment_id.in_(gathered),
                _known(EnrolmentEvent, as_of),
                stands(as_of=as_of),
            ),
            _accepted().where(
                RoadmapSubmission.enrolment_id.in_(gathered),
                _known(RoadmapReview, as_of),
            ),
            _signed().where(SignOff.enrolment_id.in_(gathered), _known(SignOff, as_of)),
        )
    ).all()
    # The latest event says with whom; the first acceptance lasts, whatever follows.
    for enrolment_id, table, _number, said, uuid, moment in sorted(
        rows, key=lambda row: row[2]
    ):
        found, row = gathered[enrolment_id], Row(table, uuid, moment)
        if table == _LESSON:
            module_key, _, lesson_key = said.partition(_BETWEEN)
            found.lessons[module_key, lesson_key] = moment
            found.lesson_rows[module_key, lesson_key] = uuid
        elif table == _RUN:
            found.mode, found.run_row = said, row
        elif table == _SIGN_OFF:
            found.sign_off = row if said == "given" else None
        elif found.roadmap is None or moment < found.roadmap.recorded_at:
            found.roadmap = row


def _lessons() -> Any:
    between = literal_column(f"'{_BETWEEN}'", String)
    return select(
        LessonCompletion.enrolment_id,
        literal_column(f"'{_LESSON}'").label("table"),
        LessonCompletion.id.label("number"),
        LessonCompletion.module_key.concat(between)
        .concat(LessonCompletion.lesson_key)
        .label("said"),
        LessonCompletion.uuid,
        LessonCompletion.recorded_at,
    )


def _runs() -> Any:
    return select(
        EnrolmentEvent.enrolment_id,
        literal_column(f"'{_RUN}'"),
        EnrolmentEvent.id,
        func.coalesce(Cohort.mode, literal_column(f"'{SELF_PACED}'")),
        EnrolmentEvent.uuid,
        EnrolmentEvent.recorded_at,
    ).outerjoin(Cohort, Cohort.id == EnrolmentEvent.cohort_id)


def _accepted() -> Any:
    return (
        select(
            RoadmapSubmission.enrolment_id,
            literal_column(f"'{_ROADMAP}'"),
            RoadmapReview.id,
            RoadmapReview.verdict,
            RoadmapReview.uuid,
            RoadmapReview.recorded_at,
        )
        .join(RoadmapSubmission, RoadmapReview.submission_id == RoadmapSubmission.id)
        .where(RoadmapReview.verdict == "accepted")
    )


def _signed() -> Any:
    return select(
        SignOff.enrolment_id,
        literal_column(f"'{_SIGN_OFF}'"),
        SignOff.number,
        SignOff.verdict,
        SignOff.uuid,
        SignOff.recorded_at,
    )


def _known(fact: type[Fact], as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of
