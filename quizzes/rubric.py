"""A rubric: what a person looks at in an answer, and what each level of it earns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import fields, post_load, validates_schema

from quizzes.schemas import (
    TABLE_WANTED,
    FaultsOf,
    FileSchema,
    Key,
    ListOf,
    Text,
    WholeNumber,
    repeated,
)

_MOST_CRITERIA = 12
_MOST_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Level:
    """How well a criterion can be met, and what that earns.

    No two levels of a criterion earn the same, so the points name the level.
    """

    points: int
    label: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that is looked at."""

    key: str
    label: str
    levels: tuple[Level, ...]

    @property
    def best(self) -> Level:
        """The level that earns the most."""
        return max(self.levels, key=lambda level: level.points)


class LevelSchema(FileSchema):
    """One entry of ``levels``."""

    points = WholeNumber(0, required=True)
    label = Text(required=True)

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Level:
        return Level(**data)


class CriterionSchema(FileSchema):
    """One entry of ``rubric``."""

    key = Key(required=True)
    label = Text(required=True)
    levels = ListOf(
        fields.Nested(LevelSchema, error_messages={"type": TABLE_WANTED}),
        2,
        _MOST_LEVELS,
        required=True,
    )

    @validates_schema
    def check_levels(self, data: dict[str, Any], **_: Any) -> None:
        faults = FaultsOf()
        points = [level.points for level in data["levels"]]
        for place, earned in enumerate(points):
            if earned in points[:place]:
                faults.add(
                    f"another level earns {earned} already.", "levels", place, "points"
                )
        faults.raise_any()

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Criterion:
        return Criterion(data["key"], data["label"], tuple(data["levels"]))


class Rubric(ListOf):
    """The field ``rubric``: a list of criteria."""

    def __init__(self) -> None:
        super().__init__(
            fields.Nested(CriterionSchema, error_messages={"type": TABLE_WANTED}),
            1,
            _MOST_CRITERIA,
            required=True,
        )


def note_repeated_criteria(rubric: tuple[Criterion, ...], faults: FaultsOf) -> None:
    """Note criteria that have the key of another."""
    for place, key in repeated(criterion.key for criterion in rubric):
        faults.add(f"the key {key!r} is already that of another.", "rubric", place)


def points_in(rubric: tuple[Criterion, ...]) -> int:
    """What the best levels earn together."""
    return sum(criterion.best.points for criterion in rubric)


def points_of_levels(rubric: tuple[Criterion, ...], levels: Mapping[str, int]) -> int:
    """What these levels, by criterion, earn together, or a ``ValueError``."""
    known = {criterion.key for criterion in rubric}
    if unknown := sorted(str(key) for key in levels if key not in known):
        raise ValueError(f"The rubric has no such criterion: {', '.join(unknown)}.")
    without = [each.label for each in rubric if each.key not in levels]
    if without:
        raise ValueError(
            "Choose a level for every criterion. Still without one: "
            f"{'; '.join(without)}."
        )
    for criterion in rubric:
        earned = [level.points for level in criterion.levels]
        given = levels[criterion.key]
        if isinstance(given, bool) or given not in earned:
            offered = ", ".join(map(str, sorted(earned)))
            raise ValueError(
                f"{criterion.label}: no level earns {given}. The levels earn {offered}."
            )
    return sum(levels.values())
