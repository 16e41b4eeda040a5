"""Checking a certificate: by its number, or by a credential that somebody holds."""

import re
from typing import Any
from urllib.parse import unquote

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from course.award_states import STATES
from course.award_status import ALPHABET, Verification, normalised_number
from course.credential_checks import CredentialCheck
from course.credentials.checking import LARGEST
from course.errors import UnknownAward
from learner_api.auth import public
from learner_api.award_words import refusal_words, since_words, state_meaning
from learner_api.checker.paper import paper_words, recorded
from learner_api.checking import TooManyFiles, checked, checked_file, not_indexed
from learner_api.drawn import StillChecking
from learner_api.printed_rows import printed_rows
from learner_api.translation import gettext as _

bp = Blueprint("verifying", __name__)

# No number is as long with all that people write between its parts.
_LONGEST_NUMBER = 24
_SYMBOLS = re.compile(f"[{ALPHABET}]{{12}}")
_PDF = b"%PDF-"
_NOBODY_AT_FAULT = frozenset({"other-issuer", "unreadable"})


@bp.after_request
def keep_out_of_indexes(response: Response) -> Response:
    """Certificates bear names: no search engine keeps what is told of them."""
    return not_indexed(response)


@bp.get("/verify")
@public
def ask_number() -> ResponseReturnValue:
    """Ask for the number of a certificate and go to what the register says of it."""
    typed = request.args.get("number", "")
    number = normalised_number(typed)
    if number:
        return redirect(f"/verify/{number}", 303)
    if "number" not in request.args:
        return _asking({})
    return _asking({"number": _("Enter the number of the certificate.")}), 422


@bp.post("/verify")
@public
def check_credential() -> ResponseReturnValue:
    """Tell anybody whether a credential is ours, unaltered and holds.

    It is read and forgotten, so the answer is shown at once and has no address. A
    number that stands in its place is looked up as such.
    """
    try:
        sent, text = _sent_file(), request.form.get("text", "").strip()
    except RequestEntityTooLarge:
        return _asking({"file": _too_large()}), 422
    error = _fault(sent, text)
    if error:
        return _asking({"file": error}, text), 422
    number = _number_alone(text)
    if number:
        return redirect(f"/verify/{number}", 303)
    try:
        found = checked_file(sent or text.encode())
    except TooManyFiles as refusal:
        page = _asking({"": refusal.description or ""}, text)
        return page, 429, {"Retry-After": str(refusal.retry_after)}
    except StillChecking:
        words = _("Another file is being checked. Wait a moment and send it again.")
        return _asking({"": words}, text), 503, {"Retry-After": "10"}
    return _answered(found, is_pdf=bool(sent and sent.startswith(_PDF)))


@bp.get("/verify/<number>")
@public
def verify(number: str) -> ResponseReturnValue:
    """Tell anybody whether a certificate holds, and what is printed on it."""
    shown = normalised_number(number)
    try:
        found = checked(shown)
    except UnknownAward:
        if not shown:
            return redirect("/verify?number=", 303)
        # So much of it as tells whoever typed it what they typed.
        page = render_template(
            "pages/verified.html", state="not-found", number=shown[:_LONGEST_NUMBER]
        )
        return page, 404
    return render_template(
        "pages/verified.html",
        **_told(found),
        earlier=found.chain[: found.chain.index(found.award.number)],
        record=recorded(found.award.claims),
        paper_words=paper_words(),
    )


def _asking(errors: dict[str, str], text: str = "") -> str:
    # What was pasted wrongly is not sent back whole: it may be of any length.
    return render_template("pages/verify.html", errors=errors, text=text[:LARGEST])


def _answered(found: CredentialCheck, *, is_pdf: bool) -> ResponseReturnValue:
    is_refused = found.answer not in STATES or found.verification is None
    refused = refusal_words(found.answer) if is_refused else None
    if is_pdf:
        refused = (
            _("A PDF cannot be checked as a file"),
            _(
                "The signature of a certificate is in its square code: scan the code "
                "and paste what it says, or enter the number beneath it."
            ),
        )
    return render_template(
        "pages/credential.html",
        check=found,
        refused=refused,
        is_grave=found.answer not in _NOBODY_AT_FAULT,
        issuer=_readable(found.named or ""),
        told=_told(found.verification) if found.verification is not None else None,
    )


def _readable(issuer: str) -> str:
    """Who issued something, as people know it: the host, where that is its name."""
    if not issuer.startswith("did:web:"):
        return issuer
    return unquote(issuer.removeprefix("did:web:").partition(":")[0])


def _told(found: Verification) -> dict[str, Any]:
    """What the register says of a certificate, as both pages show it."""
    successor = found.successor
    return {
        "state": found.status,
        "number": found.award.number,
        "since": since_words(found),
        "rows": printed_rows(found.award),
        "claims": found.award.claims,
        "meaning": state_meaning(found),
        "replacement_url": f"/verify/{successor}" if successor else None,
    }


def _sent_file() -> bytes | None:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    with upload.stream as stream:
        return bytes(stream.read())


def _fault(sent: bytes | None, text: str) -> str | None:
    """What is wrong with the form, if anything is."""
    if sent is None and not text:
        return _("Choose a file, or paste the text of one.")
    if sent is not None and text:
        return _("Send either a file or a pasted text. Neither was checked.")
    if sent is not None and len(sent) > LARGEST:
        return _too_large()
    return _("The file is empty.") if sent == b"" else None


def _too_large() -> str:
    return _("It is larger than 1 MB, and no credential or badge of ours is.")


def _number_alone(text: str) -> str | None:
    """The number, where somebody pasted a number or the address that leads to it."""
    last = text.rpartition("/verify/")[2]
    if len(last) > _LONGEST_NUMBER or "#" in last:
        return None
    number = normalised_number(last)
    return number if _SYMBOLS.fullmatch(number.replace("-", "")) else None
