"""Where in a TOML file each value stands, which the standard reader does not tell.

It only looks for lines, in text that the standard reader has already accepted: what it
cannot place (a table written in an unusual way) it leaves out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_TOKEN = re.compile(
    r'''(?P<skip>[ \t\r]+|\#[^\n]*)
      | (?P<end>\n)
      | (?P<text>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}
               |"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')
      | (?P<open>[\[{])
      | (?P<close>[\]}])
      | (?P<other>[=,]|[^\s\[\]{}=,"'\#]+)''',
    re.VERBOSE | re.DOTALL,
)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of each table, of its fields and of their list entries."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for tokens in _statements(text):
        line, words = tokens[0][0], [word for _, word in tokens]
        if words[0] == "[":
            table = _header(words, counts)
            lines[table] = line
        elif "=" in words:
            field = (*table, *_name("".join(words[: words.index("=")])))
            lines[field] = line
            lines.update(_entries(field, tokens[words.index("=") + 1 :]))
    return lines


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """The line of the value, or else of the nearest thing that holds it."""
    for length in range(len(path), -1, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def _statements(text: str) -> Iterator[list[tuple[int, str]]]:
    """The tokens of each header or assignment, with their lines."""
    line, depth = 1, 0
    statement: list[tuple[int, str]] = []
    for token in _TOKEN.finditer(text):
        word = token.group()
        match token.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth -= 1
            case "end" if depth == 0 and statement:
                yield statement
                statement = []
        if token.lastgroup not in {"skip", "end"}:
            statement.append((line, word))
        line += word.count("\n")
    if statement:
        yield statement


def _header(words: list[str], counts: dict[Path, int]) -> Path:
    """The table a header opens: ``[[a.b]]`` is one more ``b`` in the last ``a``."""
    is_array = words[1] == "["
    names = _name("".join(word for word in words if word not in "[]"))
    path: Path = ()
    for place, name in enumerate(names, start=1):
        path = (*path, name)
        if is_array and place == len(names):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _entries(field: Path, tokens: list[tuple[int, str]]) -> Iterator[tuple[Path, int]]:
    """The lines of the entries, where the value of the field is a list."""
    if tokens[0][1] != "[":
        return
    depth, place, starts = 0, 0, True
    for line, word in tokens:
        if depth == 1 and starts and word not in "],":
            yield (*field, place), line
            starts = False
        if depth == 1 and word == ",":
            place, starts = place + 1, True
        depth += (word in "[{") - (word in "]}")


def _name(written: str) -> list[str]:
    return [part.strip("\"'") for part in written.split(".")]
