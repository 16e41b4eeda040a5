"""The navigation of every page, narrowed to the reader's role."""

from typing import Any

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from course.models import User
from learner_api.auth import asker_or_none
from learner_api.saving import resent_words
from learner_api.site import get_site
from learner_api.translation import gettext as _

_COURSE_PATHS = ("/courses", "/attempts", "/enrolments")
# What learners reach from their course, and staff from their cohorts.
_COHORT_PATHS = (
    *("/cohorts", "/posts", "/reported-posts"),
    *("/peer-rounds", "/peer-reviews", "/reports"),
)
_STATISTICS_PATHS = ("/statistics", "/quizzes")
_REGISTER_PATHS = ("/register", "/name-corrections")
_RULE_PATHS = ("/rule-changes", "/certified", "/jobs")
_LOOKUP_PATHS = ("/search", "/glossary", "/library")


def page_frame() -> dict[str, Any]:
    """What the layout needs to know: who reads, and where they may go."""
    try:
        reader = asker_or_none()
    except SQLAlchemyError:
        # The page that says the database is away must not ask it who is reading.
        reader = None
    return {
        "navigation": _entries(reader),
        "signed_in_name": reader.name if reader else None,
        "signed_in_uuid": str(reader.uuid) if reader else None,
        "resent_words": resent_words(),
        "footer_navigation": [
            (_("Open calls"), "/calls"),
            (_("Check a certificate"), "/verify"),
            (_("Privacy notice"), "/privacy-notice"),
            (_("For programmers"), "/api/docs"),
        ],
    }


def _entries(reader: User | None) -> list[tuple[str, str, bool]]:
    if reader is None:
        return [
            _entry(_("Start"), "/"),
            _entry(_("Open calls"), "/calls"),
            _entry(_("Sign in"), "/sign-in"),
        ]
    course_paths = _COURSE_PATHS + (() if reader.is_staff else _COHORT_PATHS)
    entries = [
        (_("My courses"), "/", _is_at("/") or any(map(_is_under, course_paths))),
        (_("Search"), "/search", any(map(_is_under, _LOOKUP_PATHS))),
        _entry(_("Certificates"), "/awards"),
        _entry(_("Profile"), "/profile"),
    ]
    if reader.is_staff:
        is_here = any(map(_is_under, _COHORT_PATHS))
        entries.append((_("Cohorts"), "/cohorts", is_here))
        entries.append(_entry(_("To mark"), "/marking"))
        entries.append(_entry(_("Roadmaps"), "/roadmaps"))
        if get_site().catalogue.programmes:
            entries.append(_entry(_("Papers"), "/papers"))
        is_here = any(map(_is_under, _STATISTICS_PATHS))
        entries.append((_("Statistics"), "/statistics", is_here))
        entries.append(_entry(_("Question banks"), "/question-banks"))
    if reader.is_administrator:
        entries.append(_entry(_("People"), "/people"))
        is_here = any(map(_is_under, _REGISTER_PATHS))
        entries.append((_("Register"), "/register", is_here))
        is_here = any(map(_is_under, _RULE_PATHS))
        entries.append((_("Rules"), "/rule-changes", is_here))
    return entries


def _entry(label: str, address: str) -> tuple[str, str, bool]:
    return label, address, _is_at(address) if address == "/" else _is_under(address)


def _is_at(address: str) -> bool:
    return request.path == address


def _is_under(address: str) -> bool:
    return request.path == address or request.path.startswith(f"{address}/")
