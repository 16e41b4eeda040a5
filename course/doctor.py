"""Comparing what is kept for speed with the facts that it is kept from.

Whatever an enrolment, an award or a person's row repeats can be worked out again, and
so can every mark, the digest of every roadmap and paper that was handed in and of every
picture, the number of forms given, how many a change of a rule listed, and who was
drawn to read whose roadmap. The doctor does so for all of them and names each
difference; it mends nothing. Nobody's name, address or answer is in what it says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from course import editions
from course.accommodations import Allowances, allowances_of
from course.accounts import PROFILE
from course.award_audit import audit_few, chain_faults, few_count
from course.canonical import canonical_json
from course.mark_audit import audit_marks, handed_in_count
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Enrolment,
    EnrolmentEvent,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationForm,
    EvaluationGiven,
    ProfileEntry,
    RoadmapReview,
    RoadmapSubmission,
    RuleChangeEntry,
    User,
)
from course.paper_audit import audit_papers, paper_count
from course.peer_audit import audit_peers, peer_count
from course.places import stands
from course.progress import standing_of
from course.roadmap_document import digest_of

CHUNK = 200

Record = TypeVar("Record", Enrolment, Award, RoadmapSubmission, User)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is kept otherwise than the facts say."""

    subject: str
    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.subject} {self.name}: {self.detail}"


def record_count(session: Session) -> int:
    """How many records ``examine`` will look at."""
    counts = (
        session.scalar(select(func.count()).select_from(model))
        for model in (User, Enrolment, Award, RoadmapSubmission, EvaluationForm)
    )
    apart = handed_in_count(session) + paper_count(session) + few_count(session)
    return sum(count or 0 for count in counts) + apart + peer_count(session)


def examine(session: Session) -> Iterator[tuple[Difference, ...]]:
    """The differences of one record after another; nothing where all is well.

    The session reads from one snapshot, or records that change meanwhile look wrong.
    """
    yield from _each(session, User, _of_person)
    yield from _each(session, Enrolment, _of_enrolment)
    yield from _each(session, Award, _of_award)
    yield from _each(session, RoadmapSubmission, _of_roadmap)
    for form in session.scalars(select(EvaluationForm).order_by(EvaluationForm.id)):
        yield tuple(_of_form(session, form))
    for subject, name, faults in audit_few(session):
        yield tuple(Difference(subject, name, fault) for fault in faults)
    for subject, name, faults in audit_peers(session):
        yield tuple(Difference(subject, name, fault) for fault in faults)
    for name, faults in audit_marks(session):
        yield tuple(Difference("attempt", name, fault) for fault in faults)
    for name, faults in audit_papers(session):
        yield tuple(Difference("paper", name, fault) for fault in faults)


def _each(
    session: Session,
    model: type[Record],
    differences: Callable[[Session, Record], Iterator[Difference]],
) -> Iterator[tuple[Difference, ...]]:
    """Every record of a table, in chunks, so that memory stays flat."""
    last = 0
    while chunk := _chunk(session, model, last):
        last = chunk[-1].id
        for record in chunk:
            yield tuple(differences(session, record))
        session.expunge_all()


def _chunk(session: Session, model: type[Record], last: int) -> Sequence[Record]:
    query = select(model).where(model.id > last).order_by(model.id).limit(CHUNK)
    if model is Enrolment:
        query = query.options(joinedload(Enrolment.edition))
    return session.scalars(query).all()


def _of_form(session: Session, form: EvaluationForm) -> Iterator[Difference]:
    """Forms given are as many as sheets, in boxes or written down."""
    given = session.scalar(
        select(func.count())
        .select_from(EvaluationGiven)
        .where(EvaluationGiven.form_id == form.id)
    )
    answers = session.scalar(
        select(func.count())
        .select_from(EvaluationAnswer)
        .where(EvaluationAnswer.form_id == form.id)
    )
    boxes = session.scalars(
        select(EvaluationBox.sheets).where(EvaluationBox.form_id == form.id)
    )
    sheets = (answers or 0) + sum(map(len, boxes))
    if given != sheets:
        detail = f"{sheets} sheets are kept, and it was given {given} times"
        yield Difference("form", f"{form.key} {form.version}", detail)


def _of_person(session: Session, person: User) -> Iterator[Difference]:
    entry = session.scalar(
        select(ProfileEntry)
        .where(ProfileEntry.user_id == person.id)
        .order_by(ProfileEntry.id.desc())
        .limit(1)
    )
    if entry is None:
        yield Difference("person", str(person.uuid), "has no profile entry")
        return
    for field in PROFILE:
        if getattr(person, field) != getattr(entry, field):
            yield Difference(
                "person", str(person.uuid), f"{field} is not that of the latest entry"
            )


def _of_enrolment(session: Session, enrolment: Enrolment) -> Iterator[Difference]:
    name = str(enrolment.uuid)
    for detail in (
        *_of_standing(session, enrolment),
        *_of_events(session, enrolment),
        *_of_edition(session, enrolment),
        *_of_achievements(session, enrolment),
        *_of_limits(session, enrolment),
    ):
        yield Difference("enrolment", name, detail)


def _of_standing(session: Session, enrolment: Enrolment) -> Iterator[str]:
    standing = standing_of(session, enrolment)
    folded = standing.kept()
    for part in sorted(folded.keys() | enrolment.standing.keys()):
        kept = enrolment.standing.get(part)
        if kept != folded.get(part):
            yield _unlike(f"standing.{part}", kept, folded.get(part))
    completion = standing.completion
    for field, expected in (
        ("met", completion.met),
        ("needed", completion.needed),
        ("completed_at", completion.met_at),
    ):
        if getattr(enrolment, field) != expected:
            yield _unlike(field, getattr(enrolment, field), expected)


