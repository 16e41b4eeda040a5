"""Question banks in and out: foreign files made bank files, and quizzes files."""

from typing import Any

from flask import Response, request

from course.errors import UnknownQuiz
from learner_api.auth import staff
from learner_api.bank_words import entries_of
from learner_api.question_banks import (
    archive_of,
    as_attachment,
    export_file,
    sent_file,
)
from learner_api.resources import Resource
from learner_api.schemas.questions import (
    ExportQuestionsQuerySchema,
    ImportedSchema,
    ImportQuestionsQuerySchema,
)
from quizzes.exchange import BankRefused, Imported, NotExported, Wanted, import_bank
from quizzes.media import MEDIA

bp = Resource(
    "api-questions", __name__, description="Question banks of other programs, and ours."
)

_JSON, _ZIP = "application/json", "application/zip"


@bp.post("/questions/import")
@staff
@bp.refuses(BankRefused)
@bp.takes_file()
@bp.asks(ImportQuestionsQuerySchema)
@bp.gives(
    {"type": "string", "format": "binary"},
    content_type=_ZIP,
    description="The bank file, its pictures and the report",
)
@bp.gives(ImportedSchema)
def import_questions(asked: dict[str, Any]) -> Any:
    """Make a bank file of a file of questions. The running course stays as it is.

    Each question is taken whole or refused, and the report says which, by its line. An
    author puts the bank file among the others; with `Accept: application/zip` it comes
    with its pictures, each where it is to lie.
    """
    wanted = Wanted(
        key=asked.get("quiz"),
        title=asked.get("title"),
        lesson=asked.get("lesson"),
        strict=asked["strict"] == "true",
    )
    imported = import_bank(sent_file(), asked["format"], wanted)
    if _wants_zip(asked):
        return as_attachment(archive_of(imported), f"{imported.quiz.key}.zip", _ZIP)
    return _as_data(imported)


@bp.get("/quizzes/<quiz>/questions")
@staff
@bp.refuses(UnknownQuiz, NotExported)
@bp.asks(ExportQuestionsQuerySchema)
@bp.gives(
    {"type": "string", "format": "binary"},
    content_type=_ZIP,
    description="The questions with their keys, in the format that was asked for",
)
@bp.gives({"type": "string"}, content_type="application/xml")
@bp.gives({"type": "string"}, content_type="text/plain")
def export_questions(asked: dict[str, Any], quiz: str) -> Response:
    """The questions of a quiz, with their right answers, as a file."""
    return export_file(quiz, asked["format"])


def _wants_zip(asked: dict[str, Any]) -> bool:
    if "shape" in asked:
        return bool(asked["shape"] == "zip")
    return request.accept_mimetypes.best_match([_JSON, _ZIP]) == _ZIP


def _as_data(imported: Imported) -> dict[str, Any]:
    quiz = imported.quiz
    return {
        "quiz": quiz.key,
        "title": quiz.title,
        "digest": quiz.digest,
        "path": f"{quiz.key}.toml",
        "toml": imported.bank_file,
        "files": [
            {
                "name": file.name,
                "path": f"{MEDIA}/{quiz.key}/{file.name}",
                "size": len(file.data),
                "digest": file.digest,
            }
            for file in imported.files
        ],
        "counts": dict(imported.report.counts),
        "entries": entries_of(imported.report),
    }
