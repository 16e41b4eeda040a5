"""The record as statements of xAPI, streamed; and who took them with names, and why."""

from collections.abc import Generator
from itertools import chain

from flask import Response

from course import accounts
from course.exports.xapi import StatementsQuery, statement_lines
from course.models import User
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.site import get_site

MEDIA_TYPE = "application/jsonl"


def statements_file(reader: User, query: StatementsQuery) -> Response:
    """The statements that this reader may have, as a file to keep.

    The stream outlives the request, so it reads by a session of its own. The first
    piece is made at once: what can fail fails while the answer can still say so.
    """
    pieces = _pieces(reader, query, get_site().settings.public_url)
    response = Response(chain((next(pieces, b""),), pieces), mimetype=MEDIA_TYPE)
    response.call_on_close(pieces.close)
    moment = query.as_of.strftime("%Y-%m-%dT%H%M%SZ")
    response.headers.set(
        "Content-Disposition",
        "attachment",
        filename=f"statements-{query.course_key}-as-of-{moment}.jsonl",
    )
    return response


def note_names_taken(reader: User, query: StatementsQuery, purpose: str) -> None:
    """Put on record that somebody takes names out, and what for.

    It is committed before a name leaves, whatever becomes of the file.
    """
    detail = {
        "course": query.course_key,
        "cohort": str(query.cohort) if query.cohort else None,
        "as_of": query.as_of.isoformat(),
        "purpose": purpose,
    }
    with get_database().writing() as session:
        accounts.note_account(
            session, reader, "names-taken", detail, now=now(), by=reader
        )


def _pieces(
    reader: User, query: StatementsQuery, address: str
) -> Generator[bytes, None, None]:
    with get_database().read() as session:
        yield from statement_lines(session, reader, query, address)
