"""Gap-fill in QTI: boxes and lists within a text."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.gaps import gap_fill_of, pieces_of
from quizzes.exchange.qti.building import (
    Item,
    base_value,
    expression,
    is_correct,
    paragraph,
    put,
    worth_of,
)
from quizzes.exchange.qti.items import QtiItem
from quizzes.exchange.qti.written import declare_wordings, wordings_of
from quizzes.exchange.reading import share_credit
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, children, name_of, xml_text

_BOX = "qti-text-entry-interaction"
_LIST = "qti-inline-choice-interaction"
GAP_KINDS = frozenset({_BOX, _LIST})


def write_gap_fill(item: Item) -> None:
    """The prompt, and the text with a box or a list for each gap."""
    data = item.data
    is_shared = data.get("credit", "partial") == "partial"
    share = data["points"] // len(data["gaps"]) if is_shared else 1
    paragraph(item.body, data["prompt"])
    line = put(item.body, "p", "")
    conditions = []
    gaps = 0
    for piece in pieces_of(data):
        if isinstance(piece, str):
            if len(line):
                line[-1].tail = xml_text(piece)
            else:
                line.text = xml_text(piece)
            continue
        gaps += 1
        conditions.append(_write_gap(item, line, piece, f"GAP-{gaps}", share))
    if is_shared:
        for condition in conditions:
            item.score_if(condition, share, adds=True)
    else:
        item.score_if(expression("qti-and", *conditions), data["points"])


def read_gap_fill(asked: QtiItem, asking: list[Element]) -> dict[str, Any]:
    """The text with its gaps; what each accepts, or which of a list is right."""
    places, paragraphs = asked.held_paragraphs(asking)
    gaps = [_read_gap(asked, each) for each in asking]
    data = asked.frame("gap-fill", **gap_fill_of(asked.found, paragraphs, places, gaps))
    in_case = [asked.declared(each).in_case for each in asking if name_of(each) == _BOX]
    data["fold_case"] = not in_case or not all(in_case)
    if data["fold_case"] and any(in_case):
        asked.found.say(remark("Capitals count in none of its gaps now."))
    if asked.scores_by("qti-and"):
        data["credit"] = "all-or-nothing"
    else:
        share_credit(asked.found, data, len(gaps))
    return data


def _write_gap(
    item: Item, line: Element, gap: dict[str, Any], name: str, share: int
) -> Element:
    """A box or a list; the condition under which it is rightly filled."""
    if not gap.get("choices"):
        declare_wordings(item, name, gap["accepted"], share)
        put(line, _BOX, response_identifier=name)
        return expression("qti-gt", worth_of(name), base_value("float", "0"))
    idents = {text: f"CHOICE-{n}" for n, text in enumerate(gap["choices"], start=1)}
    item.declare("single", "identifier", [idents[gap["correct"]]], name=name)
    listed = put(line, _LIST, response_identifier=name, shuffle="true")
    for text, ident in idents.items():
        put(listed, "qti-inline-choice", text, identifier=ident)
    return is_correct(name)


def _read_gap(asked: QtiItem, asking: Element) -> dict[str, Any]:
    declared = asked.declared(asking)
    if name_of(asking) == _BOX:
        if declared.base_type == "float" and asked.scores_by("qti-equal"):
            why = remark(
                "A gap takes numbers that are near enough, and ours take words."
            )
            raise QuestionRefused(why)
        return {"accepted": wordings_of(asked, declared)}
    texts = {
        each.get("identifier", ""): asked.line(each)
        for each in children(asking, "qti-inline-choice")
    }
    right = [texts[ident] for ident in declared.correct if ident in texts]
    if len(right) != 1:
        raise QuestionRefused(
            remark(
                "%(number)d entries of a list are right; one must be.",
                number=len(right),
            )
        )
    return {"choices": list(texts.values()), "correct": right[0]}
