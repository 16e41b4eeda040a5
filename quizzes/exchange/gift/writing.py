"""GIFT questions written: blocks that Moodle reads, each type in its own way."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from quizzes.exchange.asides import gap_key
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import plain_number, share_of, tolerance_of
from quizzes.exchange.gaps import Places, pieces_of
from quizzes.exchange.gift.frame import BLANK, ELSEWHERE, is_only_signs, points_tag
from quizzes.exchange.gift.places import places
from quizzes.exchange.gift.signs import escaped
from quizzes.exchange.images import data_address
from quizzes.exchange.markup import Picture, html_of

# No sign of GIFT parts the sides of a pair, so an arrow of ours must look otherwise.
_ARROW = "\N{RIGHTWARDS ARROW}"


def blocks_of(data: dict[str, Any], images: Images) -> list[str]:
    """The question as blocks, without its aside: one, or one a gap."""
    kind = data["type"]
    if kind == "gap-fill":
        return _gap_fill(data, images)
    answers, *after = WRITERS[kind](data)
    text = _text([data["prompt"]], data, images)
    general = f"\t####{escaped(data['feedback'])}\n"
    return [_block(data["key"], data, f"{text} {{{answers}{general}}}{''.join(after)}")]


def scenario_block(data: dict[str, Any], images: Images) -> str:
    """A description: a text without answers."""
    text = _text(data["paragraphs"], data, images)
    return f"// [id:{data['key']}]\n::{escaped(data['title'])}::{text}\n"


def _block(ident: str, data: dict[str, Any], text: str) -> str:
    tag = f" [tag:{points_tag(data['points'])}]" if data["points"] != 1 else ""
    return f"// [id:{ident}]{tag}\n::{escaped(ident)}::{text}\n"


def _text(texts: Iterable[str], data: dict[str, Any], images: Images) -> str:
    """Plain text; HTML where there are pictures, which then stand in the text."""
    shown = data.get("images", ())
    if not shown:
        return "[plain]" + escaped("\n\n".join(texts))
    pictures = [
        Picture(data_address(each["file"], images[each["file"]]), each["alt"])
        for each in shown
    ]
    return "[html]" + escaped(html_of(tuple(texts), tuple(pictures)))


def _single_choice(data: dict[str, Any]) -> list[str]:
    return [
        _answers(
            _answer("=" if choice["value"] == data["correct"] else "~", choice)
            for choice in data["choices"]
        )
    ]


def _multiple_choice(data: dict[str, Any]) -> list[str]:
    share = share_of(len(data["correct"]))
    wrong = f"-{share}" if data.get("credit") == "partial" else "-100"
    return [
        _answers(
            _answer(
                f"~%{share if choice['value'] in data['correct'] else wrong}%", choice
            )
            for choice in data["choices"]
        )
    ]


def _true_false(data: dict[str, Any]) -> list[str]:
    return ["T" if data["correct"] else "F"]


def _matching(data: dict[str, Any]) -> list[str]:
    sides = [(pair["left"], pair["right"]) for pair in data["pairs"]]
    return [_pairs((*sides, *(("", right) for right in data["distractors"])))]


def _ordering(data: dict[str, Any]) -> list[str]:
    labels = [item["label"] for item in data["items"]]
    return [_pairs(zip(labels, places(len(labels)), strict=True))]


def _number(data: dict[str, Any]) -> list[str]:
    """GIFT knows no units; the one of the right answer stands after the box."""
    tolerance = plain_number(tolerance_of(data))
    base = [each["unit"] for each in data.get("units", ()) if each["factor"] == "1"]
    unit = data["unit"] or "".join(base[:1])
    return [f"#{data['correct']}:{tolerance}\n", f" {escaped(unit)}" if unit else ""]


def _short_text(data: dict[str, Any]) -> list[str]:
    return [_answers(f"={_accepted(text)}" for text in data["accepted"])]


def _free_text(_data: dict[str, Any]) -> list[str]:
    return [""]


WRITERS: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
    "single-choice": _single_choice,
    "multiple-choice": _multiple_choice,
    "true-false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "number": _number,
    "short-text": _short_text,
    "free-text": _free_text,
}


def _gap_fill(data: dict[str, Any], images: Images) -> list[str]:
    """A block a gap, which says of the other gaps only where they are."""
    pieces = pieces_of(data)
    gaps = {n: piece for n, piece in enumerate(pieces) if not isinstance(piece, str)}
    count = len(gaps)
    worth = {**data, "points": max(data["points"] // count, 1)}
    blocks = []
    for number, (own, gap) in enumerate(gaps.items(), start=1):
        texts = [piece if isinstance(piece, str) else ELSEWHERE for piece in pieces]
        answers = _gap(gap, data["feedback"])
        text = _with_gap(
            "".join(texts[:own]), "".join(texts[own + 1 :]), answers, data, images
        )
        ident = data["key"] if count == 1 else f"{data['key']}-{gap_key(number)}"
        part = f"// handbook-part: {number}/{count}\n" if count > 1 else ""
        blocks.append(part + _block(ident, worth, text))
    return blocks


def _with_gap(
    before: str, after: str, answers: str, data: dict[str, Any], images: Images
) -> str:
    """The prompt and the text with its answers: within it, or after it and a blank."""
    if is_only_signs(after):
        text = _text([data["prompt"], before + BLANK + after], data, images)
        return f"{text} {answers}"
    place = Places(data["prompt"] + before + after).place(0)
    text = _text([data["prompt"], before + place + after], data, images)
    return text.replace(place, answers)


def _gap(gap: dict[str, Any], feedback: str) -> str:
    if gap.get("choices"):
        lines = [
            f"={_guarded(text)}"
            if text == gap["correct"]
            else f"~{_weighed(text, '0')}"
            for text in gap["choices"]
        ]
    else:
        lines = [f"={_accepted(text)}" for text in gap["accepted"]]
    return f"{{{' '.join(lines)} ####{escaped(feedback)}}}"


def _answer(sign: str, choice: dict[str, Any]) -> str:
    label = choice["label"]
    text = _weighed(label, "0") if sign == "~" else _guarded(label)
    feedback = choice["feedback"]
    return f"{sign}{text}" + (f"#{_guarded(feedback)}" if feedback else "")


def _accepted(text: str) -> str:
    return _weighed(text.replace("->", _ARROW).replace("*", "\\*"), "100")


def _weighed(text: str, worth: str) -> str:
    """A text that may begin with a per cent sign, which begins a worth in GIFT."""
    return f"%{worth}%{_guarded(text)}" if text.startswith("%") else _guarded(text)


def _guarded(text: str) -> str:
    """A text that may begin with a bracket, which begins a format in GIFT."""
    return f"[plain]{escaped(text)}" if text.startswith("[") else escaped(text)


def _pairs(sides: Iterable[tuple[str, str]]) -> str:
    return _answers(
        f"={_guarded(left.replace('->', _ARROW))} -> {_guarded(right)}"
        for left, right in sides
    )


def _answers(lines: Iterable[str]) -> str:
    return "\n" + "".join(f"\t{line}\n" for line in lines)
