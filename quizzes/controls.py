"""How a question asks, free of HTML: the page and the API draw these four."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

FormValues: TypeAlias = Callable[[str], list[str]]
ControlData: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str

    def to_data(self) -> dict[str, str]:
        return {"value": self.value, "label": self.label}


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

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "options": [option.to_data() for option in self.options],
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        return _filled(getlist(name)) or None


@dataclass(frozen=True, slots=True)
class TextInput:
    """Write one line."""

    kind: ClassVar[Literal["text"]] = "text"

    input_mode: Literal["text", "decimal"] = "text"
    unit: str | None = None

    def to_data(self) -> ControlData:
        return {"kind": self.kind, "input_mode": self.input_mode, "unit": self.unit}

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

    def to_data(self) -> ControlData:
        return {
            "kind": self.kind,
            "rows": [row.to_data() for row in self.rows],
            "options": [option.to_data() for option in self.options],
        }

    def read(self, name: str, getlist: FormValues) -> object | None:
        chosen = {row.key: _one_of(getlist(f"{name}.{row.key}")) for row in self.rows}
        return {
            key: value for key, value in chosen.items() if value is not None
        } or None


Control: TypeAlias = Radios | Checkboxes | TextInput | Selects


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
