"""Validating the run of a cohort, and letting its certificates leave together.

The list that is looked at before and what is then done come from ``preview_release``,
so that the two cannot differ; applying it works the list out again with the cohort held
still, and refuses where it is no longer the one that was looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from course import editions, outbox
from course.award_errors import NothingToRelease, StaleRelease
from course.award_kinds import COMPLETION
from course.awards import AwardOffice, issue_award
from course.canonical import canonical_json
from course.documents import missing_glyphs
from course.models import (
    Achievement,
    Award,
    Cohort,
    CohortRelease,
    Enrolment,
    ReleasedAchievement,
    User,
)
from course.operations import made_by
from course.progress import note_programmes

# What becomes of one learner's award of one kind.
ISSUES, UNPRINTABLE = "issues", "unprintable"
HAS_IT, RELEASED, UNSUPPORTED = "has-it", "released", "unsupported"
NOT_EARNED, WITHDRAWN = "not-earned", "withdrawn"
FATES = (
    ISSUES,
    UNPRINTABLE,
    HAS_IT,
    RELEASED,
    UNSUPPORTED,
    NOT_EARNED,
    WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One learner and one kind of award: what a release does, or why nothing."""

    enrolment: Enrolment
    kind: str
    title: str
    fate: str
    achievement: Achievement | None = None
    characters: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[int, str]:
        return self.enrolment.id, self.kind

    @property
    def is_released(self) -> bool:
        """Whether its waiting ends with this release."""
        return self.fate in (ISSUES, UNPRINTABLE)


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What validating the run of a cohort now would do, learner by learner."""

    cohort: Cohort
    rows: tuple[Row, ...]

    @property
    def token(self) -> str:
        """Fingerprint of what would be done and not be done."""
        listed = [[str(row.enrolment.uuid), row.kind, row.fate] for row in self.rows]
        told = {"cohort": str(self.cohort.uuid), "rows": listed}
        return sha256(canonical_json(told).encode()).hexdigest()

    def of_fate(self, fate: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.fate == fate)


ReleaseLetter: TypeAlias = Callable[[User, Award | None, str], outbox.Words]
"""The letter to a learner: the new document, or the title of what cannot be printed."""


def preview_release(session: Session, cohort: Cohort) -> ReleasePreview:
    """Who of a cohort would get a certificate, who would not and why.

    Four statements, however many learners there are. Nothing is written.
    """
    enrolments = session.scalars(
        select(Enrolment)
        .join(Enrolment.user)
        .where(Enrolment.cohort_id == cohort.id)
        .options(joinedload(Enrolment.user), joinedload(Enrolment.cohort))
        .order_by(User.name, Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    editions_here = editions.find_editions(
        session, {each.edition_id for each in enrolments}
    )
    earned = _earned(session, cohort)
    rows = []
    for enrolment in enrolments:
        course = editions.course_of(session, editions_here[enrolment.edition_id])
        for rule in course.awards.values():
            held = earned.get((enrolment.id, rule.kind))
            if held is None and not rule.is_held_for_release(cohort.mode):
                continue
            rows.append(_row(enrolment, rule.kind, rule.title, held))
    return ReleasePreview(cohort, tuple(rows))


def release_awards(
    session: Session,
    cohort: Cohort,
    *,
    op: UUID,
    note: str,
    token: str,
    letter: ReleaseLetter,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> tuple[CohortRelease, bool]:
    """Validate the run of a cohort and issue what was listed; whether this did it.

    One transaction of the caller's. Raises ``StaleRelease`` when ``token`` is not that
    of what would be done, ``NothingToRelease``, and ``OperationConflict``.
    """
    hold_still(session, cohort.id)
    asked = {"cohort_id": cohort.id, "note": note, "token": token}
    earlier = made_by(session, CohortRelease, op, asked)
    if earlier is not None:
        return earlier, False
    preview = preview_release(session, cohort)
    if preview.token != token:
        raise StaleRelease
    released = [row for row in preview.rows if row.is_released]
    if not released:
        raise NothingToRelease
    given = _issue(session, preview, now=now, office=office, by=by)
    release = CohortRelease(
        uuid=op,
        cohort_id=cohort.id,
        note=note,
        token=token,
        outcome=_outcome(preview, given),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(release)
    session.flush()
    _end_waiting(session, release, released)
    for row in released:
        person = row.enrolment.user
        outbox.tell(
            session,
            person,
            letter(person, given.get(row.place), row.title),
            now=now,
            occasion=f"release:{release.uuid}:{row.enrolment.uuid}:{row.kind}",
        )
    session.flush()
    return release, True


def releases_of(session: Session, cohort: Cohort) -> list[tuple[CohortRelease, str]]:
    """Every validation of a cohort's run and by whom, the latest first."""
    found = session.execute(
        select(CohortRelease, User.name)
        .join(User, User.id == CohortRelease.actor_id)
        .where(CohortRelease.cohort_id == cohort.id)
        .order_by(CohortRelease.id.desc())
    )
    return [(row[0], row[1]) for row in found]


