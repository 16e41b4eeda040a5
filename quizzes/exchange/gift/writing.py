"""GIFT questions written: blocks that Moodle reads, each type in its own way."""

from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from quizzes.exchange.asides import gap_key
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import plain_number, share_of, tolerance_of
from quizzes.exchange.gaps import Places, pieces_of
from quizzes.exchange.gift.frame import BLANK, ELSEWHERE, is_only_signs, points_tag
from quizzes.exchange.gift.places import places
from quizzes.exchange.gift.signs import escaped
from quizzes.exchange.images import data_address
from quizzes.exchange.markup import html_of
from quizzes.exchange.plain_writer import Picture

# No sign of GIFT parts the sides of a pair, so an arrow of ours must look otherwise.
_ARROW = "\N{RIGHTWARDS ARROW}"


class Writing:
    """One question in the making, and how its texts are written.

    Its own text is HTML where it shows pictures; all others are plain.
    """

    def __init__(self, data: dict[str, Any], images: Images) -> None:
        self.data = data
        self._pictures = tuple(
            Picture(data_address(each["file"], images[each["file"]]), each["alt"])
            for each in data.get("images", ())
        )

    def text(self, *texts: str) -> str:
        """The text of the question, with its pictures."""
        if self._pictures:
            return "[html]" + escaped(html_of(texts, self._pictures))
        return "[plain]" + escaped("\n\n".join(texts))

    def more_text(self, text: str) -> str:
        """Text of the question that stands after its answers."""
        return escaped(escape(text) if self._pictures else text)

    def words(self, text: str) -> str:
        """Any other text; a bracket at its beginning would name a format."""
        is_named = self._pictures or text.startswith("[")
        return f"[plain]{escaped(text)}" if is_named else escaped(text)

    def weighed(self, text: str, worth: str) -> str:
        """A text after a sign; a per cent sign at its beginning would begin a worth."""
        guard = f"%{worth}%" if text.startswith("%") else ""
        return guard + self.words(text)

    def accepted(self, text: str) -> str:
        """A wording; a star of ours is no wildcard."""
        plain = text.replace("->", _ARROW).replace("*", "\\*")
        return f"={self.weighed(plain, '100')}"

    def choice(self, sign: str, choice: dict[str, Any]) -> str:
        """A choice after its sign, and what is told to whoever makes it."""
        label, feedback = choice["label"], choice["feedback"]
        text = self.weighed(label, "0") if sign == "~" else self.words(label)
        return f"{sign}{text}" + (f"#{self.words(feedback)}" if feedback else "")

    def feedback(self) -> str:
        """What is told to everyone."""
        return f"####{self.words(self.data['feedback'])}"

    def block(self, ident: str, points: int, text: str) -> str:
        """The block with what its comment tells of it."""
        tag = f" [tag:{points_tag(points)}]" if points != 1 else ""
        return f"// [id:{ident}]{tag}\n::{escaped(ident)}::{text}\n"


def blocks_of(data: dict[str, Any], images: Images) -> list[str]:
    """The question as blocks, without its aside: one, or one a gap."""
    new = Writing(data, images)
    if data["type"] == "gap-fill":
        return _gap_fill(new)
    answers, *after = WRITERS[data["type"]](new)
    written = f"{new.text(data['prompt'])} {{{answers}\t{new.feedback()}\n}}"
    return [new.block(data["key"], data["points"], written + "".join(after))]


def scenario_block(data: dict[str, Any], images: Images) -> str:
    """A description: a text without answers."""
    text = Writing(data, images).text(*data["paragraphs"])
    return f"// [id:{data['key']}]\n::{escaped(data['title'])}::{text}\n"


def _single_choice(new: Writing) -> list[str]:
    right = new.data["correct"]
    return [
        _listed(
            new.choice("=" if choice["value"] == right else "~", choice)
            for choice in new.data["choices"]
        )
    ]


