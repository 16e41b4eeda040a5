"""The settings of one installation, read once from its environment.

Every setting is a field of ``Settings``; its variable is ``COURSE_`` and the field's
name in capitals. ``config/README.md`` says what each is for.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from config.mail import MailServer
from config.pictures import PictureFile
from config.reading import Reading
from config.secret import DEMONSTRATION_PREFIX, LEAST_SECRET, demonstration_secret

ENVIRONMENTS = ("demonstration", "production")
LOG_LEVELS = ("debug", "info", "warning", "error")
SIGNED_BY = ("issuer_name", "signatory_name", "signatory_title")


class SettingsError(Exception):
    """The environment does not describe an installation that could be served."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The settings have faults:\n- " + "\n- ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this installation is run. Secrets stay out of its ``repr``."""

    environment: str = "demonstration"
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    keys_dir: Path
    database_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    secret_key_fallbacks: tuple[str, ...] = field(default=(), repr=False)
    public_url: str
    mail_url: str | None = field(default=None, repr=False)
    mail_from: str = "Handbook course <course@example.org>"
    demo_password: str | None = field(default=None, repr=False)
    issuer_name: str = "Handbook course demonstration"
    signatory_name: str = "Demonstration signatory"
    signatory_title: str = "Course administrator (demonstration)"
    signatory_image: PictureFile | None = None
    signatory_2_name: str | None = None
    signatory_2_title: str | None = None
    signatory_2_image: PictureFile | None = None
    signatory_3_name: str | None = None
    signatory_3_title: str | None = None
    signatory_3_image: PictureFile | None = None
    issuer_logo: PictureFile | None = None
    partner_logos: tuple[tuple[str, PictureFile], ...] = ()
    office_zone: str = "UTC"
    silent_days: int = 7
    export_days: int = 14
    quiet_from: int = 20
    quiet_until: int = 8
    workers: int = 1
    threads: int = 8
    session_hours: int = 12
    log_level: str = "info"
    trusted_proxies: int = 0
    maximum_body_bytes: int = 1_048_576

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_https(self) -> bool:
        """Whether people reach the course by HTTPS, so that its cookies say Secure."""
        return self.public_url.startswith("https://")

    @property
    def mail_server(self) -> MailServer | None:
        """The server that mail is handed to; without one, mail is written as files."""
        return MailServer.from_url(self.mail_url) if self.mail_url else None

    @property
    def mail_dir(self) -> Path:
        return self.data_dir / "mail"

    @property
    def exports_dir(self) -> Path:
        return self.data_dir / "exports"

    @property
    def zone(self) -> ZoneInfo:
        """The time zone whose calendar dates a certificate."""
        return ZoneInfo(self.office_zone)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings, or raise ``SettingsError`` naming every fault at once."""
        reading = Reading(environ)
        reading.refuse_unknown(tuple(one.name for one in fields(cls)))
        values = {
            **_read_serving(reading),
            **_read_mail(reading),
            **_read_certificates(reading),
        }
        if values["environment"] == "production":
            _require_for_production(reading, values)
        values["secret_key"] = _read_secret(reading, values)
        if reading.faults:
            raise SettingsError(tuple(reading.faults))
        return cls(**values)

    @classmethod
    def for_tests(cls, data_dir: Path, **overrides: Any) -> Self:
        """Make settings for one test, without an environment."""
        values: dict[str, Any] = {
            "data_dir": data_dir,
            "keys_dir": data_dir / "keys",
            "database_url": _sqlite_in(data_dir),
            "secret_key": f"{DEMONSTRATION_PREFIX}{'for-tests-only-' * 3}",
            "public_url": f"http://127.0.0.1:{overrides.get('port', 8000)}",
        }
        return cls(**values | overrides)


DEFAULTS: dict[str, Any] = {
    one.name: one.default for one in fields(Settings) if one.default is not MISSING
}


def _read_serving(reading: Reading) -> dict[str, Any]:
    environment = reading.one_of("environment", DEFAULTS["environment"], ENVIRONMENTS)
    data_dir = reading.folder("data_dir", DEFAULTS["data_dir"])
    port = reading.whole("port", DEFAULTS["port"], least=1, most=65_535)
    return {
        "environment": environment,
        "host": reading.text("host", DEFAULTS["host"]),
        "port": port,
        "data_dir": data_dir,
        "keys_dir": reading.folder("keys_dir", data_dir / "keys"),
        "database_url": reading.database_url("database_url", _sqlite_in(data_dir)),
        "secret_key_fallbacks": reading.listed("secret_key_fallbacks"),
        "public_url": reading.public_url("public_url", f"http://127.0.0.1:{port}"),
        "demo_password": reading.secret("demo_password", at_least=12),
        "workers": reading.whole("workers", DEFAULTS["workers"], least=1, most=64),
        "threads": reading.whole("threads", DEFAULTS["threads"], least=1, most=256),
        "silent_days": reading.whole(
            "silent_days", DEFAULTS["silent_days"], least=1, most=365
        ),
        "export_days": reading.whole(
            "export_days", DEFAULTS["export_days"], least=1, most=365
        ),
        "quiet_from": reading.whole(
            "quiet_from", DEFAULTS["quiet_from"], least=0, most=23
        ),
        "quiet_until": reading.whole(
            "quiet_until", DEFAULTS["quiet_until"], least=0, most=23
        ),
        "session_hours": reading.whole(
            "session_hours", DEFAULTS["session_hours"], least=1, most=24 * 30
        ),
        "log_level": reading.one_of("log_level", DEFAULTS["log_level"], LOG_LEVELS),
        "trusted_proxies": reading.whole(
            "trusted_proxies", DEFAULTS["trusted_proxies"], least=0, most=10
        ),
        "maximum_body_bytes": reading.whole(
            "maximum_body_bytes",
            DEFAULTS["maximum_body_bytes"],
            least=65_536,
            most=1_073_741_824,
        ),
    }


def _read_mail(reading: Reading) -> dict[str, Any]:
    mail_url = reading.mail_url("mail_url")
    if reading.is_set("mail_url") and not reading.is_set("mail_from"):
        reading.fault("mail_from", "is needed with COURSE_MAIL_URL")
    return {
        "mail_url": mail_url,
        "mail_from": reading.mailbox("mail_from", DEFAULTS["mail_from"]),
    }


def _read_certificates(reading: Reading) -> dict[str, Any]:
    signed = {name: reading.text(name, DEFAULTS[name]) for name in SIGNED_BY}
    further = {
        name: reading.text(name, "") or None
        for number in (2, 3)
        for name in (f"signatory_{number}_name", f"signatory_{number}_title")
    }
    images = ("signatory_image", "signatory_2_image", "signatory_3_image")
    _require_whole_signatories(reading)
    return {
        **signed,
        **further,
        **{name: reading.picture(name) for name in (*images, "issuer_logo")},
        "partner_logos": reading.named_pictures("partner_logos"),
        "office_zone": reading.time_zone("office_zone", DEFAULTS["office_zone"]),
    }


def _require_whole_signatories(reading: Reading) -> None:
    """A further signatory has a name and a title, and a third comes after a second."""
    for number in (2, 3):
        name, title, image = (
            f"signatory_{number}_{part}" for part in ("name", "title", "image")
        )
        if any(map(reading.is_set, (name, title, image))):
            for needed in (name, title):
                if not reading.is_set(needed):
                    reading.fault(needed, f"is needed with a signatory {number}")
    if reading.is_set("signatory_3_name") and not reading.is_set("signatory_2_name"):
        reading.fault("signatory_2_name", "is needed before a third signatory")


def _require_for_production(reading: Reading, values: Mapping[str, Any]) -> None:
    """Refuse what would make an installation for real people a demonstration."""
    if not values["public_url"].startswith("https://"):
        reading.fault("public_url", "must be the https:// address people will use")
    if reading.is_set("demo_password"):
        reading.fault("demo_password", "has no place in production: remove it")
    for name in SIGNED_BY:
        if not reading.is_set(name):
            reading.fault(name, "must be set in production: certificates carry it")
    for fallback in values["secret_key_fallbacks"]:
        if fallback.startswith(DEMONSTRATION_PREFIX):
            reading.fault("secret_key_fallbacks", "holds a demonstration secret")


def _read_secret(reading: Reading, values: Mapping[str, Any]) -> str:
    """Return the key that signs cookies; only a demonstration makes its own."""
    secret = reading.secret("secret_key", at_least=LEAST_SECRET)
    if values["environment"] == "production":
        if not reading.is_set("secret_key"):
            reading.fault("secret_key", "must be set in production")
        elif secret is not None and secret.startswith(DEMONSTRATION_PREFIX):
            reading.fault("secret_key", "is a demonstration secret: make a new one")
        return secret or ""
    if secret is not None or reading.faults:
        return secret or ""
    try:
        return demonstration_secret(values["data_dir"])
    except OSError as error:
        reading.fault("data_dir", f"cannot keep the secret key: {error.strerror}")
    except ValueError as error:
        reading.fault("data_dir", str(error))
    return ""


def _sqlite_in(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'course.sqlite'}"
