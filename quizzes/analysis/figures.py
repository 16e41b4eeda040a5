"""A figure: an estimate with its interval, or the reason why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

# Of all that could be counted, what was counted too few of: attempts; attempts that
# did otherwise than most; attempts in a third of the class; attempts in a language.
Counted: TypeAlias = Literal["attempts", "otherwise", "in-third", "in-language"]

# Why a figure does not exist, however many attempts there are:
#   no-spread       every attempt earned, or chose, the same;
#   no-rest         nothing else was asked, so there is no rest of the test;
#   rest-no-spread  every attempt did equally well on the rest of the test;
#   one-question    reliability is agreement between questions;
#   papers-differ   attempts were asked different questions;
#   too-sparse      too few of one language were right, or wrong, among their equals.
Reason: TypeAlias = Literal[
    "no-spread",
    "no-rest",
    "rest-no-spread",
    "one-question",
    "papers-differ",
    "too-sparse",
]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, and the interval that holds its true value 95 times in 100.

    The interval is None where resampling cannot tell: every resample gave the same
    value, or more than one in twenty gave none.
    """

    value: float
    interval: tuple[float, float] | None = None

    def to_data(self) -> dict[str, Any]:
        """The estimate as JSON can hold it."""
        interval = list(self.interval) if self.interval else None
        return {"kind": "estimate", "value": self.value, "interval": interval}


@dataclass(frozen=True, slots=True)
class TooFew:
    """The figure is refused: what it would rest on is too little to trust it."""

    have: int
    need: int
    counted: Counted = "attempts"

    def __str__(self) -> str:
        return f"too few: {self.have} of {self.need}"

    def to_data(self) -> dict[str, Any]:
        """The refusal as JSON can hold it."""
        return {
            "kind": "too-few",
            "have": self.have,
            "need": self.need,
            "counted": self.counted,
        }


@dataclass(frozen=True, slots=True)
class NotDefined:
    """The figure does not exist for attempts like these."""

    reason: Reason

    def to_data(self) -> dict[str, Any]:
        """The reason as JSON can hold it."""
        return {"kind": "not-defined", "reason": self.reason}


Figure: TypeAlias = Estimate | TooFew | NotDefined


def told(estimate: Estimate | None, otherwise: Reason) -> Figure:
    """The estimate, or where there is none the reason for it."""
    return NotDefined(otherwise) if estimate is None else estimate


def figure_from_data(data: Mapping[str, Any]) -> Figure:
    """The figure that this data describes."""
    return _READERS[data["kind"]](data)


def _estimate(data: Mapping[str, Any]) -> Estimate:
    interval = data["interval"]
    return Estimate(data["value"], tuple(interval) if interval else None)


def _too_few(data: Mapping[str, Any]) -> TooFew:
    return TooFew(data["have"], data["need"], data["counted"])


def _not_defined(data: Mapping[str, Any]) -> NotDefined:
    return NotDefined(data["reason"])


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Figure]]] = {
    "estimate": _estimate,
    "too-few": _too_few,
    "not-defined": _not_defined,
}
