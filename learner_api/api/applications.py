"""Applying to a cohort: one's own applications and the letters that come with them."""

from typing import Any
from uuid import UUID

from flask import Response, abort, request

from course import applications, attachments, cohorts
from course.applications import Filed, Words
from course.door_errors import (
    AlreadyApplied,
    AlreadyWithdrawn,
    ApplicationIncomplete,
    CallClosed,
    FilesClosed,
    InvalidAttachment,
    TooManyAttachments,
    WrongDoor,
)
from course.errors import NotPermitted, OperationConflict
from learner_api.attachment_files import attachment_response
from learner_api.auth import asker, signed_in
from learner_api.call_views import locked_call, office_day
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.applications import (
    ApplicationListSchema,
    ApplicationSchema,
    AttachmentQuerySchema,
    AttachmentSchema,
    NewApplicationSchema,
    WithdrawalSchema,
    application_data,
)

_FILE = {"type": "string", "format": "binary"}
bp = Resource("api-applications", __name__, description="Applying to a cohort.")


@bp.get("/applications")
@signed_in
@bp.tagged()
@bp.gives(ApplicationListSchema)
def list_own_applications() -> dict[str, Any]:
    """The asker's own applications, the latest first."""
    found = applications.applications_of(get_database().session, asker())
    return {"items": [application_data(each) for each in found]}


@bp.post("/calls/<call>/applications")
@signed_in
@bp.refuses(
    CallClosed, WrongDoor, ApplicationIncomplete, AlreadyApplied, OperationConflict
)
@bp.takes(NewApplicationSchema)
@bp.gives_also(ApplicationSchema, 200, "The application that this operation made")
@bp.gives(ApplicationSchema, 201, description="The application")
def apply_to_cohort(body: dict[str, Any], call: str) -> Any:
    """Apply to a cohort. What is said stays as it was; letters are added after."""
    database = get_database()
    found = locked_call(call) or abort(404)
    op = body.pop("op")
    made, is_new = applications.apply_to_cohort(
        database.session,
        found,
        Words(**body),
        op=op,
        today=office_day(),
        now=now(),
        by=asker(),
    )
    database.commit()
    return application_data(find(made.uuid)), 201 if is_new else 200


@bp.get("/applications/<uuid:application>")
@signed_in
@bp.tagged()
@bp.gives(ApplicationSchema)
def get_application(application: UUID) -> dict[str, Any]:
    """One application, for its applicant and for staff of its cohort."""
    return application_data(find(application))


@bp.post("/applications/<uuid:application>/withdrawal")
@signed_in
@bp.refuses(NotPermitted, AlreadyWithdrawn, OperationConflict)
@bp.takes(WithdrawalSchema)
@bp.gives(ApplicationSchema)
def withdraw_application(body: dict[str, Any], application: UUID) -> dict[str, Any]:
    """Take one's own application back; whoever was selected leaves the cohort."""
    database = get_database()
    found = find(application).application
    cohorts.lock_cohort(database.session, found.cohort)
    applications.withdraw_application(
        database.session, found, **body, now=now(), by=asker()
    )
    database.commit()
    return application_data(find(application))


@bp.post("/applications/<uuid:application>/attachments")
@signed_in
@bp.refuses(
    FilesClosed, InvalidAttachment, NotPermitted, OperationConflict, TooManyAttachments
)
@bp.takes_file()
@bp.asks(AttachmentQuerySchema)
@bp.gives_also(AttachmentSchema, 200, "The file was there already")
@bp.gives(AttachmentSchema, 201, description="The file is kept")
def add_attachment(query: dict[str, Any], application: UUID) -> Any:
    """Add a letter to one's own application: PDF, JPEG or PNG, at most 900 kB.

    Six at most, and none once the application was decided upon or withdrawn.
    """
    database = get_database()
    made, is_new = attachments.attach(
        database.session,
        find(application).application,
        **query,
        content=sent_file(),
        now=now(),
        by=asker(),
    )
    database.commit()
    return made, 201 if is_new else 200


@bp.get("/applications/<uuid:application>/attachments/<uuid:attachment>")
@signed_in
@bp.gives(_FILE, content_type="application/pdf", description="The file")
@bp.gives(_FILE, content_type="image/jpeg")
@bp.gives(_FILE, content_type="image/png")
def get_attachment(application: UUID, attachment: UUID) -> Response:
    """A letter, for its applicant and for staff of the cohort."""
    found = attachments.find_attachment(
        get_database().session, find(application).application, attachment
    )
    return attachment_response(found) if found else abort(404)


def find(uuid: UUID) -> Filed:
    """The application of this name if the asker may see it."""
    found = applications.find_application(get_database().session, asker(), uuid)
    return found or abort(404)


def sent_file() -> bytes:
    """The body as it came, or the ``file`` of a form."""
    uploaded = request.files.get("file")
    return uploaded.read() if uploaded else request.get_data()
