"""A schedule that failed, with everything taken out of it that it can fail without."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.laws.faults.books import BrokenPromise
from tests.laws.faults.plan import Plan
from tests.laws.faults.story import Story

VARIABLE = "COURSE_TEST_SCHEDULE"


def shorten(
    plan: Plan, story_of: Callable[[Plan], Story]
) -> tuple[Story, BrokenPromise]:
    """The shortest story found that fails, and how: one thing at a time is left out.

    ``story_of`` makes an untold story of a plan.
    """
    found = _told(story_of(plan))
    assert found is not None, f"schedule {plan.seed} does not fail again"
    left = -1
    # What is left out makes room for more: until nothing more can go.
    while left != len(left_now := list(_parts(found[0]))):
        left = len(left_now)
        for name in left_now:
            without = found[0].plan.without | {name}
            found = _told(story_of(replace(plan, without=without))) or found
    return found


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


def _told(story: Story) -> tuple[Story, BrokenPromise] | None:
    """The story once told, and its failure; nothing when it ends well."""
    try:
        story.tell()
    except BrokenPromise as failure:
        return story, failure
    return None
