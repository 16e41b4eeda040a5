"""Comparing what is kept for speed with the facts that it is kept from.

Whatever an enrolment, an award or a person's row repeats can be worked out again, and
so can every mark, the digest of every roadmap and paper that was handed in and of every
picture, the number of forms given, who was drawn to read whose roadmap, what figures
read of every enrolment, and what came of every act that gives or replaces awards; a
signature can be checked. The doctor does so for all of them and names each difference;
it mends nothing. Nobody's name, address or answer is in what it says.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import chain
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from course.accounts import PROFILE
from course.act_audit import act_count, audit_acts
from course.award_audit import audit_few, chain_faults, few_count, unlike
from course.canonical import canonical_json
from course.credentials.compact import Ring
from course.enrolment_audit import enrolment_faults
from course.figures.checking import audit_counted, counted_count
from course.mark_audit import audit_marks, handed_in_count
from course.models import (
    Achievement,
    Award,
    AwardCredential,
    AwardEvent,
    AwardSeal,
    Enrolment,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationForm,
    EvaluationGiven,
    ProfileEntry,
    RoadmapReview,
    RoadmapSubmission,
    User,
)
from course.paper_audit import audit_papers, paper_count
from course.peer_audit import audit_peers, peer_count
from course.roadmap_document import digest_of
from course.seal_audit import audit_seals

CHUNK = 200

_COUNTED = (
    User,
    Enrolment,
    Award,
    AwardSeal,
    AwardCredential,
    RoadmapSubmission,
    EvaluationForm,
)

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
    """How many records ``examine`` and ``examine_seals`` will look at."""
    counts = (
        session.scalar(select(func.count()).select_from(model)) for model in _COUNTED
    )
    apart = (
        handed_in_count,
        paper_count,
        few_count,
        act_count,
        peer_count,
        counted_count,
    )
    return sum(count or 0 for count in counts) + sum(each(session) for each in apart)


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
    apart = (audit_few(session), audit_acts(session), audit_peers(session))
    for subject, name, faults in chain.from_iterable(apart):
        yield tuple(Difference(subject, name, fault) for fault in faults)
    for name, faults in audit_marks(session):
        yield tuple(Difference("attempt", name, fault) for fault in faults)
    for name, faults in audit_papers(session):
        yield tuple(Difference("paper", name, fault) for fault in faults)
    for name, faults in audit_counted(session):
        yield tuple(Difference("enrolment", name, fault) for fault in faults)


def examine_seals(session: Session, ring: Ring) -> Iterator[tuple[Difference, ...]]:
    """What the keys say of one seal after another; nothing where all is well."""
    for subject, name, faults in audit_seals(session, ring):
        yield tuple(Difference(subject, name, fault) for fault in faults)


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
    for detail in enrolment_faults(session, enrolment):
        yield Difference("enrolment", str(enrolment.uuid), detail)


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
            yield unlike("expires_at", moment, day)
        return
    midnight = datetime.combine(date.fromisoformat(day), time(), UTC)
    midnight += timedelta(days=1)
    if abs(moment - midnight) > timedelta(hours=14):
        yield unlike("expires_at", moment, day)


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
