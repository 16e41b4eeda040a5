"""The views in words: a dictionary of every column, for people and for programs."""

from collections.abc import Iterator

from course.reporting import SCHEMA, VERSION, VIEWS

HEADINGS = ("view", "column", "type", "description")


def rows() -> Iterator[tuple[str, str, str, str]]:
    """A row for each column, in the order of the views."""
    for view in VIEWS:
        for column in view.columns:
            yield view.name, column.name, column.type, column.words


def as_markdown() -> str:
    """A heading and a table for each view."""
    lines = [f"# The schema `{SCHEMA}`, version {VERSION}"]
    for view in VIEWS:
        lines += ["", f"## {SCHEMA}.{view.name}", "", view.words, ""]
        lines += ["| column | type | what it is |", "| --- | --- | --- |"]
        lines += [
            f"| `{column.name}` | {column.type} | {column.words} |"
            for column in view.columns
        ]
    return "\n".join(lines) + "\n"
