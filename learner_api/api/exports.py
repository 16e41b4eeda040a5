"""Files of figures and of names: asked for, looked at, fetched."""

from typing import Any
from uuid import UUID

from flask import Response

from course import exporting
from course.errors import NotPermitted, OperationConflict, UnknownCourse
from course.export_errors import FormatNotInstalled, TextTooLongForCell
from course.exporting import RUNNING, WAITING
from course.exporting_errors import (
    CohortNeeded,
    ExportDiffers,
    ExportDiskFull,
    ExportGone,
    ExportNotReady,
    NotSettled,
)
from course.figures.faults import ImpossibleFilter
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.export_jobs import have_export
from learner_api.export_views import (
    file_response,
    manifest_response,
    visible_export,
    wanted_of,
)
from learner_api.resources import Resource
from learner_api.schemas.exports import (
    ExportPageSchema,
    ExportSchema,
    ManifestSchema,
    NewExportSchema,
    export_data,
)
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.site import get_site
from learner_api.table_files import gives_table

bp = Resource(
    "api-exports",
    __name__,
    description="Files that can be had again, byte for byte, each with a manifest.",
)

EXPORT = "/exports/<uuid:export>"


@bp.post("/exports")
@staff
@bp.refuses(
    404,
    CohortNeeded,
    ExportDiffers,
    ExportDiskFull,
    FormatNotInstalled,
    ImpossibleFilter,
    NotSettled,
    OperationConflict,
    TextTooLongForCell,
    UnknownCourse,
)
@bp.takes(NewExportSchema)
@bp.gives_also(ExportSchema, 200, "What this operation asked before")
@bp.gives_also(ExportSchema, 202, "A long file: it is written after this answer")
@bp.gives(ExportSchema, 201, description="The file is there")
def create_export(body: dict[str, Any]) -> Any:
    """Have a file of figures, or of rows that name people.

    The same question as of the same moment gives the same bytes, whatever is recorded
    meanwhile; so the moment must be settled: nothing that began before it may still be
    under way. More than 2,000 rows are written after the answer; ask `getExport` how
    far they are. Whoever asks for rows says what for, and both stay on record. Trainers
    get the rows of one cohort that they lead.
    """
    found, is_new = have_export(
        get_database(),
        get_site().settings,
        wanted_of(body),
        op=body["op"],
        now=now(),
        by=asker(),
    )
    told = export_data(found, now())
    if told["state"] in (WAITING, RUNNING):
        return told, 202, {"Location": f"/api/v1/exports/{body['op']}"}
    return told, 201 if is_new else 200


@bp.get("/exports")
@staff
@bp.refuses(404)
@bp.asks(PageQuerySchema)
@bp.gives(ExportPageSchema)
def list_exports(asked: dict[str, Any]) -> dict[str, Any]:
    """The files that you asked for or that were sent to you, the latest first.

    An administrator is told of everybody's: who took names, when, and what for.
    """
    after = visible_export(asked["after"]) if "after" in asked else None
    found = exporting.list_exports(
        get_database().session, asker(), after=after, limit=asked["limit"] + 1
    )
    page = page_of(found, asked["limit"], lambda each: each.export.uuid)
    page["items"] = [export_data(each, now()) for each in page["items"]]
    return page


@bp.get(EXPORT)
@staff
@bp.gives(ExportSchema)
def get_export(export: UUID) -> dict[str, Any]:
    """How far a file is: waiting, `done` of `total` rows, ready, removed or refused."""
    return export_data(visible_export(export), now())


@bp.get(f"{EXPORT}/file")
@staff
@bp.refuses(ExportGone, ExportNotReady, NotPermitted)
@gives_table(bp, "The file as it was written")
def download_export(export: UUID) -> Response:
    """The file, whole or not at all; a part of it can be asked for by `Range`.

    Rows are handed to whoever asked for them, and to those to whom they were sent. An
    administrator who needs them too asks for them and says what for.
    """
    return file_response(visible_export(export))


@bp.get(f"{EXPORT}/manifest")
@staff
@bp.refuses(ExportNotReady)
@bp.gives(ManifestSchema, description="The manifest as it lies beside the file")
def get_export_manifest(export: UUID) -> Response:
    """What the file holds: question, as-of, rows, totals, SHA-256 and every column.

    It stays when the file is gone, so that a copy can still be checked.
    """
    return manifest_response(visible_export(export))
