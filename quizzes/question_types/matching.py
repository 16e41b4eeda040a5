"""Match every item on the left with its partner on the right."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that belong together."""

    key: str
    left: str
    right: str


class PairSchema(FileSchema):
    """One entry of ``pairs``."""

    key = Key(required=True)
    left = Text(required=True)
    right = Text(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Pair:
        return Pair(**data)


class MatchingSchema(CreditSchema):
    """``pairs`` belong together; ``distractors`` belong with nothing."""

    shared_among = "pairs"

    pairs = ListOf(
        fields.Nested(PairSchema, error_messages={"type": TABLE_WANTED}),
        3,
        8,
        required=True,
    )
    distractors = ListOf(Text(), 0, 8, load_default=())

    @validates_schema(skip_on_field_errors=False)
    def check_pairs(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        pairs = data.get("pairs") or []
        if all(isinstance(pair, Pair) for pair in pairs):
            _note_repeats(pairs, data.get("distractors") or (), faults)
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {
            **data,
            "pairs": tuple(data["pairs"]),
            "distractors": tuple(data["distractors"]),
        }


def _note_repeats(
    pairs: list[Pair], distractors: tuple[str, ...], faults: FaultsOf
) -> None:
    for place, key in repeated(pair.key for pair in pairs):
        faults.add(f"the key {key!r} is already that of another.", "pairs", place)
    for place, left in repeated(pair.left for pair in pairs):
        faults.add(f"the left {left!r} is already that of another.", "pairs", place)
    rights = [pair.right for pair in pairs]
    for place, right in repeated((*rights, *distractors)):
        if place < len(rights):
            faults.add(
                f"the right {right!r} is already that of another.", "pairs", place
            )
        else:
            faults.add(
                f"{right!r} is already one of the rights.",
                "distractors",
                place - len(rights),
            )


@question_type("matching")
@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(CreditQuestion):
    """Every pair must be right for the points, unless each earns its share."""

    schema: ClassVar[MatchingSchema] = MatchingSchema()
    credit_rule: ClassVar[CreditRule] = "each-line"

    pairs: tuple[Pair, ...]
    distractors: tuple[str, ...] = ()

    def control(self, seed: int) -> Selects:
        options = (Option(ident, text) for ident, text in self._rights().items())
        return Selects(
            rows=tuple(SelectRow(pair.key, pair.left) for pair in self.pairs),
            options=shuffled(options, lambda option: option.value, seed, self.key),
            credit_note=self.credit_note,
        )

    def check(self, raw: object) -> Answer:
        if not isinstance(raw, Mapping):
            raise self.refusal("Choose a match for every row.")
        rights = self._rights()
        keys = [pair.key for pair in self.pairs]
        if any(key not in keys for key in raw) or not all(
            isinstance(value, str) and value in rights for value in raw.values()
        ):
            raise self.refusal("Choose each match from the list of its row.")
        without = [pair.left for pair in self.pairs if pair.key not in raw]
        if without:
            raise self.refusal(
                f"Choose a match for every row. Still without one: "
                f"{'; '.join(without)}."
            )
        return {key: raw[key] for key in keys}

    @property
    def correct_answer(self) -> Answer:
        return {pair.key: self._ident(pair.right) for pair in self.pairs}

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        chosen = answer if isinstance(answer, dict) else {}
        rights = self._rights()
        return tuple(
            f"{pair.left} – {rights[chosen[pair.key]]}"
            for pair in self.pairs
            if chosen.get(pair.key) in rights
        )

    @property
    def number_of_parts(self) -> int:
        return len(self.pairs)

    def shares(self, answer: Answer) -> tuple[Part, ...]:
        chosen = answer if isinstance(answer, dict) else {}
        rights = self._rights()
        parts = []
        for pair in self.pairs:
            given = rights.get(chosen.get(pair.key, ""))
            is_right = given == pair.right
            earned = self.share if is_right else 0
            parts.append(Part(pair.left, given, is_right, earned, self.share))
        return tuple(parts)

    def _rights(self) -> dict[str, str]:
        texts = (*(pair.right for pair in self.pairs), *self.distractors)
        return {self._ident(text): text for text in texts}

    # The learner's page holds these. A pair's own key, or its place in the file,
    # would give the partner away; a digest of the words says only what they say.
    def _ident(self, right: str) -> str:
        named = json.dumps([self.key, right]).encode("ascii")
        return hashlib.sha256(named).hexdigest()[:12]
