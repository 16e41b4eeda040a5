"""The life of one of the multitude: who they are, when they come, what they do."""

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from itertools import pairwise
from random import Random
from typing import TypeAlias

from course.models import AccountEvent, ProfileEntry, Renewal, User
from learner_api.demonstration.multitude import shape
from learner_api.demonstration.multitude.awarding import record_awards
from learner_api.demonstration.multitude.calendar import Group, edition_of
from learner_api.demonstration.multitude.moments import DAY, awake, spelt
from learner_api.demonstration.multitude.people import (
    Person,
    a_person,
    moved_on,
    with_second_name,
)
from learner_api.demonstration.multitude.recording import Event, Run, record_run
from learner_api.demonstration.multitude.studying import a_plan, study
from learner_api.demonstration.multitude.world import LedCohort, World
from learner_api.demonstration.people import DOMAIN

Change: TypeAlias = Callable[[Person, Random], Person]
Told: TypeAlias = list[tuple[int, Person]]

_HOUR = 3600
_LEAVES = (
    "Moved to another post.",
    "Has no time for it this year.",
    "Asked to be taken off.",
    "Was enrolled by mistake.",
)
_BEGINS_ANEW = "Has moved to another ministry and begins anew."
# Somebody joins a cohort so many before their own, which is thus open already.
_MOVES_BACK = 3


def record_learner(world: World, group: Group, number: int) -> None:
    """Put one learner of a group on record, with everything that they ever did."""
    random, now = world.random, world.now
    person = a_person(random)
    run = _first_run(world, group)
    _leave(world, run)
    runs = [run]
    completed_at = run.completed_at
    judged_at, is_corrected = now, False
    changes = _changes(world, run.events[0].at)
    if completed_at is not None:
        judged_at = awake(completed_at + DAY * random.randint(3, 30))
        is_corrected = judged_at < now and random.random() < 2 * shape.SUPERSEDED
        runs += _second_run(world, completed_at)
    if is_corrected:
        changes.append((judged_at - _HOUR, with_second_name))
    told = _told(world, run.events[0].at, person, changes)
    user = _record_person(world, number, run, told)

    def name_at(moment: int) -> str:
        return next(each.name for at, each in reversed(told) if at <= moment)

    for each in runs:
        record_run(world, each, user)
        record_awards(
            world,
            each,
            user,
            name_at=name_at,
            judged_at=judged_at if each is run else now,
            is_corrected=is_corrected,
        )
    if len(runs) > 1:
        _record_renewal(world, *runs)


def _first_run(world: World, group: Group) -> Run:
    """Enrolled before the cohort opens, or one day of the week; then they study."""
    random, opens = world.random, group.begins * DAY
    taught = world.editions[group.edition]
    cohort = None if group.cohort is None else world.cohorts[group.cohort]
    if cohort is None:
        enrolled = min(awake(opens + random.random() * 7 * DAY), world.now - _HOUR)
        ready = enrolled
    else:
        enrolled = awake(opens - DAY * random.randint(3, 30))
        ready = opens
    by = None if cohort is None else cohort.trainer
    events = [Event("enrolled", enrolled, cohort, by)]
    if cohort is not None and random.random() < shape.MOVES:
        moved = _moved(world, cohort, awake(opens + DAY * random.randint(1, 4)))
        events += moved
        ready = moved[-1].at if moved else ready
    begins = ready + int(min(random.expovariate(1 / 4), 20) * DAY) + 600
    # Whoever never begins has a plan too, and no acts.
    plan = a_plan(taught, random)
    is_begun = random.random() < shape.STARTS
    acts = study(taught, plan, world.sheets, random, begins=begins, now=world.now)
    return Run(taught, events, list(acts) if is_begun else ())


def _moved(world: World, cohort: LedCohort, at: int) -> list[Event]:
    """To an earlier cohort that is taught the same, if there is one near."""
    place = cohort.group.cohort or 0
    near = world.cohorts[max(0, place - _MOVES_BACK) : place]
    same = [each for each in near if each.group.edition == cohort.group.edition]
    if not same or at >= world.now:
        return []
    other = world.random.choice(same)
    return [Event("assigned", at, other, cohort.trainer)]


