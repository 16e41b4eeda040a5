"""Fill the gaps of a text, with words of one's own or from a list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from marshmallow import fields, post_load, validates_schema

from quizzes.controls import CreditRule, GapPiece, Gaps, Option
from quizzes.credit import CREDITS, Credit, CreditQuestion, CreditSchema
from quizzes.folding import Folding
from quizzes.order import shuffled
from quizzes.question import Answer, Part, question_type
from quizzes.schemas import (
    TABLE_WANTED,
    FaultsOf,
    FileSchema,
    Key,
    ListOf,
    Text,
    Word,
    repeated,
)
from quizzes.text import tidied
from quizzes.wordings import WordingsSchema, as_wording, check_wordings, folding_in

_PLACE = re.compile(r"\{([^{}]*)\}")
_MOST_GAPS = 12
_LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Gap:
    """What belongs in one gap: any of the accepted words, or one of some choices."""

    key: str
    accepted: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    correct: str | None = None

    @property
    def right(self) -> str:
        """What is shown as the answer."""
        return self.accepted[0] if self.correct is None else self.correct


class GapSchema(FileSchema):
    """One entry of ``gaps``: ``accepted``, or ``choices`` and ``correct``."""

    left_out = ("accepted", "choices", "correct")

    key = Key(required=True)
    accepted = ListOf(Text(), 1, load_default=())
    choices = ListOf(Text(), 2, 8, load_default=())
    correct = Text(load_default=None, allow_none=True)

    @validates_schema
    def check_kind(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        choices, correct = data["choices"], data["correct"]
        if bool(data["accepted"]) == bool(choices):
            faults.add("must have either accepted, or choices and correct.")
        elif choices and correct is None:
            faults.add("is missing: say which of the choices is right.", "correct")
        elif correct is not None and correct not in choices:
            words = (
                f"{correct!r} is not one of the choices."
                if choices
                else ("belongs with choices. Leave it out.")
            )
            faults.add(words, "correct")
        for place, choice in repeated(choices):
            faults.add(f"{choice!r} is already in the list.", "choices", place)
        faults.raise_any()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Gap:
        accepted = tuple(tidied(text) for text in data["accepted"])
        return Gap(data["key"], accepted, tuple(data["choices"]), data["correct"])


class GapFillSchema(WordingsSchema, CreditSchema):
    """``text`` names each gap by its key in braces, once."""

    shared_among = "gaps"
    left_out = WordingsSchema.left_out

    text = Text(required=True)
    gaps = ListOf(
        fields.Nested(GapSchema, error_messages={"type": TABLE_WANTED}),
        1,
        _MOST_GAPS,
        required=True,
    )
    credit = Word(CREDITS, load_default="partial")

    @validates_schema(skip_on_field_errors=False)
    def check_gaps(self, data: dict[str, Any], **_: Any) -> None:
        gaps = data.get("gaps") or ()
        if not gaps or not all(isinstance(gap, Gap) for gap in gaps):
            return
        faults = FaultsOf()
        keys = [gap.key for gap in gaps]
        for place, key in repeated(keys):
            faults.add(f"the key {key!r} is already that of another.", "gaps", place)
        for place, gap in enumerate(gaps):
            path = ("gaps", place, "accepted")
            check_wordings(gap.accepted, folding_in(data), faults, *path)
        if data.get("text"):
            _check_places(data["text"], keys, faults)
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "gaps": tuple(data["gaps"])}


def _check_places(text: str, keys: list[str], faults: FaultsOf) -> None:
    """Note places without a gap and gaps without a place."""
    named = _PLACE.findall(text)
    for name in dict.fromkeys(named):
        if name not in keys:
            known = ", ".join(keys)
            faults.add(f"{{{name}}} is no gap. The gaps are: {known}.", "text")
        elif named.count(name) > 1:
            faults.add(f"{{{name}}} stands here more than once.", "text")
    if re.search("[{}]", _PLACE.sub("", text)):
        faults.add("every brace must belong to a gap, as in {year}.", "text")
    for place, key in enumerate(keys):
        if key not in named:
            faults.add(f"its place, {{{key}}}, is not in the text.", "gaps", place)


@question_type("gap-fill")
@dataclass(frozen=True, slots=True, kw_only=True)
class GapFill(CreditQuestion):
    """Each gap earns its share, unless all must be right for the points.

    A gap may be left empty, but not every one.
    """

    schema: ClassVar[GapFillSchema] = GapFillSchema()
    credit_rule: ClassVar[CreditRule] = "each-gap"

    text: str
    gaps: tuple[Gap, ...]
    credit: Credit = "partial"
    language: str = "en"
    fold_case: bool = True
    fold_accents: bool = False

    def control(self, seed: int) -> Gaps:
        gaps = {gap.key: gap for gap in self.gaps}
        pieces = [
            GapPiece(piece, self._options(gaps[piece], seed)) if is_gap else piece
            for piece, is_gap in self._pieces()
        ]
        return Gaps(tuple(pieces), self.credit_note)

    def check(self, raw: object) -> Answer:
        """The gaps that are filled, in the order of the file."""
        keys = [gap.key for gap in self.gaps]
        if not isinstance(raw, Mapping) or any(key not in keys for key in raw):
            raise self.refusal("Fill in the gaps.")
        given = {
            gap.key: self._given(gap, raw[gap.key])
            for gap in self.gaps
            if not _is_blank(raw.get(gap.key))
        }
        if not given:
            raise self.refusal("Fill in at least one gap.")
        return given

    @property
    def correct_answer(self) -> Answer:
        return {gap.key: gap.right for gap in self.gaps}

    def is_right(self, answer: Answer) -> bool:
        return all(part.is_right for part in self.shares(answer))

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        """The text with what was given in brackets."""
        if not isinstance(answer, dict) or not answer:
            return ()
        written = (
            f"[{answer.get(piece, _LEFT_OUT)}]" if is_gap else piece
            for piece, is_gap in self._pieces()
        )
        return ("".join(written),)

    @property
    def number_of_parts(self) -> int:
        return len(self.gaps)

    def shares(self, answer: Answer) -> tuple[Part, ...]:
        """The gaps in the order of the text, each called by its number there."""
        gaps = {gap.key: gap for gap in self.gaps}
        given = answer if isinstance(answer, dict) else {}
        places = [piece for piece, is_gap in self._pieces() if is_gap]
        parts = []
        for number, key in enumerate(places, start=1):
            is_right = self._fills(gaps[key], given.get(key))
            earned = self.share if is_right else 0
            parts.append(
                Part(str(number), given.get(key), is_right, earned, self.share)
            )
        return tuple(parts)

    def _fills(self, gap: Gap, given: str | None) -> bool:
        if given is None or gap.correct is not None:
            return given is not None and given == gap.correct
        fold = Folding(self.language, self.fold_case, self.fold_accents).fold
        return fold(given) in map(fold, gap.accepted)

    def _given(self, gap: Gap, raw: object) -> str:
        if gap.choices:
            if isinstance(raw, str) and raw in gap.choices:
                return raw
            raise self.refusal("Choose from the list of each gap that has one.")
        try:
            return as_wording(raw)
        except ValueError as error:
            raise self.refusal(str(error)) from None

    def _options(self, gap: Gap, seed: int) -> tuple[Option, ...] | None:
        if not gap.choices:
            return None
        options = (Option(choice, choice) for choice in gap.choices)
        return shuffled(options, lambda each: each.value, seed, self.key, gap.key)

    def _pieces(self) -> list[tuple[str, bool]]:
        """The text and the keys of its gaps in turn, and which of them are gaps."""
        pieces = enumerate(_PLACE.split(self.text))
        return [(piece, bool(n % 2)) for n, piece in pieces if piece]


def _is_blank(raw: object) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())
