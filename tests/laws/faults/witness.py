"""What a device tells whoever keeps the books."""

from collections.abc import Mapping
from typing import Any, Protocol

from tests.laws.faults.requests import Request

Told = dict[str, Any]
"""The body of an answer."""


class Witness(Protocol):
    """Is told what the learner did, what was acknowledged and what was shown."""

    def gave(
        self, device: str, question: str, op: str, sequence: int, answer: Any
    ) -> None:
        """The learner gave an answer; it is shown as waiting."""

    def acknowledged(self, device: str, op: str, held: Told) -> None:
        """The server said that this operation is recorded, and what is held now."""

    def shows_saved(self, device: str, held: Told) -> None:
        """The learner sees this answer, and beside it: saved."""

    def shows_not_saved(self, device: str, question: str, op: str) -> None:
        """The learner sees that this answer will not count."""

    def shows_changed(self, device: str, question: str) -> None:
        """The learner is told that another device has answered this question."""

    def shows_receipt(
        self, device: str, receipt: Told, seen: Mapping[str, str] | None
    ) -> None:
        """The learner sees: submitted. ``seen`` is what this device had asked for."""

    def unforeseen(
        self, device: str, request: Request, status: int, told: Told
    ) -> None:
        """An answer that the protocol does not know."""
