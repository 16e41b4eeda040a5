"""The settings of one installation, read from its environment."""

import re
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from config.mail import MailServer
from config.secret import DEMONSTRATION_PREFIX, demonstration_secret
from config.settings import DEFAULTS, Settings, SettingsError

ROOT = Path(__file__).parents[2]
LONG_SECRET = "k7" * 24


def read(data_dir: Path, **variables: str) -> Settings:
    """Read settings from variables named without their prefix, in small letters."""
    environ = {f"COURSE_{name.upper()}": text for name, text in variables.items()}
    return Settings.from_environ({"COURSE_DATA_DIR": str(data_dir)} | environ)


def faults(data_dir: Path, **variables: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read(data_dir, **variables)
    return caught.value.faults


def production(**changes: str) -> dict[str, str]:
    """Name what a production installation must have, with these changes."""
    return {
        "environment": "production",
        "secret_key": LONG_SECRET,
        "public_url": "https://course.example.org",
        "issuer_name": "An office",
        "signatory_name": "A person",
        "signatory_title": "Head of the office",
    } | changes


def test_nothing_set_is_a_demonstration_on_this_machine(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = Settings.from_environ({"HOME": "/somewhere"})

    assert not settings.is_production
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite:///{tmp_path}/data/course.sqlite"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.is_https
    assert settings.mail_server is None
    assert settings.mail_dir == tmp_path / "data" / "mail"
    assert settings.zone.key == "UTC"
    assert {name: getattr(settings, name) for name in DEFAULTS} == DEFAULTS | {
        "data_dir": tmp_path / "data"
    }


def test_every_setting_can_be_set(tmp_path):
    settings = read(
        tmp_path,
        environment="demonstration",
        host="0.0.0.0",  # noqa: S104 - a container listens so
        port="9000",
        keys_dir=str(tmp_path / "elsewhere"),
        database_url="postgres://ama:s%40fe@db:5432/course",
        secret_key=LONG_SECRET,
        secret_key_fallbacks="one, two,",
        public_url="http://training.example:9000/",
        mail_url="smtps://ama:pass%40word@mail.example",
        mail_from="The office <office@example.org>",
        demo_password="a password of mine",
        issuer_name="Bureau de la migration",
        signatory_name="أمينة",
        signatory_title="Directrice",
        office_zone="Africa/Accra",
        workers="2",
        threads="4",
        session_hours="8",
        log_level="debug",
        trusted_proxies="1",
        maximum_body_bytes="2000000",
    )

    assert (settings.host, settings.port) == ("0.0.0.0", 9000)  # noqa: S104 - as above
    assert settings.database_url == ("postgresql+psycopg://ama:s%40fe@db:5432/course")
    assert settings.keys_dir == tmp_path / "elsewhere"
    assert settings.secret_key == LONG_SECRET
    assert settings.secret_key_fallbacks == ("one", "two")
    assert settings.public_url == "http://training.example:9000"
    assert settings.mail_server == MailServer(
        host="mail.example", port=465, security="tls", user="ama", password="pass@word"
    )
    assert settings.demo_password == "a password of mine"
    assert settings.signatory_name == "أمينة"
    assert settings.zone.key == "Africa/Accra"
    assert (settings.workers, settings.threads, settings.session_hours) == (2, 4, 8)
    assert (settings.log_level, settings.trusted_proxies) == ("debug", 1)
    assert settings.maximum_body_bytes == 2_000_000


def test_all_faults_are_named_at_once(tmp_path):
    named = faults(
        tmp_path,
        environment="staging",
        port="eighty",
        database_url="mysql://db/course",
        secret_key="short",
        public_url="course.example.org",
        mail_url="mail.example:25",
        demo_password="short",
        office_zone="Atlantis",
        threads="0",
        prot="80",
    )

    assert [fault.split()[0] for fault in named] == [
        "COURSE_PROT",
        "COURSE_ENVIRONMENT",
        "COURSE_PORT",
        "COURSE_DATABASE_URL",
        "COURSE_PUBLIC_URL",
        "COURSE_DEMO_PASSWORD",
        "COURSE_THREADS",
        "COURSE_MAIL_URL",
        "COURSE_MAIL_FROM",
        "COURSE_OFFICE_ZONE",
        "COURSE_SECRET_KEY",
    ]
    assert named[0] == "COURSE_PROT is not a setting. Did you mean COURSE_PORT?"


def test_the_error_reads_as_a_list(tmp_path):
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, port="0", workers="none")

    assert str(caught.value) == (
        "The settings have faults:\n"
        "- COURSE_PORT must be a whole number from 1 to 65535, not '0'.\n"
        "- COURSE_WORKERS must be a whole number from 1 to 64, not 'none'."
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("environment", "Production"),
        ("port", "65536"),
        ("port", "8_000"),
        ("port", "-1"),
        ("port", "٨٠"),
        ("port", "9" * 5000),
        ("host", "127.0.0.1\nX"),
        ("database_url", "sqlite://"),
        ("database_url", "sqlite:///"),
        ("database_url", "sqlite:///:memory:"),
        ("database_url", "postgresql://db"),
        ("database_url", "oracle://db/course"),
        ("public_url", "ftp://course.example"),
        ("public_url", "https://course.example/path"),
        ("public_url", "https://course.example?q"),
        ("public_url", "https://user@course.example"),
        ("public_url", "https://course.example:port"),
        ("public_url", "https://[broken"),
        ("secret_key", "x" * 31),
        ("demo_password", "eleven char"),
        ("mail_from", "nobody"),
        ("mail_from", "Name <nobody@>"),
        ("issuer_name", "two\nlines"),
        ("office_zone", "Mars/Olympus"),
        ("office_zone", "../etc/passwd"),
        ("office_zone", "Africa"),
        ("log_level", "loud"),
        ("trusted_proxies", "yes"),
        ("maximum_body_bytes", "1024"),
        ("session_hours", "0"),
        ("silent_days", "0"),
        ("quiet_from", "24"),
        ("quiet_until", "-1"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_setting(
    tmp_path, name, value
):
    named = faults(tmp_path, **{name: value})

    assert len(named) == 1
    assert named[0].startswith(f"COURSE_{name.upper()} must ")


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "smtp://",
        "smtp://mail.example/inbox",
        "smtps://ama@mail.example",
        "smtp://mail.example:port",
        "smtp://ama:hunter2hunter2@mail.example",
        "smtp://[broken",
    ],
)
def test_a_mail_address_that_cannot_be_is_refused_without_repeating_it(tmp_path, url):
    named = faults(tmp_path, mail_url=url, mail_from="office@example.org")

    assert len(named) == 1
    assert named[0].startswith("COURSE_MAIL_URL ")
    assert "hunter2" not in named[0]


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://127.0.0.1", 25, "none"),
        ("smtp://me:secret@localhost:1025", 1025, "none"),
        ("smtp+starttls://me:secret@mail.example", 587, "starttls"),
        ("smtps://me:secret@mail.example:4465", 4465, "tls"),
    ],
)
def test_the_mail_server_is_read_from_its_address(url, port, security):
    server = MailServer.from_url(url)

    assert (server.port, server.security) == (port, security)


