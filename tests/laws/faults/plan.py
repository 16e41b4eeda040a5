"""What a seed stands for: what the learner does, and what befalls each request.

Each request's fate is drawn by itself, from the seed and the request's name, which says
what it is for and how often that was sent before. Thus one fault can be taken out of a
schedule and most others stay as they were, which is how one that fails is shortened.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Any

DEVICES = ("phone", "laptop")
QUESTIONS = ("first", "second", "third")
RIGHT = "right"
LAST_ACT = 60.0
# A fifth of the requests meet with one of these, each as likely as its weight.
FAULTY = 0.2
PRESSED_TWICE = 0.1
FAULTS = {
    "lost": 4,
    "answer lost": 4,
    "doubled": 4,
    "delayed": 4,
    "killed": 2,
    "disk full": 1,
    "cut off": 1,
}


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the learner does at a moment, on one of the devices."""

    name: str
    moment: float
    device: str
    kind: str
    question: str = ""
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one request: its fault, and how long it is on its way.

    ``again`` is when a second copy arrives, after the first.
    """

    fault: str
    there: float
    back: float
    again: float = 0.0


@dataclass(frozen=True)
class Plan:
    """One schedule. ``without`` names acts and faults that are left out of it."""

    seed: int
    without: frozenset[str] = frozenset()

    @cached_property
    def is_timed(self) -> bool:
        """Whether the quiz has a time limit, which ends within the schedule."""
        return self._draw("limit").random() < 0.25

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """Everything that the learner does, in order."""
        draw = self._draw("acts")
        acts = [
            self._answers(draw, number, draw.uniform(1, LAST_ACT), draw.choice(DEVICES))
            for number in range(draw.randint(3, 8))
        ]
        acts += [
            Act(f"closing {number}", draw.uniform(4, LAST_ACT), device, "close")
            for number, device in enumerate(draw.choices(DEVICES, k=2))
            if draw.random() < 0.15
        ]
        for device, (start, end) in self.away.items():
            # Answered without a line, and then the page is closed.
            given, closed = sorted((draw.uniform(start, end), draw.uniform(start, end)))
            acts.append(self._answers(draw, len(acts), given, device))
            if draw.random() < 0.5:
                acts.append(Act(f"closing of the {device}", closed, device, "close"))
        acts += [
            Act(f"submission {number}", draw.uniform(15, LAST_ACT), device, kind)
            for number, device in enumerate(draw.choices(DEVICES, k=2))
            if (kind := draw.choice(("submit", "submit hastily", "", "")))
        ]
        kept = [act for act in acts if act.name not in self.without]
        return tuple(sorted(kept, key=lambda act: act.moment))

    @cached_property
    def begins(self) -> dict[str, float]:
        """When each device is taken up: at the same time, or one later."""
        draw = self._draw("beginning")
        later = draw.choice((0.0, 0.0, draw.uniform(2, 20)))
        return {"phone": draw.uniform(0, 0.3), "laptop": later + draw.uniform(0, 0.3)}

    @cached_property
    def away(self) -> dict[str, tuple[float, float]]:
        """When a device has no line at all, if there is such a time."""
        found = {}
        for device in DEVICES:
            draw = self._draw(f"{device} away")
            start, length = draw.uniform(3, LAST_ACT), draw.uniform(5, 25)
            name = f"the {device} away"
            if draw.random() < 0.2 and name not in self.without:
                found[device] = (start, start + length)
        return found

    def fate(self, name: str, *, is_start: bool = False) -> Fate:
        """What becomes of the request of this name. A start is often pressed twice."""
        draw = self._draw(name)
        there, back = draw.uniform(0.02, 0.4), draw.uniform(0.02, 0.4)
        again, slow = draw.choice((5, 90)) * draw.random(), draw.uniform(1, 25)
        is_faulty = draw.random() < FAULTY
        fault = draw.choices(list(FAULTS), list(FAULTS.values()))[0]
        if is_start and draw.random() < PRESSED_TWICE:
            is_faulty, fault = True, "doubled"
        if not is_faulty or name in self.without:
            return Fate("", there, back)
        if fault == "delayed":
            there += slow
        return Fate(fault, there, back, again if fault == "doubled" else 0.0)

    def draw_for(self, purpose: str) -> Random:
        """Chance for one purpose, the same for the same seed."""
        return self._draw(purpose)

    def _draw(self, purpose: str) -> Random:
        return Random(f"{self.seed} {purpose}")  # noqa: S311  # for replaying

    def _answers(self, draw: Random, number: int, moment: float, device: str) -> Act:
        # Each is told from every other, a few right ones and cleared ones apart.
        answer = draw.choice((RIGHT, None, f"word {number}", f"word {number}"))
        question = draw.choice(QUESTIONS)
        return Act(f"answer {number}", moment, device, "answer", question, answer)
