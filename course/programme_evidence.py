"""What shows that a diploma is earned: certificates of other courses, and a paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session, aliased

from course.award_kinds import COMPLETION, DIPLOMA
from course.award_states import ISSUED, VALID, replay
from course.database import Fact
from course.evidence import Certified, Evidence, Row
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Enrolment,
    PaperReview,
    PaperSubmission,
)

ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class ProgrammeEvidence:
    """Of one enrolment: what counts of other courses, and the paper accepted first."""

    certificates: Mapping[str, Certified] = field(default_factory=dict)
    paper: Row | None = None


def programme_evidence_of(
    session: Session,
    enrolment_ids: Sequence[int],
    *,
    as_of: datetime | None = None,
) -> Mapping[int, ProgrammeEvidence]:
    """What counts for the diplomas of these enrolments: two statements."""
    certificates = _certificates(session, enrolment_ids, as_of)
    papers = _papers(session, enrolment_ids, as_of)
    return {
        each: ProgrammeEvidence(certificates.get(each, {}), papers.get(each))
        for each in enrolment_ids
    }


def evidence_at_start(session: Session, enrolment: Enrolment, mode: str) -> Evidence:
    """What counts for a programme on the day on which somebody is put on it."""
    return evidences_at_start(session, [enrolment.id], mode)[enrolment.id]


def evidences_at_start(
    session: Session, enrolment_ids: Sequence[int], mode: str
) -> Mapping[int, Evidence]:
    """The same for many who are put on it together: two statements."""
    found = programme_evidence_of(session, enrolment_ids)
    return {
        each: Evidence(mode=mode, certificates=has.certificates, paper=has.paper)
        for each, has in found.items()
    }


@dataclass(slots=True)
class _Held:
    """One document of a certificate, and what has happened to it."""

    row: Row
    award_id: int
    achieved_at: datetime
    events: list[str] = field(default_factory=list)

    @property
    def certified(self) -> Certified:
        return Certified(self.row, self.achieved_at)


def _certificates(
    session: Session, enrolment_ids: Sequence[int], as_of: datetime | None
) -> Mapping[int, Mapping[str, Certified]]:
    """The certificates of completion that hold, by enrolment and by course.

    What befalls a certificate once the diploma is earned takes nothing from it. Of two
    runs of a course, the one that was completed first counts while its award holds.
    """
    other, diploma = aliased(Enrolment), aliased(Achievement)
    rows: Iterable[Any] = session.execute(
        select(
            Enrolment.id,
            other.course_key,
            Achievement.occurred_at,
            Award.id,
            Award.uuid,
            Award.recorded_at,
            AwardEvent.kind,
        )
        .join(
            other,
            (other.user_id == Enrolment.user_id)
            & (other.course_key != Enrolment.course_key),
        )
        .join(
            Achievement,
            (Achievement.enrolment_id == other.id)
            & (Achievement.award_kind == COMPLETION),
        )
        .join(Award, Award.achievement_id == Achievement.id)
        .join(AwardEvent, AwardEvent.award_id == Award.id)
        .outerjoin(
            diploma,
            (diploma.enrolment_id == Enrolment.id) & (diploma.award_kind == DIPLOMA),
        )
        .where(
            Enrolment.id.in_(enrolment_ids),
            _known(AwardEvent, as_of),
            or_(
                diploma.id.is_(None),
                AwardEvent.kind == ISSUED,
                AwardEvent.recorded_at <= diploma.recorded_at,
            ),
        )
        .order_by(AwardEvent.id)
    )
    held: dict[tuple[int, str], dict[int, _Held]] = {}
    for enrolment_id, course_key, achieved_at, award_id, uuid, moment, event in rows:
        documents = held.setdefault((enrolment_id, course_key), {})
        document = documents.setdefault(
            award_id, _Held(Row("award", uuid, moment), award_id, achieved_at)
        )
        document.events.append(event)
    found: dict[int, dict[str, Certified]] = {}
    for (enrolment_id, course_key), documents in held.items():
        valid = [each for each in documents.values() if replay(each.events) == VALID]
        if valid:
            first = min(valid, key=lambda each: (each.achieved_at, -each.award_id))
            found.setdefault(enrolment_id, {})[course_key] = first.certified
    return found


def _papers(
    session: Session, enrolment_ids: Sequence[int], as_of: datetime | None
) -> Mapping[int, Row]:
    """The first acceptance of each enrolment. It lasts, whatever follows."""
    rows = session.execute(
        select(PaperSubmission.enrolment_id, PaperReview.uuid, PaperReview.recorded_at)
        .join(PaperReview, PaperReview.submission_id == PaperSubmission.id)
        .where(
            PaperSubmission.enrolment_id.in_(enrolment_ids),
            PaperReview.verdict == ACCEPTED,
            _known(PaperReview, as_of),
        )
        .order_by(PaperReview.recorded_at.desc(), PaperReview.id.desc())
    )
    return {
        enrolment_id: Row("paper_review", uuid, moment)
        for enrolment_id, uuid, moment in rows
    }


def _known(fact: type[Fact], as_of: datetime | None) -> ColumnElement[bool]:
    return true() if as_of is None else fact.recorded_at <= as_of
