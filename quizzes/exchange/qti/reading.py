"""Which type of ours an item of QTI is: by what it asks, and how often."""

from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.qti.choices import read_choice
from quizzes.exchange.qti.free_text import read_free_text
from quizzes.exchange.qti.gaps import GAP_KINDS, read_gap_fill
from quizzes.exchange.qti.items import QtiItem
from quizzes.exchange.qti.rows import read_match, read_order
from quizzes.exchange.qti.written import read_number, read_short_text
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, child, children, name_of

_BOX = "qti-text-entry-interaction"
_LIST = "qti-inline-choice-interaction"
_READERS = {
    "qti-choice-interaction": read_choice,
    "qti-match-interaction": read_match,
    "qti-order-interaction": read_order,
    "qti-extended-text-interaction": read_free_text,
}


def read_item(asked: QtiItem) -> dict[str, Any]:
    """The item in the fields of a bank file, or ``QuestionRefused``."""
    _refuse_programs(asked)
    asking = asked.interactions()
    kinds = [name_of(each) for each in asking]
    if not asking:
        raise QuestionRefused(remark("It asks nothing."))
    if len(kinds) == 1 and kinds[0] in _READERS:
        return _READERS[kinds[0]](asked, asking[0])
    if set(kinds) <= GAP_KINDS:
        return _read_boxes(asked, asking, kinds)
    unknown = [each for each in kinds if each not in _READERS and each not in GAP_KINDS]
    if unknown:
        raise QuestionRefused(
            remark("QTI's <%(kind)s> has no match among our types.", kind=unknown[0])
        )
    raise QuestionRefused(remark("It asks several things at once."))


def _read_boxes(
    asked: QtiItem, asking: list[Element], kinds: list[str]
) -> dict[str, Any]:
    """Boxes and lists within a text: a number, a short text, or gaps."""
    is_number = kinds[0] == _BOX and (
        asked.declared(asking[0]).base_type in ("float", "integer")
    )
    if is_number and kinds == [_BOX]:
        return read_number(asked, asking[0])
    if is_number and kinds == [_BOX, _LIST] and asked.scores_by("qti-product"):
        return read_number(asked, asking[0])
    if kinds == [_BOX]:
        places, paragraphs = asked.held_paragraphs(asking)
        if places.place(0) in paragraphs:
            return read_short_text(asked, asking[0])
    return read_gap_fill(asked, asking)


def _refuse_programs(asked: QtiItem) -> None:
    """Refuse items that change while they are answered, or are made by chance."""
    if asked.body is None:
        raise QuestionRefused(remark("It has no body."))
    if asked.root.get("adaptive") == "true":
        raise QuestionRefused(remark("It changes while it is answered."))
    if children(asked.root, "qti-template-declaration"):
        raise QuestionRefused(remark("Its numbers are made by chance each time."))
    if child(asked.root, "qti-companion-materials-info") is not None:
        asked.found.say(remark("Tools that go with it are not kept."))
