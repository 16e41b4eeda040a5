"""Gap-fill in Moodle XML: a text with the answers embedded in it, called cloze."""

import re
from decimal import Decimal
from itertools import count
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.figures import WHOLE, number_in
from quizzes.exchange.gaps import Places, gap_fill_of, pieces_of
from quizzes.exchange.markup import words_of_html
from quizzes.exchange.moodle.frame import MoodleQuestion, write_frame
from quizzes.exchange.reading import accepted_of, points_in, share_credit
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, child, text_in
from quizzes.text import collapsed

_EMBEDDED = re.compile(
    r"\{(?P<weight>\d{0,5}):"
    r"(?P<kind>SHORTANSWER(?:_C)?|SAC?|MWC?|NUMERICAL|NM|MULTI(?:CHOICE|RESPONSE)[_VHS]*"
    r"|M[CR][VHS]*):(?P<answers>(?:\\.|[^\\}])*)\}",
    re.DOTALL,
)
_ANSWER = re.compile(r"((?:\\.|[^\\~])*)(?:~|\Z)", re.DOTALL)
_WORTH = re.compile(r"=|%(-?\d+(?:[.,]\d+)?)%")
_FEEDBACK = re.compile(r"(?<!\\)#")

_WORDS = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC"}
_WORDS_IN_CASE = {"SHORTANSWER_C", "SAC", "MWC"}
_NUMBER = {"NUMERICAL", "NM"}
_LIST = re.compile(r"(MULTICHOICE(_[VHS]+)?|MC[VHS]*)\Z")


def write_gap_fill(parent: Element, data: dict[str, Any], images: Images) -> Element:
    """The prompt, then the text with what is accepted in each gap."""
    is_shared = data.get("credit", "partial") == "partial"
    weight = data["points"] // len(data["gaps"]) if is_shared else 1
    kind = "SHORTANSWER" if data.get("fold_case", True) else "SHORTANSWER_C"
    text = "".join(
        piece if isinstance(piece, str) else _embedded(piece, weight, kind)
        for piece in pieces_of(data)
    )
    return write_frame(parent, "cloze", data, images, (data["prompt"], text))


def read_cloze(asked: MoodleQuestion) -> dict[str, Any]:
    """The text with its gaps; what each accepts, or which of a list is right."""
    element = child(asked.element, "questiontext")
    text = "" if element is None else text_in(element, "text")
    found = list(_EMBEDDED.finditer(text))
    if element is None or not found:
        raise QuestionRefused(remark("There is no gap in it."))
    places = Places(text)
    numbers = count()
    held = _EMBEDDED.sub(lambda _: places.place(next(numbers)), text)
    is_html = element.get("format") == "html"
    gaps = [_gap(asked, match, is_html=is_html) for match in found]
    paragraphs = asked.paragraphs(element, held)
    fields = gap_fill_of(asked.found, paragraphs, places, gaps)
    data = asked.frame("gap-fill", **fields)
    weights = [int(match["weight"] or 1) for match in found]
    if not text_in(asked.element, "defaultgrade").strip():
        data["points"] = points_in(asked.found, str(sum(weights)))
    if len(set(weights)) > 1:
        asked.found.say(remark("Gaps were worth different shares. Now all the same."))
    share_credit(asked.found, data, len(gaps))
    data["fold_case"] = _folds_case(asked, {match["kind"] for match in found} & _WORDS)
    return data


def _folds_case(asked: MoodleQuestion, kinds: set[str]) -> bool:
    in_case = kinds & _WORDS_IN_CASE
    if in_case and in_case != kinds:
        asked.found.say(remark("Capitals count in none of its gaps now."))
    return not in_case or in_case != kinds


def _gap(
    asked: MoodleQuestion, match: re.Match[str], *, is_html: bool
) -> dict[str, Any]:
    """What one gap accepts."""
    kind = match["kind"]
    answers = _answers(asked, match["answers"], is_html=is_html)
    if kind in _WORDS:
        in_case = kind in _WORDS_IN_CASE
        return {"accepted": accepted_of(asked.found, answers, fold_case=not in_case)}
    if kind in _NUMBER:
        return {"accepted": [_exact(text) for text, worth in answers if worth == WHOLE]}
    if not _LIST.match(kind):
        raise QuestionRefused(
            remark(
                "It has a gap of the kind '%(kind)s', for which we have nothing.",
                kind=kind,
            )
        )
    right = [text for text, worth in answers if worth == WHOLE]
    if len(right) != 1:
        raise QuestionRefused(
            remark(
                "%(number)d entries of a list are right; one must be.",
                number=len(right),
            )
        )
    if any(worth not in (0, WHOLE) for _, worth in answers):
        asked.found.say(
            remark("Choices that were half right or took away earn nothing.")
        )
    return {"choices": [text for text, _ in answers], "correct": right[0]}


def _answers(
    asked: MoodleQuestion, written: str, *, is_html: bool
) -> list[tuple[str, Decimal]]:
    """The answers of a gap with their worth in per cent."""
    answers = []
    for part in _ANSWER.findall(written)[:-1]:
        begin = _WORTH.match(part)
        worth = WHOLE if begin else Decimal(0)
        if begin and begin[1]:
            worth = number_in(begin[1].replace(",", ".")) or Decimal(0)
        rest = part[begin.end() :] if begin else part
        text, *feedback = _FEEDBACK.split(rest, maxsplit=1)
        if feedback and feedback[0].strip():
            asked.found.say(remark("Feedback on single answers was left out."))
        plain = re.sub(r"\\([~#}\"])", r"\1", text)
        words = words_of_html(plain).text if is_html else collapsed(plain)
        answers.append((words, worth))
    return answers


def _exact(text: str) -> str:
    """A number as a wording; one that may be missed by a little is none."""
    number, _, tolerance = text.partition(":")
    if number_in(number) is None or number_in(tolerance or "0") != 0:
        why = remark("A gap takes numbers that are near enough, and ours take words.")
        raise QuestionRefused(why)
    return number.strip()


def _embedded(gap: dict[str, Any], weight: int, kind: str) -> str:
    if gap.get("choices"):
        answers = [
            f"={_escaped(text)}" if text == gap["correct"] else _wrong(text)
            for text in gap["choices"]
        ]
        kind = "MULTICHOICE"
    else:
        answers = ["=" + _escaped(text.replace("*", "\\*")) for text in gap["accepted"]]
    return f"{{{weight}:{kind}:{'~'.join(answers)}}}"


def _wrong(text: str) -> str:
    """A wrong answer; one that looks like a worth is given its own."""
    return f"%0%{_escaped(text)}" if _WORTH.match(text) else _escaped(text)


def _escaped(text: str) -> str:
    return re.sub(r"([~#}])", r"\\\1", text)