def _of_events(session: Session, enrolment: Enrolment) -> Iterator[str]:
    latest = session.scalar(
        select(EnrolmentEvent)
        .where(EnrolmentEvent.enrolment_id == enrolment.id, stands())
        .order_by(EnrolmentEvent.id.desc())
        .limit(1)
    )
    if latest is None:
        if enrolment.run > 0 or enrolment.withdrawn_at is None or enrolment.cohort_id:
            yield "no event says that it began"
        return
    withdrawn_at = latest.recorded_at if latest.kind == "withdrawn" else None
    if enrolment.withdrawn_at != withdrawn_at:
        yield _unlike("withdrawn_at", enrolment.withdrawn_at, withdrawn_at)
    if enrolment.cohort_id != latest.cohort_id:
        yield _unlike("cohort_id", enrolment.cohort_id, latest.cohort_id)


def _of_edition(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """Whoever a change of the rule moved is held to where it moved them last."""
    moved_to = session.scalar(
        select(RuleChangeEntry.to_edition_id)
        .where(
            RuleChangeEntry.enrolment_id == enrolment.id,
            RuleChangeEntry.from_edition_id != RuleChangeEntry.to_edition_id,
        )
        .order_by(RuleChangeEntry.id.desc())
        .limit(1)
    )
    if moved_to is not None and enrolment.edition_id != moved_to:
        yield _unlike("edition_id", enrolment.edition_id, moved_to)


def _of_achievements(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """What was earned must have been noted; what was noted stays, come what may.

    Who was taken off a programme earns it once they are put on it again.
    """
    course = editions.course_of(session, enrolment.edition)
    if course.is_programme and enrolment.withdrawn_at is not None:
        return
    noted = set(
        session.scalars(
            select(Achievement.award_kind).where(
                Achievement.enrolment_id == enrolment.id
            )
        )
    )
    for award in standing_of(session, enrolment).awards:
        if award.met_at is not None and award.kind not in noted:
            yield f"the award '{award.kind}' is earned and no achievement says so"


def _of_limits(session: Session, enrolment: Enrolment) -> Iterator[str]:
    """An open attempt ends no sooner than the extra time of its learner's own says.

    A cohort's is left out: who joins one while an attempt is open keeps the limit that
    the attempt began with.
    """
    still_open = session.scalars(
        select(Attempt)
        .where(
            Attempt.enrolment_id == enrolment.id,
            Attempt.submitted_at.is_(None),
            Attempt.closes_at.is_not(None),
        )
        .options(joinedload(Attempt.edition))
    ).all()
    if not still_open:
        return
    held = allowances_of(session, [enrolment])[enrolment.id].given
    own = Allowances(tuple(each for each in held if each.user_id is not None))
    for attempt in still_open:
        quiz = editions.quiz_of(session, attempt.edition)
        due = own.at(attempt.quiz_key).closes_at(quiz, attempt.recorded_at)
        known = attempt.limit_at
        if due is not None and known is not None and known < due:
            name = f"the limit of attempt {attempt.number} at '{attempt.quiz_key}'"
            yield _unlike(name, known, due)


def _of_award(session: Session, award: Award) -> Iterator[Difference]:
    for detail in _of_document(session, award):
        yield Difference("award", award.number, detail)


def _of_document(session: Session, award: Award) -> Iterator[str]:
    if sha256(canonical_json(award.claims).encode()).hexdigest() != award.digest:
        yield "its words are not those that its digest was made of"
    if award.claims.get("number") != award.number:
        yield "its words bear another number"
    achievement = session.get_one(Achievement, award.achievement_id)
    if award.claims.get("kind") != achievement.award_kind:
        yield "its words are those of another kind of award"
    issued = session.scalar(
        select(func.count())
        .select_from(AwardEvent)
        .where(AwardEvent.award_id == award.id, AwardEvent.kind == "issued")
    )
    if issued != 1:
        yield f"it was issued {issued} times"
    yield from chain_faults(session, award)
    yield from _of_term(award)


def _of_term(award: Award) -> Iterator[str]:
    """It expires after the day of its words, wherever the office is."""
    day, moment = award.claims.get("valid_until"), award.expires_at
    if day is None or moment is None:
        if day is not None or moment is not None:
            yield _unlike("expires_at", moment, day)
        return
    midnight = datetime.combine(date.fromisoformat(day), time(), UTC)
    midnight += timedelta(days=1)
    if abs(moment - midnight) > timedelta(hours=14):
        yield _unlike("expires_at", moment, day)


def _of_roadmap(
    session: Session, submission: RoadmapSubmission
) -> Iterator[Difference]:
    name = str(submission.uuid)
    if digest_of(submission.content) != submission.digest:
        detail = "its words are not those that its digest was made of"
        yield Difference("roadmap", name, detail)
    reviewed_before = session.scalar(
        select(func.count())
        .select_from(RoadmapReview)
        .join(RoadmapReview.submission)
        .where(
            RoadmapSubmission.enrolment_id == submission.enrolment_id,
            RoadmapSubmission.number < submission.number,
            RoadmapReview.recorded_at <= submission.recorded_at,
        )
    )
    if reviewed_before != submission.number - 1:
        detail = "it was handed in while an earlier one waited to be read"
        yield Difference("roadmap", name, detail)


def _unlike(what: str, kept: Any, expected: Any) -> str:
    return f"{what} is kept as {kept}, and the record says {expected}"
