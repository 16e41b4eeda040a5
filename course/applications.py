"""Applying to a cohort, in words that stay as they were, and withdrawing again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, contains_eager

from course import enrolments
from course.admission import latest_enrolment
from course.application_standing import (
    WITHDRAWN,
    ApplicationStanding,
    fold_decisions,
)
from course.attachments import attachments_of
from course.calls import (
    APPLICATION,
    LETTER,
    NOMINATION,
    RELEASE,
    OpenCall,
    require_open,
    terms_of,
)
from course.door_errors import (
    AlreadyApplied,
    AlreadyWithdrawn,
    ApplicationIncomplete,
)
from course.errors import NotPermitted
from course.models import (
    Application,
    ApplicationAttachment,
    ApplicationDecision,
    Call,
    Cohort,
    DecisionNotice,
    Enrolment,
    User,
)
from course.operations import made_by
from course.policy import reads_as_staff, visible_applications


@dataclass(frozen=True, slots=True)
class Words:
    """What an applicant says on the day of applying."""

    name: str
    country: str
    gender: str
    organisation: str
    motivation: str
    affiliation: str | None = None
    nominated_by: str | None = None
    supervisor: str | None = None
    is_released: bool = False

    def data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Filed:
    """An application with where it stands, what was decided, and what came with it.

    ``told`` is the last decision that the applicant was told of, if any.
    """

    application: Application
    standing: ApplicationStanding
    decisions: tuple[ApplicationDecision, ...] = ()
    attachments: tuple[ApplicationAttachment, ...] = ()
    told: ApplicationDecision | None = None
    is_here: bool = False

    @property
    def latest(self) -> ApplicationDecision | None:
        return self.decisions[-1] if self.decisions else None

    @property
    def state_told(self) -> str:
        """How it stands for the applicant: what the letter told; else it is read."""
        if self.standing.state == "withdrawn":
            return self.standing.state
        return self.told.verdict if self.told else "applied"

    @property
    def is_untold(self) -> bool:
        """Whether something was decided that the applicant was not told of."""
        latest = self.latest
        return (
            latest is not None
            and latest.verdict != WITHDRAWN
            and (self.told is None or self.told.id != latest.id)
        )

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the call asked for and has not come yet."""
        asked = terms_of(self.application.call).asks
        has_letter = any(each.kind == "nomination" for each in self.attachments)
        return (LETTER,) if LETTER in asked and not has_letter else ()


