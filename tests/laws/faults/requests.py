"""What a device sends."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Task = tuple[str, str]
"""What a request is for: its kind and, for a save, its question."""

OPEN, READ, SUBMIT, RECEIPT = (
    ("open", ""),
    ("read", ""),
    ("submit", ""),
    ("receipt", ""),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request of one device; ``number`` counts those of the device."""

    number: int
    task: Task
    method: str
    path: str
    body: dict[str, Any] | None = None

    @property
    def op(self) -> str:
        """The name of the operation, where it has one."""
        op: str = (self.body or {}).get("op", "")
        return op

    def __str__(self) -> str:
        kind, question = self.task
        if kind != "save":
            return kind
        body = self.body or {}
        answer = f"{body['answer']!r} as {body['sequence']} ({self.op[:8]})"
        return f"save {question} = {answer}"


def digest_of(held: Mapping[str, str]) -> str:
    """The fingerprint of what is held: the operation of each question answered."""
    lines = (f"{key} {held[key]}\n" for key in sorted(held))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
