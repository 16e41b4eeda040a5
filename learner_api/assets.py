"""Static files under addresses that change with their content, kept for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, url_for

FOLDER = Path(__file__).parent / "static"
YEAR = 31_536_000


@cache
def _digest(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """The address of a static file as it stands now."""
    return url_for("static", filename=name, v=_digest(name))


def install_assets(app: Flask) -> None:
    """Give templates ``asset_url``; let browsers keep what is asked for by digest."""
    app.jinja_env.globals["asset_url"] = asset_url

    @app.after_request
    def _keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            kept = f"public, max-age={YEAR}, immutable"
            response.headers["Cache-Control"] = (
                kept if "v" in request.args else "no-cache"
            )
        return response
