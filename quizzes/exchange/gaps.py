"""Gaps on their way: a text with places, whatever marks the places in a format."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from quizzes.exchange.asides import gap_key
from quizzes.exchange.exchange_format import Found
from quizzes.exchange.report import remark

FILL_IN = "Fill in the gaps."

_PLACE = re.compile(r"\{([^{}]*)\}")


class Places:
    """Holds the places of gaps with words that occur nowhere else in a text."""

    def __init__(self, text: str) -> None:
        self._word = "GAP"
        while self._word in text:
            self._word += "P"

    def place(self, number: int) -> str:
        """What to put in the text for the gap of this number, from 0."""
        return f"{self._word}{number}X"

    def is_in(self, text: str) -> bool:
        """Whether there is a gap in this text."""
        return self._word in text

    def filled(self, text: str, name_of: Callable[[int], str]) -> str:
        """The text with the gaps by their names, in braces."""
        found = re.compile(rf"{self._word}(\d+)X")
        return found.sub(lambda match: f"{{{name_of(int(match[1]))}}}", text)


def gap_fill_of(
    found: Found,
    paragraphs: Iterable[str],
    places: Places,
    gaps: list[dict[str, Any]],
) -> dict[str, Any]:
    """The fields ``prompt``, ``text`` and ``gaps`` of a text with places.

    What stands before the first paragraph with a gap is the prompt.
    """
    prompt: list[str] = []
    text: list[str] = []
    for paragraph in paragraphs:
        (text if text or places.is_in(paragraph) else prompt).append(paragraph)
    held = " ".join(text).replace("{", "(").replace("}", ")")
    if held != " ".join(text):
        found.say(remark("Braces in the text were made round."))
    if not prompt:
        found.say(remark("It says only what has gaps, so it begins: Fill in the gaps."))
    if len(text) > 1 or len(prompt) > 1:
        found.say(remark("Several paragraphs were joined into one."))
    namer = found.namer("gaps")
    keys = [
        namer.name(str(number), like=gap_key(number))
        for number, _ in enumerate(gaps, start=1)
    ]
    return {
        "prompt": " ".join(prompt) or FILL_IN,
        "text": places.filled(held, keys.__getitem__),
        "gaps": [{"key": key, **gap} for key, gap in zip(keys, gaps, strict=True)],
    }


def pieces_of(data: dict[str, Any]) -> list[str | dict[str, Any]]:
    """The text of a gap-fill question in pieces: words, and gaps between them."""
    gaps = {gap["key"]: gap for gap in data["gaps"]}
    split = _PLACE.split(data["text"])
    return [gaps[part] if n % 2 else part for n, part in enumerate(split)]
