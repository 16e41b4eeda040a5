"""Drawing the questions of one attempt from a bank, by a blueprint.

A blueprint says how many units each objective contributes. A unit is a question by
itself, or a scenario with all of its questions. What the learner has not seen yet is
preferred. The work grows with what is drawn and what was seen, never with the bank.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import post_load

from quizzes.question import Question
from quizzes.scenario import Scenario
from quizzes.schemas import FileSchema, Key, WholeNumber


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """So many units of one objective on every paper."""

    objective: str
    draw: int


class BlueprintRowSchema(FileSchema):
    """One entry of ``blueprint``."""

    objective = Key(required=True)
    draw = WholeNumber(1, 200, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> BlueprintRow:
        return BlueprintRow(**data)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is drawn as one: the keys of its questions, in the order of the file."""

    name: str
    keys: tuple[str, ...]
    points: int


def pools_of(
    questions: Sequence[Question], scenarios: Sequence[Scenario]
) -> Mapping[str, tuple[Unit, ...]]:
    """The units of each objective. What has no objective is never drawn."""
    members: dict[str, list[Question]] = {each.key: [] for each in scenarios}
    pools: dict[str, list[Unit]] = {}
    for question in questions:
        if question.scenario in members:
            members[question.scenario].append(question)
        elif question.objective is not None:
            pools.setdefault(question.objective, []).append(_unit([question]))
    for scenario in scenarios:
        inside = members[scenario.key]
        if scenario.objective is not None and inside:
            pools.setdefault(scenario.objective, []).append(_unit(inside))
    return {objective: tuple(units) for objective, units in pools.items()}


def draw_keys(
    pools: Mapping[str, tuple[Unit, ...]],
    blueprint: Sequence[BlueprintRow],
    seed: int,
    seen: Collection[str],
) -> tuple[str, ...]:
    """The keys of the questions that an attempt with this seed asks.

    ``seen`` holds the keys that the learner met in earlier attempts. They come up
    again only where a pool has nothing else left, those drawn by chance as well.
    """
    known = frozenset(seen)
    keys: list[str] = []
    for row in blueprint:
        pool = pools.get(row.objective, ())
        for unit in _draw(pool, row.draw, (seed, row.objective), known):
            keys.extend(unit.keys)
    return tuple(keys)


def _unit(questions: Sequence[Question]) -> Unit:
    return Unit(
        name=questions[0].key,
        keys=tuple(question.key for question in questions),
        points=sum(question.points for question in questions),
    )


def _draw(
    pool: Sequence[Unit], wanted: int, salt: tuple[int | str, ...], seen: frozenset[str]
) -> list[Unit]:
    """The first units of a shuffle that is made only as far as it is looked at.

    Fisher and Yates's shuffle, with a dictionary in place of the array: a place that
    nobody has touched holds itself. Units that were seen step aside until no other is
    left, so that at most ``wanted`` and the seen ones are looked at.
    """
    moved: dict[int, int] = {}
    fresh: list[Unit] = []
    aside: list[Unit] = []
    for place in range(len(pool)):
        if len(fresh) == wanted:
            break
        other = place + _number(*salt, place) % (len(pool) - place)
        chosen = moved.get(other, other)
        moved[other] = moved.get(place, place)
        unit = pool[chosen]
        (aside if seen.intersection(unit.keys) else fresh).append(unit)
    return (fresh + aside)[:wanted]


# As for orders: a digest stays the same between processes and versions of Python.
# Eight bytes against a bank of thousands: the bias of the remainder cannot be seen.
def _number(*parts: int | str) -> int:
    digest = hashlib.sha256(json.dumps(parts).encode("ascii")).digest()
    return int.from_bytes(digest[:8], "big")
