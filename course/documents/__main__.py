"""Draws one document, in a process of its own.

The argument says which kind. What it is drawn from comes in on standard input, as JSON,
and the file goes out on standard output.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any


def _certificate(data: Any) -> bytes:
    from course.documents.many import drawn_from

    return drawn_from(data)


def _roadmap_pdf(data: Any) -> bytes:
    from course.documents.roadmap_pdf import render_roadmap_pdf

    return render_roadmap_pdf(data["document"], datetime.fromisoformat(data["made_at"]))


def _roadmap_docx(data: Any) -> bytes:
    from course.documents.roadmap_docx import render_roadmap_docx

    return render_roadmap_docx(
        data["document"], datetime.fromisoformat(data["made_at"])
    )


def _report_pdf(data: Any) -> bytes:
    from course.documents.pictures import pictures_in
    from course.documents.report_pdf import render_report_pdf

    return render_report_pdf(data["document"], pictures_in(data))


def _report_docx(data: Any) -> bytes:
    from course.documents.pictures import pictures_in
    from course.documents.report_docx import render_report_docx

    return render_report_docx(data["document"], pictures_in(data))


# Each loads what it draws with, and nothing of what the others do.
_KINDS: dict[str, Callable[[Any], bytes]] = {
    "certificate": _certificate,
    "roadmap.pdf": _roadmap_pdf,
    "roadmap.docx": _roadmap_docx,
    "report.pdf": _report_pdf,
    "report.docx": _report_docx,
}

sys.stdout.buffer.write(_KINDS[sys.argv[1]](json.load(sys.stdin.buffer)))
