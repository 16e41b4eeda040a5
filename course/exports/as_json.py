"""JSON: what the rows are and as of when, then the rows as objects, streamed."""

import json
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from course.exports.format import Table, export_format


@export_format("json", "application/json")
def write_json(table: Table) -> Iterator[bytes]:
    """One object: the table's description, then ``rows``, then ``row_count``."""
    about = json.dumps(dict(table.about), default=_plain, ensure_ascii=False)
    yield f'{about[:-1]}{", " if table.about else ""}"rows": ['.encode()
    count = 0
    for row in table.rows:
        named = dict(zip(table.columns, row, strict=True))
        text = json.dumps(named, default=_plain, ensure_ascii=False)
        yield (",\n" if count else "\n").encode() + text.encode()
        count += 1
    yield f'\n], "row_count": {count}}}\n'.encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        # To the microsecond: asking again as of this moment gives the same rows.
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")
