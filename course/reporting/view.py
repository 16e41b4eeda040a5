"""What a view for analysts is: its name, its columns in words, and its SELECT."""

from dataclasses import dataclass
from typing import Final

SCHEMA: Final = "reporting"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what PostgreSQL calls its type, and what stands in it."""

    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class View:
    """One view. ``query`` gives the columns in this order, each of its type.

    One that ``names`` people says who they are, or leads to a page that does; it is
    granted apart.
    """

    name: str
    words: str
    columns: tuple[Column, ...]
    query: str
    names: bool = False
