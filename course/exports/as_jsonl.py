"""JSON Lines: a row a line, for programs that read while they are sent."""

from collections.abc import Iterator

from course.exports.as_json import json_objects
from course.exports.format import export_format
from course.exports.table import Table


@export_format("jsonl", "JSON Lines", "application/jsonl")
def write_json_lines(table: Table) -> Iterator[bytes]:
    """Each row as an object on a line of its own. What was asked is in the manifest."""
    for objects in json_objects(table):
        yield b"\n".join(objects) + b"\n"