def test_mail_needs_a_sender(tmp_path):
    named = faults(tmp_path, mail_url="smtp://127.0.0.1:25")

    assert named == ("COURSE_MAIL_FROM is needed with COURSE_MAIL_URL.",)


def test_a_data_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "data"
    file.write_text("", encoding="utf-8")

    assert faults(file) == (f"COURSE_DATA_DIR must be a folder, and {file} is not.",)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "data").write_text("", encoding="utf-8")

    named = faults(tmp_path / "data" / "deeper")

    assert named == ("COURSE_DATA_DIR cannot keep the secret key: Not a directory.",)


def test_an_empty_variable_counts_as_not_set(tmp_path):
    settings = read(tmp_path, port="", mail_url="  ", secret_key_fallbacks="")

    assert settings.port == 8000
    assert settings.mail_url is None
    assert settings.secret_key_fallbacks == ()


def test_what_steers_the_tests_is_no_fault(tmp_path):
    assert read(tmp_path, test_chromium="/usr/bin/chromium").port == 8000


def test_production_says_everything_it_lacks(tmp_path):
    named = faults(
        tmp_path, environment="production", demo_password="a password of mine"
    )

    assert [fault.split()[0] for fault in named] == [
        "COURSE_PUBLIC_URL",
        "COURSE_DEMO_PASSWORD",
        "COURSE_ISSUER_NAME",
        "COURSE_SIGNATORY_NAME",
        "COURSE_SIGNATORY_TITLE",
        "COURSE_SECRET_KEY",
    ]
    assert not (tmp_path / "secret-key").exists()


