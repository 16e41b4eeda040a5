"""Keys for what comes without one: made from its words, unique, the same each time."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from quizzes.schemas import is_key

_LONGEST = 48


def key_from(text: str, otherwise: str = "question") -> str:
    """Lower-case words joined by hyphens that say what the text says.

    A text without Latin letters or digits gets a key from its fingerprint, so that the
    same text has the same key in every import.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower().replace("'", ""))
    key = ""
    for word in words:
        longer = f"{key}-{word}" if key else word[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        key = longer
    if key:
        return key
    return (
        f"{otherwise}-{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:8]}"
    )


class Namer:
    """Gives names within one list: those that are known already, else new ones."""

    def __init__(
        self, known: Mapping[str, str] | None = None, otherwise: str = "choice"
    ) -> None:
        self._known = {
            text: name for text, name in (known or {}).items() if is_key(name)
        }
        self._otherwise = otherwise
        self._given: set[str] = set()

    def name(self, text: str, like: str | None = None) -> str:
        """The name of this text; ``like`` is what to make a new one from."""
        wanted = self._known.get(text) or key_from(like or text, self._otherwise)
        name = next(each for each in numbered(wanted) if each not in self._given)
        self._given.add(name)
        return name


def numbered(key: str) -> Iterable[str]:
    """The key, then the key with 2, 3 and so on at its end."""
    yield key
    number = 2
    while True:
        yield f"{key}-{number}"
        number += 1
