"""The privacy notice in its versions: files, and what they mean.

Each version is a folder of its own under ``privacy/``, one Markdown file a language,
and is never edited once somebody may have accepted it, so that it stays readable.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "privacy"
DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of the privacy notice, in every language there is.

    ``version`` is the fingerprint of its words, so that nothing else can pass for it.
    """

    number: int
    version: str
    in_force_from: date
    changed: str
    texts: Mapping[str, str]

    def text(self, language: str = DEFAULT) -> str:
        """The words in a language, or in English where they are not translated."""
        return self.texts.get(language, self.texts[DEFAULT])


@dataclass(frozen=True, slots=True)
class Notices:
    """Every version there was, the newest last; the newest is in force."""

    versions: tuple[Notice, ...]

    @property
    def in_force(self) -> Notice:
        return self.versions[-1]

    def find(self, number: int) -> Notice | None:
        return next((each for each in self.versions if each.number == number), None)

    def changed_since(self, version: str | None) -> tuple[str, ...]:
        """What is new, version by version, for somebody who accepted this one."""
        held = next(
            (each.number for each in self.versions if each.version == version), None
        )
        if held is None:
            return ()
        return tuple(each.changed for each in self.versions if each.number > held)


@cache
def load_notices(folder: Path = FOLDER) -> Notices:
    """All versions under a folder, in order."""
    numbered = sorted(
        int(place.name) for place in folder.iterdir() if place.name.isdecimal()
    )
    return Notices(tuple(_read(folder / str(number), number) for number in numbered))


def _read(folder: Path, number: int) -> Notice:
    told = tomllib.loads((folder / "notice.toml").read_text(encoding="utf-8"))
    texts = {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.md"))
    }
    meant = "\0".join(f"{language}\0{text}" for language, text in texts.items())
    return Notice(
        number=number,
        version=sha256(meant.encode()).hexdigest(),
        in_force_from=told["in_force_from"],
        changed=told["changed"],
        texts=texts,
    )
