"""Giving awards, finding them and telling anybody whether one holds.

An award is a document: everything printed on it is frozen in its claims on the day.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from course import editions
from course.accounts import refuse_unprintable
from course.canonical import canonical_json
from course.course_module import CourseModule
from course.documents import TEMPLATE
from course.errors import NotYetComplete, UnknownAward
from course.letterhead import Letterhead, keep_pictures
from course.models import Achievement, Award, AwardEvent, Enrolment, User
from course.outline import Course
from course.policy import visible_enrolments

# Letters and digits that are not mistaken for one another on paper or by telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class AwardOffice:
    """Who issues awards, where they are checked and whose calendar dates them."""

    issuer_name: str
    signatory_name: str
    signatory_title: str
    verify_base: str
    zone: ZoneInfo
    letterhead: Letterhead = field(default_factory=Letterhead)


@dataclass(frozen=True, slots=True)
class Verification:
    """What anybody may know of an award: its words, and whether it holds."""

    award: Award
    status: str
    status_since: datetime
    successor: str | None


def new_number() -> str:
    """A number for an award: twelve symbols, some 58 bits, not to be guessed."""
    symbols = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(symbols[at : at + 4]) for at in (0, 4, 8))


def normalised_number(text: str) -> str:
    """The number as it is kept, from however somebody typed it."""
    symbols = "".join(each for each in text.upper() if each.isalnum())
    return "-".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))


def request_award(
    session: Session,
    enrolment: Enrolment,
    kind: str,
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None = None,
) -> tuple[Award, bool]:
    """The award of this kind that the enrolment has earned, and whether it is new.

    Raises ``NotYetComplete`` with what is outstanding when it is not earned yet, and
    ``NameNotPrintable`` when the holder's name cannot be shown.
    """
    achievement = session.scalar(
        select(Achievement).where(
            Achievement.enrolment_id == enrolment.id, Achievement.award_kind == kind
        )
    )
    held = current_award(session, achievement) if achievement else None
    if held is not None:
        return held, False
    # What was earned once may be unsupported since the marks were corrected.
    if achievement is None or kind not in enrolment.standing.get("earned", {}):
        outstanding = enrolment.standing.get("outstanding", [])
        raise NotYetComplete(tuple(f"{what}:{key}" for what, _, key in outstanding))
    return issue_award(session, enrolment, achievement, now=now, office=office, by=by)


def issue_award(
    session: Session,
    enrolment: Enrolment,
    achievement: Achievement,
    *,
    now: datetime,
    office: AwardOffice,
    by: User | None = None,
) -> tuple[Award, bool]:
    """Write the document for an achievement, or return the one that another wrote.

    Two requests may arrive at once; the unique index decides between them, and the
    loser is handed the winner's award.
    """
    refuse_unprintable(enrolment.user.name)
    course = editions.course_of(session, enrolment.edition)
    claims = _claims(enrolment, achievement, course, new_number(), now, office)
    keep_pictures(session, office.letterhead, now=now, by=by)
    award = Award(
        number=claims["number"],
        achievement_id=achievement.id,
        claims=claims,
        digest=sha256(canonical_json(claims).encode()).hexdigest(),
        actor_id=by.id if by else None,
        occurred_at=achievement.occurred_at,
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(award)
    except IntegrityError:
        held = current_award(session, achievement)
        if held is None:
            raise
        return held, False
    session.add(
        AwardEvent(
            award_id=award.id,
            kind="issued",
            actor_id=award.actor_id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    return award, True


def current_award(session: Session, achievement: Achievement) -> Award | None:
    """The newest document of an achievement."""
    successor = aliased(Award)
    return session.scalar(
        select(Award).where(
            Award.achievement_id == achievement.id,
            ~exists(select(successor.id).where(successor.supersedes_id == Award.id)),
        )
    )


def awards_of(session: Session, learner: User) -> list[Award]:
    """Every award that a learner holds or held, the newest first."""
    return list(
        session.scalars(
            select(Award)
            .join(Achievement, Award.achievement_id == Achievement.id)
            .join(Enrolment, Achievement.enrolment_id == Enrolment.id)
            .where(Enrolment.user_id == learner.id)
            .order_by(Award.id.desc())
        )
    )


def find_award(session: Session, asker: User, number: str) -> Award:
    """The award of this number if the asker may see its record, or ``UnknownAward``."""
    award = session.scalar(
        select(Award)
        .join(Achievement, Award.achievement_id == Achievement.id)
        .join(Enrolment, Achievement.enrolment_id == Enrolment.id)
        .where(Award.number == normalised_number(number), visible_enrolments(asker))
    )
    if award is None:
        raise UnknownAward(number)
    return award


def verify_award(session: Session, number: str) -> Verification:
    """Whether an award holds, for anybody who asks, or ``UnknownAward``."""
    award = session.scalar(
        select(Award).where(Award.number == normalised_number(number))
    )
    if award is None:
        raise UnknownAward(number)
    latest = session.scalars(
        select(AwardEvent)
        .where(AwardEvent.award_id == award.id)
        .order_by(AwardEvent.id.desc())
        .limit(1)
    ).one()
    successor = session.scalar(
        select(Award.number).where(Award.supersedes_id == award.id)
    )
    status = "valid" if latest.kind in ("issued", "reinstated") else latest.kind
    return Verification(award, status, latest.recorded_at, successor)


def objectives_of(claims: Mapping[str, Any]) -> list[str]:
    """What the holder can do. The first awards held it apart from the modules."""
    if "objectives" in claims:
        return list(claims["objectives"])
    return [each for module in claims["modules"] for each in module["objectives"]]


def _module_claims(
    module: CourseModule, quizzes: Mapping[str, Sequence[Any]]
) -> dict[str, Any]:
    """What was studied, what it enables the holder to do, and the quiz if passed."""
    *_, passed = quizzes.get(module.quiz_key or "", (False,))
    return {
        "title": module.title,
        "hours": module.hours,
        "objectives": list(module.objectives),
        "quiz": (module.quiz_title or module.title) if passed else None,
    }


def _claims(
    enrolment: Enrolment,
    achievement: Achievement,
    course: Course,
    number: str,
    now: datetime,
    office: AwardOffice,
) -> dict[str, Any]:
    rule = course.awards[achievement.award_kind]
    quizzes = enrolment.standing["quizzes"]
    return {
        "number": number,
        "kind": rule.kind,
        "kind_title": rule.title,
        "template": TEMPLATE,
        "holder_name": enrolment.user.name,
        "course_key": course.key,
        "course_title": course.title,
        "hours": course.hours,
        "language": course.language,
        "awarded_at": now.isoformat().replace("+00:00", "Z"),
        "awarded_on": now.astimezone(office.zone).date().isoformat(),
        "edition": enrolment.edition.digest,
        "modules": [_module_claims(module, quizzes) for module in course.modules],
        "rule": [each.sentence for each in rule.requirements],
        "result": {
            "quizzes": [
                {
                    "title": module.quiz_title or module.title,
                    "points": quizzes[module.quiz_key][1],
                    "out_of": quizzes[module.quiz_key][2],
                }
                for module in course.modules
                if module.quiz_key in quizzes
            ]
        },
        "issuer_name": office.issuer_name,
        "signatory_name": office.signatory_name,
        "signatory_title": office.signatory_title,
        "verify_url": f"{office.verify_base}/{number}",
        **office.letterhead.claims(),
    }
