"""Question banks through the door: files in and out, and nothing else changes."""

import io
import zipfile

from flask import Response, request
from werkzeug.exceptions import BadRequest

from learner_api.site import get_site
from quizzes.exchange import EXCHANGE_FORMATS, Imported, bank_file, export_bank
from quizzes.media import MEDIA, read_media

TOML = "toml"
EXPORTS = (*EXCHANGE_FORMATS, TOML)


def export_file(quiz_key: str, format_name: str) -> Response:
    """The questions of a quiz as a file to keep; it holds the right answers."""
    catalogue = get_site().catalogue
    quiz = catalogue.quiz(quiz_key)
    if format_name == TOML:
        return as_attachment(bank_file(quiz).encode(), f"{quiz.key}.toml", "text/plain")
    kind = EXCHANGE_FORMATS[format_name]
    data = export_bank(quiz, format_name, read_media(catalogue.bank, quiz))
    return as_attachment(data, f"{quiz.key}.{kind.suffix}", kind.media_type)


def as_attachment(data: bytes, name: str, media_type: str) -> Response:
    """A file that a browser keeps rather than shows."""
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def sent_file() -> bytes:
    """The file that a program sent: the body as it comes, or the file of a form."""
    if request.mimetype != "multipart/form-data":
        return request.get_data()
    upload = request.files.get("file")
    if upload is None:
        raise BadRequest
    return upload.stream.read()


def archive_of(imported: Imported) -> bytes:
    """A zip as it is to lie among the banks, and the report."""
    key = imported.quiz.key
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{key}.toml", imported.bank_file)
        for file in imported.files:
            archive.writestr(f"{MEDIA}/{key}/{file.name}", file.data)
        archive.writestr("report.txt", imported.report.to_text())
    return target.getvalue()
