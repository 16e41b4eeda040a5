"""The record as statements of xAPI, streamed."""

from collections.abc import Generator
from itertools import chain

from flask import Response

from course.exports.file_names import moment_in_name
from course.exports.xapi import MEDIA_TYPE, StatementsQuery, statement_lines
from course.models import User
from learner_api.database import get_database
from learner_api.site import get_site


def statements_file(reader: User, query: StatementsQuery) -> Response:
    """The statements that this reader may have, as a file to keep.

    The stream outlives the request, so it reads by a session of its own. The first
    piece is made at once: what can fail fails while the answer can still say so.
    """
    pieces = _pieces(reader, query, get_site().settings.public_url)
    response = Response(chain((next(pieces, b""),), pieces), mimetype=MEDIA_TYPE)
    response.call_on_close(pieces.close)
    moment = moment_in_name(query.as_of)
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=f"statements-{query.course_key}-as-of-{moment}.jsonl",
    )
    return response


def _pieces(
    reader: User, query: StatementsQuery, address: str
) -> Generator[bytes, None, None]:
    with get_database().read() as session:
        yield from statement_lines(session, reader, query, address)
