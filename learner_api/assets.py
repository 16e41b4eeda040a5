"""Static files: read and compressed once, under addresses that change with them.

A phone on a slow line fetches the stylesheet once a year, in five kilobytes.
"""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, request, url_for
from werkzeug.exceptions import NotFound

from learner_api.auth import public

FOLDER = Path(__file__).parent / "static"
YEAR = 31_536_000


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file in the forms that browsers ask for."""

    media_type: str
    digest: str
    bodies: Mapping[str, bytes]

    @classmethod
    def read(cls, path: Path) -> "Asset":
        """Read a file and compress it as hard as can be: it happens once."""
        body = path.read_bytes()
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return cls(
            media_type=media_type,
            digest=sha256(body).hexdigest()[:12],
            bodies={
                "br": brotli.compress(body, quality=11),
                "gzip": gzip.compress(body, 9),
                "identity": body,
            },
        )


def install_assets(app: Flask) -> None:
    """Serve the static files and give templates ``asset_url``."""
    assets = {path.name: Asset.read(path) for path in FOLDER.iterdir()}

    @public
    def static(filename: str) -> Response:
        """A static file, in the smallest form that the browser takes."""
        asset = assets.get(filename)
        if asset is None:
            raise NotFound
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
    app.jinja_env.globals["asset_url"] = asset_url
