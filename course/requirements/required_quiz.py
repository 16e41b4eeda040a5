"""A quiz as a rule names it."""

from dataclasses import dataclass
from typing import Any

from course.counting import BEST, CountingRule


@dataclass(frozen=True, slots=True)
class RequiredQuiz:
    """A quiz that is asked for, where it is, and which attempts at it count.

    A test of the whole course belongs to no module: its ``module_key`` is empty.
    """

    module_key: str
    key: str
    title: str
    counting: CountingRule = BEST

    def to_data(self) -> list[Any]:
        return [self.module_key, self.key, self.title, *self.counting.to_data()]

    @classmethod
    def from_data(cls, data: list[Any]) -> "RequiredQuiz":
        module_key, key, title, *counting = data
        return cls(module_key, key, title, CountingRule.from_data(counting))
