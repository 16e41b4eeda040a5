"""Search over what is taught: the Handbook in, a small index out, and no service.

It knows lessons, modules, the glossary and the register of sources. It is never handed
a question bank, so that it cannot show a question.
"""

from modules.search.documents import KINDS, Document, Kind
from modules.search.finding import Found, Hit
from modules.search.index import SearchIndex
from modules.search.snippets import Piece, Snippet
from modules.search.words import folded_words

__all__ = [
    "KINDS",
    "Document",
    "Found",
    "Hit",
    "Kind",
    "Piece",
    "SearchIndex",
    "Snippet",
    "folded_words",
]
