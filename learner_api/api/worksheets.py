"""Worksheets: what they ask, what is written in them, and saving it."""

from typing import Any
from uuid import UUID

from course import worksheets
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
    UnknownWorksheet,
)
from course.worksheet_errors import InvalidEntry, TooManyRows
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.filled_in import (
    content_in,
    contents_in,
    held_of,
    own_enrolment,
    visible_enrolment,
)
from learner_api.resources import Resource
from learner_api.schemas.courses import AsOfQuerySchema
from learner_api.schemas.worksheets import (
    NewEntriesSchema,
    SavedEntriesSchema,
    WorksheetPageSchema,
    WorksheetSchema,
    name_data,
    worksheet_data,
)
from learner_api.site import get_site

bp = Resource(
    "api-worksheets",
    __name__,
    description="Worksheets that a learner fills in for their own country.",
)


@bp.get("/enrolments/<uuid:enrolment>/worksheets")
@signed_in
@bp.tagged()
@bp.asks(AsOfQuerySchema)
@bp.gives(WorksheetPageSchema)
def list_worksheets(query: dict[str, Any], enrolment: UUID) -> dict[str, Any]:
    """Every worksheet, what share of it is filled in, and when it last changed."""
    held = held_of(visible_enrolment(enrolment), query.get("as_of"))
    return {
        "items": [
            name_data(content, held.get(content.worksheet.key, {}))
            for content in contents_in(held)
        ]
    }


@bp.get("/enrolments/<uuid:enrolment>/worksheets/<worksheet>")
@signed_in
@bp.refuses(UnknownWorksheet)
@bp.tagged()
@bp.asks(AsOfQuerySchema)
@bp.gives(WorksheetSchema)
def get_worksheet(
    query: dict[str, Any], enrolment: UUID, worksheet: str
) -> dict[str, Any]:
    """One worksheet: its sections, what is written there, and what it reads back."""
    found = visible_enrolment(enrolment)
    held = held_of(found, query.get("as_of"))
    content = content_in(held, worksheet)
    return worksheet_data(found, content, held.get(worksheet, {}))


@bp.put("/enrolments/<uuid:enrolment>/worksheets/<worksheet>")
@signed_in
@before_notice
@bp.refuses(
    CohortNotOpen,
    EnrolmentWithdrawn,
    InvalidEntry,
    NotPermitted,
    OperationConflict,
    TooManyRows,
    UnknownWorksheet,
)
@bp.takes(NewEntriesSchema)
@bp.gives(SavedEntriesSchema)
def save_worksheet(
    body: dict[str, Any], enrolment: UUID, worksheet: str
) -> dict[str, Any]:
    """Keep one field or several. What comes back is what the record now holds."""
    database = get_database()
    held = worksheets.save_entries(
        database.session,
        own_enrolment(enrolment),
        get_site().catalogue.worksheet(worksheet),
        [worksheets.NewEntry(**each) for each in body["entries"]],
        now=now(),
        by=asker(),
    )
    database.commit()
    return {"entries": held}
