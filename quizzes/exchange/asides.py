"""What no foreign format can say, carried where other programs do not look.

An aside is made by reading back what was just written: whatever a reader would then get
wrong or not know is put into it, so that our own bank comes home unchanged. What
somebody changed on the way is recognised and stands: an aside only overrules the words
that it was made for.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.names import Namer

Data: TypeAlias = Mapping[str, Any]
Names: TypeAlias = Mapping[str, Mapping[str, str]]

LONGEST = 200_000
_PLACE = re.compile(r"\{([^{}]*)\}")

# The lists of a question whose entries bear a name that only we know: the field that
# other programs show, the field of the name, and what to call an entry without letters.
NAMED_BY = {
    "choices": ("label", "value", "choice"),
    "pairs": ("left", "key", "pair"),
    "items": ("label", "key", "item"),
    "rubric": ("label", "key", "criterion"),
}


@dataclass(frozen=True, slots=True)
class Aside:
    """``names`` by list and words; ``fields`` that a format does not know; ``instead``,
    what to take in place of a field, and the fingerprint of what was read for it.

    Where there is nothing to take in its place, the field is left out.
    """

    names: Names = field(default_factory=dict)
    fields: Data = field(default_factory=dict)
    instead: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def namer(self, list_name: str) -> Namer:
        """Names for the entries of one list; gaps go by their number."""
        return Namer(self.names.get(list_name), _otherwise(list_name))

    @property
    def is_whole(self) -> bool:
        """Whether it says everything, because the format could say nothing of it."""
        return "key" in self.fields

    def applied_to(self, found: Data) -> tuple[dict[str, Any], bool]:
        """The data with what the aside adds, and whether something had been changed."""
        data = {**found, **self.fields}
        changed = False
        for name, (of, *value) in self.instead.items():
            if fingerprint(found.get(name)) != of:
                changed = True
            elif value:
                data[name] = value[0]
            else:
                data.pop(name, None)
        return data, changed

    def to_text(self) -> str:
        """The aside in plain ASCII on one line, without a sign that ends a comment."""
        written = {
            name: value
            for name, value in (
                ("names", self.names),
                ("fields", self.fields),
                ("instead", self.instead),
            )
            if value
        }
        text = json.dumps(written, sort_keys=True, separators=(",", ":"))
        return text.replace(">", "\\u003e").replace("<", "\\u003c")

    @classmethod
    def from_text(cls, text: str) -> "Aside | None":
        """The aside that this text holds, or None where it holds none."""
        if len(text) > LONGEST:
            return None
        try:
            written = json.loads(text)
            return cls(
                {
                    str(name): {str(k): str(v) for k, v in names.items()}
                    for name, names in written.get("names", {}).items()
                },
                dict(written.get("fields", {})),
                {
                    str(name): (of, *value)
                    for name, (of, *value) in written.get("instead", {}).items()
                },
            )
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None


def aside_of(
    true: Data,
    read_back: Callable[[Aside], dict[str, Any]],
    complete: Callable[[Data], Data],
) -> Aside:
    """What has to be added to what ``read_back`` gives, so that it is ``true``.

    ``complete`` writes out the defaults of data as far as it is found.
    """
    names = Aside(names_of(true))
    try:
        found = read_back(names)
    except QuestionRefused:
        found = {}
    completed = complete(found)
    fields = {
        name: value
        for name, value in true.items()
        if name not in found and completed.get(name, ...) != value
    }
    instead: dict[str, tuple[Any, ...]] = {
        name: (fingerprint(value), *([true[name]] if name in true else []))
        for name, value in found.items()
        if completed.get(name, ...) != true.get(name, ...)
    }
    return Aside(names.names, fields, instead)


def names_of(data: Data) -> dict[str, dict[str, str]]:
    """The names in the lists of a question, as far as they could not be made anew."""
    names = {}
    for list_name, (words, name, otherwise) in NAMED_BY.items():
        given = {entry[words]: entry[name] for entry in data.get(list_name) or ()}
        anew = Namer(otherwise=otherwise)
        if any(anew.name(text) != name for text, name in given.items()):
            names[list_name] = given
    gaps = _PLACE.findall(data["text"]) if "gaps" in data else []
    if any(key != gap_key(number) for number, key in enumerate(gaps, start=1)):
        names["gaps"] = {str(number): key for number, key in enumerate(gaps, start=1)}
    return names


def gap_key(number: int) -> str:
    """What a gap is called by whoever gave it no name."""
    return f"gap-{number}"


def fingerprint(value: Any) -> str:
    """A short name of a value, the same wherever the value is."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _otherwise(list_name: str) -> str:
    return NAMED_BY[list_name][2] if list_name in NAMED_BY else list_name
