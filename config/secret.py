"""The secret a demonstration makes for itself, and how production knows it."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

DEMONSTRATION_PREFIX = "demonstration-"
LEAST_SECRET = 32


def demonstration_secret(data_dir: Path) -> str:
    """Return the demonstration's secret key, made on first use for its owner's eyes.

    Two servers may start at once: the link decides whose key is kept, and it never
    shows a key half written.
    """
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _write_once(path, DEMONSTRATION_PREFIX + secrets.token_urlsafe(48))
    secret = path.read_text(encoding="utf-8").strip()
    if len(secret) < LEAST_SECRET or not secret.startswith(DEMONSTRATION_PREFIX):
        raise ValueError(
            f"{path} does not hold a demonstration secret. Remove it; "
            "a new one will be made, and everybody signs in again"
        )
    return secret


def _write_once(path: Path, secret: str) -> None:
    # A temporary file is made readable by its owner alone.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{secret}\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()
