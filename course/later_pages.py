"""The later pages that certificates were given with, to be known without a register.

Nothing in them is about a person: they say what a course taught and asked. Those of a
diploma name certificates and a paper, so they are not among them.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.award_kinds import DIPLOMA
from course.credentials.compact import second_page, second_page_digest
from course.models import Achievement, Award

# All who complete one edition are given the same pages. Those who only took part may
# have passed any of its quizzes, so a few of each kind are looked at.
_OF_EACH_KIND = 8
_MOST = 40


def known_later_pages(session: Session) -> dict[str, dict[str, Any]]:
    """The latest pages of each edition and kind of award, by their digests.

    A page that is not among them can be had from the register.
    """
    latest = (
        select(
            Award.id,
            func.row_number()
            .over(
                partition_by=(Achievement.edition_id, Achievement.award_kind),
                order_by=Award.id.desc(),
            )
            .label("place"),
        )
        .join(Achievement, Award.achievement_id == Achievement.id)
        .where(Achievement.award_kind != DIPLOMA)
        .subquery()
    )
    claims = session.scalars(
        select(Award.claims)
        .join(latest, Award.id == latest.c.id)
        .where(latest.c.place <= _OF_EACH_KIND)
        .order_by(latest.c.place, Award.id.desc())
    )
    pages: dict[str, dict[str, Any]] = {}
    for each in claims:
        if len(pages) == _MOST:
            break
        pages.setdefault(second_page_digest(each).hex(), second_page(each))
    return pages


def latest_award_id(session: Session) -> int:
    """What tells whether pages may have been added since; 0 before the first award."""
    return session.scalar(select(func.max(Award.id))) or 0
