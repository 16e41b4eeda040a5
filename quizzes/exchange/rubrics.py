"""Rubrics on their way: a table that people read elsewhere, and we read back."""

import re
from html import escape
from typing import Any

from lxml import etree
from lxml import html as html_tree

from quizzes.exchange.exchange_format import Found
from quizzes.exchange.report import remark
from quizzes.text import collapsed

_LEVEL = re.compile(r"(\d{1,4}): (.+)", re.DOTALL)
_MOST_LEVELS = 8


def rubric_html(data: dict[str, Any]) -> str:
    """The guidance as a paragraph, and a row a criterion with a cell a level."""
    rows = "".join(_row(criterion) for criterion in data["rubric"])
    guidance = f"<p>{escape(data['guidance'])}</p>" if data.get("guidance") else ""
    return f"{guidance}<table>{rows}</table>"


def take_rubric(html: str) -> tuple[list[dict[str, Any]], str]:
    """The rubric in HTML of our manner, without keys, and the rest of the HTML.

    Where no table is such a rubric, the list is empty and all of the HTML is the rest.
    """
    try:
        tree = html_tree.fragment_fromstring(html, create_parent="div")
    except (etree.ParserError, ValueError):
        return [], html
    for table in tree.iter("table"):
        rows = [_criterion(row) for row in table.iter("tr")]
        if rows and all(rows):
            table.drop_tree()
            rest = html_tree.tostring(tree, encoding="unicode")
            return [row for row in rows if row], rest
    return [], html


def finish_free_text(
    found: Found, data: dict[str, Any], rubric: list[dict[str, Any]]
) -> None:
    """Give the question its rubric; where the source has none, one by points alone."""
    if not rubric:
        rubric = [{"label": "Answer", "levels": _levels_up_to(data["points"])}]
        found.say_of_foreign(
            remark("It has no rubric of ours, so one by points was made. Write one.")
        )
    namer = found.namer("rubric")
    data["rubric"] = [{"key": namer.name(each["label"]), **each} for each in rubric]
    points = sum(max(one["points"] for one in each["levels"]) for each in rubric)
    if points != data["points"]:
        found.say(
            remark(
                "It was worth %(given)d and is worth %(points)d, as its rubric says.",
                given=data["points"],
                points=points,
            )
        )
        data["points"] = points


def _levels_up_to(points: int) -> list[dict[str, Any]]:
    steps = range(points + 1) if points < _MOST_LEVELS else range(5)
    most = max(steps)
    earned = sorted({points * step // most for step in steps})
    return [{"points": one, "label": f"{one} of {points} points"} for one in earned]


def _row(criterion: dict[str, Any]) -> str:
    levels = "".join(
        f"<td>{level['points']}: {escape(level['label'])}</td>"
        for level in criterion["levels"]
    )
    return f"<tr><th>{escape(criterion['label'])}</th>{levels}</tr>"


def _criterion(row: Any) -> dict[str, Any] | None:
    first, *others = [collapsed(cell.text_content()) for cell in row] or [""]
    levels = [_LEVEL.fullmatch(text) for text in others]
    if not first or len(levels) < 2 or not all(levels):
        return None
    return {
        "label": first,
        "levels": [
            {"points": int(level[1]), "label": level[2]} for level in levels if level
        ],
    }
