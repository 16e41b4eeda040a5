"""The password of the demonstration's people: random, and the same at every start."""

import os
import secrets

from config.settings import Settings
from course.passwords import MINIMUM_LENGTH

# Letters and digits that are not mistaken for one another when read off a terminal.
_SYMBOLS = "abcdefghjkmnpqrstvwxyz23456789"


def demonstration_password(settings: Settings) -> str:
    """The password that was set, or one made once and kept for its owner's eyes."""
    if settings.demo_password is not None:
        return settings.demo_password
    path = settings.data_dir / "demonstration-password"
    kept = path.read_text(encoding="utf-8").strip() if path.exists() else ""
    if len(kept) >= MINIMUM_LENGTH:
        return kept
    password = "-".join(
        "".join(secrets.choice(_SYMBOLS) for _ in range(4)) for _ in range(4)
    )
    # Made anew under another name, so that the file is never half written.
    draft = path.with_name(f".{path.name}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{password}\n")
    draft.replace(path)
    return password
