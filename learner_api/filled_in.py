"""The worksheets of an enrolment that an address names, for those who may see them."""

from datetime import datetime
from uuid import UUID

from flask import abort

from course import enrolments, worksheets
from course.errors import NotPermitted
from course.models import Enrolment
from course.worksheet_content import WorksheetContent, content_of
from course.worksheets import HeldEntry
from learner_api.auth import asker
from learner_api.database import get_database
from learner_api.site import get_site

Held = dict[str, dict[str, HeldEntry]]


def visible_enrolment(uuid: UUID) -> Enrolment:
    """An enrolment of the asker's own or of somebody they answer for, or 404."""
    found = enrolments.find_enrolment(get_database().session, asker(), uuid)
    return found or abort(404)


def own_enrolment(uuid: UUID) -> Enrolment:
    """The asker's own enrolment, locked for writing.

    404 for who may not see it, ``NotPermitted`` for who may see it and not write.
    """
    session = get_database().session
    found = enrolments.find_enrolment(session, asker(), uuid, for_update=True)
    if found is None:
        abort(404)
    if found.user_id != asker().id:
        raise NotPermitted
    return found


def held_of(enrolment: Enrolment, as_of: datetime | None = None) -> Held:
    """What is held of every worksheet of an enrolment."""
    return worksheets.held_entries(get_database().session, enrolment, as_of=as_of)


def content_in(held: Held, key: str) -> WorksheetContent:
    """What stands in a worksheet, or ``UnknownWorksheet``."""
    catalogue = get_site().catalogue
    sheet = catalogue.worksheet(key)
    values = worksheets.values_of(held)
    return content_of(catalogue.handbook.worksheets, sheet.key, values)


def contents_in(held: Held) -> list[WorksheetContent]:
    """What stands in every worksheet, in their order."""
    return [content_in(held, key) for key in get_site().catalogue.handbook.worksheets]
