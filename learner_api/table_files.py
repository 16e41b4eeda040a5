"""A table as a file, streamed."""

from collections.abc import Callable, Generator
from contextlib import closing
from itertools import chain

from flask import Response, abort
from sqlalchemy.orm import Session, sessionmaker

from course.exports import EXPORT_FORMATS, ExportFormat, Table
from learner_api.database import get_database
from learner_api.resources import Resource, View

_SCHEMAS = {
    "application/json": {"type": "object"},
    "application/jsonl": {"type": "string"},
    "text/csv": {"type": "string"},
}
_BINARY = {"type": "string", "format": "binary"}


def gives_table(bp: Resource, what: str) -> Callable[[View], View]:
    """Document that the view returns a table in the format of the address's suffix."""
    titles = ", ".join(f"`{each.suffix}`" for each in EXPORT_FORMATS.values())

    def mark(view: View) -> View:
        for each in EXPORT_FORMATS.values():
            view = bp.gives(
                _SCHEMAS.get(each.media_type, _BINARY),
                content_type=each.media_type,
                description=f"{what}. By the address's suffix: {titles}",
            )(view)
        return view

    return mark


def table_file(name: str, suffix: str, make: Callable[[Session], Table]) -> Response:
    """The table in the format of the suffix, as a file to keep.

    The stream outlives the request, so it reads by a session of its own. The first
    piece is made at once: what can fail fails while the answer can still say so.
    """
    if suffix not in EXPORT_FORMATS:
        abort(404)
    kind = EXPORT_FORMATS[suffix]
    pieces = _pieces(get_database().read, make, kind)
    response = Response(chain((next(pieces),), pieces), mimetype=kind.media_type)
    response.call_on_close(pieces.close)
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{name}.{suffix}"
    )
    return response


def _pieces(
    sessions: sessionmaker[Session],
    make: Callable[[Session], Table],
    kind: ExportFormat,
) -> Generator[bytes, None, None]:
    with sessions() as session, closing(make(session)) as table:
        yield from kind.write(table)
