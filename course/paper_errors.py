"""The refusals of handing in and reviewing papers."""

from course.errors import CourseError, sentence


class NoPaperAsked(CourseError):
    """A paper was handed in where the rule of the course asks for none."""

    def __init__(self) -> None:
        super().__init__(sentence("This course asks for no paper."))


class PaperNotTaken(CourseError):
    """The file is no PDF and no Word document, or it is too large, or empty."""

    def __init__(self, most_megabytes: int) -> None:
        super().__init__(
            sentence(
                "This file cannot be taken. Hand in a PDF or a Word document (.docx) "
                "without macros, of %(megabytes)s MB at the most."
            ),
            megabytes=most_megabytes,
        )


class TitleNotPrintable(CourseError):
    """The title of a paper holds letters that a diploma cannot show."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(
            sentence("A diploma cannot show these letters of the title: %(shown)s"),
            shown=" ".join(characters),
            characters=list(characters),
        )


class HonourNeeded(CourseError):
    """A paper was handed in without the word that it is one's own work."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Confirm that the paper is your own work before you hand it in.")
        )


class PaperWaiting(CourseError):
    """A paper of this learner waits to be read, so no other is handed in."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Your paper waits to be read. If it comes back to you, you can hand in "
                "another."
            )
        )


class PaperAlreadyAccepted(CourseError):
    """A paper of this learner was accepted; no other is needed."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Your paper is accepted. Nothing more need be handed in.")
        )


class PaperReviewedMeanwhile(CourseError):
    """Somebody else has reviewed the paper first; that review stands."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Somebody else has reviewed this paper since you opened it. Yours was "
                "not recorded. Look at what they wrote."
            )
        )


class PaperCommentsNeeded(CourseError):
    """A paper was to be sent back without a word of why."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Say what should change. The learner works from your comments.")
        )