def test_production_with_what_it_needs_is_accepted(tmp_path):
    settings = read(tmp_path, **production())

    assert settings.is_production
    assert settings.is_https


def test_production_refuses_a_demonstration_secret(tmp_path):
    made = demonstration_secret(tmp_path)

    named = faults(tmp_path, **production(secret_key=made, secret_key_fallbacks=made))

    assert named == (
        "COURSE_SECRET_KEY_FALLBACKS holds a demonstration secret.",
        "COURSE_SECRET_KEY is a demonstration secret: make a new one.",
    )


def test_production_refuses_plain_http(tmp_path):
    named = faults(tmp_path, **production(public_url="http://course.example.org"))

    assert named == ("COURSE_PUBLIC_URL must be the https:// address people will use.",)


def test_the_demonstration_makes_one_secret_and_keeps_it(tmp_path):
    data_dir = tmp_path / "new" / "data"

    first = read(data_dir).secret_key
    second = read(data_dir).secret_key

    assert first == second == demonstration_secret(data_dir)
    assert first.startswith(DEMONSTRATION_PREFIX)
    assert len(first) > 60
    assert [path.name for path in data_dir.iterdir()] == ["secret-key"]


def test_the_secret_is_readable_by_its_owner_alone(tmp_path):
    demonstration_secret(tmp_path)

    mode = stat.S_IMODE((tmp_path / "secret-key").stat().st_mode)

    assert mode == 0o600


@pytest.mark.parametrize("kept", ["", "demonstration-", LONG_SECRET])
def test_a_secret_file_that_holds_something_else_is_refused(tmp_path, kept):
    (tmp_path / "secret-key").write_text(kept, encoding="utf-8")

    (named,) = faults(tmp_path)

    assert named.startswith("COURSE_DATA_DIR ")
    assert "Remove it" in named
    assert LONG_SECRET not in named


def test_secrets_are_hidden(tmp_path):
    settings = read(
        tmp_path,
        database_url="postgresql://ama:hunter2hunter2@db/course",
        secret_key="hunter2" * 6,
        secret_key_fallbacks="hunter2-before",
        mail_url="smtps://ama:hunter2hunter2@mail.example",
        mail_from="office@example.org",
        demo_password="hunter2hunter2",
    )

    assert "hunter2" not in repr(settings)
    assert "hunter2" not in repr(settings.mail_server)


def test_faults_never_repeat_a_secret(tmp_path):
    named = faults(
        tmp_path,
        database_url="mysql://ama:hunter2@db/course",
        secret_key="hunter2",
        mail_url="imap://ama:hunter2@mail.example",
        demo_password="hunter2",
    )

    assert len(named) == 5
    assert "hunter2" not in " ".join(named)


def test_settings_for_tests_take_overrides(tmp_path):
    settings = Settings.for_tests(tmp_path, port=9123, office_zone="Asia/Tokyo")

    assert settings.public_url == "http://127.0.0.1:9123"
    assert settings.zone.key == "Asia/Tokyo"
    assert settings.secret_key.startswith(DEMONSTRATION_PREFIX)
    assert not any(tmp_path.iterdir())


def test_the_readme_has_a_row_for_each_setting_with_its_default():
    readme = (ROOT / "config" / "README.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(r"^\| `COURSE_(\w+)`[ †‡]* \| (.*?) \|", readme, re.MULTILINE)
    )

    assert list(rows) == [one.name.upper() for one in fields(Settings)]
    for name, default in DEFAULTS.items():
        if default not in (None, ()):
            assert rows[name.upper()] == f"`{default}`", name


def test_the_example_of_a_settings_file_needs_only_its_blanks_filled(tmp_path):
    example = (ROOT / "config/deploy/env.example").read_text(encoding="utf-8")
    lines = [line for line in example.splitlines() if line and line[0] != "#"]
    environ = dict(line.split("=", 1) for line in lines)
    filled = {name: value for name, value in environ.items() if value}

    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ | {"COURSE_DATA_DIR": str(tmp_path)})

    blanks = environ.keys() - filled.keys()
    assert {fault.split()[0] for fault in caught.value.faults} <= blanks
