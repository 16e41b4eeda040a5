"""Giving awards: what entitles to one, and the one place where a document begins.

An award is a document: everything printed on it is frozen in its claims on the day.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course import editions
from course.accounts import refuse_unprintable
from course.award_claims import modules_studied, programme_claims
from course.award_errors import WaitsForRelease
from course.award_states import ISSUED
from course.award_status import ALPHABET, current_award
from course.canonical import canonical_json
from course.credentials.keys import KeyRing
from course.documents import TEMPLATE
from course.errors import NotYetComplete
from course.evidence import SELF_PACED
from course.gathering import evidence_of
from course.letterhead import Letterhead, keep_pictures
from course.models import (
    Achievement,
    Award,
    AwardEvent,
    Edition,
    Enrolment,
    ReleasedAchievement,
    User,
)
from course.outline import Course
from course.seals import seal_award
from course.standing import fold


@dataclass(frozen=True, slots=True)
class AwardOffice:
    """Who issues awards, where they are checked, whose calendar dates them, what signs.

    ``keys`` are those of the installation, the one that signs and those retired;
    ``programmes`` the keys of the courses whose diplomas rest on other certificates.
    """

    issuer_name: str
    signatory_name: str
    signatory_title: str
    verify_base: str
    zone: ZoneInfo
    keys: KeyRing
    letterhead: Letterhead = field(default_factory=Letterhead)
    programmes: frozenset[str] = frozenset()


def new_number() -> str:
    """A number for an award: twelve symbols, some 58 bits, not to be guessed."""
    symbols = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(symbols[at : at + 4]) for at in (0, 4, 8))


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

    Raises ``NotYetComplete`` with what is outstanding when it is not earned yet,
    ``WaitsForRelease`` when an administrator has yet to validate the run, and
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
        raise NotYetComplete(_outstanding(session, enrolment, kind))
    if waits_for_release(session, achievement):
        raise WaitsForRelease
    return issue_award(session, enrolment, achievement, now=now, office=office, by=by)


def _outstanding(session: Session, enrolment: Enrolment, kind: str) -> tuple[str, ...]:
    """What this kind of award still asks; what is kept tells of one kind alone."""
    course = editions.course_of(session, enrolment.edition)
    evidence = evidence_of(session, enrolment.id, on_programme=course.is_programme)
    asked = fold(course, evidence).award(kind)
    outstanding = asked.outstanding if asked is not None else ()
    return tuple(f"{each.kind}:{each.key}" for each in outstanding)


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
    claims = fresh_claims(session, enrolment, achievement, now=now, office=office)
    try:
        with session.begin_nested():
            award = write_award(
                session, achievement, claims, now=now, office=office, by=by
            )
    except IntegrityError:
        held = current_award(session, achievement)
        if held is None:
            raise
        return held, False
    return award, True


def write_award(
    session: Session,
    achievement: Achievement,
    claims: dict[str, Any],
    *,
    supersedes: Award | None = None,
    uuid: UUID | None = None,
    now: datetime,
    office: AwardOffice,
    by: User | None,
) -> Award:
    """Add a document and the event of its issue: the one place where awards begin.

    Raises ``IntegrityError`` where another was written first; the caller has a
    savepoint to go back to.
    """
    award = Award(
        uuid=uuid or uuid4(),
        number=claims["number"],
        achievement_id=achievement.id,
        claims=claims,
        digest=sha256(canonical_json(claims).encode()).hexdigest(),
        supersedes_id=supersedes.id if supersedes else None,
        expires_at=expiry_of(claims, office.zone),
        actor_id=by.id if by else None,
        occurred_at=achievement.occurred_at,
        recorded_at=now,
    )
    keep_pictures(session, office.letterhead, now=now, by=by)
    session.add(award)
    session.flush()
    session.add(
        AwardEvent(
            award_id=award.id,
            kind=ISSUED,
            actor_id=award.actor_id,
            occurred_at=now,
            recorded_at=now,
        )
    )
    session.flush()
    seal_award(session, award, office, now)
    return award


def waits_for_release(session: Session, achievement: Achievement) -> bool:
    """Whether the document waits until an administrator validates the run."""
    if not achievement.is_held:
        return False
    released = select(ReleasedAchievement.id).where(
        ReleasedAchievement.achievement_id == achievement.id
    )
    return session.scalar(released) is None


def fresh_claims(
    session: Session,
    enrolment: Enrolment,
    achievement: Achievement,
    *,
    now: datetime,
    office: AwardOffice,
) -> dict[str, Any]:
    """Everything that a document written now would say, under a number of its own."""
    # Under which it was earned; the learner may be held to another one by now.
    edition = session.get_one(Edition, achievement.edition_id)
    course = editions.course_of(session, edition)
    claims = _claims(enrolment, achievement, course, new_number(), now, office)
    claims["edition"] = edition.digest
    if course.is_programme:
        claims |= programme_claims(session, enrolment, course)
        claims["hours"] = sum(each["hours"] for each in claims["courses"])
    years = course.awards[achievement.award_kind].valid_years
    if years is not None:
        awarded_on = date.fromisoformat(claims["awarded_on"])
        claims["valid_until"] = _years_after(awarded_on, years).isoformat()
    return claims


def expiry_of(claims: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """The moment after the last day of a document; nothing for one that holds on."""
    day = claims.get("valid_until")
    if day is None:
        return None
    next_day = date.fromisoformat(day) + timedelta(days=1)
    return datetime.combine(next_day, time(), zone)


def _years_after(day: date, years: int) -> date:
    """The same day some years on; a leap day's is the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def mode_of(enrolment: Enrolment) -> str:
    """How the course is run for this learner today."""
    return enrolment.cohort.mode if enrolment.cohort else SELF_PACED


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
    modules = modules_studied(course, enrolment.standing, rule.kind)
    return {
        "number": number,
        "kind": rule.kind,
        "kind_title": rule.title,
        "template": TEMPLATE,
        "holder_name": enrolment.user.name,
        "course_key": course.key,
        "course_title": course.title,
        "hours": sum(module["hours"] for module in modules),
        "language": course.language,
        "awarded_at": now.isoformat().replace("+00:00", "Z"),
        "awarded_on": now.astimezone(office.zone).date().isoformat(),
        "modules": modules,
        "rule": [
            each.sentence_in(course.language)
            for each in rule.asked_in(mode_of(enrolment))
        ],
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
