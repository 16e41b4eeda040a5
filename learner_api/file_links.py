"""The formats in which a table can be taken out, as links to its files."""

from collections.abc import Mapping
from urllib.parse import urlencode

from course.exports import EXPORT_FORMATS


def file_links(path: str, asked: Mapping[str, str] | str = "") -> list[tuple[str, str]]:
    """What each format is called, and where the file is; ``asked`` is the question.

    Formats that this installation cannot write are left out.
    """
    query = asked if isinstance(asked, str) else urlencode(asked)
    return [
        (each.title, f"{path}.{each.suffix}{f'?{query}' if query else ''}")
        for each in EXPORT_FORMATS.values()
        if each.is_installed
    ]
