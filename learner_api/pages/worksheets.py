"""Worksheets: the list of them, filling one in, and reading what stands in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import editions, worksheets
from course.errors import CohortNotOpen, EnrolmentWithdrawn
from course.models import Enrolment
from course.worksheet_content import content_of
from course.worksheet_errors import TooManyRows
from learner_api import worksheet_forms
from learner_api.addresses import roadmap_address, worksheet_address
from learner_api.answer_sheets import time_words
from learner_api.auth import asker, signed_in
from learner_api.clock import now
from learner_api.consent import before_notice
from learner_api.database import get_database
from learner_api.enrolled import opens_on
from learner_api.filled_in import (
    Held,
    content_in,
    contents_in,
    held_of,
    own_enrolment,
    visible_enrolment,
)
from learner_api.forms import new_operation, operation_or_new
from learner_api.problems import refused
from learner_api.site import get_site
from learner_api.translation import said
from learner_api.worksheet_words import sheet_words

bp = Blueprint("worksheets", __name__)

WORKSHEET = "/enrolments/<uuid:enrolment>/worksheets/<worksheet>"


@bp.get("/enrolments/<uuid:enrolment>/worksheets")
@signed_in
def list_worksheets(enrolment: UUID) -> str:
    """Every worksheet: what it is for, how far it is, when it last changed."""
    found = visible_enrolment(enrolment)
    held = held_of(found)
    return render_template(
        "pages/worksheets.html",
        **_frame(found),
        roadmap_url=roadmap_address(found.uuid),
        worksheets=[
            (
                each,
                worksheet_address(found.uuid, each.worksheet.key),
                worksheets.last_change(held.get(each.worksheet.key, {}).values()),
            )
            for each in contents_in(held)
        ],
    )


@bp.get(WORKSHEET)
@signed_in
def worksheet(enrolment: UUID, worksheet: str) -> str:
    """Fill a worksheet in; who may not write reads it."""
    found = visible_enrolment(enrolment)
    held = held_of(found)
    get_site().catalogue.worksheet(worksheet)
    if not _may_write(found):
        return _reading_page(found, held, worksheet)
    return _form_page(found, held, worksheet)


@bp.post(WORKSHEET)
@signed_in
@before_notice
def save_worksheet(enrolment: UUID, worksheet: str) -> ResponseReturnValue:
    """Save every field that was changed and can be kept; report the others."""
    session = get_database().session
    found = own_enrolment(enrolment)
    sheet = get_site().catalogue.worksheet(worksheet)
    held = held_of(found)
    sent = worksheet_forms.read_sheet(
        sheet,
        request.form,
        held.get(worksheet, {}),
        operation_or_new(worksheet_forms.OPERATION),
    )
    try:
        worksheets.save_entries(
            session, found, sheet, sent.changes, now=now(), by=asker()
        )
    except TooManyRows as refusal:
        typed = {each.field: each.value for each in sent.changes} | dict(sent.typed)
        page = _form_page(found, held, worksheet, {"": said(refusal)}, typed)
        return page, refused(refusal).problem.status
    except (CohortNotOpen, EnrolmentWithdrawn) as refusal:
        page = _reading_page(found, held, worksheet)
        return page, refused(refusal).problem.status
    get_database().commit()
    if sent.errors:
        errors, typed = dict(sent.errors), dict(sent.typed)
        return _form_page(found, held_of(found), worksheet, errors, typed), 422
    return redirect(_after(found, worksheet, len(sent.changes)), 303)


@bp.get(f"{WORKSHEET}/reading")
@signed_in
def read_worksheet(enrolment: UUID, worksheet: str) -> str:
    """A worksheet as it stands, to be read and printed."""
    found = visible_enrolment(enrolment)
    return _reading_page(found, held_of(found), worksheet)


def _form_page(
    enrolment: Enrolment,
    held: Held,
    key: str,
    errors: Mapping[str, str] | None = None,
    typed: Mapping[str, str | None] | None = None,
) -> str:
    """The form of a worksheet; what could not be kept stands there as it was typed."""
    book = get_site().catalogue.handbook
    here = held.get(key, {})
    values = worksheets.values_of(held)
    values[key] = {**values.get(key, {}), **(typed or {})}
    content = content_of(book.worksheets, key, values)
    errors = errors or {}
    return render_template(
        "pages/worksheet.html",
        **_frame(enrolment),
        content=content,
        address=worksheet_address(enrolment.uuid, key),
        blank=worksheet_forms.blank_rows(content, now()),
        errors=errors,
        summary=_summary(content, errors),
        removed=_row_removed(here),
        saved=request.args.get("saved"),
        latest=_latest(here),
        hidden={
            worksheet_forms.OPERATION: new_operation(),
            **worksheet_forms.fingerprints(here),
        },
        held=worksheet_forms.held_for_script(here),
        words=sheet_words(),
        menu=_menu(),
        sources=[book.sources[each] for each in content.worksheet.sources],
    )


def _reading_page(enrolment: Enrolment, held: Held, key: str) -> str:
    """What stands in a worksheet, for whoever may read it."""
    content = content_in(held, key)
    book = get_site().catalogue.handbook
    return render_template(
        "pages/worksheet_reading.html",
        **_frame(enrolment),
        content=content,
        address=worksheet_address(enrolment.uuid, key),
        may_write=_may_write(enrolment),
        last_change=worksheets.last_change(held.get(key, {}).values()),
        as_of=now(),
        sources=[book.sources[each] for each in content.worksheet.sources],
    )


def _frame(enrolment: Enrolment) -> dict[str, Any]:
    """What every page of a worksheet knows of whose it is."""
    session = get_database().session
    return {
        "enrolment": enrolment,
        "is_own": enrolment.user_id == asker().id,
        "opens_on": opens_on(enrolment),
        "course": editions.course_of(session, enrolment.edition),
    }


def _may_write(enrolment: Enrolment) -> bool:
    is_open = enrolment.withdrawn_at is None and opens_on(enrolment) is None
    return is_open and enrolment.user_id == asker().id


def _after(enrolment: Enrolment, key: str, count: int) -> str:
    """Where a sent form leads: back to the section that its button stood in."""
    row = worksheet_forms.pressed(request.form, "remove") or ""
    section = (
        row
        or worksheet_forms.pressed(request.form, "restore")
        or worksheet_forms.pressed(request.form, "add")
        or ""
    ).partition("/")[0]
    sheet = get_site().catalogue.worksheet(key)
    is_known = any(each.key == section for each in sheet.sections)
    is_row = worksheet_forms.check_row(sheet, row)
    return (
        f"{worksheet_address(enrolment.uuid, key)}?saved={count}"
        f"{f'&removed={row}' if is_row else ''}"
        f"{f'#section-{section}' if is_known else ''}"
    )


def _row_removed(here: worksheet_forms.Held) -> str | None:
    """The row that was taken away last, if this page follows on that."""
    row = request.args.get("removed", "")
    return row if row in here and here[row].value is not None else None


def _latest(here: worksheet_forms.Held) -> dict[str, str]:
    """When something in each section was saved last, in words."""
    latest: dict[str, Any] = {}
    for field, each in here.items():
        section = field.partition("/")[0]
        latest[section] = max(latest.get(section, each.recorded_at), each.recorded_at)
    return {section: time_words(moment) for section, moment in latest.items()}


def _summary(content: Any, errors: Mapping[str, str]) -> dict[str, str]:
    """The errors with the names of their fields, in the order of the page."""
    named = {
        cell.field: f"{row.label}, {cell.column.title}: {errors[cell.field]}"
        for section in content.sections
        for row in section.rows
        for cell in row.cells
        if cell.field in errors
    }
    texts = {
        section.cell.field: f"{section.section.title}: {errors[section.cell.field]}"
        for section in content.sections
        if section.cell and section.cell.field in errors
    }
    lost = [text for field, text in errors.items() if field not in named | texts]
    return {**named, **texts, **({"": " ".join(lost)} if lost else {})}


def _menu() -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators by framework, each as its key and its words."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in get_site().catalogue.handbook.indicators.values():
        found.setdefault(each.framework, []).append((each.key, each.label))
    return list(found.items())
