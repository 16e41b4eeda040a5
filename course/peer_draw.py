"""Who reads whose roadmap: a rule from values to values.

Nobody reads their own, nobody the same person's twice, everybody gives and gets the
same number within one, and nobody of one's own office where that can be avoided. The
same seed and the same people make the same pairs, wherever and whenever.

Everybody stands in a circle, offices side by side, and reads those who stand so many
places further on: with a step longer than the largest office nobody reads a colleague.
What the circle leaves over is mended along chains of exchanges, of which none is left
in the end that would better it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from course.peer_exchanges import Bounds, Exchanges

Pair: TypeAlias = tuple[str, str]
"""A reviewer and an author, by their keys."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who takes part; those of one ``office`` are colleagues."""

    key: str
    office: str | None = None


def draw_pairs(
    peers: Sequence[Peer],
    *,
    each: int,
    seed: str,
    standing: Collection[Pair] = (),
) -> tuple[Pair, ...]:
    """The further pairs that give everybody ``each`` reviews to give and to get.

    ``standing`` are the pairs that count already; of them some may be of people who do
    not take part any more. Where there are too few people, each has as many as there
    are others. Nobody is given more than one above that.
    """
    circle = _circle(peers, seed)
    target = min(each, len(circle) - 1)
    if target < 1:
        return ()
    given = {peer.key: 0 for peer in circle}
    got = dict(given)
    for reviewer, author in standing:
        if reviewer in given:
            given[reviewer] += 1
        if author in got:
            got[author] += 1
    exchanges = Exchanges(
        offices={peer.key: peer.office or f"\n{peer.key}" for peer in circle},
        barred=frozenset(standing),
        gives=Bounds.around(target, given),
        gets=Bounds.around(target, got),
    )
    for reviewer, author in _steps(circle, seed):
        if exchanges.is_done:
            break
        exchanges.add_if_needed(reviewer, author)
    exchanges.fill()
    exchanges.improve()
    place = {peer.key: at for at, peer in enumerate(circle)}
    return tuple(sorted(exchanges.pairs(), key=lambda p: (place[p[0]], place[p[1]])))


def _circle(peers: Sequence[Peer], seed: str) -> list[Peer]:
    """Everybody in the order of the seed, with those of one office side by side."""
    offices: dict[str, list[Peer]] = {}
    for peer in sorted(peers, key=lambda peer: _lot(seed, peer.key)):
        offices.setdefault(peer.office or f"\n{peer.key}", []).append(peer)
    return [peer for office in offices.values() for peer in office]


def _steps(circle: Sequence[Peer], seed: str) -> Iterator[Pair]:
    """Every pair of the circle, step by step: those steps first that part offices."""
    sizes: dict[str, int] = {}
    for peer in circle:
        if peer.office:
            sizes[peer.office] = sizes.get(peer.office, 0) + 1
    people = len(circle)

    def colleagues(step: int) -> int:
        return sum(
            max(0, size - step) + max(0, size - people + step)
            for size in sizes.values()
            if size > 1
        )

    order = sorted(
        range(1, people), key=lambda step: (colleagues(step), _lot(seed, str(step)))
    )
    for step in order:
        for at, peer in enumerate(circle):
            yield peer.key, circle[(at + step) % people].key


def _lot(seed: str, name: str) -> str:
    return sha256(f"{seed}\n{name}".encode()).hexdigest()
