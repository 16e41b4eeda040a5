"""A table as a file, streamed, and its manifest at the address behind it."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import urlencode

from flask import Response, abort, request
from sqlalchemy.orm import Session, sessionmaker

from course.export_parts import room_for_files
from course.exports import EXPORT_FORMATS, ExportFormat, Table
from course.exports.manifest import manifest_name, manifest_of_table
from course.exports.spelling import moment_text
from course.settled import require_settled
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource, View

_SCHEMAS = {
    "application/json": {"type": "object"},
    "application/jsonl": {"type": "string"},
    "text/csv": {"type": "string"},
}
_BINARY = {"type": "string", "format": "binary"}
_MANIFEST = manifest_name("")


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


@dataclass(frozen=True, slots=True)
class AsOf:
    """The moment that fixes what a file holds, and what its address calls it."""

    moment: datetime
    name: str = "as_of"


def table_file(
    name: str,
    suffix: str,
    make: Callable[[Session], Table],
    as_of: AsOf | None = None,
) -> Response:
    """The table in the format of the suffix, as a file to keep.

    Where a moment fixes what it holds, its manifest lies at the address with
    ``.manifest.json`` behind it, and the ``Link`` of the file leads there. The stream
    outlives the request, so it reads by a session of its own. The first piece is made
    at once: what can fail fails while the answer can still say so. Raises
    ``ExportDiskFull`` and, for a manifest, ``NotSettled``.
    """
    format_name = suffix.removesuffix(_MANIFEST) if as_of else suffix
    if format_name not in EXPORT_FORMATS:
        abort(404)
    kind = EXPORT_FORMATS[format_name]
    if as_of is not None and suffix != format_name:
        told = _manifest(f"{name}.{format_name}", make, kind, as_of.moment)
        response = Response(told, mimetype="application/json")
    else:
        response = _streamed(make, kind)
        if as_of is not None:
            response.headers["Link"] = f'<{_address(as_of)}>; rel="describedby"'
    response.headers.set(
        "Content-Disposition", "attachment", filename=f"{name}.{suffix}"
    )
    return response


def is_manifest(suffix: str) -> bool:
    """Whether an address asks for what a file holds, and not for the file."""
    return suffix.endswith(_MANIFEST)


def _streamed(make: Callable[[Session], Table], kind: ExportFormat) -> Response:
    pieces = _pieces(get_database().read, make, kind)
    with room_for_files():
        first = next(pieces)
    response = Response(chain((first,), pieces), mimetype=kind.media_type)
    response.call_on_close(pieces.close)
    return response


def _manifest(
    file_name: str,
    make: Callable[[Session], Table],
    kind: ExportFormat,
    as_of: datetime,
) -> bytes:
    """What the file holds: it is written once more, and kept nowhere."""
    database = get_database()
    with database.writing() as session:
        require_settled(session, as_of, now=now())
    with (
        database.reading() as session,
        closing(make(session)) as table,
        room_for_files(),
    ):
        return manifest_of_table(table, kind, file_name).to_json()


def _address(as_of: AsOf) -> str:
    """Where the manifest of the file that is asked for lies."""
    asked = {name: request.args.getlist(name) for name in request.args}
    asked[as_of.name] = [moment_text(as_of.moment)]
    return f"{request.path}{_MANIFEST}?{urlencode(asked, doseq=True)}"


def _pieces(
    sessions: sessionmaker[Session],
    make: Callable[[Session], Table],
    kind: ExportFormat,
) -> Generator[bytes, None, None]:
    with sessions() as session, closing(make(session)) as table:
        yield from kind.write(table)
