"""The plain form of a worksheet: what it shows, and what a sent one changes.

As with the form of an attempt, it remembers by a fingerprint what each field showed. So
a form that stood open in another window changes only what its reader changed there.
"""

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from werkzeug.datastructures import MultiDict

from course.worksheet_content import RowContent, WorksheetContent, blank_row
from course.worksheet_errors import InvalidEntry
from course.worksheet_values import check_value
from course.worksheets import HeldEntry, NewEntry
from learner_api.answer_sheets import fingerprint
from learner_api.schemas.fields import utc
from learner_api.showing import showable
from learner_api.translation import said
from modules import REMOVED, Worksheet

# No key of a section begins so: these names cannot meet those of the fields.
OPERATION = "_op"
BUTTON = "_do"
SHOWN = "_shown."
# Where an indicator is written in words of one's own, beside the menu.
OWN = ".own"

_DIGITS = string.digits + string.ascii_lowercase
Held = Mapping[str, HeldEntry]


@dataclass(frozen=True, slots=True)
class SentSheet:
    """What a form changes, and what of it cannot be kept: errors and texts by field."""

    changes: tuple[NewEntry, ...]
    errors: Mapping[str, str]
    typed: Mapping[str, str]


def read_sheet(
    worksheet: Worksheet, form: MultiDict[str, str], held: Held, operation: UUID
) -> SentSheet:
    """The changes that a sent form asks for, against what is held."""
    changes: list[NewEntry] = []
    errors: dict[str, str] = {}
    typed: dict[str, str] = {}
    for field, text in _written(form).items():
        try:
            value = check_value(worksheet, field, text)
        except InvalidEntry as refusal:
            errors[field], typed[field] = said(refusal), showable(text)
            continue
        if fingerprint(value) != form.get(SHOWN + field, ""):
            changes += _change(held, field, value, operation)
    row = pressed(form, "remove")
    if row and check_row(worksheet, row):
        changes += _change(held, row, REMOVED, operation)
    row = pressed(form, "restore")
    if row and check_row(worksheet, row):
        changes += _change(held, row, None, operation)
    return SentSheet(tuple(changes), errors, typed)


def pressed(form: MultiDict[str, str], act: str) -> str | None:
    """What the button that was pressed does this to; nothing where it does another."""
    name, _, about = form.get(BUTTON, "").partition(":")
    return about if name == act else None


def check_row(worksheet: Worksheet, field: str) -> bool:
    """Whether this is the address of a row that a learner may take away."""
    column = worksheet.column_at(field)
    return column is not None and REMOVED in column.options


def fingerprints(held: Held) -> dict[str, str]:
    """The hidden fields that say what the form shows; none for an empty field."""
    return {
        SHOWN + field: fingerprint(each.value)
        for field, each in held.items()
        if each.value is not None
    }


def blank_rows(content: WorksheetContent, now: datetime) -> dict[str, RowContent]:
    """For each list with room, by the key of its section, a row to write in."""
    return {
        each.section.key: blank_row(each.section, new_row_key(now), len(each.rows) + 1)
        for each in content.sections
        if each.section.kind == "list" and len(each.rows) < each.section.most
    }


def new_row_key(now: datetime) -> str:
    """A key for a row: the time in thousandths of a second, then four by chance."""
    rest, digits = int(now.timestamp() * 1000), ""
    while rest:
        rest, digit = divmod(rest, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits.zfill(9) + "".join(secrets.choice(_DIGITS) for _ in range(4))


def held_for_script(held: Held) -> dict[str, list[Any]]:
    """Of each field with a save: its operation, its sequence, and when it was held."""
    return {
        field: [str(each.op), each.sequence, utc(each.recorded_at)]
        for field, each in held.items()
    }


def _written(form: MultiDict[str, str]) -> dict[str, str]:
    """The text of each field; of the two boxes of an indicator, the changed one."""
    found = {}
    for field, text in form.items():
        if field.startswith("_") or field.endswith(OWN):
            continue
        own = form.get(field + OWN, "")
        was_shown = fingerprint(own.strip() or None) == form.get(SHOWN + field, "")
        found[field] = text if not own.strip() or (text and was_shown) else own
    return found


def _change(
    held: Held, field: str, value: str | None, operation: UUID
) -> tuple[NewEntry, ...]:
    """The entry that a field asks for; none where this is what it holds."""
    entry = held.get(field)
    if value == (entry.value if entry else None):
        return ()
    # As with answers: a form sent twice finds its values held and changes nothing.
    after = entry.sequence if entry else 0
    return (NewEntry(field, value, uuid5(operation, f"{field} {after}")),)
