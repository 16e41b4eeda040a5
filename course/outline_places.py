"""Where in an outline's text something stands, and how its place is called."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Place: TypeAlias = tuple[str | int, ...]
"""The fields that lead to a value; a number counts the tables of one name from 0."""

_TABLE = re.compile(r"\s*\[")


def each_message(messages: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The leaves of marshmallow's messages, each with the fields that lead to it."""
    if not isinstance(messages, Mapping):
        for words in messages:
            yield place, str(words)
        return
    for key, inner in messages.items():
        # Between the name of an award and its fields stands 'key' or 'value'.
        between = place[:-1] == ("awards",) and key in ("key", "value")
        # A fault of a list as a whole, or of an object, is under no field of its own.
        yield from each_message(
            inner, place if between or key == "_schema" else (*place, key)
        )


def in_words(place: Place, words: str) -> str:
    """What is wrong, after the name of where: of a criterion, its award and number."""
    if len(place) >= 4 and place[0] == "awards" and place[2] == "requires":
        _, kind, _, number, *field = place
        named = "".join(f"{each}: " for each in field[:1])
        return f"awards.{kind}, criterion {int(number) + 1}: {named}{words}"
    return f"{next(each for each in reversed(place) if isinstance(each, str))}: {words}"


def line_of_fault(text: str, place: Place, words: str) -> int:
    """Where the field stands; for one that is missing, what it is missing from."""
    return line_at(text, place[:-1] if words.startswith("Missing") else place)


def line_at(text: str, place: Place) -> int:
    """The line on which a place begins, or the first line of the file."""
    if len(place) >= 4 and place[2] == "requires":
        head, kind, requires, number, *field = place
        header = re.compile(rf"\s*\[\[\s*{head}\.{kind}\.{requires}\s*\]\]")
        lines = text.splitlines()
        starts = [at for at, line in enumerate(lines) if header.match(line)]
        if int(number) < len(starts):
            start = starts[int(number)]
            return _in_table(lines, start, field[0] if field else None)
    named = [each for each in place if isinstance(each, str)]
    if len(named) > 1 and named[0] == "awards":
        award = f"awards.{named[1]}"
        if len(named) == 2:
            return line_of(text, award)
        lines, start = text.splitlines(), line_of(text, award) - 1
        return _in_table(lines, start, named[2])
    if not named:
        return 1
    # The word of a field may stand in a title before it.
    assigned = re.search(rf"(?m)^\s*{re.escape(named[-1])}\s*=", text)
    if assigned:
        return text.count("\n", 0, assigned.end()) + 1
    return line_of(text, named[-1])


def line_of(text: str, word: str) -> int:
    """The first line on which the word stands, or the first line of the file."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", line):
            return number
    return 1


def _in_table(lines: list[str], start: int, field: str | int | None) -> int:
    """The line of a field of the table that begins at ``start``, or of its head."""
    for at in range(start + 1, len(lines)):
        if _TABLE.match(lines[at]):
            break
        if field is not None and re.match(
            rf"\s*{re.escape(str(field))}\s*=", lines[at]
        ):
            return at + 1
    return start + 1