def apply_to_cohort(
    session: Session,
    found: OpenCall,
    words: Words,
    *,
    op: UUID,
    today: date,
    now: datetime,
    by: User,
) -> tuple[Application, bool]:
    """Keep an application as it is made; whether this made it.

    The cohort is locked by the caller. Raises ``CallClosed``, ``WrongDoor``,
    ``ApplicationIncomplete``, ``AlreadyApplied`` and ``OperationConflict``.
    """
    said = {"cohort_id": found.cohort.id, "user_id": by.id, **words.data()}
    earlier = made_by(session, Application, op, said)
    if earlier is not None:
        return earlier, False
    require_open(found.call, APPLICATION, today=today)
    missing = missing_from(words, found.terms.asks)
    if missing:
        raise ApplicationIncomplete(missing)
    previous = applications_of(session, by, cohort=found.cohort)
    if previous and previous[0].standing.state != WITHDRAWN:
        raise AlreadyApplied
    made = Application(
        uuid=op,
        cohort=found.cohort,
        user=by,
        call=found.call,
        number=previous[0].application.number + 1 if previous else 1,
        **words.data(),
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    session.flush()
    return made, True


def missing_from(words: Words, asks: Sequence[str]) -> tuple[str, ...]:
    """The fields that a call asks for and these words leave open.

    A letter comes as a file after them, so it is not looked for here.
    """
    given = {
        "nominated_by": NOMINATION not in asks or bool(words.nominated_by),
        "supervisor": RELEASE not in asks or bool(words.supervisor),
        "is_released": RELEASE not in asks or words.is_released,
    }
    return tuple(name for name, is_there in given.items() if not is_there)


def withdraw_application(
    session: Session,
    application: Application,
    *,
    op: UUID,
    reason: str,
    now: datetime,
    by: User,
) -> tuple[ApplicationDecision, bool]:
    """Take one's own application back, and leave the cohort if it led there.

    The cohort is locked by the caller, so that the place falls free for one alone.
    Raises ``NotPermitted``, ``AlreadyWithdrawn`` and ``OperationConflict``.
    """
    if application.user_id != by.id:
        raise NotPermitted
    said = {"application_id": application.id, "reason": reason}
    earlier = made_by(session, ApplicationDecision, op, said)
    if earlier is not None:
        return earlier, False
    standing = fold_decisions(decisions_of(session, [application.id]))
    if not standing.is_open:
        raise AlreadyWithdrawn
    made = ApplicationDecision(
        uuid=op,
        application=application,
        number=standing.number + 1,
        verdict=WITHDRAWN,
        reason=reason,
        actor_id=by.id,
        occurred_at=now,
        recorded_at=now,
    )
    session.add(made)
    enrolment = latest_enrolment(session, by, application.cohort)
    if (
        standing.state == "selected"
        and enrolment
        and enrolment.cohort_id == application.cohort_id
    ):
        enrolments.withdraw(session, enrolment, reason=reason, now=now, by=by)
    session.flush()
    return made, True


def find_application(session: Session, asker: User, uuid: UUID) -> Filed | None:
    """One application if the asker may see it: their own, or as staff of its cohort."""
    found = _filed(session, (Application.uuid == uuid) & visible_applications(asker))
    return found[0] if found else None


def list_applications(
    session: Session, cohort: Cohort, *, only: Sequence[UUID] | None = None
) -> list[Filed]:
    """The applications to a cohort, the first to come first; four statements in all.

    Of somebody who applied again after withdrawing the last one counts.
    """
    clause: ColumnElement[bool] = Application.cohort_id == cohort.id
    if only is not None:
        clause &= Application.uuid.in_(only)
    newest = {each.application.user_id: each for each in _filed(session, clause)}
    return sorted(newest.values(), key=lambda each: each.application.id)


def as_read_by(asker: User, everything: Iterable[Filed]) -> list[Filed]:
    """Applications as staff read them, and their own as an applicant reads it."""
    return [
        each if reads_as_staff(asker, each.application) else _as_told(each)
        for each in everything
    ]


def _as_told(filed: Filed) -> Filed:
    """An application without reasons, and without what its applicant was not told."""
    standing = ApplicationStanding(state=filed.state_told)
    return replace(filed, standing=standing, decisions=(), is_here=False)


def applications_of(
    session: Session, person: User, *, cohort: Cohort | None = None
) -> list[Filed]:
    """A person's own applications, the latest first."""
    clause: ColumnElement[bool] = Application.user_id == person.id
    if cohort is not None:
        clause &= Application.cohort_id == cohort.id
    return _filed(session, clause)[::-1]


def decisions_of(
    session: Session, application_ids: Sequence[int]
) -> list[ApplicationDecision]:
    """What was decided of these applications, each in the order of its numbers."""
    return list(
        session.scalars(
            select(ApplicationDecision)
            .where(ApplicationDecision.application_id.in_(application_ids))
            .order_by(ApplicationDecision.application_id, ApplicationDecision.number)
        )
    )


def _filed(session: Session, clause: ColumnElement[bool]) -> list[Filed]:
    is_here = exists(
        select(Enrolment.id).where(
            Enrolment.user_id == Application.user_id,
            Enrolment.cohort_id == Application.cohort_id,
            Enrolment.withdrawn_at.is_(None),
        )
    )
    rows = session.execute(
        select(Application, is_here)
        .join(Application.cohort)
        .join(Call, Call.id == Application.call_id)
        .join(User, User.id == Application.user_id)
        .where(clause)
        .options(
            contains_eager(Application.cohort),
            contains_eager(Application.call),
            contains_eager(Application.user),
        )
        .order_by(Application.id)
    ).all()
    ids = [application.id for application, _ in rows]
    decided: dict[int, list[ApplicationDecision]] = {}
    for each in decisions_of(session, ids):
        decided.setdefault(each.application_id, []).append(each)
    attached: dict[int, list[ApplicationAttachment]] = {}
    for file in attachments_of(session, ids):
        attached.setdefault(file.application_id, []).append(file)
    told = _told(session, ids)
    return [
        Filed(
            application=application,
            standing=fold_decisions(decided.get(application.id, ()), is_here=here),
            decisions=tuple(decided.get(application.id, ())),
            attachments=tuple(attached.get(application.id, ())),
            told=max(
                (one for one in decided.get(application.id, ()) if one.id in told),
                key=lambda one: one.number,
                default=None,
            ),
            is_here=here,
        )
        for application, here in rows
    ]


def _told(session: Session, application_ids: Sequence[int]) -> frozenset[int]:
    """The decisions of these applications that their applicants were told of."""
    return frozenset(
        session.scalars(
            select(DecisionNotice.decision_id)
            .join(
                ApplicationDecision,
                ApplicationDecision.id == DecisionNotice.decision_id,
            )
            .where(ApplicationDecision.application_id.in_(application_ids))
        )
    )
