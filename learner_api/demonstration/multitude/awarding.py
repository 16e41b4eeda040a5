"""Putting on record what a run earned, and what became of its documents."""

from collections.abc import Callable

from course.award_kinds import COMPLETION
from course.award_states import ISSUED, REVOKED, SUPERSEDED
from course.models import Achievement, Award, AwardEvent
from learner_api.demonstration.multitude import shape
from learner_api.demonstration.multitude.documents import Filled
from learner_api.demonstration.multitude.moments import spelt
from learner_api.demonstration.multitude.recording import Run
from learner_api.demonstration.multitude.world import World

_CORRECTED = "The name was short of the one in the passport."
_TAKEN_BACK = "The answers of the last test were somebody else's."


def record_awards(
    world: World,
    run: Run,
    user: int,
    *,
    name_at: Callable[[int], str],
    judged_at: int,
    is_corrected: bool,
) -> None:
    """Each award that the run earned, with what became of the certificate.

    At ``judged_at`` it is written anew with the name of that moment, where
    ``is_corrected`` says so; otherwise a few are revoked.
    """
    for kind, place in run.kept.earned:
        moment = run.moments[place]
        said = spelt(moment)
        achievement = world.ledger.add(
            Achievement,
            run.enrolment,
            kind,
            run.taught.edition.id,
            False,
            user,
            said,
            said,
        )
        filled = _filled(world, run, kind, place, name_at(moment))
        award = _issue(world, achievement, filled, earned=moment, given=moment)
        if kind != COMPLETION or judged_at >= world.now:
            continue
        if is_corrected:
            later = _filled(world, run, kind, place, name_at(judged_at), filled.number)
            _issue(
                world,
                achievement,
                later,
                earned=moment,
                given=judged_at,
                supersedes=award,
            )
            _note(world, award, SUPERSEDED, judged_at, "name", _CORRECTED)
        elif world.random.random() < shape.REVOKED:
            _note(world, award, REVOKED, judged_at, None, _TAKEN_BACK)


def _filled(
    world: World,
    run: Run,
    kind: str,
    place: int,
    holder: str,
    supersedes: str | None = None,
) -> Filled:
    """The document as the office writes it once the thing at ``place`` was done."""
    return world.documents.write(
        run.taught,
        kind,
        run.mode,
        run.done[: place + 1],
        holder=holder,
        given=run.moments[place],
        random=world.random,
        supersedes=supersedes,
    )


def _issue(
    world: World,
    achievement: int,
    filled: Filled,
    *,
    earned: int,
    given: int,
    supersedes: int | None = None,
) -> int:
    by = None if supersedes is None else world.administrator
    moment = spelt(given)
    award = world.ledger.add(
        Award,
        filled.number,
        achievement,
        filled.claims,
        filled.digest,
        supersedes,
        by,
        spelt(earned),
        moment,
    )
    world.ledger.add(AwardEvent, award, ISSUED, None, None, by, moment, moment)
    return award


def _note(
    world: World, award: int, act: str, at: int, cause: str | None, reason: str
) -> None:
    moment = spelt(at)
    by = world.administrator
    world.ledger.add(AwardEvent, award, act, cause, reason, by, moment, moment)
