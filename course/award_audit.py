"""Working out again what changes of a rule and the pictures of awards say they are.

Each of them is few: a decision of an administrator, a logo, a signature.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from course.models import Award, AwardEvent, Picture, RuleChange, RuleChangeEntry

Audited = tuple[str, str, tuple[str, ...]]
"""What was looked at, its name, and its faults."""


def audit_few(session: Session) -> Iterator[Audited]:
    """Every change of a rule and every picture, one after another."""
    yield from _rule_changes(session)
    yield from _pictures(session)


def few_count(session: Session) -> int:
    """How many ``audit_few`` looks at."""
    counts = (
        session.scalar(select(func.count()).select_from(model))
        for model in (RuleChange, Picture)
    )
    return sum(count or 0 for count in counts)


def chain_faults(session: Session, award: Award) -> Iterator[str]:
    """A document was superseded where another stands in its place, and only there."""
    later = aliased(Award)
    successors = session.scalar(
        select(func.count()).select_from(later).where(later.supersedes_id == award.id)
    )
    superseded = session.scalar(
        select(func.count())
        .select_from(AwardEvent)
        .where(AwardEvent.award_id == award.id, AwardEvent.kind == "superseded")
    )
    if successors != superseded:
        yield f"it was superseded {superseded} times, and has {successors} successors"


def _rule_changes(session: Session) -> Iterator[Audited]:
    """Whoever was compared has an entry, apart from those who began to top up since."""
    entries = (
        select(func.count())
        .select_from(RuleChangeEntry)
        .where(
            RuleChangeEntry.rule_change_id == RuleChange.id,
            RuleChangeEntry.effect != "topping-up",
        )
        .correlate(RuleChange)
        .scalar_subquery()
    )
    for change, count in session.execute(
        select(RuleChange, entries).order_by(RuleChange.id)
    ):
        compared = change.outcome["totals"]["compared"]
        due = 0 if change.choice == "finish" else compared
        fault = f"it compared {compared} enrolments and has {count} entries"
        yield "rule change", str(change.uuid), () if count == due else (fault,)


def _pictures(session: Session) -> Iterator[Audited]:
    fault = "its bytes are not those that its digest was made of"
    for picture in session.scalars(select(Picture).order_by(Picture.id)):
        is_whole = sha256(picture.content).hexdigest() == picture.digest
        yield "picture", picture.digest[:12], () if is_whole else (fault,)


def unlike(what: str, kept: Any, expected: Any) -> str:
    """The fault of a value that is kept and can be worked out."""
    return f"{what} is kept as {kept}, and the record says {expected}"
