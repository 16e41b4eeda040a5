"""What can be wrong at the doors of a cohort, and with applying and selecting."""

from course.errors import CourseError, sentence


class NoticeNotAccepted(CourseError):
    """Something was to be written by somebody who has not accepted the notice."""

    def __init__(self, version: str) -> None:
        super().__init__(
            sentence(
                "The privacy notice comes first: read it and accept it, then send this "
                "again. Nothing was recorded."
            ),
            version=version,
        )


class StaleNotice(CourseError):
    """A version of the privacy notice was accepted that is not in force."""

    def __init__(self, version: str) -> None:
        super().__init__(
            sentence(
                "The privacy notice has changed since you opened it. Read the new one "
                "and accept that."
            ),
            version=version,
        )


class CallClosed(CourseError):
    """The deadline is over, or the door was closed."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This call is closed: its deadline is over, or it was taken back. "
                "Write to its focal point if you think that is a mistake."
            )
        )


class WrongDoor(CourseError):
    """The call takes applications, and somebody would join; or the other way about."""

    def __init__(self, door: str) -> None:
        super().__init__(
            sentence(
                "This call does not work that way. Open its page: it says how to come "
                "in."
            ),
            door=door,
        )


class WrongCode(CourseError):
    """The code opens no door here."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This join code does not fit this course. Type it again as it was "
                "given to you."
            )
        )


class CodeReplaced(CourseError):
    """The code opened this door once; a newer one has taken its place."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This join code was replaced by a newer one. Ask whoever gave it to "
                "you for the new code."
            )
        )


class NotAdmitted(CourseError):
    """The address is not at a domain that the call is for, and no code was given."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This call is for people with its join code, or with an address at one "
                "of the offices that it names. Yours is not among them."
            )
        )


class CallFull(CourseError):
    """Every place of the cohort is taken."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Every place is taken. Write to the focal point if you would like to "
                "be told of the next run."
            )
        )


class InAnotherCohort(CourseError):
    """The person takes this course in another cohort."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This person takes this course in another cohort already. Nobody is "
                "taken out of a cohort by coming into another."
            )
        )


class AlreadyApplied(CourseError):
    """An application of this person stands already."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You have applied already. To change what you wrote, withdraw that "
                "application and apply again before the deadline."
            )
        )


class ApplicationIncomplete(CourseError):
    """The call asks for something that the application does not say."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(
            sentence("The call asks for more than was filled in."),
            missing=list(missing),
        )


class AlreadyWithdrawn(CourseError):
    """The application was withdrawn before."""

    def __init__(self) -> None:
        super().__init__(sentence("This application is withdrawn already."))


class InvalidAttachment(CourseError):
    """The file is of no kind that is taken, is empty or is too large."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


class TooManyAttachments(CourseError):
    """An application holds as many files as it may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            sentence("An application holds at most %(most)s files."), most=most
        )


class FilesClosed(CourseError):
    """An application takes no more files: it was decided upon, or withdrawn."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This application takes no more files: it was withdrawn, or it has "
                "been looked at. Write to the focal point of the call."
            )
        )


class StaleSelection(CourseError):
    """What a selection would do is no longer what was looked at."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The applications or the free places have changed since you looked. "
                "Nothing was decided. Look again and decide then."
            )
        )


class NotSelectable(CourseError):
    """Some of the applications cannot be decided in this way; none was."""

    def __init__(self, rows: tuple[dict[str, str], ...]) -> None:
        super().__init__(
            sentence(
                "Some of these applications cannot be decided so, and nothing was. "
                "Leave them out and decide again."
            ),
            rows=list(rows),
        )


class NoPlaceLeft(CourseError):
    """More were to be selected than there are places, and there is no waiting list."""

    def __init__(self, places: int) -> None:
        super().__init__(
            sentence(
                "There are %(places)s free places and no waiting list. Choose fewer, "
                "or raise the quota."
            ),
            places=places,
        )
