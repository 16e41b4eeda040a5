"""Reading settings from an environment, collecting every fault on the way."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from config.mail import MailServer
from config.pictures import PictureFile, read_picture

PREFIX = "COURSE_"

# Variables that steer the tests, and so may stand in the environment of a server
# that a test starts.
TESTS_PREFIX = "COURSE_TEST_"

_POSTGRESQL = ("postgres://", "postgresql://", "postgresql+psycopg://")


class Reading:
    """One reading of an environment.

    An empty variable counts as one that is not set, since files of settings are often
    copied with blanks. A fault returns the default, so that the reading goes on.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.faults: list[str] = []
        self._values = {
            name: value.strip()
            for name, value in environ.items()
            if name.startswith(PREFIX) and not name.startswith(TESTS_PREFIX)
        }

    def fault(self, name: str, words: str) -> None:
        self.faults.append(f"{_variable(name)} {words}.")

    def is_set(self, name: str) -> bool:
        return bool(self._values.get(_variable(name)))

    def refuse_unknown(self, names: Sequence[str]) -> None:
        """Fault every variable that looks like a setting and is none."""
        known = [_variable(name) for name in names]
        for variable in sorted(self._values.keys() - set(known)):
            close = get_close_matches(variable, known, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            self.faults.append(f"{variable} is not a setting.{hint}")

    def text(self, name: str, default: str) -> str:
        value = self._raw(name) or default
        if not value.isprintable():
            self.fault(name, "must be one line of plain text")
            return default
        return value

    def one_of(self, name: str, default: str, choices: Sequence[str]) -> str:
        value = self._raw(name) or default
        if value not in choices:
            self.fault(name, f"must be {' or '.join(choices)}, not {value!r}")
            return default
        return value

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self._raw(name)
        if value is None:
            return default
        # Only plain digits: int() would take "1_0", "+8" and " 8 " as well.
        is_plain = value.isascii() and value.isdigit() and len(value) < 16
        if not (is_plain and least <= int(value) <= most):
            self.fault(
                name, f"must be a whole number from {least} to {most}, not {value!r}"
            )
            return default
        return int(value)

    def folder(self, name: str, default: Path) -> Path:
        value = Path(self._raw(name) or default).expanduser().absolute()
        if value.exists() and not value.is_dir():
            self.fault(name, f"must be a folder, and {value} is not")
        if "?" in str(value):
            self.fault(name, "must not hold a question mark")
        return value

    def picture(self, name: str) -> PictureFile | None:
        """A logo or a signature, read and found sound."""
        value = self._raw(name)
        return self._picture(name, value) if value else None

    def named_pictures(self, name: str) -> tuple[tuple[str, PictureFile], ...]:
        """Pictures with the names of those whose they are: ``Name=file; Name=file``."""
        found = []
        for part in filter(str.strip, (self._raw(name) or "").split(";")):
            whose, _, path = (piece.strip() for piece in part.partition("="))
            if not whose or not path:
                self.fault(name, f"must look like Name=/folder/logo.svg, not {part!r}")
            elif picture := self._picture(name, path):
                found.append((whose, picture))
        return tuple(found)

    def _picture(self, name: str, value: str) -> PictureFile | None:
        try:
            return read_picture(Path(value).expanduser().absolute())
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def secret(self, name: str, *, at_least: int) -> str | None:
        value = self._raw(name)
        if value is not None and len(value) < at_least:
            self.fault(name, f"must have at least {at_least} characters")
            return None
        return value

    def listed(self, name: str) -> tuple[str, ...]:
        parts = (self._raw(name) or "").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def database_url(self, name: str, default: str) -> str:
        """Return the address as SQLAlchemy takes it. It may hold a password."""
        value = self._raw(name) or default
        if value.startswith("sqlite:///") and value != "sqlite:///:memory:":
            path = Path(value.removeprefix("sqlite:///"))
            if not path.name:
                self.fault(name, "must name the SQLite file: sqlite:////folder/file")
            return f"sqlite:///{path.absolute()}"
        for scheme in _POSTGRESQL:
            if value.startswith(scheme) and urlsplit(value).path.strip("/"):
                return f"postgresql+psycopg://{value.removeprefix(scheme)}"
        self.fault(
            name,
            "must look like sqlite:////folder/file or "
            "postgresql://user:password@host/database",
        )
        return default

    def public_url(self, name: str, default: str) -> str:
        value = (self._raw(name) or default).rstrip("/")
        try:
            parts = urlsplit(value)
            is_origin = (
                parts.scheme in ("http", "https")
                and bool(parts.hostname)
                and parts.port != 0
                and value == f"{parts.scheme}://{parts.netloc}"
                and "@" not in parts.netloc
            )
        except ValueError:
            is_origin = False
        if not is_origin:
            self.fault(name, f"must look like https://course.example, not {value!r}")
            return default
        return value

    def mail_url(self, name: str) -> str | None:
        value = self._raw(name)
        if value is None:
            return None
        try:
            MailServer.from_url(value)
        except ValueError as error:
            self.fault(name, str(error))
            return None
        return value

    def mailbox(self, name: str, default: str) -> str:
        value = self.text(name, default)
        _, address = parseaddr(value)
        local, _, domain = address.rpartition("@")
        if not local or "." not in domain:
            self.fault(name, f"must look like Name <name@example.org>, not {value!r}")
            return default
        return value

    def time_zone(self, name: str, default: str) -> str:
        value = self._raw(name) or default
        try:
            ZoneInfo(value)
        # An unknown zone is a KeyError, a path a ValueError, a folder an OSError.
        except (KeyError, ValueError, OSError):
            self.fault(name, f"must be a zone such as Africa/Accra, not {value!r}")
            return default
        return value

    def _raw(self, name: str) -> str | None:
        return self._values.get(_variable(name)) or None


def _variable(name: str) -> str:
    return PREFIX + name.upper()
