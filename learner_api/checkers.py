"""The checker of this installation, written when asked for and kept for the day."""

from datetime import date
from threading import Lock

from sqlalchemy.orm import Session

from config.settings import Settings
from course.awards import AwardOffice
from course.later_pages import known_later_pages, latest_award_id
from learner_api.checker.writing import Checker
from learner_api.site import Site
from learner_api.translation import DEFAULT

_writing = Lock()
# One file for each installation in this process, with what it was made from.
_kept: dict[str, tuple[tuple[object, ...], bytes]] = {}


def checker_of(
    session: Session,
    settings: Settings,
    office: AwardOffice,
    *,
    made_on: date,
    language: str = DEFAULT,
) -> Checker:
    """The checker of this installation as of that day."""
    return Checker(
        issuer_name=office.issuer_name,
        public_url=settings.public_url,
        verify_base=office.verify_base,
        keys=office.keys,
        later_pages=known_later_pages(session),
        made_on=made_on,
        language=language,
    )


def checker_file(session: Session, site: Site, *, made_on: date) -> bytes:
    """The file to hand out. It is written anew when an award or a day has come."""
    made_from = (latest_award_id(session), made_on, site.office)
    with _writing:
        before = _kept.get(site.settings.public_url)
        if before is not None and before[0] == made_from:
            return before[1]
        checker = checker_of(session, site.settings, site.office, made_on=made_on)
        file = checker.written()
        _kept[site.settings.public_url] = (made_from, file)
        return file
