"""Which documents meet a query, the best of them first.

Those that meet most needs are kept; of these come first the ones with the whole query
in their name. The rest is the usual weighing: a rare word tells more than a common one,
a name more than a heading, and the tenth mention little more than the third. A source
counts for less than a lesson: its name is long, and what it says is not here.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import log

from modules.search.documents import Document, Kind
from modules.search.queries import Need, Query
from modules.search.snippets import Snippet, snippet_of

_NAME = 6.0
_HEADING = 2.0
_BODY = 2.0
_SOURCE = 0.4


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, and the words that show why."""

    document: Document
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """The hits that were asked for, how many there are, and what else may be meant.

    ``is_whole`` is false where no document holds all that was asked for.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_whole: bool = True
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents may be shown: of these modules, and of these kinds."""

    modules: Collection[str]
    kinds: Collection[Kind]

    def holds(self, document: Document) -> bool:
        """Whether a document may be shown."""
        if document.kind not in self.kinds:
            return False
        return document.module_key is None or document.module_key in self.modules


def find(
    documents: Sequence[Document],
    holders: Callable[[Need], Iterable[int]],
    query: Query,
    scope: Scope,
    limit: int,
) -> Found:
    """The best documents for a query; ``holders`` are the numbers that meet a need."""
    scores: dict[int, tuple[int, float]] = {}
    for need in query.needs:
        holding = [at for at in holders(need) if scope.holds(documents[at])]
        rarity = log(1 + len(documents) / (1 + len(holding)))
        for at in holding:
            met, score = scores.get(at, (0, 0.0))
            weight = _weight(documents[at], need)
            if weight:
                scores[at] = (met + 1, score + rarity * weight)
    most = max((met for met, _ in scores.values()), default=0)
    ranked = sorted(
        (at for at, (met, _) in scores.items() if met == most),
        key=lambda at: (*_named(documents[at], query), -scores[at][1], at),
    )
    hits = tuple(
        Hit(documents[at], snippet_of(documents[at].passages, query.needs))
        for at in ranked[:limit]
    )
    return Found(hits, len(ranked), most == len(query.needs), query.meant)


def _weight(document: Document, need: Need) -> float:
    often = need.count_in(document.body)
    return (_SOURCE if document.kind == "source" else 1.0) * (
        _NAME * need.is_met_by(document.names)
        + _HEADING * need.is_met_by(document.headings)
        + _BODY * often / (often + 1)
    )


def _named(document: Document, query: Query) -> tuple[bool, int]:
    """Names that hold the whole query come first, and of these the shortest."""
    is_named = document.kind != "source" and all(
        need.is_met_by(document.names) for need in query.needs
    )
    return not is_named, len(document.names.split()) if is_named else 0
