"""What a table answers, as plain values that any program reads."""

from typing import Any

import orjson

from course.exports.as_json import json_bytes
from course.exports.table import Table


def plain_question(table: Table) -> dict[str, Any]:
    """The table's description as JSON holds it: moments and days are text."""
    plain: dict[str, Any] = orjson.loads(json_bytes(table.about))
    return plain
