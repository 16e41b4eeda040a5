"""Give a number, exactly or within a tolerance, perhaps with its unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from quizzes.controls import TextInput
from quizzes.decimals import EXACT, DecimalNumber, as_number, as_text
from quizzes.question import Answer, Question, QuestionSchema, question_type
from quizzes.schemas import TABLE_WANTED, FaultsOf, FileSchema, ListOf, Text
from quizzes.text import collapsed, tidied

_NUMBER_THEN_UNIT = re.compile(r"([-\N{MINUS SIGN}]?[\d ,.]*)(.*)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that the learner may write, and how many of the base unit it is."""

    unit: str
    factor: Decimal


def _not_negative(value: Decimal) -> None:
    if value < 0:
        raise ValidationError("must not be less than 0.")


def _positive(value: Decimal) -> None:
    if value <= 0:
        raise ValidationError("must be more than 0.")


class UnitSchema(FileSchema):
    """One entry of ``units``."""

    unit = Text(
        required=True,
        validate=validate.Regexp(
            r"[^-\N{MINUS SIGN}\d,.]",
            error="must not begin with a digit, a comma, a point or a minus sign.",
        ),
    )
    factor = DecimalNumber(required=True, validate=_positive)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Unit:
        return Unit(**data)


class NumberSchema(QuestionSchema):
    """An answer is right if it is no further than a tolerance from ``correct``.

    ``tolerance_percent`` is a share of ``correct``. Of two tolerances the wider holds.
    """

    left_out = (*QuestionSchema.left_out, "tolerance_percent", "units")

    correct = DecimalNumber(required=True)
    tolerance = DecimalNumber(load_default=Decimal(0), validate=_not_negative)
    tolerance_percent = DecimalNumber(load_default=Decimal(0), validate=_not_negative)
    unit = Text(load_default=None, allow_none=True)
    units = ListOf(
        fields.Nested(UnitSchema, error_messages={"type": TABLE_WANTED}),
        1,
        8,
        load_default=(),
    )

    @validates_schema(skip_on_field_errors=False)
    def check_units(self, data: dict[str, Any], **_: Any) -> None:
        units = data.get("units") or ()
        if not units or not all(isinstance(unit, Unit) for unit in units):
            return
        faults = FaultsOf()
        names = [tidied(unit.unit) for unit in units]
        for place, name in enumerate(names):
            if name in names[:place]:
                faults.add(f"{name!r} is already in the list.", "units", place)
        if all(unit.factor != 1 for unit in units):
            faults.add(
                "the unit that correct is given in must be there, with the factor 1.",
                "units",
            )
        if data.get("unit"):
            faults.add("leave this out where there are units to write.", "unit")
        faults.raise_any()

    @post_load
    def freeze(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "units": tuple(data["units"])}


@question_type("number")
@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Question):
    """``unit`` stands beside the box, so that the learner writes the number alone.

    Where there are ``units``, the learner writes one of them after the number.
    """

    schema: ClassVar[NumberSchema] = NumberSchema()

    correct: Decimal
    tolerance: Decimal = Decimal(0)
    tolerance_percent: Decimal = Decimal(0)
    unit: str | None = None
    units: tuple[Unit, ...] = ()

    def control(self, seed: int) -> TextInput:
        if self.units:
            # A keyboard of digits alone has no letters for the unit.
            return TextInput("text", units=tuple(unit.unit for unit in self.units))
        return TextInput("decimal", self.unit)

    def check(self, raw: object) -> Answer:
        try:
            if self.units:
                number, unit = self._with_unit(raw)
                return f"{as_text(number)} {unit.unit}"
            return as_text(as_number(raw))
        except ValueError as error:
            raise self.refusal(str(error)) from None

    @property
    def correct_answer(self) -> Answer:
        base = next((unit.unit for unit in self.units if unit.factor == 1), None)
        return f"{as_text(self.correct)} {base}" if base else as_text(self.correct)

    def is_right(self, answer: Answer) -> bool:
        if self.units:
            number, unit = self._with_unit(answer)
            number = EXACT.multiply(number, unit.factor)
        else:
            number = as_number(answer)
        share = EXACT.multiply(self.correct.copy_abs(), self.tolerance_percent)
        tolerance = max(self.tolerance, EXACT.scaleb(share, -2))
        return EXACT.subtract(number, self.correct).copy_abs() <= tolerance

    def describe(self, answer: Answer | None) -> tuple[str, ...]:
        if not isinstance(answer, str):
            return ()
        return (f"{answer} {self.unit}" if self.unit else answer,)

    def _with_unit(self, raw: object) -> tuple[Decimal, Unit]:
        """The number and the unit that were written, or a ``ValueError``."""
        names = ", ".join(unit.unit for unit in self.units)
        how_to_write = (
            f"Write the number and after it its unit, such as 12.5 "
            f"{self.units[0].unit}. The units are: {names}."
        )
        found = isinstance(raw, str) and _NUMBER_THEN_UNIT.fullmatch(collapsed(raw))
        unit = self._unit_named(found[2]) if found else None
        if not found or unit is None:
            raise ValueError(how_to_write)
        return as_number(found[1], how_to_write), unit

    def _unit_named(self, written: str) -> Unit | None:
        """The unit as it is written, or else the only one that differs in case."""
        name = tidied(written)
        exact = [unit for unit in self.units if tidied(unit.unit) == name]
        alike = [
            unit
            for unit in self.units
            if tidied(unit.unit).casefold() == name.casefold()
        ]
        found = exact or alike
        return found[0] if len(found) == 1 else None
