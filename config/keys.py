"""The folder of signing keys: its files, who may read them, and what is amiss.

Two files a key. ``<kid>.pem`` is the private half, for its owner's eyes alone; it may
be removed once the key is retired. ``<kid>.json`` says what everybody may know, and is
kept for ever, since what the key signed is checked with it. What is in the files is
the course's affair.
"""

import contextlib
import fcntl
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PRIVATE, PUBLIC = ".pem", ".json"
# What the group and everybody else may do with a file.
OTHERS = 0o077


class KeysError(Exception):
    """The folder of keys cannot be used as it is."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The signing keys have faults:\n- " + "\n- ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key as its files hold it."""

    kid: str
    description: dict[str, Any]
    pem: bytes | None = field(repr=False)


def read_key_files(folder: Path) -> tuple[KeyFile, ...]:
    """Every key of the folder, or ``KeysError`` naming every fault at once.

    A folder that is not there holds none.
    """
    faults: list[str] = []
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise KeysError((f"{folder} cannot be read: {error.strerror}.",)) from error
    found = {name.removesuffix(PUBLIC) for name in names if _is(name, PUBLIC)}
    for name in names:
        kid = name.removesuffix(PRIVATE)
        if _is(name, PRIVATE) and kid not in found:
            faults.append(
                f"{folder / name} has no {kid}{PUBLIC} beside it. Restore that file "
                "from your backup, or move the key away."
            )
    read = [_read(folder, kid, faults) for kid in sorted(found)]
    if faults:
        raise KeysError(tuple(faults))
    return tuple(each for each in read if each is not None)


def write_key_files(folder: Path, key: KeyFile) -> None:
    """Keep a key. The private half comes first: without it nothing could be signed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if key.pem is not None:
        _write(folder / f"{key.kid}{PRIVATE}", key.pem)
    describe_key(folder, key.kid, key.description)


def describe_key(folder: Path, kid: str, description: dict[str, Any]) -> None:
    """Write what everybody may know of a key, in place of what was written before."""
    words = json.dumps(description, indent=2, sort_keys=True) + "\n"
    _write(folder / f"{kid}{PUBLIC}", words.encode())


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let two processes that would change the folder take turns."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is(name: str, ending: str) -> bool:
    return name.endswith(ending) and not name.startswith(".")


def _read(folder: Path, kid: str, faults: list[str]) -> KeyFile | None:
    path = folder / f"{kid}{PUBLIC}"
    try:
        description = json.loads(path.read_bytes())
    except OSError as error:
        faults.append(f"{path} cannot be read: {error.strerror}.")
        return None
    except ValueError:
        description = None
    if not isinstance(description, dict):
        faults.append(f"{path} does not describe a key. Restore it from your backup.")
        return None
    return KeyFile(kid, description, _read_private(folder / f"{kid}{PRIVATE}", faults))


def _read_private(path: Path, faults: list[str]) -> bytes | None:
    """The private half, if it is here and nobody but its owner may read it."""
    try:
        mode = path.stat().st_mode
        if mode & OTHERS:
            faults.append(
                f"{path} may be read by others than its owner, so it may have been "
                f"copied. If you are sure that nobody did, run: chmod 600 {path}. "
                "Otherwise run that, and then: course keys rotate"
            )
            return None
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        faults.append(f"{path} cannot be read: {error.strerror}.")
        return None


def _write(path: Path, content: bytes) -> None:
    # A temporary file is made readable by its owner alone, and renamed when whole.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(draft).unlink()
