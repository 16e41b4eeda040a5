"""An index of the Handbook: built once, then asked in a millisecond or two.

It keeps for each word the numbers of the documents that hold it, and the documents as
folded text: phrases and counts are then plain string work on the few that are left.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from modules.module import Handbook
from modules.search.documents import KINDS, Document, Kind, documents_of
from modules.search.finding import Found, Scope, find
from modules.search.queries import Acronyms, Need, read_query

MOST_HITS = 50


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything that can be found, by the words that it holds."""

    documents: tuple[Document, ...]
    holders: Mapping[str, frozenset[int]]
    vocabulary: tuple[str, ...]
    acronyms: Acronyms

    @classmethod
    def of(cls, handbook: Handbook) -> "SearchIndex":
        """The index of a Handbook."""
        documents = tuple(documents_of(handbook))
        holders: defaultdict[str, set[int]] = defaultdict(set)
        for at, document in enumerate(documents):
            for field in (document.names, document.headings, document.body):
                for word in field.split():
                    holders[word].add(at)
        return cls(
            documents,
            {word: frozenset(numbers) for word, numbers in holders.items()},
            tuple(sorted(holders)),
            Acronyms.of(handbook.terms.values()),
        )

    def find(
        self,
        text: str,
        *,
        modules: Collection[str],
        kinds: Collection[Kind] = KINDS,
        limit: int = MOST_HITS,
    ) -> Found:
        """What holds these words, among lessons and modules of ``modules``."""
        query = read_query(text, self.acronyms, self.vocabulary)
        if not query.needs:
            return Found()
        scope = Scope(modules, kinds)
        return find(self.documents, self._holders_of, query, scope, limit)

    def _holders_of(self, need: Need) -> frozenset[int]:
        """The documents that hold all words of one of the phrases of a need."""
        found: frozenset[int] = frozenset()
        for phrase in need.phrases:
            found |= frozenset.intersection(
                *(self.holders.get(word, frozenset()) for word in phrase)
            )
        return found
