"""A rubric: what a reader of a roadmap looks at, and what each level is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RubricLevel:
    """How well a line of the rubric is met. No two of a line bear the same points."""

    points: int
    label: str


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One thing that is looked at, with the levels that it can reach."""

    key: str
    label: str
    levels: tuple[RubricLevel, ...]

    @property
    def best(self) -> int:
        """The points of the highest level."""
        return max(level.points for level in self.levels)

    def level(self, points: int) -> RubricLevel | None:
        """The level of these points, if the line has one."""
        return next((each for each in self.levels if each.points == points), None)


@dataclass(frozen=True, slots=True)
class Rubric:
    """What a roadmap is read by. The first of the file is the roadmap's own."""

    key: str
    title: str
    lines: tuple[RubricLine, ...]

    @property
    def best(self) -> int:
        """What the highest levels are worth together."""
        return sum(line.best for line in self.lines)

    def line(self, key: str) -> RubricLine | None:
        """The line of this key, if the rubric has one."""
        return next((each for each in self.lines if each.key == key), None)

    def as_data(self) -> dict[str, Any]:
        """The rubric as plain data, to be kept as it stood."""
        return {
            "key": self.key,
            "title": self.title,
            "lines": [
                {
                    "key": line.key,
                    "label": line.label,
                    "levels": [
                        {"points": level.points, "label": level.label}
                        for level in line.levels
                    ],
                }
                for line in self.lines
            ],
        }


def rubric_of(data: Mapping[str, Any]) -> Rubric:
    """The rubric that plain data holds."""
    return Rubric(
        data["key"],
        data["title"],
        tuple(
            RubricLine(
                line["key"],
                line["label"],
                tuple(RubricLevel(**level) for level in line["levels"]),
            )
            for line in data["lines"]
        ),
    )
