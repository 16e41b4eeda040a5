"""How a question asks, free of HTML: the page and the API draw these six."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

FormValues: TypeAlias = Callable[[str], list[str]]
ControlData: TypeAlias = dict[str, object]
CreditRule: TypeAlias = Literal["each-choice", "each-line", "each-gap"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str

    def to_data(self) -> dict[str, str]:
        return {"value": self.value, "label": self.label}


@dataclass(frozen=True, slots=True)
class CreditNote:
    """How part of an answer earns part of the points, told before it is given.

    ``points_each`` is what one line or gap earns. It is kept back for choices, each
    wrong one of which takes away what a right one earns.
    """

    rule: CreditRule
    points_each: int | None

    def to_data(self) -> dict[str, object]:
        return {"rule": self.rule, "points_each": self.points_each}


@dataclass(frozen=True, slots=True)
class Radios:
    """Choose one."""

    kind: ClassVar[Literal["radios"]] = "radios"

    options: tuple[Option, ...]

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "options": [option.to_data() for option in self.options],
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _one_of(getlist(name))


@dataclass(frozen=True, slots=True)
class Checkboxes:
    """Choose any number."""

    kind: ClassVar[Literal["checkboxes"]] = "checkboxes"

    options: tuple[Option, ...]
    credit_note: CreditNote | None = None

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "options": [option.to_data() for option in self.options],
            **_noted(self.credit_note),
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _filled(getlist(name)) or None


@dataclass(frozen=True, slots=True)
class TextInput:
    """Write one line; where there are ``units``, a number and one of them."""

    kind: ClassVar[Literal["text"]] = "text"

    input_mode: Literal["text", "decimal"] = "text"
    unit: str | None = None
    units: tuple[str, ...] = ()

    def to_data(self) -> ControlData:
        data: ControlData = {
            "kind": self.kind,
            "input_mode": self.input_mode,
            "unit": self.unit,
        }
        return {**data, "units": list(self.units)} if self.units else data

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _one_of(getlist(name))


@dataclass(frozen=True, slots=True)
class TextArea:
    """Write several lines, of about so many words at most."""

    kind: ClassVar[Literal["text-area"]] = "text-area"

    most_words: int
    lines: int

    def to_data(self) -> ControlData:
        return {"kind": self.kind, "most_words": self.most_words, "lines": self.lines}

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _one_of(getlist(name))


@dataclass(frozen=True, slots=True)
class SelectRow:
    """One line of a ``Selects``, for which one option is chosen."""

    key: str
    label: str

    def to_data(self) -> dict[str, str]:
        return {"key": self.key, "label": self.label}


@dataclass(frozen=True, slots=True)
class Selects:
    """Choose one option for every row; all rows offer the same options."""

    kind: ClassVar[Literal["selects"]] = "selects"

    rows: tuple[SelectRow, ...]
    options: tuple[Option, ...]
    credit_note: CreditNote | None = None

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "rows": [row.to_data() for row in self.rows],
            "options": [option.to_data() for option in self.options],
            **_noted(self.credit_note),
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _one_each(name, (row.key for row in self.rows), getlist)


@dataclass(frozen=True, slots=True)
class GapPiece:
    """A gap in a sentence: one of the options, or where there are none, words."""

    key: str
    options: tuple[Option, ...] | None = None

    def to_data(self) -> dict[str, object]:
        options = self.options
        return {
            "gap": self.key,
            "options": None
            if options is None
            else [each.to_data() for each in options],
        }


@dataclass(frozen=True, slots=True)
class Gaps:
    """Fill the gaps of a text, given as its pieces in order."""

    kind: ClassVar[Literal["gaps"]] = "gaps"

    pieces: tuple[str | GapPiece, ...]
    credit_note: CreditNote | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the gaps, in the order of the text."""
        return tuple(piece.key for piece in self.pieces if isinstance(piece, GapPiece))

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "pieces": [
                {"text": piece} if isinstance(piece, str) else piece.to_data()
                for piece in self.pieces
            ],
            **_noted(self.credit_note),
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _one_each(name, self.keys, getlist)


Control: TypeAlias = Radios | Checkboxes | TextInput | TextArea | Selects | Gaps


def _noted(note: CreditNote | None) -> ControlData:
    return {} if note is None else {"credit_note": note.to_data()}


def _filled(values: list[str]) -> list[str]:
    return [value for value in values if value.strip()]


def _one_of(values: list[str]) -> object | None:
    """The only value given, or all of them where a form gave too many.

    A field that should come once but came twice is not for us to choose from: the
    question's check sees a list and refuses it.
    """
    filled = _filled(values)
    if not filled:
        return None
    return filled[0] if len(filled) == 1 else filled


def _one_each(
    name: str, keys: Iterable[str], getlist: FormValues
) -> dict[str, object] | None:
    """The value of each key's field, named ``name.key``; blank ones are left out."""
    chosen = {key: _one_of(getlist(f"{name}.{key}")) for key in keys}
    return {key: value for key, value in chosen.items() if value is not None} or None
