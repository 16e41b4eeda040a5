"""JSON: what the rows are and as of when, then the rows as objects, streamed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import orjson

from course.exports.format import export_format
from course.exports.table import Table


@export_format("json", "JSON", "application/json")
def write_json(table: Table) -> Iterator[bytes]:
    """One object: the table's description, then ``rows``, then ``row_count``."""
    about = json_bytes(table.about)
    yield about[:-1] + (b"," if table.about else b"") + b'"rows":['
    count = 0
    for objects in json_objects(table):
        yield (b",\n" if count else b"\n") + b",\n".join(objects)
        count += len(objects)
    yield f'\n],"row_count":{count}}}\n'.encode()


def json_objects(table: Table) -> Iterator[list[bytes]]:
    """Each row as an object of its columns, some rows at a time."""
    names = table.names
    for batch in table.batches():
        yield [json_bytes(dict(zip(names, row, strict=True))) for row in batch]


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """The value as JSON in UTF-8. Moments are in UTC, to the microsecond.

    Raises ``TypeError`` for a value that has no form in JSON.
    """
    return orjson.dumps(value, _plain, orjson.OPT_UTC_Z)


def _plain(value: object) -> object:
    if isinstance(value, Decimal | Fraction):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form here")
