"""The tokens in the links that stop letters of one kind, without signing in.

A token names the kind and the person, and is signed with the key of the installation
for this purpose alone: it opens nothing, and no other signed thing passes for one. It
does not run out, since a letter may be read years later.
"""

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from itsdangerous import BadSignature, Signer

from config.settings import Settings
from course.letter_choices import KINDS

_PURPOSE = "stop-letters"


class StopTokens:
    """Tokens are signed with the last of some keys, and read with any of them."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._signer = Signer(
            list(keys), salt=_PURPOSE, key_derivation="hmac", digest_method=sha256
        )

    def token(self, kind: str, person: UUID) -> str:
        """The token that stops letters of this kind to this person."""
        return self._signer.sign(f"{kind}.{person.hex}").decode()

    def read(self, token: str) -> tuple[str, UUID] | None:
        """The kind and the person of a token; nothing for what was not signed here."""
        try:
            said = self._signer.unsign(token).decode()
        except (BadSignature, UnicodeError):
            return None
        kind, _, person = said.partition(".")
        return (kind, UUID(person)) if kind in KINDS else None


def stop_tokens(settings: Settings) -> StopTokens:
    """Those of an installation. What an older key has signed goes on to hold."""
    return StopTokens((*settings.secret_key_fallbacks, settings.secret_key))
