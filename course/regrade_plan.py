"""What a regrade does, worked out and not yet done.

The listing that is shown before and the changes that are then made both come from
``plan_regrade``, so that the two cannot differ. Nothing is written here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from course import editions
from course.corrections import corrections_of
from course.documents import missing_glyphs
from course.evidence import Evidence, MarkedAttempt
from course.gathering import evidences_of
from course.handed_in import editions_at
from course.models import Attempt, Enrolment
from course.outline import Course
from course.regrade_listing import LearnerChange, Mode, Preview
from course.rejudging import Rejudged, rejudge
from course.standing import Standing, fold
from course.suspensions import Holding, holdings_of
from quizzes import Correction, Quiz

CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Concerned:
    """One learner whose marks change: what changes, and what is suspended by it."""

    enrolment: Enrolment
    changes: tuple[Rejudged, ...]
    listed: LearnerChange
    suspended: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be listed, and what is to be done.

    ``latest`` is the moment of the latest mark or correction of the quiz so far.
    """

    preview: Preview
    concerned: tuple[Concerned, ...]
    latest: datetime | None
    quizzes: Mapping[int, Quiz]


def plan_regrade(
    session: Session,
    quiz_key: str,
    corrections: Sequence[Correction],
    mode: Mode,
    *,
    now: datetime,
) -> Plan:
    """What these corrections, on top of those that hold, do to every attempt."""
    held = corrections_of(session, quiz_key)
    quizzes = {
        number: editions.quiz_of(session, edition)
        for number, edition in editions_at(session, quiz_key).items()
    }
    found = rejudge(session, quiz_key, quizzes, held.followed_by(corrections), mode)
    concerned = _whom_it_concerns(session, quiz_key, found.changes, mode, now)
    changing = sum(len(each.changes) for each in concerned)
    preview = Preview(
        quiz_key=quiz_key,
        corrections=tuple(corrections),
        mode=mode,
        learners=tuple(each.listed for each in concerned),
        awaiting=tuple(found.awaiting),
        examined=found.examined,
        left_alone=found.differing - changing,
        open_attempts=_open_attempts(session, quiz_key),
        corrected_by=held.last_id,
    )
    moments = [each for each in (found.latest, held.since) if each is not None]
    return Plan(preview, concerned, max(moments, default=None), quizzes)


def _whom_it_concerns(
    session: Session,
    quiz_key: str,
    changes: Mapping[int, Sequence[Rejudged]],
    mode: Mode,
    now: datetime,
) -> tuple[Concerned, ...]:
    concerned: list[Concerned] = []
    ids = sorted(changes)
    for first in range(0, len(ids), CHUNK):
        chunk = ids[first : first + CHUNK]
        evidences = evidences_of(session, chunk)
        holdings = holdings_of(session, chunk)
        for enrolment in _enrolments(session, chunk):
            here = _Here(
                enrolment,
                editions.course_of(session, enrolment.edition),
                evidences[enrolment.id],
                quiz_key,
                now,
            )
            changing = here.kept_of(changes[enrolment.id], mode)
            if changing:
                concerned.append(here.concerned_by(changing, mode, holdings))
    return tuple(concerned)


@dataclass(frozen=True, slots=True)
class _Here:
    """One learner on one course, and what their record is without the regrade."""

    enrolment: Enrolment
    course: Course
    evidence: Evidence
    quiz_key: str
    now: datetime

    def kept_of(self, changes: Sequence[Rejudged], mode: Mode) -> tuple[Rejudged, ...]:
        """The changes to make. Only raising makes none that leave a learner worse off.

        Where the average counts, a larger share of one attempt can be a smaller share
        of all: a question that is dropped takes its weight with it.
        """
        if mode == "exact":
            return tuple(changes)
        raised = [each for each in changes if each.before is not None]
        before, after = self.standing(), self.standing(raised)
        if not _is_worse(after, before, self.quiz_key):
            return tuple(changes)
        return tuple(each for each in changes if each.before is None)

    def concerned_by(
        self,
        changes: Sequence[Rejudged],
        mode: Mode,
        holdings: Mapping[tuple[int, str], Holding],
    ) -> Concerned:
        before, after = self.standing(), self.standing(changes)
        held = {
            kind: holdings[self.enrolment.id, kind]
            for kind in self.course.awards
            if (self.enrolment.id, kind) in holdings
        }
        met = [award.kind for award in after.awards if award.met_at is not None]
        earned = tuple(kind for kind in met if kind not in held)
        suspended = tuple(
            held[award.kind]
            for award in before.awards
            if mode == "exact"
            and award.met_at is not None
            and award.kind not in met
            and award.kind in held
            and held[award.kind].is_valid
        )
        is_printable = not missing_glyphs(self.enrolment.user.name)
        cohort = self.enrolment.cohort
        run = cohort.mode if cohort else None
        waiting = tuple(
            kind
            for kind in earned
            if not is_printable or self.course.awards[kind].is_held_for_release(run)
        )
        listed = LearnerChange(
            enrolment=self.enrolment.uuid,
            learner=self.enrolment.user.uuid,
            attempts=tuple(each.listed() for each in changes),
            quiz_passed=(
                _passed(before, self.quiz_key),
                _passed(after, self.quiz_key),
            ),
            completed=(
                before.completion.met_at is not None,
                after.completion.met_at is not None,
            ),
            earned=earned,
            held_back=waiting,
            suspended=tuple(each.number or "" for each in suspended),
            reinstated=tuple(
                held[kind].number or ""
                for kind in met
                if kind in held and held[kind].is_suspended_by_regrade
            ),
        )
        return Concerned(self.enrolment, tuple(changes), listed, suspended)

    def standing(self, changes: Iterable[Rejudged] = ()) -> Standing:
        """Where the learner stands, with these changes made."""
        known = {(each.quiz_key, each.number): each for each in self.evidence.attempts}
        marked = []
        for each in changes:
            place = (self.quiz_key, each.attempt.number)
            after = each.after
            later = MarkedAttempt(
                *place, after.points, after.out_of, after.passed, self.now
            )
            earlier = known.get(place)
            marked.append(earlier.marked_anew(later) if earlier else later)
        return fold(self.course, self.evidence.with_marks(marked))


def _passed(standing: Standing, quiz_key: str) -> bool:
    quiz = standing.quiz(quiz_key)
    return quiz is not None and quiz.passed


def _is_worse(after: Standing, before: Standing, quiz_key: str) -> bool:
    """Whether what counts of a quiz has a smaller share, or is no pass any more."""
    then, now = before.quiz(quiz_key), after.quiz(quiz_key)
    if then is None or now is None:
        return False
    is_smaller = now.points * then.out_of < then.points * now.out_of
    return is_smaller or (then.passed and not now.passed)


def _enrolments(session: Session, ids: Sequence[int]) -> Sequence[Enrolment]:
    """These enrolments as they are now, with all that an award is made of."""
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(ids))
        .order_by(Enrolment.id)
        .options(
            joinedload(Enrolment.user),
            joinedload(Enrolment.edition),
            joinedload(Enrolment.cohort),
        )
        .execution_options(populate_existing=True)
    ).all()


def _open_attempts(session: Session, quiz_key: str) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.quiz_key == quiz_key, Attempt.submitted_at.is_(None))
    )
    return count or 0
