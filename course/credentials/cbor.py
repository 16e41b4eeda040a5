"""The few kinds of CBOR (RFC 8949) that a compact payload is made of.

Whole numbers that are not negative, text, bytes, lists and nothing at all, each in the
one shortest form that the standard calls deterministic: equal values have equal bytes,
and bytes in any other form are refused.
"""

from collections.abc import Sequence
from typing import TypeAlias

Value: TypeAlias = "int | str | bytes | Sequence[Value] | None"

_NULL = 0xF6
_MOST_DEPTH = 4
_WHOLE, _BYTES, _TEXT, _LIST = 0, 2, 3, 4
# The arguments 24, 25 and 26 stand for one, two and four bytes that follow.
_WIDTHS = {24: 1, 25: 2, 26: 4}


class NotCbor(ValueError):
    """The bytes are no value in its one form."""


def encode(value: Value) -> bytes:
    """The value as bytes."""
    if value is None:
        return bytes((_NULL,))
    if isinstance(value, int):
        return _head(_WHOLE, value)
    if isinstance(value, bytes):
        return _head(_BYTES, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(encode(each) for each in value)


def decode(data: bytes) -> Value:
    """The one value that these bytes are, or ``NotCbor``."""
    value, end = _decode(data, 0, 0)
    if end != len(data):
        raise NotCbor("Something follows the value.")
    return value


def _head(kind: int, count: int) -> bytes:
    if not 0 <= count < 1 << 32:
        raise ValueError(f"{count} is not in the range of a payload.")
    if count < min(_WIDTHS):
        return bytes((kind << 5 | count,))
    argument, width = next(
        (argument, width)
        for argument, width in _WIDTHS.items()
        if count < 1 << (8 * width)
    )
    return bytes((kind << 5 | argument,)) + count.to_bytes(width, "big")


def _decode(data: bytes, at: int, depth: int) -> tuple[Value, int]:
    if depth > _MOST_DEPTH:
        raise NotCbor("The lists are too deep.")
    if data[at : at + 1] == bytes((_NULL,)):
        return None, at + 1
    kind, count, at = _decode_head(data, at)
    if kind == _WHOLE:
        return count, at
    if kind == _LIST:
        items: list[Value] = []
        for _ in range(count):
            item, at = _decode(data, at, depth + 1)
            items.append(item)
        return items, at
    content = data[at : at + count]
    if len(content) != count or kind not in (_BYTES, _TEXT):
        raise NotCbor("The bytes end too soon, or are of another kind.")
    if kind == _BYTES:
        return content, at + count
    try:
        return content.decode(), at + count
    except UnicodeDecodeError as error:
        raise NotCbor("The text is not UTF-8.") from error


def _decode_head(data: bytes, at: int) -> tuple[int, int, int]:
    if at >= len(data):
        raise NotCbor("The bytes end too soon.")
    kind, count = data[at] >> 5, data[at] & 31
    at += 1
    if count < min(_WIDTHS):
        return kind, count, at
    width = _WIDTHS.get(count, 0)
    argument = data[at : at + width]
    count = int.from_bytes(argument, "big")
    if not width or len(argument) != width or _head(kind, count)[1:] != argument:
        raise NotCbor("A number is not in its shortest form.")
    return kind, count, at + width
