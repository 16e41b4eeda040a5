"""Fields that say exactly what they take, and the base of every body and query.

What would be refused by a database, or read in two ways by two programs, is refused
here, with words that say what to send instead.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from course.models.export import LEAST_PURPOSE, MOST_PURPOSE
from learner_api.clock import now

_LINES = frozenset("\t\n\r")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
HIGHEST_SEQUENCE = 1_000_000_000


class Asked(Schema):
    """A body or a query: a member that is not known is refused by name."""

    class Meta:
        unknown = RAISE


class Text(fields.String):
    """Text of at least one letter without control characters; ``lines`` allows many."""

    def __init__(
        self, most: int, *, least: int = 1, lines: bool = False, **options: Any
    ) -> None:
        length = validate.Length(min=least, max=most)
        super().__init__(validate=[length], **options)
        self._allowed = _LINES if lines else frozenset[str]()
        self._least = least

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> str:
        text: str = super()._deserialize(value, attr, data, **options)
        if any(
            unicodedata.category(letter) in ("Cc", "Cs") and letter not in self._allowed
            for letter in text
        ):
            raise ValidationError("Leave out control characters.")
        if self._least and not text.strip():
            raise ValidationError("Write at least one letter.")
        return text


class Purpose(Text):
    """What names are needed for, trimmed; it stays on record with who takes them."""

    def __init__(self, **options: Any) -> None:
        metadata = {
            "description": "What the names are needed for. It stays on record with who "
            "takes them."
        }
        super().__init__(
            MOST_PURPOSE, **{"least": LEAST_PURPOSE, "metadata": metadata, **options}
        )

    def _deserialize(self, *read: Any, **options: Any) -> str:
        return super()._deserialize(*read, **options).strip()


class Key(Text):
    """A name of the author's for addresses: words of small letters and digits."""

    PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"

    def __init__(self, most: int, **options: Any) -> None:
        metadata = {"pattern": f"^{self.PATTERN}$", "example": "ministries-2026"}
        super().__init__(most, metadata=metadata, **options)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> str:
        text = super()._deserialize(value, attr, data, **options)
        if not re.fullmatch(self.PATTERN, text):
            raise ValidationError(
                "Use small letters, digits and single hyphens between them."
            )
        return text


class Flag(fields.Boolean):
    """``true`` or ``false`` and nothing that merely resembles them."""

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Send true or false, without quotation marks.")
        return value


class Moment(fields.AwareDateTime):
    """A moment with its time zone; it goes out in UTC, ending in Z."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _serialize(
        self, value: datetime | None, attr: str | None, obj: Any, **options: Any
    ) -> str | None:
        return None if value is None else utc(value)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **options: Any,
    ) -> datetime:
        moment = super()._deserialize(value, attr, data, **options)
        if not _EARLIEST <= moment < _LATEST:
            raise ValidationError("Send a moment of this or the next century.")
        return moment.astimezone(UTC)


def utc(moment: datetime) -> str:
    """A moment as it goes out: in UTC, ending in Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def already_past(moment: datetime) -> None:
    """Refuse figures as of a moment that has not come: they would change."""
    if moment > now():
        raise ValidationError("This moment is still to come. Ask as of now or earlier.")


def operation() -> fields.UUID:
    """The name that the client gives to one act, so that it is done once."""
    return fields.UUID(
        required=True,
        metadata={
            "description": "A UUID of your own for this act. Sent again, the act is "
            "not done again."
        },
    )


class OperationSchema(Asked):
    """The name of an act that needs no more words."""

    op = operation()


def happened() -> Moment:
    """When the device says that it happened; the server keeps its own moment too."""
    return Moment(
        metadata={"description": "When it happened by the device's clock, if earlier."}
    )


def as_of() -> Moment:
    """The moment as of which a figure is asked."""
    return Moment(
        validate=already_past,
        metadata={"description": "As it was known at this moment; now, if left out."},
    )
