"""Every sentence that people read, collected for translators into ``messages.pot``.

A sentence is found by what it is handed to: ``_`` and ``{% trans %}``, ``sentence``
where it is only marked, and the few classes whose argument is shown as it stands.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = Path(__file__).parent / "messages.pot"
FOLDERS = ("course", "learner_api", "quizzes")

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "every_form": (1, 2),
    "sentence": None,
    "remark": None,
    "Problem": (3,),
    "ValidationError": None,
    "InvalidAnswer": (2,),
    "Line": None,
    "Secret": None,
    "OneOf": (2,),
}


def collect_sentences() -> Catalog:
    """Find every sentence in the code and the templates."""
    catalog = Catalog(project="The Handbook course", charset="utf-8")
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, method_map=_METHODS, keywords=KEYWORDS)
        for file, _line, message, comments, context in found:
            place = [(f"{folder}/{file}", 0)]
            catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def template_text() -> bytes:
    """The file for translators: sorted, so that a change shows as what changed."""
    target = BytesIO()
    write_po(
        target,
        collect_sentences(),
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        width=0,
    )
    return target.getvalue()


def write_template() -> int:
    """Write the file and return how many sentences it holds."""
    text = template_text()
    TEMPLATE.write_bytes(text)
    return text.count(b"\nmsgid ")
