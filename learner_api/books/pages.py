"""The pages of an EPUB, from templates that know nothing of Flask."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from learner_api.translation import choose_form, gettext, long_date

_FOLDER = Path(__file__).parent.parent / "templates"


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_callables(  # type: ignore[attr-defined]  # put there by the extension
        gettext, choose_form, newstyle=True
    )
    templates.filters["long_date"] = long_date
    return templates


def page(name: str, **values: object) -> str:
    """One page of a book."""
    return _templates().get_template(f"books/{name}.html").render(**values)
