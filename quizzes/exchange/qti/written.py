"""Numbers and short texts in QTI."""

from decimal import Decimal
from typing import Any

from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.figures import (
    number_or_refusal,
    plain_number,
    tolerance_in,
    tolerance_of,
)
from quizzes.exchange.qti.building import (
    RESPONSE,
    Item,
    base_value,
    expression,
    paragraph,
    put,
    variable,
    worth_of,
)
from quizzes.exchange.qti.items import Declared, QtiItem
from quizzes.exchange.report import remark
from quizzes.exchange.xml_files import Element, children, inside, xml_text
from quizzes.text import tidied

_UNIT = "UNIT"
_LONGEST_UNIT = 40


def write_number(item: Item) -> None:
    """A box for the number; a list of units where the learner gives one."""
    data = item.data
    item.declare("single", "float", [data["correct"]])
    paragraph(item.body, data["prompt"])
    line = put(item.body, "p")
    box = put(line, "qti-text-entry-interaction", response_identifier=RESPONSE)
    given = variable(RESPONSE)
    if data.get("units"):
        box.tail = " "
        given = expression("qti-product", given, _units(item, line))
    elif data["unit"]:
        box.tail = f" {xml_text(data['unit'])}"
    percent = data.get("tolerance_percent", "0")
    is_share = percent != "0" and data["tolerance"] == "0"
    off = percent if is_share else plain_number(tolerance_of(data))
    near = expression(
        "qti-equal",
        base_value("float", data["correct"]),
        given,
        tolerance_mode="relative" if is_share else "absolute",
        tolerance=f"{off} {off}",
    )
    item.score_if(near, data["points"])


def write_short_text(item: Item) -> None:
    """Every wording is worth the points."""
    data = item.data
    declare_wordings(item, RESPONSE, data["accepted"], data["points"])
    paragraph(item.body, data["prompt"])
    line = put(item.body, "p")
    put(line, "qti-text-entry-interaction", response_identifier=RESPONSE)
    item.score(worth_of())


def declare_wordings(item: Item, name: str, accepted: list[str], worth: int) -> None:
    """Wordings that are all worth the same; the first is the one to show."""
    in_case = not item.data.get("fold_case", True)
    item.declare(
        "single",
        "string",
        accepted[:1],
        name=name,
        worth=dict.fromkeys(accepted, worth),
        default_value="0",
        case_sensitive="true" if in_case else "false",
    )


def read_number(asked: QtiItem, box: Element) -> dict[str, Any]:
    """The number, how near is right, and its unit or units."""
    declared = asked.declared(box)
    if len(declared.correct) != 1:
        raise QuestionRefused(remark("It does not say which number is right."))
    data: dict[str, Any] = {"correct": number_or_refusal(declared.correct[0])}
    data.update(_tolerance(asked))
    units = _read_units(asked)
    if units:
        data["units"] = units
    places, paragraphs = asked.held_paragraphs([box])
    prompt, after = _around_box(paragraphs, places.place(0))
    if after and not units:
        data["unit"] = after
    return asked.frame("number", prompt=prompt, **data)


def read_short_text(asked: QtiItem, box: Element) -> dict[str, Any]:
    """The wordings that are right."""
    declared = asked.declared(box)
    data = asked.frame("short-text", box)
    data["fold_case"] = not declared.in_case
    data["accepted"] = wordings_of(asked, declared)
    return data


def wordings_of(asked: QtiItem, declared: Declared) -> list[str]:
    """The wordings that are worth the most; where none is weighed, the right ones."""
    accepted = [*declared.correct]
    if declared.mapping:
        most = max(declared.mapping.values())
        accepted += [text for text, one in declared.mapping.items() if one == most > 0]
        if any(0 < worth < most for worth in declared.mapping.values()):
            asked.found.say(remark("Wordings that were half right earn nothing."))
    kept: dict[str, str] = {}
    for text in map(tidied, accepted):
        kept.setdefault(text if declared.in_case else text.casefold(), text)
    if not kept:
        raise QuestionRefused(remark("No wording of it is right."))
    return list(kept.values())


def _around_box(paragraphs: list[str], box: str) -> tuple[str, str]:
    """The prompt, and the unit where the box begins a paragraph of its own."""
    for number, text in enumerate(paragraphs):
        before, found, after = text.partition(box)
        if found and not before and len(after) <= _LONGEST_UNIT:
            others = paragraphs[:number] + paragraphs[number + 1 :]
            return " ".join(others), after.strip()
    return " ".join(paragraphs).replace(box, "_____"), ""


def _tolerance(asked: QtiItem) -> dict[str, Decimal]:
    equal = next(inside(asked.root, "qti-equal"), None)
    mode = equal.get("tolerance-mode", "exact") if equal is not None else "exact"
    if equal is None or mode == "exact":
        return {"tolerance": Decimal(0)}
    given = [tolerance_in(each) for each in equal.get("tolerance", "0").split()]
    if len(set(given)) > 1:
        asked.found.say(remark("The wider of two tolerances holds on both sides."))
    widest = max(given, default=Decimal(0))
    if mode == "relative":
        return {"tolerance": Decimal(0), "tolerance_percent": widest}
    return {"tolerance": widest}


def _units(item: Item, line: Element) -> Element:
    """A list of the units, each worth so many of the one of the right answer."""
    units = {f"UNIT-{n}": one for n, one in enumerate(item.data["units"], start=1)}
    base = [ident for ident, one in units.items() if one["factor"] == "1"]
    worth: dict[str, object] = {ident: one["factor"] for ident, one in units.items()}
    item.declare("single", "identifier", base[:1], name=_UNIT, worth=worth)
    chosen = put(
        line,
        "qti-inline-choice-interaction",
        response_identifier=_UNIT,
        shuffle="false",
    )
    for ident, one in units.items():
        put(chosen, "qti-inline-choice", one["unit"], identifier=ident)
    return worth_of(_UNIT)


def _read_units(asked: QtiItem) -> list[dict[str, str]]:
    """The units of which one is chosen, if there is such a list."""
    for chosen in inside(asked.body, "qti-inline-choice-interaction"):
        declared = asked.declared(chosen)
        return [
            {
                "unit": asked.line(each),
                "factor": plain_number(
                    declared.mapping.get(each.get("identifier", ""), Decimal(0))
                ),
            }
            for each in children(chosen, "qti-inline-choice")
        ]
    return []
