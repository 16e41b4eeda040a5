"""A roadmap as the record freezes it, for those who read its files back."""

from typing import Any


def a_block(title: str = "Questions", **overrides: Any) -> dict[str, Any]:
    """A table of two columns and two rows."""
    return {
        "title": title,
        "kind": "table",
        "text": "",
        "rows_title": "Subject",
        "columns": [
            {"title": "Question", "kind": "text"},
            {"title": "Persons", "kind": "number"},
        ],
        "rows": [
            {
                "label": "Who moves?",
                "cells": ["Which nurses leave,\nand why?", "4,200"],
            },
            {"label": "Who stays?", "cells": ["Whom do they leave behind?", ""]},
        ],
    } | overrides


def a_text(title: str = "The vision", text: str = "One line.\nAnother.") -> Any:
    """A long text."""
    return a_block(title, kind="text", text=text, rows_title="", columns=[], rows=[])


def a_wide_block(title: str = "Stakeholders", rows: int = 2) -> dict[str, Any]:
    """A table of six columns."""
    columns = [{"title": f"Column {each}", "kind": "line"} for each in range(5)]
    return a_block(
        title,
        rows_title="No.",
        columns=columns,
        rows=[
            {
                "label": str(number),
                "cells": [f"cell {number}{each}" for each in "abcde"],
            }
            for number in range(1, rows + 1)
        ],
    )


def a_document(*parts: list[dict[str, Any]], **overrides: Any) -> dict[str, Any]:
    """A document of parts that hold these blocks."""
    titles = ("Summary", "Situation analysis", "Goals")
    return {
        "form": 1,
        "language": "en",
        "title": "Roadmap for mainstreaming",
        "country": "Examplia",
        "author": "Ama Mensah",
        "office": "Ministry of Planning",
        "group": "Steering group",
        "dated": "2027-03-01",
        "parts": [
            {"key": f"part-{at}", "title": titles[at], "blocks": blocks}
            for at, blocks in enumerate(parts)
        ],
        "open_points": [],
    } | overrides


def an_open_point(**overrides: str) -> dict[str, str]:
    """A point that is not settled yet."""
    return {
        "title": "Funding",
        "row": "2. Training",
        "column": "Source",
        "words": "Not yet found",
    } | overrides
