"""Completion figures as a file, streamed."""

from collections.abc import Generator
from contextlib import closing
from itertools import chain

from flask import Response, abort
from sqlalchemy.orm import Session, sessionmaker

from course.exports import EXPORT_FORMATS, ExportFormat
from course.exports.completions import counts_table, rows_table
from course.models import User
from course.statistics import CompletionQuery
from learner_api.database import get_database


def completions_file(
    reader: User, query: CompletionQuery, breakdown: str | None, suffix: str
) -> Response:
    """The named rows, or the counts by a breakdown, in the format of the suffix.

    The stream outlives the request, so it reads by a session of its own. The first
    piece is made at once: what can fail fails while the answer can still say so.
    """
    if suffix not in EXPORT_FORMATS:
        abort(404)
    kind = EXPORT_FORMATS[suffix]
    pieces = _pieces(get_database().read, reader, query, breakdown, kind)
    response = Response(chain((next(pieces),), pieces), mimetype=kind.media_type)
    response.call_on_close(pieces.close)
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=_file_name(query, breakdown, suffix),
    )
    return response


def _file_name(query: CompletionQuery, breakdown: str | None, suffix: str) -> str:
    counted = f"-by-{breakdown}" if breakdown else ""
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    return f"completions-{query.course_key}{counted}-as-of-{moment}.{suffix}"


def _pieces(
    sessions: sessionmaker[Session],
    reader: User,
    query: CompletionQuery,
    breakdown: str | None,
    kind: ExportFormat,
) -> Generator[bytes, None, None]:
    with sessions() as session:
        table = (
            counts_table(session, reader, query, breakdown)
            if breakdown
            else rows_table(session, reader, query)
        )
        with closing(table):
            yield from kind.write(table)
