"""Pairs under bounds, made whole and then bettered by chains of exchanges.

A chain adds a pair, takes another of the same author away, adds one of that reviewer's,
and so on: nobody's numbers change but at its two ends.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

# With more people the chains that better nothing take too long to rule out. What the
# circle gives is the best already, unless one office is about half of all.
MOST_IMPROVED = 300

_Node = tuple[str, str]
_GIVES, _GETS = "gives", "gets"
# Where a chain changes who has one more or one fewer than the others.
_ONE_GIVES, _ONE_GETS = (_GIVES, ""), (_GETS, "")


@dataclass(slots=True)
class Bounds:
    """How many further pairs each person needs, and how many they may have at most."""

    needed: dict[str, int]
    most: dict[str, int]

    @classmethod
    def around(cls, target: int, had: Mapping[str, int]) -> "Bounds":
        """Bounds of those who had so many, to the target or one above it."""
        return cls(
            {key: max(0, target - count) for key, count in had.items()},
            {key: max(0, target + 1 - count) for key, count in had.items()},
        )


@dataclass(slots=True)
class Exchanges:
    """The pairs so far: by reviewer, and the same by author."""

    offices: Mapping[str, str]
    barred: frozenset[tuple[str, str]]
    gives: Bounds
    gets: Bounds
    authors: dict[str, set[str]] = field(init=False)
    reviewers: dict[str, set[str]] = field(init=False)
    _lacking: int = field(init=False)

    def __post_init__(self) -> None:
        self.authors = {key: set() for key in self.offices}
        self.reviewers = {key: set() for key in self.offices}
        self._lacking = sum(self.gives.needed.values()) + sum(self.gets.needed.values())

    @property
    def is_done(self) -> bool:
        """Whether everybody has what they need."""
        return self._lacking == 0

    def pairs(self) -> Iterator[tuple[str, str]]:
        """All pairs, each a reviewer and an author."""
        for reviewer, authors in self.authors.items():
            for author in authors:
                yield reviewer, author

    def add_if_needed(self, reviewer: str, author: str) -> None:
        """Pair two of whom the one needs to give and the other to get."""
        if (
            len(self.authors[reviewer]) < self.gives.needed[reviewer]
            and len(self.reviewers[author]) < self.gets.needed[author]
            and self._may(reviewer, author)
        ):
            self._add(reviewer, author)
            self._lacking -= 2

    def fill(self) -> None:
        """Give to everybody what they need, as far as there are people for it."""
        for key in self.offices:
            while len(self.authors[key]) < self.gives.needed[key]:
                if not self._extend(key, giving=True):
                    break
        for key in self.offices:
            while len(self.reviewers[key]) < self.gets.needed[key]:
                if not self._extend(key, giving=False):
                    break

    def improve(self) -> None:
        """Part colleagues while any chain of exchanges would."""
        if len(self.offices) > MOST_IMPROVED:
            return
        while any(self._are_colleagues(*pair) for pair in self.pairs()):
            ring = self._ring()
            if ring is None:
                return
            for node, following in zip(ring, (*ring[1:], ring[0]), strict=True):
                self._walk(node, following)

    def _may(self, reviewer: str, author: str) -> bool:
        return (
            reviewer != author
            and author not in self.authors[reviewer]
            and (reviewer, author) not in self.barred
        )

    def _are_colleagues(self, reviewer: str, author: str) -> bool:
        return self.offices[reviewer] == self.offices[author]

    def _add(self, reviewer: str, author: str) -> None:
        self.authors[reviewer].add(author)
        self.reviewers[author].add(reviewer)

    def _remove(self, reviewer: str, author: str) -> None:
        self.authors[reviewer].discard(author)
        self.reviewers[author].discard(reviewer)

    def _extend(self, start: str, *, giving: bool) -> bool:
        """Find somebody for one who lacks a pair, by the shortest chain there is.

        The same for those who give and, looked at from the other side, who get.
        """
        near, far = (self.gives, self.gets) if giving else (self.gets, self.gives)
        mine = self.authors if giving else self.reviewers
        theirs = self.reviewers if giving else self.authors
        came: dict[str, tuple[str, str]] = {}
        waiting, seen = deque([start]), {start}
        while waiting:
            one = waiting.popleft()
            for other in self._candidates(one, far, theirs, giving=giving):
                if other in came:
                    continue
                came[other] = (one, other)
                if len(theirs[other]) < far.most[other]:
                    self._swap(start, other, came, giving=giving)
                    return True
                for next_one in sorted(theirs[other] - seen):
                    seen.add(next_one)
                    if len(mine[next_one]) > near.needed[next_one]:
                        self._unpair(next_one, other, giving=giving)
                        self._swap(start, other, came, giving=giving)
                        return True
                    waiting.append(next_one)
                    came[f"\n{next_one}"] = (next_one, other)
        return False

    def _candidates(
        self, one: str, far: Bounds, theirs: Mapping[str, set[str]], *, giving: bool
    ) -> list[str]:
        """Whom somebody may be paired with: who needs it first, colleagues last."""
        pairs = ((one, other) if giving else (other, one) for other in self.offices)
        may = [pair for pair in pairs if self._may(*pair)]
        at = 1 if giving else 0
        return [
            pair[at]
            for pair in sorted(
                may,
                key=lambda pair: (
                    len(theirs[pair[at]]) >= far.needed[pair[at]],
                    self._are_colleagues(*pair),
                ),
            )
        ]

    def _swap(
        self, start: str, end: str, came: Mapping[str, tuple[str, str]], *, giving: bool
    ) -> None:
        """Walk a chain back from its end, pairing and parting."""
        other = end
        while True:
            one = came[other][0]
            self._pair(one, other, giving=giving)
            if one == start:
                return
            other = came[f"\n{one}"][1]
            self._unpair(one, other, giving=giving)

    def _pair(self, one: str, other: str, *, giving: bool) -> None:
        self._add(*((one, other) if giving else (other, one)))

    def _unpair(self, one: str, other: str, *, giving: bool) -> None:
        self._remove(*((one, other) if giving else (other, one)))

    def _ring(self) -> list[_Node] | None:
        """A ring of exchanges after which fewer colleagues are paired, if any is left.

        After Bellman and Ford: a way that shortens without end runs in a ring.
        """
        nodes = [(side, key) for side in (_GIVES, _GETS) for key in self.offices]
        nodes += [_ONE_GIVES, _ONE_GETS]
        length = dict.fromkeys(nodes, 0)
        before: dict[_Node, _Node] = {}
        for _ in nodes:
            is_shorter = False
            for node in nodes:
                for following, cost in self._arcs(node):
                    if length[node] + cost < length[following]:
                        length[following] = length[node] + cost
                        before[following] = node
                        is_shorter = True
            if not is_shorter:
                return None
            ring = _ring_in(before)
            if ring is not None:
                return ring
        return None

    def _arcs(self, node: _Node) -> Iterator[tuple[_Node, int]]:
        """Where a chain may go on, and how many more colleagues that pairs."""
        side, key = node
        if side == _GIVES:
            mine, near = self.authors, self.gives
        else:
            mine, near = self.reviewers, self.gets
        if not key:
            yield (_ONE_GETS if side == _GIVES else _ONE_GIVES), 0
            for each in self.offices:
                count = len(mine[each])
                may = (
                    count < near.most[each]
                    if side == _GIVES
                    else (count > near.needed[each])
                )
                if may:
                    yield (side, each), 0
            return
        if side == _GIVES:
            for author in self.offices:
                if self._may(key, author):
                    yield (_GETS, author), int(self._are_colleagues(key, author))
            if len(mine[key]) > near.needed[key]:
                yield _ONE_GIVES, 0
        else:
            for reviewer in self.reviewers[key]:
                yield (_GIVES, reviewer), -int(self._are_colleagues(reviewer, key))
            if len(mine[key]) < near.most[key]:
                yield _ONE_GETS, 0

    def _walk(self, node: _Node, following: _Node) -> None:
        """Do what one arc of a ring means."""
        if not node[1] or not following[1]:
            return
        if node[0] == _GIVES:
            self._add(node[1], following[1])
        else:
            self._remove(following[1], node[1])


def _ring_in(before: Mapping[_Node, _Node]) -> list[_Node] | None:
    """A ring among the steps that lead back, in the order in which it is walked."""
    done: set[_Node] = set()
    for start in before:
        way: dict[_Node, None] = {}
        node: _Node | None = start
        while node is not None and node not in done and node not in way:
            way[node] = None
            node = before.get(node)
        if node is not None and node in way:
            back = list(way)
            return back[back.index(node) :][::-1]
        done.update(way)
    return None
