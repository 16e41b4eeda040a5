"""A schedule that failed, with everything taken out of it that it can fail without."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.laws.faults.books import BrokenPromise
from tests.laws.faults.plan import Plan
from tests.laws.faults.story import Story

VARIABLE = "COURSE_TEST_SCHEDULE"


def shorten(plan: Plan, story_of: Callable[[Plan], Story]) -> Story:
    """The shortest story found that fails, told again by leaving out one thing a time.

    ``story_of`` makes an untold story of a plan.
    """
    story, _ = _failing(plan, story_of)
    assert story is not None
    for name in _parts(story):
        without = replace(
            story.plan, without=story.plan.without | {name}
        )
        shorter, _ = _failing(without, story_of)
        story = shorter or story
    return story


def report(story: Story, failure: BrokenPromise) -> str:
    """What went wrong, how it came about, and how to see it again."""
    lines = [
        f"To have this schedule again: {VARIABLE}={story.plan.seed}",
        f"{failure}",
        *(
            f"  {moment:7.2f}  " + " ".join(str(word) for word in what if word != "")
            for moment, *what in story.history
        ),
    ]
    return "\n".join(lines)


def _parts(story: Story) -> Iterator[str]:
    for act in story.plan.acts:
        yield act.name
    for device in story.plan.away:
        yield f"the {device} away"
    yield from sorted(story.met)


def _failing(
    plan: Plan, story_of: Callable[[Plan], Story]
) -> tuple[Story | None, BrokenPromise | None]:
    story = story_of(plan)
    try:
        story.tell()
    except BrokenPromise as failure:
        return story, failure
    return None, None
