"""Parquet, for those who analyse: typed columns, with what each of them tells."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from course.canonical import canonical_json
from course.exports.format import filed_format
from course.exports.question import plain_question
from course.exports.spelling import whole
from course.exports.table import Kind, Table

# The rows that are held at once, and stand in one group of the file.
_GROUP = 10_000
# The type of each kind, by the name that the library gives it.
_TYPES: dict[Kind, str] = {
    "text": "string",
    "identifier": "string",
    "number": "float64",
    "whole": "int64",
    "yes-no": "bool_",
    "day": "date32",
}


@filed_format("parquet", "Parquet", "application/vnd.apache.parquet", "pyarrow")
def fill_parquet(table: Table, path: Path) -> Iterator[None]:
    """The question is the file's metadata, each description that of its column."""
    # Here, because it is not everywhere.
    import pyarrow as arrow
    from pyarrow.parquet import ParquetWriter

    schema = _schema(arrow, table)
    with ParquetWriter(path, schema) as writer:
        for batch in table.batches(_GROUP):
            columns = [
                arrow.array(_plain(column.kind, values), field.type)
                for column, field, values in zip(
                    table.columns, schema, zip(*batch, strict=True), strict=True
                )
            ]
            writer.write_batch(arrow.record_batch(columns, schema=schema))
            yield


def _schema(arrow: Any, table: Table) -> Any:
    asked = {"question": canonical_json(plain_question(table))}
    return arrow.schema(
        [
            arrow.field(
                column.name,
                arrow.timestamp("us", tz="UTC")
                if column.kind == "moment"
                else getattr(arrow, _TYPES[column.kind])(),
                metadata={"description": column.description},
            )
            for column in table.columns
        ],
        metadata=asked,
    )


def _plain(kind: Kind, values: Sequence[Any]) -> Sequence[Any]:
    """The values as the library takes them."""
    if kind in _AS:
        made = _AS[kind]
        return [None if value is None else made(value) for value in values]
    return values


_AS: dict[Kind, Any] = {
    "text": str,
    "identifier": str,
    "number": float,
    "whole": whole,
    "yes-no": bool,
}