def _multiple_choice(new: Writing) -> list[str]:
    data = new.data
    share = share_of(len(data["correct"]))
    loss = f"-{share}" if data.get("credit") == "partial" else "-100"
    worth = {
        choice["value"]: share if choice["value"] in data["correct"] else loss
        for choice in data["choices"]
    }
    return [
        _listed(
            new.choice(f"~%{worth[choice['value']]}%", choice)
            for choice in data["choices"]
        )
    ]


def _true_false(new: Writing) -> list[str]:
    return ["T" if new.data["correct"] else "F"]


def _matching(new: Writing) -> list[str]:
    sides = [(pair["left"], pair["right"]) for pair in new.data["pairs"]]
    wrong = [("", right) for right in new.data["distractors"]]
    return [_pairs(new, sides + wrong)]


def _ordering(new: Writing) -> list[str]:
    labels = [item["label"] for item in new.data["items"]]
    return [_pairs(new, zip(labels, places(len(labels)), strict=True))]


def _number(new: Writing) -> list[str]:
    """GIFT knows no units; the one of the right answer stands after the box."""
    data = new.data
    tolerance = plain_number(tolerance_of(data))
    base = [each["unit"] for each in data.get("units", ()) if each["factor"] == "1"]
    unit = data["unit"] or "".join(base[:1])
    after = f" {new.more_text(unit)}" if unit else ""
    return [f"#{data['correct']}:{tolerance}\n", after]


def _short_text(new: Writing) -> list[str]:
    return [_listed(map(new.accepted, new.data["accepted"]))]


def _free_text(_new: Writing) -> list[str]:
    return [""]


WRITERS: Mapping[str, Callable[[Writing], list[str]]] = {
    "single-choice": _single_choice,
    "multiple-choice": _multiple_choice,
    "true-false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "number": _number,
    "short-text": _short_text,
    "free-text": _free_text,
}


def _gap_fill(new: Writing) -> list[str]:
    """A block a gap, which says of the other gaps only where they are."""
    key, pieces = new.data["key"], pieces_of(new.data)
    gaps = {n: piece for n, piece in enumerate(pieces) if not isinstance(piece, str)}
    count = len(gaps)
    points = max(new.data["points"] // count, 1)
    texts = [piece if isinstance(piece, str) else ELSEWHERE for piece in pieces]
    blocks = []
    for number, (own, gap) in enumerate(gaps.items(), start=1):
        before, after = "".join(texts[:own]), "".join(texts[own + 1 :])
        text = _with_gap(new, before, after, _gap(new, gap))
        ident = key if count == 1 else f"{key}-{gap_key(number)}"
        part = f"// handbook-part: {number}/{count}\n" if count > 1 else ""
        blocks.append(part + new.block(ident, points, text))
    return blocks


def _with_gap(new: Writing, before: str, after: str, answers: str) -> str:
    """The prompt and the text with its answers: within it, or after it and a blank."""
    prompt = new.data["prompt"]
    if is_only_signs(after):
        return f"{new.text(prompt, before + BLANK + after)} {answers}"
    place = Places(prompt + before + after).place(0)
    return new.text(prompt, before + place + after).replace(place, answers)


def _gap(new: Writing, gap: dict[str, Any]) -> str:
    if gap.get("choices"):
        lines = [
            f"={new.words(text)}"
            if text == gap["correct"]
            else f"~{new.weighed(text, '0')}"
            for text in gap["choices"]
        ]
    else:
        lines = [new.accepted(text) for text in gap["accepted"]]
    return f"{{{' '.join(lines)} {new.feedback()}}}"


def _pairs(new: Writing, sides: Iterable[tuple[str, str]]) -> str:
    return _listed(
        # A right side is plain text without a format of its own.
        f"={new.words(left.replace('->', _ARROW)) if left else ''} -> {escaped(right)}"
        for left, right in sides
    )


def _listed(lines: Iterable[str]) -> str:
    return "\n" + "".join(f"\t{line}\n" for line in lines)