def hold_still(session: Session, cohort_id: int) -> None:
    """Let nobody join the cohort, and nobody in it earn anything, until the end.

    In this order, as everybody who needs both takes them.
    """
    session.execute(
        select(Cohort.id).where(Cohort.id == cohort_id).with_for_update(key_share=True)
    )
    session.execute(
        select(Enrolment.id)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Enrolment.id)
        .with_for_update()
    ).all()


@dataclass(frozen=True, slots=True)
class _Held:
    achievement: Achievement
    has_document: bool
    is_released: bool


def _earned(session: Session, cohort: Cohort) -> Mapping[tuple[int, str], _Held]:
    """What was earned in the cohort under a rule that made it wait."""
    found = session.execute(
        select(Achievement, Award.id, ReleasedAchievement.id)
        .join(Enrolment, Enrolment.id == Achievement.enrolment_id)
        .outerjoin(
            Award,
            (Award.achievement_id == Achievement.id) & Award.supersedes_id.is_(None),
        )
        .outerjoin(
            ReleasedAchievement, ReleasedAchievement.achievement_id == Achievement.id
        )
        .where(Enrolment.cohort_id == cohort.id, Achievement.is_held)
        .order_by(Achievement.id)
    )
    return {
        (achievement.enrolment_id, achievement.award_kind): _Held(
            achievement, award_id is not None, released_id is not None
        )
        for achievement, award_id, released_id in found
    }


def _row(enrolment: Enrolment, kind: str, title: str, held: _Held | None) -> Row:
    if held is None:
        fate = NOT_EARNED if enrolment.withdrawn_at is None else WITHDRAWN
        return Row(enrolment, kind, title, fate)
    characters = missing_glyphs(enrolment.user.name)
    if held.has_document:
        fate = HAS_IT
    elif held.is_released:
        fate = RELEASED
    elif kind not in enrolment.standing.get("earned", {}):
        fate = UNSUPPORTED
    else:
        fate = UNPRINTABLE if characters else ISSUES
    return Row(enrolment, kind, title, fate, held.achievement, characters)


def _issue(
    session: Session,
    preview: ReleasePreview,
    *,
    now: datetime,
    office: AwardOffice,
    by: User,
) -> Mapping[tuple[int, str], Award]:
    """Write the documents of all who get one, and what these complete in turn."""
    given = {}
    for row in preview.of_fate(ISSUES):
        if row.achievement is not None:
            given[row.place], _is_new = issue_award(
                session, row.enrolment, row.achievement, now=now, office=office, by=by
            )
    certified = {
        row.enrolment.user_id
        for row in preview.of_fate(ISSUES)
        if row.kind == COMPLETION
    }
    note_programmes(session, certified, now=now, office=office, by=by)
    return given


def _outcome(
    preview: ReleasePreview, given: Mapping[tuple[int, str], Award]
) -> dict[str, Any]:
    """What came of it, as it is kept: how many of each fate, and the new numbers."""
    counts = {fate: len(preview.of_fate(fate)) for fate in FATES}
    return {"counts": counts, "numbers": [award.number for award in given.values()]}


def _end_waiting(
    session: Session, release: CohortRelease, released: Sequence[Row]
) -> None:
    session.add_all(
        ReleasedAchievement(
            achievement_id=row.achievement.id,
            release_id=release.id,
            actor_id=release.actor_id,
            occurred_at=release.occurred_at,
            recorded_at=release.recorded_at,
        )
        for row in released
        if row.achievement is not None
    )
