"""Putting the life of one learner on record: the rows that the verbs would leave."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from course.evidence import SELF_PACED
from course.models import (
    Attempt,
    Enrolment,
    EnrolmentEvent,
    LessonCompletion,
    LessonOpening,
    Mark,
    Response,
)
from learner_api.demonstration.multitude.editions import Taught
from learner_api.demonstration.multitude.ledger import dashed, stem_of
from learner_api.demonstration.multitude.moments import spelt
from learner_api.demonstration.multitude.standings import Done, Kept, done_in, kept_of
from learner_api.demonstration.multitude.studying import Read, Sat
from learner_api.demonstration.multitude.world import LedCohort, World


@dataclass(frozen=True, slots=True)
class Event:
    """What moved an enrolment, and when. ``by`` is nothing for the learner."""

    kind: str
    at: int
    cohort: LedCohort | None
    by: int | None = None
    reason: str | None = None


@dataclass(slots=True)
class Run:
    """One run of one learner: what moved it, what was done on it, and what that made.

    ``done`` are the things that a standing is folded of, in their order, and
    ``moments`` when each was recorded. ``enrolment`` is its number once it has one.
    """

    taught: Taught
    events: list[Event]
    acts: Sequence[Read | Sat]
    number: int = 1
    enrolment: int = 0
    done: tuple[Done, ...] = field(init=False)
    moments: tuple[int, ...] = field(init=False)
    kept: Kept = field(init=False)

    def __post_init__(self) -> None:
        told = [_told(act) for act in self.acts]
        self.done = tuple(each for each, moment in told if moment is not None)
        self.moments = tuple(moment for _, moment in told if moment is not None)
        self.kept = kept_of(self.taught, self.mode, self.done)

    @property
    def mode(self) -> str:
        cohort = self.events[-1].cohort
        return SELF_PACED if cohort is None else cohort.mode

    @property
    def completed_at(self) -> int | None:
        place = self.kept.completed
        return None if place is None else self.moments[place]

    @property
    def last_act_at(self) -> int:
        """When the learner was seen last; for one who never was, when it began."""
        return self.moments[-1] if self.moments else self.events[-1].at


def record_run(world: World, run: Run, user: int) -> None:
    """Put an enrolment on record with its events and everything done on it."""
    _record_enrolment(world, run, user)
    for act in run.acts:
        if isinstance(act, Sat):
            _record_sitting(world, run, act, user)
        else:
            _record_lesson(world, run, act, user)


def _told(act: Read | Sat) -> tuple[Done, int | None]:
    if isinstance(act, Sat):
        return done_in(act), act.ended
    return (act.step.module, act.step.lesson), act.finished


def _record_enrolment(world: World, run: Run, user: int) -> None:
    kept, latest = run.kept, run.events[-1]
    completed_at = run.completed_at
    run.enrolment = world.ledger.add(
        Enrolment,
        user,
        run.taught.course.key,
        run.number,
        run.taught.edition.id,
        latest.cohort.id if latest.cohort else None,
        spelt(run.events[0].at),
        spelt(latest.at) if latest.kind == "withdrawn" else None,
        kept.told(run.moments),
        kept.met,
        kept.needed,
        spelt(run.moments[-1]) if run.moments else None,
        None if completed_at is None else spelt(completed_at),
    )
    for event in run.events:
        moment = spelt(event.at)
        world.ledger.add(
            EnrolmentEvent,
            run.enrolment,
            event.kind,
            event.cohort.id if event.cohort else None,
            event.reason,
            event.by or user,
            moment,
            moment,
        )


def _record_lesson(world: World, run: Run, act: Read, user: int) -> None:
    place = (run.enrolment, act.step.module, act.step.lesson)
    opened = spelt(act.opened)
    world.ledger.add(LessonOpening, *place, user, opened, opened)
    if act.finished is not None:
        finished = spelt(act.finished)
        world.ledger.add(LessonCompletion, *place, user, finished, finished)


def _record_sitting(world: World, run: Run, act: Sat, user: int) -> None:
    sheet, quiz = act.sheet, act.step.quiz
    if quiz is None:
        return
    began, ended = spelt(act.began), spelt(act.ended)
    limit = None if quiz.time_limit is None else act.began + quiz.time_limit * 60
    first = world.ledger.piles[Response].next_number
    operations = stem_of("operation", world.ledger.seed)
    attempt = world.ledger.add(
        Attempt,
        run.enrolment,
        quiz.key,
        act.number,
        act.step.quiz_edition,
        sheet.seed,
        sheet.drawn_json,
        None if limit is None else spelt(limit),
        ended,
        "learner",
        _digest_of(act, operations, first),
        user,
        began,
        began,
    )
    pause = (act.ended - act.began - 20) / max(1, len(sheet.answers))
    for place, (question, answer) in enumerate(sheet.answers):
        moment = spelt(act.began + int(pause * (place + 1)))
        world.ledger.add(
            Response,
            attempt,
            question,
            f"{operations}{first + place:012x}",
            1,
            answer,
            user,
            moment,
            moment,
        )
    world.ledger.add(
        Mark,
        attempt,
        act.step.quiz_edition,
        sheet.points,
        sheet.out_of,
        sheet.passed,
        sheet.detail,
        user,
        ended,
        ended,
    )


def _digest_of(act: Sat, operations: str, first: int) -> str:
    """The fingerprint of the saves held, as ``responses.digest_of_saves`` makes it.

    Its keys are in order already.
    """
    answers, stem = act.sheet.answers, dashed(operations)
    lines = [
        f"{answers[place][0]} {stem}{first + place:012x}\n"
        for place in act.sheet.in_order_of_keys
    ]
    return sha256("".join(lines).encode()).hexdigest()
