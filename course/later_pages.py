"""The later pages that certificates were given with, to be known without a register.

Nothing in them is about a person: they say what a course taught and asked. Those of a
diploma name certificates and a paper, so they are not among them.
"""

from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from course.award_kinds import DIPLOMA
from course.credentials.compact import second_page, second_page_digest
from course.models import Achievement, Award
from course.standing import COMPLETION

# All who complete one edition are given the same pages. Those who took part did each
# a part of their own, so that nearly every one of their pages is another.
_OF_COMPLETION = 8
_OF_ANOTHER_KIND = 400
_MOST = 1000


def known_later_pages(session: Session) -> dict[str, dict[str, Any]]:
    """The latest pages of each edition and kind of award, by their digests.

    A page that is not among them can be had from the register.
    """
    latest = (
        select(
            Award.id,
            Achievement.award_kind,
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
        .where(
            or_(
                latest.c.place <= _OF_COMPLETION,
                and_(
                    latest.c.place <= _OF_ANOTHER_KIND,
                    latest.c.award_kind != COMPLETION,
                ),
            )
        )
        .order_by(latest.c.place, Award.id.desc())
        .limit(_MOST)
    )
    pages: dict[str, dict[str, Any]] = {}
    for each in claims:
        pages.setdefault(second_page_digest(each).hex(), second_page(each))
    return pages


def latest_award_id(session: Session) -> int:
    """What tells whether pages may have been added since; 0 before the first award."""
    return session.scalar(select(func.max(Award.id))) or 0
