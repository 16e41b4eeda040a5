"""Pages that are the same for everybody but for a few words, written once and kept.

A lesson is read far more often than it changes, and on a slow machine writing its page
costs more than asking the database who reads it.
"""

from collections.abc import Callable, Hashable

from flask import current_app
from markupsafe import escape

_MOST = 2000


def kept_page(kind: Hashable, write: Callable[..., str], **words: str) -> str:
    """The page of this kind with the reader's own words in their places.

    ``kind`` must tell apart all that the page depends on besides ``words``. ``write``
    is called once for each kind, with a mark in place of each word.
    """
    pages: dict[Hashable, str]
    pages = current_app.extensions.setdefault("course.kept_pages", {})
    html = pages.get(kind)
    if html is None:
        html = write(**{name: _mark(name) for name in words})
        if len(pages) < _MOST:
            pages[kind] = html
    for name, word in words.items():
        html = html.replace(_mark(name), str(escape(word)))
    return html


def _mark(name: str) -> str:
    # From a range that no text holds: files and names with such characters are refused.
    return f"\ue000{name}\ue001"
