"""The key of a question, which is the part of it that says what is right.

A key can be read, and another put in its place. Nothing else of the question changes
with it: how it asks, and every answer that was ever given to it, stay as they are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError

from quizzes.errors import InvalidKey
from quizzes.question import Question

Data = dict[str, Any]

_NO_KEY = "A person marks this question, so it has no key that could be replaced."
_NOT_A_TABLE = "must name the fields of the key that are to change."


@dataclass(frozen=True, slots=True)
class _Part:
    """How one field of canonical data holds a part of the key, and takes another."""

    read: Callable[[Data], Any]
    put: Callable[[Data, Any], Data]


def key_of(question: Question) -> Data:
    """The key as canonical data, by the names of its fields; empty where it has none.

    ``pairs`` leads from the key of each pair to its right, ``items`` is the keys in
    their order, and ``gaps`` leads from each gap to what belongs there. Any other
    field is as the file has it.
    """
    data = _whole(question)
    return {name: _PARTS[name].read(data) for name in key_fields(question)}


def key_fields(question: Question) -> tuple[str, ...]:
    """The fields that make up the key of such a question."""
    return tuple(name for name in _PARTS if name in question.schema.fields)


def with_key(question: Question, key: Mapping[str, Any]) -> Question:
    """The question with these fields of its key replaced, or ``InvalidKey``.

    The fields that ``key`` leaves out stay as they are, and so do the pairs and the
    gaps that it does not name.
    """
    known = key_fields(question)
    if not known:
        raise InvalidKey(question.key, {"": [_NO_KEY]})
    if not isinstance(key, Mapping):
        raise InvalidKey(question.key, {"": [_NOT_A_TABLE]})
    data = _whole(question)
    for name, value in key.items():
        if name not in known:
            words = f"is no part of the key, which is made of: {', '.join(known)}."
            raise InvalidKey(question.key, {name: [words]})
        try:
            data = _PARTS[name].put(data, value)
        except ValueError as fault:
            raise InvalidKey(question.key, {name: [str(fault)]}) from None
    kind = type(question)
    try:
        return kind(**kind.schema.load(data))
    except ValidationError as error:
        raise InvalidKey(question.key, error.messages_dict) from None


def canonical_key(question: Question, key: Mapping[str, Any]) -> Data:
    """The same fields of the key in their one spelling, or ``InvalidKey``."""
    replaced = key_of(with_key(question, key))
    return {name: replaced[name] for name in sorted(key)}


def _whole(question: Question) -> Data:
    """The fields of the file, those that canonical data leaves out as well."""
    data = question.to_data()
    del data["type"]
    fields = question.schema.fields
    for name in _PARTS:
        if name in fields and name not in data:
            data[name] = fields[name].serialize(name, question)
    return data


def _plain(name: str) -> _Part:
    return _Part(
        read=lambda data: data[name], put=lambda data, value: {**data, name: value}
    )


def _rights(data: Data) -> Data:
    return {pair["key"]: pair["right"] for pair in data["pairs"]}


def _put_rights(data: Data, value: Any) -> Data:
    """Learners chose from the words on the right, so no others may come in.

    What a pair gives up belongs to nothing from then on.
    """
    rights = _replaced(_rights(data), value, "pair")
    words = [*_rights(data).values(), *data["distractors"]]
    for right in rights.values():
        if right not in words:
            raise ValueError(f"{right!r} is not one of the words on the right.")
    return {
        **data,
        "pairs": [{**pair, "right": rights[pair["key"]]} for pair in data["pairs"]],
        "distractors": [text for text in words if text not in rights.values()],
    }


def _order(data: Data) -> list[str]:
    return [item["key"] for item in data["items"]]


def _put_order(data: Data, value: Any) -> Data:
    items = {item["key"]: item for item in data["items"]}
    if (
        not isinstance(value, list)
        or not all(isinstance(key, str) for key in value)
        or sorted(value) != sorted(items)
    ):
        raise ValueError(f"must name every item once: {', '.join(sorted(items))}.")
    return {**data, "items": [items[key] for key in value]}


def _fillings(data: Data) -> Data:
    return {gap["key"]: _filling(gap) for gap in data["gaps"]}


def _filling(gap: Data) -> Data:
    return {name: gap[name] for name in ("accepted", "correct") if name in gap}


def _put_fillings(data: Data, value: Any) -> Data:
    fillings = _replaced(_fillings(data), value, "gap")
    for gap in data["gaps"]:
        own, new = _filling(gap), fillings[gap["key"]]
        if not isinstance(new, dict) or new.keys() != own.keys():
            raise ValueError(f"the gap {gap['key']!r} takes {', '.join(own)} alone.")
    return {**data, "gaps": [{**gap, **fillings[gap["key"]]} for gap in data["gaps"]]}


def _replaced(known: Data, value: Any, what: str) -> Data:
    """The entries with some of them replaced; those that are not there are refused."""
    if not isinstance(value, dict):
        raise ValueError(f"must lead from the key of each {what} to what is right.")
    for key in value:
        if key not in known:
            raise ValueError(f"there is no {what} {key!r}.")
    return {**known, **value}


_PARTS: Mapping[str, _Part] = {
    **{
        name: _plain(name)
        for name in ("correct", "accepted", "tolerance", "tolerance_percent")
    },
    "pairs": _Part(_rights, _put_rights),
    "items": _Part(_order, _put_order),
    "gaps": _Part(_fillings, _put_fillings),
}
