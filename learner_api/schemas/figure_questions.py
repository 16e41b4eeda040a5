"""A question of the figures as an address asks it: each filter by its own name."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from marshmallow import ValidationError, fields, validate

from course.errors import sentence
from course.figures.query import (
    BREAKDOWNS,
    DETAILS,
    LONGEST_VALUE,
    MEASURES,
    MOST_BREAKDOWNS,
    NONE,
)
from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS
from learner_api.schemas.fields import Asked, Text, as_of

# A cohort is asked for by its public name and an edition by its fingerprint.
FILTERS: Final = tuple(name for name in BREAKDOWNS if name not in ("cohort", "edition"))

_CHOOSE: Final = sentence("Choose one of the options.")
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": ("moderated", "self-paced"),
    "development": ("developing", "developed"),
    "country-group": ("ldc", "lldc", "sids", "fragile", "none-of-these"),
    "affiliation": AFFILIATIONS,
    "age-band": AGE_BANDS,
    "gender": GENDERS,
}
_PATTERNS: Final[Mapping[str, tuple[str, str]]] = {
    "month": (r"\d{4}-(0[1-9]|1[0-2])", sentence("Write the month as 2026-03.")),
    "country": ("[A-Z]{2}", sentence("Write the country in its two capital letters.")),
    "edition": ("[0-9a-f]{64}", sentence("Write the 64 digits of an edition.")),
}


class Several(fields.List[str]):
    """Words of a short list: the name given again for each, or commas between them."""

    def __init__(
        self,
        words: tuple[str, ...],
        most: int,
        *,
        too_many: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            fields.String(validate=validate.OneOf(words, error=_CHOOSE)),
            validate=validate.Length(max=most, error=too_many),
            **options,
        )

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> list[Any]:
        given = [value] if isinstance(value, str) else value
        parts = [part for text in given for part in str(text).split(",")]
        return super()._deserialize(parts, attr, data, **options)


class Patterned(Text):
    """Text of one form, or the sign for what is not known."""

    def __init__(self, name: str, *, may_be_none: bool = True) -> None:
        pattern, self._words = _PATTERNS[name]
        self._pattern = f"{pattern}|{re.escape(NONE)}" if may_be_none else pattern
        super().__init__(LONGEST_VALUE, metadata={"pattern": f"^({self._pattern})$"})

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if not re.fullmatch(self._pattern, text, re.ASCII):
            raise ValidationError(self._words)
        return text


def filter_field(name: str) -> fields.Field[str]:
    """The field by which one group of a breakdown is asked for."""
    if name in _WORDS:
        words = _WORDS[name] if name == "mode" else (*_WORDS[name], NONE)
        return fields.String(validate=validate.OneOf(words, error=_CHOOSE))
    if name in _PATTERNS:
        return Patterned(name, may_be_none=name != "month")
    return Text(LONGEST_VALUE)


class FiguresQuerySchema(Asked):
    """Whose figures, as of when, counted by what; each filter by its breakdown's name.

    A hyphen asks for those of whom it is not known.
    """

    class Meta:
        include: ClassVar[Mapping[str, fields.Field[str]]] = {
            name: filter_field(name) for name in FILTERS
        }

    as_of = as_of()
    cohort = fields.UUID()
    edition = Patterned("edition", may_be_none=False)
    enrolled_since = fields.Date(metadata={"description": "The first day, in UTC."})
    enrolled_until = fields.Date(metadata={"description": "The last day, in UTC."})
    by = Several(BREAKDOWNS, MOST_BREAKDOWNS, load_default=list)
    measures = Several(
        MEASURES,
        len(MEASURES),
        load_default=list,
        metadata={
            "description": "What is told of them; `counts` where nothing is said. "
            "Counts alone are told `by` groups, and a file holds one of these. "
            "Protected, `months` are refused, and all but counts with any filter."
        },
    )
    detail = fields.String(
        load_default="exact",
        validate=validate.OneOf(DETAILS),
        metadata={
            "description": "Exact for those who work here; protected to be published: "
            "numbers that would tell of few people are null."
        },
    )
