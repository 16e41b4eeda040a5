"""The refusals of handing in and reviewing roadmaps."""

from course.errors import CourseError, sentence


class RoadmapIncomplete(CourseError):
    """The roadmap does not hold the least that is handed in.

    ``missing`` names each section with how much is written there and how much must be.
    """

    def __init__(self, missing: tuple[dict[str, object], ...]) -> None:
        super().__init__(
            sentence(
                "Your roadmap is not ready to be handed in. Fill in what is missing "
                "first."
            ),
            missing=list(missing),
        )


class RoadmapWaiting(CourseError):
    """A roadmap of this learner waits to be read, so no other is handed in."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Your roadmap waits for your trainer. Once it was read you can hand in "
                "a newer one."
            )
        )


class ReviewedMeanwhile(CourseError):
    """Somebody else has reviewed the roadmap first; that review stands."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Somebody else has reviewed this roadmap since you opened it. Yours "
                "was not recorded. Look at what they wrote."
            )
        )


class CommentsNeeded(CourseError):
    """A roadmap was to be sent back without a word of why."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Say what should change. The learner works from your comments.")
        )
