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


class SecondMarkingClosed(CourseError):
    """A second marker was asked for where there is none to ask any more."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Nobody can be asked for a second review of this roadmap: it is "
                "accepted, it has two reviews already, or its learner has appealed."
            )
        )


class NoSecondMarker(CourseError):
    """Somebody was asked who may not review this roadmap a second time."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Choose another trainer of the cohort or an administrator, who has "
                "not reviewed this roadmap."
            )
        )


class NothingToDecide(CourseError):
    """There are no reviews that differ, or no appeal, or it is decided already."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "There is nothing to decide here, or somebody else has decided it. "
                "Look at what is recorded."
            )
        )


class NothingToAppeal(CourseError):
    """An appeal was made where none is open."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You can appeal once against a review that sent your roadmap back, as "
                "long as none of yours is accepted and nobody reads it a second time."
            )
        )


class AppealOfOwnReview(CourseError):
    """An appeal was to be decided by somebody who reviewed the roadmap."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You reviewed this roadmap. Another trainer of the cohort or an "
                "administrator decides the appeal."
            )
        )
