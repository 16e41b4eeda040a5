"""Accommodations in words: what was granted, where it holds, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from course.accommodations import Granted
from course.models import Accommodation, AccommodationEnd
from learner_api.translation import gettext as _
from learner_api.translation import ngettext
from quizzes import Quiz


@dataclass(frozen=True, slots=True)
class AccommodationRow:
    """One accommodation as the pages of trainers show it."""

    given: str
    place: str
    is_of_cohort: bool
    reason: str
    by: str
    granted_at: datetime
    end: AccommodationEnd | None
    ended_by: str
    end_address: str


def accommodation_row(
    granted: Granted, quizzes: Mapping[str, Quiz], cohort_address: str
) -> AccommodationRow:
    """An accommodation in words; it is ended at an address beneath its cohort's."""
    accommodation = granted.accommodation
    return AccommodationRow(
        given=", ".join(given_words(accommodation)),
        place=place_words(accommodation, quizzes),
        is_of_cohort=accommodation.cohort_id is not None,
        reason=accommodation.reason,
        by=granted.by or _("The platform"),
        granted_at=accommodation.recorded_at,
        end=granted.end,
        ended_by=granted.ended_by or _("The platform"),
        end_address=f"{cohort_address}/accommodations/{accommodation.uuid}/end",
    )


def given_words(accommodation: Accommodation) -> list[str]:
    """What is granted: time, attempts, or both."""
    words = []
    if accommodation.extra_time_percent:
        share = accommodation.extra_time_percent
        words.append(_("%(share)s per cent more time", share=share))
    if accommodation.extra_attempts:
        more = accommodation.extra_attempts
        words.append(ngettext("%(num)d more attempt", "%(num)d more attempts", more))
    return words


def place_words(accommodation: Accommodation, quizzes: Mapping[str, Quiz]) -> str:
    """Where it holds: at one quiz, or at all of them."""
    key = accommodation.quiz_key
    if key is None:
        return _("Every quiz")
    return quizzes[key].title if key in quizzes else key
