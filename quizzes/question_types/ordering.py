"""Put items in their right order."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

from marshmallow import fields, post_load, validates_schema

from quizzes.controls import CreditRule, Option, SelectRow, Selects
from quizzes.credit import CreditQuestion, CreditSchema
from quizzes.order import shuffled
from quizzes.question import Answer, Part, question_type
from quizzes.schemas import (
    TABLE_WANTED,
    FaultsOf,
    FileSchema,
    Key,
    ListOf,
    Text,
    repeated,
)

_PLACES = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that has its place in the order."""

    key: str
    label: str


class ItemSchema(FileSchema):
    """One entry of ``items``."""

    key = Key(required=True)
    label = Text(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Item:
        return Item(**data)


class OrderingSchema(CreditSchema):
    """``items`` stand in the right order."""

    shared_among = "items"

    items = ListOf(
        fields.Nested(ItemSchema, error_messages={"type": TABLE_WANTED}),
        3,
        len(_PLACES),
        required=True,
    )

    @validates_schema(skip_on_field_errors=False)
    def check_items(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        items = data.get("items") or []
        if all(isinstance(item, Item) for item in items):
            for place, key in repeated(item.key for item in items):
                faults.add(
                    f"the key {key!r} is already that of another.", "items", place
                )
            for place, label in repeated(item.label for item in items):
                faults.add(
                    f"the label {label!r} is already that of another.", "items", place
                )
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "items": tuple(data["items"])}


@question_type("ordering")
@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(CreditQuestion):
    """Every item must be in its place for the points, unless each earns its share."""

    schema: ClassVar[OrderingSchema] = OrderingSchema()
    credit_rule: ClassVar[CreditRule] = "each-line"

    items: tuple[Item, ...]

    def control(self, seed: int) -> Selects:
        rows = tuple(SelectRow(item.key, item.label) for item in self._shown(seed))
        places = enumerate(_PLACES[: len(self.items)], start=1)
        options = tuple(Option(str(n), name) for n, name in places)
        return Selects(rows, options, self.credit_note)

    def check(self, raw: object) -> Answer:
        """The keys in order, or the place of each key as a form sends it."""
        if isinstance(raw, Mapping):
            return self._from_places(raw)
        keys = [item.key for item in self.items]
        if (
            not isinstance(raw, list)
            or len(raw) != len(keys)
            or not all(key in raw for key in keys)
        ):
            raise self.refusal("Put every item in its place, each one once.")
        return list(raw)

    @property
    def correct_answer(self) -> Answer:
        return [item.key for item in self.items]

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        labels = {item.key: item.label for item in self.items}
        keys = answer if isinstance(answer, list) else []
        return tuple(
            f"{place}: {labels[key]}"
            for place, key in zip(_PLACES, keys, strict=False)
            if key in labels
        )

    def form_values(self, answer: Answer | None) -> dict[str, tuple[str, ...]]:
        keys = answer if isinstance(answer, list) else []
        return {f"{self.key}.{key}": (str(place),) for place, key in enumerate(keys, 1)}

    @property
    def number_of_parts(self) -> int:
        return len(self.items)

    def shares(self, answer: Answer) -> tuple[Part, ...]:
        keys = answer if isinstance(answer, list) else []
        given = {key: place for place, key in zip(_PLACES, keys, strict=False)}
        parts = []
        for place, item in zip(_PLACES, self.items, strict=False):
            is_right = given.get(item.key) == place
            earned = self.share if is_right else 0
            parts.append(
                Part(item.label, given.get(item.key), is_right, earned, self.share)
            )
        return tuple(parts)

    def _from_places(self, places: Mapping[Any, Any]) -> list[str]:
        names = {str(n): name for n, name in enumerate(_PLACES[: len(self.items)], 1)}
        labels = {item.key: item.label for item in self.items}
        if any(key not in labels for key in places) or not all(
            isinstance(place, str) and place in names for place in places.values()
        ):
            raise self.refusal("Choose the place of each item from its list.")
        without = [label for key, label in labels.items() if key not in places]
        if without:
            raise self.refusal(
                f"Give every item a place. Still without one: {'; '.join(without)}."
            )
        for place, name in names.items():
            sharing = [labels[key] for key in labels if places[key] == place]
            if len(sharing) > 1:
                raise self.refusal(
                    f"More than one item is in {name} place: {'; '.join(sharing)}. "
                    "Give each item a place of its own."
                )
        return sorted(places, key=lambda key: int(places[key]))

    # Rows that already stand in the right order would give the answer away, so another
    # order is drawn until it differs: all wrong orders stay equally likely.
    def _shown(self, seed: int) -> tuple[Item, ...]:
        orders = (
            shuffled(self.items, lambda item: item.key, seed, self.key, draw)
            for draw in count()
        )
        return next(order for order in orders if order != self.items)
