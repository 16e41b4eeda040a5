"""The first page of the report on a run: whose it is, which run, and who wrote it."""

from typing import Any

from babel import Locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.awards import AwardOffice
from course.calls import call_of, terms_of
from course.letterhead import Letterhead
from course.models import Cohort, ReportWords, User
from course.outline import Course
from course.report_wordings import MODES


def issuing_office(office: AwardOffice) -> dict[str, Any]:
    """The office's name, and its logo by the SHA-256 where it has one."""
    return {"issuer_name": office.issuer_name, **logo_of(office).claims()}


def logo_of(office: AwardOffice) -> Letterhead:
    """All that a report shows of the letterhead; nobody signs it."""
    return Letterhead(issuer_logo=office.letterhead.issuer_logo)


def facts_of(
    session: Session, cohort: Cohort, course: Course, by: User
) -> list[list[str]]:
    """The run's own facts, each with its name; what is not known is left out."""
    call = call_of(session, cohort)
    terms = terms_of(call) if call else None
    facts = [
        ("Course", course.title),
        ("Cohort", cohort.key),
        ("Dates", f"{_day(cohort.opens_on)} to {_day(cohort.closes_on)}"),
        ("Mode", MODES.get(cohort.mode, cohort.mode)),
        ("Language", _in_english(course.language)),
        ("Edition", cohort.edition.digest.removeprefix("sha256:")[:12]),
        ("Trainers", ", ".join(each.name for each in cohort.trainers)),
        ("Focal point", terms.focal_point_name if terms else ""),
        ("Written by", ", ".join(_writers(session, cohort))),
        ("Handed in by", by.name),
    ]
    return [[name, value] for name, value in facts if value]


def _writers(session: Session, cohort: Cohort) -> list[str]:
    """Everybody who saved a section, in the order in which they began."""
    names = session.scalars(
        select(User.name)
        .join(ReportWords, ReportWords.actor_id == User.id)
        .where(ReportWords.cohort_id == cohort.id)
        .order_by(ReportWords.id)
    )
    return list(dict.fromkeys(names))


def _in_english(language: str) -> str:
    return str(Locale.parse("en").languages.get(language, language))


def _day(day: Any) -> str:
    return f"{day:%d %B %Y}".lstrip("0")
