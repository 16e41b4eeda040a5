"""Narrowing a list by typed words, in the same way as the script of the page does."""

import unicodedata
from collections.abc import Iterable

LONGEST = 200


def typed_words(text: str) -> tuple[str, ...]:
    """What was typed, word by word, without case and accents."""
    return tuple(_plain(text.replace("\0", "")[:LONGEST]).split())


def holds(texts: Iterable[object], words: Iterable[str]) -> bool:
    """Whether these texts together hold every word, perhaps within a longer one."""
    whole = _plain(" ".join(str(text) for text in texts if text))
    return all(word in whole for word in words)


def _plain(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    ).lower()
