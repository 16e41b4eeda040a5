"""Templates compiled once for a run of the tests, and not for each application."""

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """What templates were compiled to. A template that is edited has another key."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = self._kept.get(bucket.key)
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def compile_once(app: Flask) -> None:
    """Let an application take its templates from those compiled before it."""
    app.jinja_env.bytecode_cache = _compiled
