"""What was recorded of enrolments, gathered as evidence: few statements for many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    cast,
    func,
    literal_column,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from course.database import Fact
from course.evaluation_form import END_OF_COURSE
from course.evidence import (
    SELF_PACED,
    Evidence,
    LessonKey,
    MarkedAttempt,
    Row,
    WrittenPost,
)
from course.models import (
    Attempt,
    Cohort,
    EnrolmentEvent,
    EvaluationGiven,
    LessonCompletion,
    Mark,
    Post,
    PostAct,
    PostText,
    RoadmapDecision,
    RoadmapReview,
    RoadmapSubmission,
    SignOff,
)
from course.places import stands
from course.post_states import VISIBLE, state_after
from course.programme_evidence import programme_evidence_of
from course.roadmap_standing import accepting_decisions, accepting_reviews

_LESSON, _RUN = "lesson_completion", "enrolment_event"
_ROADMAP, _SIGN_OFF = "roadmap_review", "sign_off"
_DECISION = "roadmap_decision"
_EVALUATION = "evaluation_given"
_TEXT, _ACT = "post_text", "post_act"
# No key of a module or a lesson holds these.
_BETWEEN, _AFTER = "/", "\n"


@dataclass(slots=True)
class _Written:
    """What is known of one post so far."""

    module_key: str = ""
    texts: list[tuple[Row, int]] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)

    def note(self, said: str, row: Row) -> None:
        if row.table == _ACT:
            self.acts.append(said)
        else:
            self.module_key, _, words = said.partition(_BETWEEN)
            self.texts.append((row, int(words)))


@dataclass(slots=True)
class _Gathered:
    """What is known of one enrolment so far."""

    lessons: dict[LessonKey, datetime] = field(default_factory=dict)
    lesson_rows: dict[LessonKey, str] = field(default_factory=dict)
    attempts: dict[tuple[str, int], MarkedAttempt] = field(default_factory=dict)
    mode: str = SELF_PACED
    run_row: Row | None = None
    roadmap: Row | None = None
    sign_off: Row | None = None
    evaluation: Row | None = None
    posts: dict[str, _Written] = field(default_factory=dict)

    def note(self, said: str, row: Row) -> None:
        """Take in what one row says; rows come in their own order."""
        if row.table == _LESSON:
            self._finish(said)
        elif row.table == _RUN:
            self.mode, self.run_row = said, row
        elif row.table == _SIGN_OFF:
            self.sign_off = row if said == "given" else None
        elif row.table == _EVALUATION:
            self.evaluation = row
        elif row.table in (_TEXT, _ACT):
            post_id, _, rest = said.partition(_BETWEEN)
            self.posts.setdefault(post_id, _Written()).note(rest, row)
        elif self.roadmap is None or row.recorded_at < self.roadmap.recorded_at:
            self.roadmap = row

    def _finish(self, said: str) -> None:
        """Take the lessons apart that ``_lessons`` put together."""
        for line in said.split(_AFTER):
            module_key, lesson_key, uuid, moment = line.split(_BETWEEN)
            place = (module_key, lesson_key)
            told = datetime.fromisoformat(moment)
            # SQLite keeps moments in UTC and does not say so.
            self.lessons[place] = (
                told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
            )
            if uuid:
                self.lesson_rows[place] = uuid

    def evidence(self) -> Evidence:
        return Evidence(
            lessons=self.lessons,
            attempts=tuple(self.attempts[place] for place in sorted(self.attempts)),
            mode=self.mode,
            roadmap=self.roadmap,
            sign_off=self.sign_off,
            evaluation=self.evaluation,
            lesson_rows=self.lesson_rows,
            run_row=self.run_row,
            posts=tuple(
                WrittenPost(each.module_key, tuple(each.texts))
                for each in self.posts.values()
                if state_after(each.acts) == VISIBLE
            ),
        )


def evidence_of(
    session: Session,
    enrolment_id: int,
    *,
    as_of: datetime | None = None,
    on_programme: bool = False,
) -> Evidence:
    """What was recorded of this enrolment, all of it or up to a moment."""
    found = evidences_of(
        session, [enrolment_id], as_of=as_of, on_programme=on_programme
    )
    return found[enrolment_id]


def evidences_of(
    session: Session,
    enrolment_ids: Sequence[int],
    *,
    as_of: datetime | None = None,
    on_programme: bool = False,
    named: bool = True,
) -> Mapping[int, Evidence]:
    """What was recorded of each of these enrolments: two statements.

    On a programme also what counts of other courses, and papers: two more. Of the
    lessons, the most of it by far, an enrolment is one row. Whoever judges many and
    shows nobody what shows it leaves the lessons' rows without names.
    """
    gathered = {each: _Gathered() for each in enrolment_ids}
    _gather_marks(session, gathered, as_of)
    _gather_facts(session, gathered, as_of, named=named)
    evidences = {each: found.evidence() for each, found in gathered.items()}
    if on_programme and evidences:
        found = programme_evidence_of(session, enrolment_ids, as_of=as_of)
        return {
            each: replace(
                evidence,
                certificates=found[each].certificates,
                paper=found[each].paper,
            )
            for each, evidence in evidences.items()
        }
    return evidences


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
    session: Session,
    gathered: Mapping[int, _Gathered],
    as_of: datetime | None,
    *,
    named: bool,
) -> None:
    """Lessons, the run, the accepted roadmap, the sign-off, posts and the form."""
    rows = session.execute(
        union_all(
            _lessons(named=named)
            .where(
                LessonCompletion.enrolment_id.in_(gathered),
                _known(LessonCompletion, as_of),
            )
            .group_by(LessonCompletion.enrolment_id),
            _runs().where(
                EnrolmentEvent.enrolment_id.in_(gathered),
                _known(EnrolmentEvent, as_of),
                stands(as_of=as_of),
            ),
            _accepted().where(
                RoadmapSubmission.enrolment_id.in_(gathered),
                _known(RoadmapReview, as_of),
            ),
            _decided().where(
                RoadmapSubmission.enrolment_id.in_(gathered),
                _known(RoadmapDecision, as_of),
            ),
            _signed().where(SignOff.enrolment_id.in_(gathered), _known(SignOff, as_of)),
            _written().where(Post.enrolment_id.in_(gathered), _known(PostText, as_of)),
            _acted().where(Post.enrolment_id.in_(gathered), _known(PostAct, as_of)),
            _given().where(
                EvaluationGiven.enrolment_id.in_(gathered),
                _known(EvaluationGiven, as_of),
            ),
        )
    ).all()
    # The latest event says with whom; the first acceptance lasts, whatever follows.
    for enrolment_id, table, _number, said, uuid, moment in sorted(
        rows, key=lambda row: row[2]
    ):
        gathered[enrolment_id].note(said, Row(table, uuid, moment))


def _lessons(*, named: bool) -> Any:
    name = (
        cast(LessonCompletion.uuid, String) if named else literal_column("''", String)
    )
    between = literal_column(f"'{_BETWEEN}'", String)
    told = (
        LessonCompletion.module_key.concat(between)
        .concat(LessonCompletion.lesson_key)
        .concat(between)
        .concat(name)
        .concat(between)
        .concat(cast(LessonCompletion.recorded_at, String))
    )
    return select(
        LessonCompletion.enrolment_id,
        literal_column(f"'{_LESSON}'").label("table"),
        func.max(LessonCompletion.id).label("number"),
        func.aggregate_strings(told, _AFTER).label("said"),
        type_coerce(null(), LessonCompletion.uuid.type).label("uuid"),
        type_coerce(null(), LessonCompletion.recorded_at.type).label("recorded_at"),
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
    return accepting_reviews().with_only_columns(
        RoadmapSubmission.enrolment_id,
        literal_column(f"'{_ROADMAP}'"),
        RoadmapReview.id,
        RoadmapReview.verdict,
        RoadmapReview.uuid,
        RoadmapReview.recorded_at,
    )


def _decided() -> Any:
    return accepting_decisions().with_only_columns(
        RoadmapSubmission.enrolment_id,
        literal_column(f"'{_DECISION}'"),
        RoadmapDecision.id,
        RoadmapDecision.verdict,
        RoadmapDecision.uuid,
        RoadmapDecision.recorded_at,
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


def _written() -> Any:
    return select(
        Post.enrolment_id,
        literal_column(f"'{_TEXT}'"),
        PostText.id,
        _joined(cast(Post.id, String), Post.module_key, cast(PostText.words, String)),
        PostText.uuid,
        PostText.recorded_at,
    ).join(PostText, PostText.post_id == Post.id)


def _acted() -> Any:
    return select(
        Post.enrolment_id,
        literal_column(f"'{_ACT}'"),
        PostAct.number,
        _joined(cast(Post.id, String), PostAct.act),
        PostAct.uuid,
        PostAct.recorded_at,
    ).join(PostAct, PostAct.post_id == Post.id)


def _joined(first: Any, *others: Any) -> ColumnElement[str]:
    """Columns as one text, of which none holds what stands between them."""
    for each in others:
        first = first.concat(literal_column(f"'{_BETWEEN}'", String)).concat(each)
    joined: ColumnElement[str] = first
    return joined


def _given() -> Any:
    return select(
        EvaluationGiven.enrolment_id,
        literal_column(f"'{_EVALUATION}'"),
        EvaluationGiven.id,
        EvaluationGiven.form_key,
        EvaluationGiven.uuid,
        EvaluationGiven.recorded_at,
    ).where(EvaluationGiven.form_key == END_OF_COURSE)


def _known(fact: type[Fact], as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of
