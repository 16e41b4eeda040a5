"""Working out again what came of the acts that give, replace and renew awards.

Each act says what it did, and the rows it wrote say so too: a name that was corrected
has its new document, a release ended as much waiting as it counted, and a renewal is
the run after the one it renews.
"""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from course.award_audit import Audited
from course.models import (
    Award,
    CohortRelease,
    Enrolment,
    NameCorrectionAnswer,
    ReleasedAchievement,
    Renewal,
)
from course.name_corrections import APPROVED
from course.releases import ISSUES, UNPRINTABLE


def audit_acts(session: Session) -> Iterator[Audited]:
    """Every answer about a name, every release and every renewal, one by one."""
    yield from _name_corrections(session)
    yield from _releases(session)
    yield from _renewals(session)


def act_count(session: Session) -> int:
    """How many ``audit_acts`` looks at."""
    counts = (
        session.scalar(select(func.count()).select_from(model))
        for model in (NameCorrectionAnswer, CohortRelease, Renewal)
    )
    return sum(count or 0 for count in counts)


def _name_corrections(session: Session) -> Iterator[Audited]:
    """An approval made the document of its operation, with the name that was asked."""
    answers = session.execute(
        select(NameCorrectionAnswer, Award)
        .outerjoin(Award, Award.uuid == NameCorrectionAnswer.uuid)
        .options(joinedload(NameCorrectionAnswer.correction))
        .order_by(NameCorrectionAnswer.id)
    )
    for answer, award in answers:
        name = str(answer.correction.uuid)
        yield "name correction", name, tuple(_of_answer(answer, award))


def _of_answer(answer: NameCorrectionAnswer, award: Award | None) -> Iterator[str]:
    if answer.verdict != APPROVED:
        if award is not None:
            yield f"it was declined, and certificate {award.number} came of it"
        return
    if award is None:
        yield "it was approved, and no certificate came of it"
        return
    if award.claims.get("holder_name") != answer.correction.name:
        yield f"certificate {award.number} bears another name than was asked for"
    if award.supersedes_id is None:
        yield f"certificate {award.number} takes the place of none"


def _releases(session: Session) -> Iterator[Audited]:
    """A release ended as much waiting as it counted; each number it names is there."""
    ended = (
        select(func.count())
        .where(ReleasedAchievement.release_id == CohortRelease.id)
        .correlate(CohortRelease)
        .scalar_subquery()
    )
    for release, count in session.execute(
        select(CohortRelease, ended).order_by(CohortRelease.id)
    ):
        faults = tuple(_of_release(session, release, count))
        yield "release", str(release.uuid), faults


def _of_release(session: Session, release: CohortRelease, ended: int) -> Iterator[str]:
    counts, numbers = release.outcome["counts"], release.outcome["numbers"]
    told = counts[ISSUES] + counts[UNPRINTABLE]
    if told != ended:
        yield f"it released {told} awards and ended the waiting of {ended}"
    there = set(session.scalars(select(Award.number).where(Award.number.in_(numbers))))
    for number in numbers:
        if number not in there:
            yield f"it issued certificate {number}, which is not there"


def _renewals(session: Session) -> Iterator[Audited]:
    """The new run is the next of the same learner on the same course."""
    begun, renewed = aliased(Enrolment), aliased(Enrolment)
    renewals = session.execute(
        select(Renewal, begun, renewed)
        .join(begun, begun.id == Renewal.enrolment_id)
        .join(renewed, renewed.id == Renewal.renews_id)
        .order_by(Renewal.id)
    )
    for renewal, new, old in renewals:
        expected = (old.user_id, old.course_key, old.run + 1)
        is_next = (new.user_id, new.course_key, new.run) == expected
        fault = f"enrolment {new.uuid} is not the run after {old.uuid}"
        yield "renewal", str(renewal.uuid), () if is_next else (fault,)
