"""Standings of the multitude: the course's own fold, once for each pattern of study.

The fold is told moments that count the things done, first, second and so on. What it
says of when an award was earned is then the number of a thing, whoever did it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from course.enrolments import kept_columns
from course.evidence import Evidence, LessonKey, MarkedAttempt
from course.standing import Standing, fold
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.moments import iso
from learner_api.demonstration.multitude.studying import Sat

# A finished lesson, or a sitting with its number, points, out of how many, and pass.
Done: TypeAlias = LessonKey | tuple[str, int, int, int, bool]
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_EARNED = '"earned": {}'


@dataclass(frozen=True, slots=True)
class Kept:
    """What an enrolment keeps; ``earned`` names each award and the thing that gave it.

    ``text`` is the standing as JSON but for the moments at which awards were earned.
    """

    text: str
    met: int
    needed: int
    completed: int | None
    earned: tuple[tuple[str, int], ...]

    def told(self, moments: Sequence[int]) -> str:
        """The standing as JSON, for somebody who did these things at these moments."""
        if not self.earned:
            return self.text
        earned = {kind: iso(moments[place]) for kind, place in self.earned}
        return self.text.replace(_EARNED, f'"earned": {json.dumps(earned)}')


def done_in(sat: Sat) -> Done:
    """What a sitting comes to, as the fold is told it."""
    sheet = sat.sheet
    quiz = sat.step.quiz
    key = "" if quiz is None else quiz.key
    return (key, sat.number, sheet.points, sheet.out_of, sheet.passed)


@lru_cache(maxsize=1000)
def kept_of(taught: Taught, mode: str, done: tuple[Done, ...]) -> Kept:
    """What is kept of a learner who did these things in this order."""
    moments = [_FIRST + timedelta(seconds=place) for place in range(len(done))]
    lessons, attempts = {}, []
    for each, moment in zip(done, moments, strict=True):
        if len(each) == 2:
            lessons[each] = moment
        else:
            attempts.append(MarkedAttempt(*each, marked_at=moment))
    standing = fold(
        taught.course, Evidence(lessons=lessons, attempts=tuple(attempts), mode=mode)
    )
    columns = kept_columns(standing)
    completed_at = columns["completed_at"]
    return Kept(
        text=json.dumps({**columns["standing"], "earned": {}}),
        met=columns["met"],
        needed=columns["needed"],
        completed=None if completed_at is None else _place(completed_at),
        earned=tuple(sorted(_earned(standing), key=lambda each: each[1])),
    )


def _earned(standing: Standing) -> Iterator[tuple[str, int]]:
    for award in standing.awards:
        if award.met_at is not None:
            yield award.kind, _place(award.met_at)


def _place(moment: datetime) -> int:
    return int((moment - _FIRST).total_seconds())
