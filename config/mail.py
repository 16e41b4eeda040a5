"""The mail server an installation hands its mail to, as one address."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
LOCAL = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes, and how its way there is protected.

    ``security`` is "none", "tls" from the first byte, or "starttls".
    """

    host: str
    port: int
    security: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read ``smtp+starttls://user:password@host:port``.

        Raises ``ValueError`` with a reason that repeats no part of the address: it may
        hold a password.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError(
                "must look like smtp://host:port, smtps://user:password@host "
                "or smtp+starttls://user:password@host"
            )
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("must end with the host and port")
        if bool(parts.username) != bool(parts.password):
            raise ValueError("must name both a user and a password, or neither")
        if parts.password and parts.scheme == "smtp" and parts.hostname not in LOCAL:
            raise ValueError(
                "would send the password in the clear: use smtps:// or smtp+starttls://"
            )
        try:
            port = parts.port or PORTS[parts.scheme]
        except ValueError:
            raise ValueError("must name a port from 1 to 65535") from None
        securities = {"smtp": "none", "smtps": "tls", "smtp+starttls": "starttls"}
        return cls(
            host=parts.hostname,
            port=port,
            security=securities[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )
