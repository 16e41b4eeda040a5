"""The refusals of rounds in which learners read each other's roadmaps."""

from course.errors import CourseError, sentence


class PeerRoundOpen(CourseError):
    """A round was to be opened while another of the cohort is open."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Another round of this cohort is open. Close it first.")
        )


class DeadlinePast(CourseError):
    """A round was to be opened with a deadline that has passed."""

    def __init__(self) -> None:
        super().__init__(sentence("Choose a deadline that is still to come."))


class NoSuchRubric(CourseError):
    """A rubric was named that the roadmap does not have, or it has none."""

    def __init__(self) -> None:
        super().__init__(
            sentence("The roadmap has no such rubric. Choose one of those that it has.")
        )


class PeerRoundClosed(CourseError):
    """The round is closed: nothing more is written or assigned."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This round of peer reviews is closed. Nothing more is written.")
        )


class StalePeerPlan(CourseError):
    """Who takes part has changed since the plan was shown."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Who takes part has changed since you looked at this plan. Look at the "
                "new one."
            )
        )


class NothingToAssign(CourseError):
    """The plan pairs nobody: there are too few, or everybody has what they need."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "There is nobody to pair: everybody has their reviews, or fewer than "
                "two have handed in a roadmap."
            )
        )


class PeerReviewGiven(CourseError):
    """A review was written or saved where one was handed in already."""

    def __init__(self) -> None:
        super().__init__(
            sentence("You have handed in this review already. It stands as it is.")
        )


class PeerReviewIncomplete(CourseError):
    """A review lacks a level for a line of the rubric, or its words.

    ``missing`` names the lines by their keys, and ``summary``.
    """

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            sentence(
                "Choose a level for every line, and write what would help the author "
                "most. What you wrote is not lost."
            ),
            missing=list(missing),
        )


class PeerReviewUnchanged(CourseError):
    """A review was set aside that is so already, or one restored that stands."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This review is so already: somebody else was first. Look at what is "
                "recorded."
            )
        )