def _leave(world: World, run: Run) -> None:
    """Some who have not completed are taken off the course, and a few come back."""
    random, cohort = world.random, run.events[-1].cohort
    share = shape.WITHDRAWS / (1 - shape.MEANS_TO_COMPLETE)
    if run.completed_at is not None or random.random() >= share:
        return
    by = world.administrator if cohort is None else cohort.trainer
    last = max(run.last_act_at, run.events[-1].at)
    left = awake(last + DAY * random.randint(2, 21))
    if left >= world.now:
        return
    run.events.append(Event("withdrawn", left, cohort, by, random.choice(_LEAVES)))
    back = awake(left + DAY * random.randint(2, 30))
    if random.random() < shape.RESTORED and back < world.now:
        run.events.append(Event("restored", back, cohort, by))


def _second_run(world: World, completed_at: int) -> list[Run]:
    """A few of those who completed long ago begin anew, by an administrator's leave."""
    random, now = world.random, world.now
    renews = random.random() < shape.RENEWS
    least = completed_at + shape.RENEWS_AFTER * DAY
    if not renews or least >= now - DAY:
        return []
    begun = awake(random.randint(least, now - DAY))
    taught = world.editions[edition_of(begun // DAY, now // DAY)]
    events = [Event("enrolled", begun, None, world.administrator)]
    acts = study(
        taught,
        a_plan(taught, random),
        world.sheets,
        random,
        begins=begun + DAY,
        now=now,
    )
    return [Run(taught, events, list(acts), number=2)]


def _record_renewal(world: World, first: Run, second: Run) -> None:
    moment = spelt(second.events[0].at)
    world.ledger.add(
        Renewal,
        second.enrolment,
        first.enrolment,
        _BEGINS_ANEW,
        world.administrator,
        moment,
        moment,
    )


def _changes(world: World, created: int) -> list[tuple[int, Change]]:
    """A few work elsewhere from some day on."""
    random, now = world.random, world.now
    if random.random() >= shape.CHANGES_PROFILE or created + DAY >= now:
        return []
    at = awake(random.randint(created + DAY, now))
    return [(at, moved_on)] if at < now else []


def _told(
    world: World, created: int, person: Person, changes: Sequence[tuple[int, Change]]
) -> Told:
    """What somebody said of themselves, from which moment on."""
    told = [(created, person)]
    for at, change in sorted(changes, key=lambda each: each[0]):
        told.append((at, change(told[-1][1], world.random)))
    return told


def _record_person(world: World, number: int, run: Run, told: Told) -> int:
    """Their account, and every entry of their profile; their number."""
    created, cohort = spelt(told[0][0]), run.events[0].cohort
    latest = told[-1][1].columns
    # Who was enrolled by a trainer and never came has not chosen a password.
    has_come = bool(run.acts) or cohort is None
    user = world.ledger.add(
        User,
        f"learner.{number}@{DOMAIN}",
        "learner",
        *latest,
        world.password_hash if has_come else None,
        1,
        True,
        created,
    )
    by = None if cohort is None else cohort.trainer
    made = '{"role": "learner"}'
    world.ledger.add(AccountEvent, user, "created", made, by, created, created)
    world.ledger.add(ProfileEntry, user, *told[0][1].columns, by, created, created)
    for (_, before), (at, after) in pairwise(told):
        moment, changed = spelt(at), json.dumps({"fields": _unlike(before, after)})
        kind = "profile-changed"
        world.ledger.add(AccountEvent, user, kind, changed, user, moment, moment)
        world.ledger.add(ProfileEntry, user, *after.columns, user, moment, moment)
    return user


def _unlike(before: Person, after: Person) -> list[str]:
    names = [each.name for each in fields(Person)]
    return sorted(
        name for name in names if getattr(before, name) != getattr(after, name)
    )
