"""Writing the checker: keys, words and scripts become one file that needs nothing."""

import json
from base64 import b32encode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course.canonical import canonical_json
from course.credentials.keys import KeyRing, SigningKey
from learner_api.checker.words import checker_words
from learner_api.translation import DEFAULT, FOLDER, translations

FILE_NAME = "certificate-checker.html"

_HERE = Path(__file__).parent
_TEMPLATES = _HERE.parent / "templates"
_STATIC = _HERE.parent / "static"
# Each stands in an element of its own, so that an old browser that cannot read one of
# them still runs the others.
_SCRIPTS = (
    _STATIC / "payload.js",
    *(
        _HERE / "scripts" / f"{name}.js"
        for name in (
            "signatures",
            "finding",
            "sampling",
            "mending",
            "reading",
            "showing",
            "checking",
            "register",
            "pictures",
            "page",
        )
    ),
)


@dataclass(frozen=True, slots=True)
class Checker:
    """What one checker is made of.

    ``later_pages`` are those that certificates were given with, by their digests in
    hexadecimal.
    """

    issuer_name: str
    public_url: str
    verify_base: str
    keys: KeyRing
    later_pages: Mapping[str, Mapping[str, Any]]
    made_on: date
    language: str = DEFAULT

    def written(self) -> bytes:
        """The file. The same parts give the same bytes."""
        texts = _texts()
        scripts = [texts[path.name] for path in _SCRIPTS]
        page = _environment(self.language).get_template("checker/checker.html")
        html = page.render(
            checker=self,
            language=self.language,
            direction=Locale.parse(self.language).text_direction,
            made_on=_written(self.made_on, self.language),
            keys=[shown_key(key, self.language) for key in self.keys.keys],
            policy=self._policy(scripts, texts["checker.css"]),
            style=texts["checker.css"],
            scripts=scripts,
            facts=_inline_json(self._facts()),
        )
        return html.encode()

    def _facts(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "locale": "en-GB" if self.language == "en" else self.language,
            "site": self.public_url,
            "api": f"{self.public_url}/api/v1",
            "verifyBase": self.verify_base,
            "keys": [
                {"kid": key.kid, "public": b64encode(key.public).decode()}
                for key in self.keys.keys
            ],
            "laterPages": shared_parts(self.later_pages),
            "words": checker_words(self.language),
        }

    def _policy(self, scripts: list[str], style: str) -> str:
        """What the page may do: run what stands in it, and ask the one register."""
        parts = urlsplit(self.public_url)
        allowed = " ".join(map(_source, scripts))
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {allowed}",
                f"style-src {_source(style)}",
                "img-src blob:",
                "media-src blob: mediastream:",
                f"connect-src {parts.scheme}://{parts.netloc}",
                "form-action 'none'",
                "base-uri 'none'",
            )
        )


def languages() -> tuple[str, ...]:
    """The languages that a checker can be written in."""
    translated = (
        path.name for path in FOLDER.iterdir() if (path / "LC_MESSAGES").is_dir()
    )
    return tuple(sorted({DEFAULT, *translated}))


def fingerprint(key: SigningKey) -> str:
    """The whole digest of a public key, in groups that can be read aloud.

    It begins with the name of the key.
    """
    digest = b32encode(sha256(key.public).digest()).decode().rstrip("=").lower()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def shown_key(key: SigningKey, language: str = DEFAULT) -> dict[str, str | None]:
    """A key as people compare it: its name, its fingerprint and its days."""
    retired = key.retired_at
    return {
        "kid": key.kid,
        "fingerprint": fingerprint(key),
        "made": _written(key.created_at.date(), language),
        "retired": _written(retired.date(), language) if retired else None,
    }


def _written(day: date, language: str) -> str:
    """A day in words, in English as the pages of the course write it."""
    pattern = "d MMMM y" if language == DEFAULT else "long"
    written: str = format_date(day, pattern, locale=language)
    return written


def shared_parts(pages: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The pages with each of their parts once: hundreds of them differ in little.

    A page is told as the places of its edition, its objectives, its rule and its
    modules among the parts.
    """
    parts: dict[str, int] = {}

    def place(part: Any) -> int:
        return parts.setdefault(canonical_json(part), len(parts))

    told = {
        digest: [
            place(page["edition"]),
            place(page["objectives"]),
            place(page["rule"]),
            [place(module) for module in page["modules"]],
        ]
        for digest, page in pages.items()
    }
    return {"pages": told, "parts": [json.loads(part) for part in parts]}


@cache
def _texts() -> dict[str, str]:
    paths = (*_SCRIPTS, _HERE / "checker.css")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = translations(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # put there by the extension
        catalogue.ugettext, catalogue.ungettext, newstyle=True
    )
    return environment


def _source(text: str) -> str:
    """An inline text as a policy names it."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _inline_json(value: Mapping[str, Any]) -> str:
    """JSON that no browser takes for markup."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c")
