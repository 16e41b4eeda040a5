"""What was done to an account or an enrolment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from course.models import (
    AccountEvent,
    Achievement,
    Award,
    AwardEvent,
    Edition,
    Enrolment,
    EnrolmentEvent,
    Export,
    ReleasedAchievement,
    Renewal,
    RuleChange,
    RuleChangeEntry,
    SignOff,
    User,
)
from course.models.export import ROWS
from course.places import stands


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One thing that was done to an account, or names that its holder took out.

    ``by`` is the name of whoever did it.
    """

    kind: str
    detail: Mapping[str, Any]
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to an enrolment, and the name of whoever did it.

    ``kind`` is what the record calls it: ``enrolled`` and the like, ``rule-moved``,
    ``sign-off-given``, ``earned``, ``released``, ``award-issued``, ``renewal``.
    ``award_kind`` is of which award, ``number`` of which document, ``edition`` the
    digest of the rule that holds since, and ``until`` the day to top up by.
    ``is_undone``: it was taken back since.
    """

    kind: str
    at: datetime
    by: str | None
    reason: str | None = None
    award_kind: str | None = None
    number: str | None = None
    edition: str | None = None
    until: date | None = None
    cause: str | None = None
    is_undone: bool = False


def account_history(session: Session, person: User) -> list[AccountEntry]:
    """Everything that was done to this person's account, the latest first.

    Among it are the names that they took out of the course, and what for.
    """
    actor = aliased(User)
    found = session.execute(
        select(AccountEvent, actor.name)
        .outerjoin(actor, actor.id == AccountEvent.actor_id)
        .where(AccountEvent.user_id == person.id)
        .order_by(AccountEvent.id.desc())
    )
    done = [
        AccountEntry(event.kind, event.detail, event.recorded_at, name)
        for event, name in found
    ]
    return sorted(
        [*done, *_names_taken(session, person)], key=lambda each: each.at, reverse=True
    )


def _names_taken(session: Session, person: User) -> list[AccountEntry]:
    taken = session.execute(
        select(Export.purpose, Export.recorded_at)
        .where(Export.actor_id == person.id, Export.content == ROWS)
        .order_by(Export.id.desc())
    )
    return [
        AccountEntry("names-taken", {"purpose": purpose}, at, person.name)
        for purpose, at in taken
    ]


def enrolment_history(session: Session, enrolment: Enrolment) -> list[Happening]:
    """Everything that happened to this enrolment, the latest first.

    What moved it, each change of its rule, sign-offs, what it earned and the life of
    the documents: the same few statements however much that is.
    """
    happened = [
        *_moves(session, enrolment),
        *_rules(session, enrolment),
        *_sign_offs(session, enrolment),
        *_achievements(session, enrolment),
        *_documents(session, enrolment),
    ]
    # What was recorded at one moment stays in the order above: it is told backwards.
    return sorted(happened, key=lambda each: each.at)[::-1]


def _moves(session: Session, enrolment: Enrolment) -> Iterator[Happening]:
    """Enrolled, assigned, withdrawn, restored; and a run that was begun anew."""
    actor = aliased(User)
    events = session.execute(
        select(EnrolmentEvent, actor.name, ~stands())
        .outerjoin(actor, actor.id == EnrolmentEvent.actor_id)
        .where(EnrolmentEvent.enrolment_id == enrolment.id)
        .order_by(EnrolmentEvent.id)
    )
    for event, by, is_undone in events:
        yield Happening(
            event.kind, event.recorded_at, by, event.reason, is_undone=is_undone
        )
    renewals = session.execute(
        select(Renewal, actor.name)
        .outerjoin(actor, actor.id == Renewal.actor_id)
        .where(
            or_(
                Renewal.enrolment_id == enrolment.id,
                Renewal.renews_id == enrolment.id,
            )
        )
    )
    for renewal, by in renewals:
        kind = "renewal" if renewal.enrolment_id == enrolment.id else "renewed"
        yield Happening(kind, renewal.recorded_at, by, renewal.reason)


def _rules(session: Session, enrolment: Enrolment) -> Iterator[Happening]:
    """What each change of the rule made of this enrolment."""
    actor = aliased(User)
    found = session.execute(
        select(RuleChangeEntry, RuleChange, Edition.digest, actor.name)
        .join(RuleChange, RuleChange.id == RuleChangeEntry.rule_change_id)
        .join(Edition, Edition.id == RuleChangeEntry.to_edition_id)
        .outerjoin(actor, actor.id == RuleChangeEntry.actor_id)
        .where(RuleChangeEntry.enrolment_id == enrolment.id)
        .order_by(RuleChangeEntry.id)
    )
    for entry, change, edition, by in found:
        yield Happening(
            f"rule-{entry.effect}",
            entry.recorded_at,
            by,
            change.reason,
            edition=edition,
            until=change.top_up_by,
        )


def _sign_offs(session: Session, enrolment: Enrolment) -> Iterator[Happening]:
    actor = aliased(User)
    found = session.execute(
        select(SignOff, actor.name)
        .outerjoin(actor, actor.id == SignOff.actor_id)
        .where(SignOff.enrolment_id == enrolment.id)
        .order_by(SignOff.number)
    )
    for word, by in found:
        yield Happening(f"sign-off-{word.verdict}", word.recorded_at, by, word.reason)


def _achievements(session: Session, enrolment: Enrolment) -> Iterator[Happening]:
    """What was earned, and what was released after it had waited for that."""
    actor = aliased(User)
    found = session.execute(
        select(Achievement, ReleasedAchievement, actor.name)
        .outerjoin(
            ReleasedAchievement, ReleasedAchievement.achievement_id == Achievement.id
        )
        .outerjoin(actor, actor.id == ReleasedAchievement.actor_id)
        .where(Achievement.enrolment_id == enrolment.id)
        .order_by(Achievement.id)
    )
    for earned, released, by in found:
        kind = "earned-held" if earned.is_held else "earned"
        award = earned.award_kind
        yield Happening(kind, earned.recorded_at, None, award_kind=award)
        if released is not None:
            yield Happening("released", released.recorded_at, by, award_kind=award)


def _documents(session: Session, enrolment: Enrolment) -> Iterator[Happening]:
    """The life of each document. Why one was suspended is told in the register."""
    actor = aliased(User)
    found = session.execute(
        select(AwardEvent, Award.number, Achievement.award_kind, actor.name)
        .join(Award, Award.id == AwardEvent.award_id)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .outerjoin(actor, actor.id == AwardEvent.actor_id)
        .where(Achievement.enrolment_id == enrolment.id)
        .order_by(AwardEvent.id)
    )
    for event, number, award, by in found:
        yield Happening(
            f"award-{event.kind}",
            event.recorded_at,
            by,
            award_kind=award,
            number=number,
            cause=event.cause,
        )
