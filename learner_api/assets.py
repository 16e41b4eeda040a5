"""Static files: read and compressed once, under addresses that change with them.

A phone on a slow line fetches the stylesheet once a year, in five kilobytes. Scripts
that a page needs together come in one file. Comments and idle spaces stay behind.
"""

import gzip
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, request, url_for
from werkzeug.exceptions import NotFound

from learner_api.auth import public

FOLDER = Path(__file__).parent / "static"
YEAR = 31_536_000
WORKER = "answers-worker.js"
_ATTEMPT = ("waiting.js", "telling.js", "questions.js", "answers.js")
JOINED = {
    "attempt.js": _ATTEMPT,
    "attempt-practice.js": (*_ATTEMPT, "practice.js"),
    "attempt-timed.js": (*_ATTEMPT, "clock.js"),
    "attempt-practice-timed.js": (*_ATTEMPT, "practice.js", "clock.js"),
    "worksheet.js": ("waiting.js", "telling.js", "fields.js", "sheets.js"),
    "verified.js": ("payload.js", "printed.js"),
    "resending.js": ("waiting.js", "telling.js", "resent.js"),
}
# Our scripts end every statement with a semicolon and put comments on lines of their
# own or between stars; so what is left of the spaces parts words from words.
_COMMENT = re.compile(rb"^ *//.*|/\*.*?\*/", re.MULTILINE)
_SPACE = re.compile(
    rb"(?P<text>'(?:[^'\\]|\\.)*'|`[^`]*`)|\s*(?P<mark>[^\w\s$'`]+)\s*|\s+"
)
# In a stylesheet, spaces part words but mean nothing about these marks.
_STYLE_SPACE = re.compile(
    rb'(?P<text>"[^"]*")|/\*.*?\*/|\s*(?P<mark>[{};,])\s*|(?P<gap>\s+)', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in the forms that browsers ask for."""

    media_type: str
    digest: str
    bodies: Mapping[str, bytes]

    @classmethod
    def read(cls, *paths: Path) -> "Asset":
        """Read files as one and compress it as hard as can be: it happens once."""
        body = b"".join(path.read_bytes() for path in paths)
        if paths[0].suffix == ".js":
            body = _without_spaces(body)
        elif paths[0].suffix == ".css":
            body = _STYLE_SPACE.sub(_kept_of_style, body).strip()
        kind, _ = mimetypes.guess_type(paths[0].name)
        media_type = kind or "application/octet-stream"
        return cls(
            media_type=media_type,
            digest=sha256(body).hexdigest()[:12],
            bodies=_packed(body),
        )


# Kept for the process: applications that stand side by side have the same files.
@cache
def _packed(body: bytes) -> Mapping[str, bytes]:
    return {
        "br": brotli.compress(body, quality=11),
        "gzip": gzip.compress(body, 9),
        "identity": body,
    }


@cache
def _without_spaces(script: bytes) -> bytes:
    """A script without what only its authors need: a third of its bytes."""
    code = _COMMENT.sub(b"", script)
    return _SPACE.sub(_kept, code).strip()


def _kept(found: re.Match[bytes]) -> bytes:
    return found["text"] or found["mark"] or b" "


def _kept_of_style(found: re.Match[bytes]) -> bytes:
    return found["text"] or found["mark"] or (b" " if found["gap"] else b"")


def install_assets(app: Flask) -> None:
    """Serve the static files and give templates ``asset_url``."""
    assets = {path.name: Asset.read(path) for path in FOLDER.iterdir()}
    for name, parts in JOINED.items():
        assets[name] = Asset.read(*(FOLDER / part for part in parts))

    @public
    def static(filename: str) -> Response:
        """A static file, in the smallest form that the browser takes."""
        asset = assets.get(filename)
        if asset is None:
            raise NotFound
        return answer(asset)

    @public
    def answers_worker() -> Response:
        """The service worker: a worker may serve what lies below its own address."""
        return answer(assets[WORKER])

    def answer(asset: Asset) -> Response:
        coding = request.accept_encodings.best_match(asset.bodies, "identity")
        response = Response(asset.bodies[coding], mimetype=asset.media_type)
        if coding != "identity":
            response.headers["Content-Encoding"] = coding
        response.headers["Vary"] = "Accept-Encoding"
        response.set_etag(f"{asset.digest}-{coding}")
        named = request.args.get("v") == asset.digest
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if named else "no-cache"
        )
        response.make_conditional(request)
        return response

    def asset_url(name: str) -> str:
        return url_for("static", filename=name, v=assets[name].digest)

    app.add_url_rule("/static/<path:filename>", "static", static)
    app.add_url_rule(f"/{WORKER}", "answers_worker", answers_worker)
    app.jinja_env.globals["asset_url"] = asset_url
