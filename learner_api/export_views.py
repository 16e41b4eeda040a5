"""Exports that an address names, for those who may know of them, and their files."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from flask import Response, abort, request

from course.exporting import Content, FoundExport, Wanted, find_export, require_reader
from course.exporting_errors import ExportNotReady
from course.exports import EXPORT_FORMATS
from course.exports.manifest import Manifest, manifest_name
from course.exports_kept import file_of
from course.models.export import ROWS
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.figure_questions import question_of
from learner_api.forms import Form
from learner_api.site import get_site

_PIECE = 60_000


def visible_export(uuid: UUID) -> FoundExport:
    """The export of this name, if the asker may know of it, or 404."""
    return find_export(get_database().session, asker(), uuid) or abort(404)


def wanted_of(asked: Mapping[str, Any]) -> Wanted:
    """What a body or a form wants; somebody else's cohort is 404."""
    return Wanted(
        cast(Content, asked["content"]),
        question_of(asked["course"], asked),
        asked.get("format") or "csv",
        asked.get("purpose"),
        is_latest=asked.get("as_of") is None,
    )


def filled_in(question: Form, form: Form) -> dict[str, Any]:
    """What the address asks and the form says is to be written of it."""
    holds = form.data["holds"]
    # Of names nothing is measured, whatever the list beside them says.
    measure = None if holds == ROWS else form.data["measure"]
    return {
        **question.data,
        **form.data,
        "course": question.data["course"] or next(iter(get_site().catalogue.courses)),
        "content": holds,
        "measures": [measure] if measure else [],
        "purpose": form.data["purpose"] if holds == ROWS else None,
    }


def file_response(found: FoundExport) -> Response:
    """The file as it was written, if the asker may have what it holds.

    Raises ``NotPermitted``, ``ExportNotReady`` and ``ExportGone``.
    """
    export = found.export
    require_reader(get_database().session, asker(), export)
    path = file_of(export, get_site().settings.exports_dir, now=now())
    response = Response(
        _pieces(path), mimetype=EXPORT_FORMATS[export.format].media_type
    )
    response.headers["Cache-Control"] = "private, no-cache"
    if export.file is not None:
        name = export.file.manifest["file_name"]
        response.headers.set("Content-Disposition", "attachment", filename=name)
        response.content_length = export.file.size
        response.set_etag(export.file.digest)
        response.make_conditional(
            request, accept_ranges=True, complete_length=export.file.size
        )
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    """The file as it goes out. Whoever was sent less than was promised is told so by
    its length."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def manifest_response(found: FoundExport) -> Response:
    """The manifest as it lies beside the file; it names nobody."""
    file = found.export.file
    if file is None:
        raise ExportNotReady
    manifest = Manifest.from_data(file.manifest)
    response = Response(manifest.to_json(), mimetype="application/json")
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=manifest_name(manifest.file_name),
    )
    return response
