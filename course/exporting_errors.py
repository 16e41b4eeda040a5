"""Refusals of files that were asked for."""

from datetime import datetime

from course.errors import CourseError, sentence


class NotSettled(CourseError):
    """A file was asked for as of a moment at which the record may still grow."""

    def __init__(self, latest: datetime) -> None:
        super().__init__(
            sentence(
                "Things that began before this moment are still being recorded, so a "
                "file of it could not be had again. The latest moment is %(latest)s."
            ),
            latest=latest.isoformat().replace("+00:00", "Z"),
        )


class PurposeNeeded(CourseError):
    """Names were asked for, and not what for; or a purpose was given for figures."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "Say in 10 to 500 characters what the names are needed for. A file of "
                "figures names nobody, and takes no purpose."
            )
        )


class CohortNeeded(CourseError):
    """A trainer asked for the names of more than one cohort."""

    def __init__(self) -> None:
        super().__init__(
            sentence("Trainers get the names of one cohort at a time: say of which.")
        )


class UnknownFormat(CourseError):
    """No file is written in this format here."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            sentence("There is no format '%(name)s'. The formats are: %(known)s."),
            name=name,
            known=", ".join(known),
        )


class ExportNotReady(CourseError):
    """The file is not written yet, or was not written at all."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The file is not there yet. Its page says how far it is, or why it was "
                "not written."
            )
        )


class ExportGone(CourseError):
    """The file was there, and is no longer; the same can be had again."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The file is no longer kept. Ask for a new one as of the same moment: "
                "it holds the same."
            )
        )


class ExportDiskFull(CourseError):
    """The disk has no room for the file; nothing of it was kept."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(
            sentence(
                "The disk has no room for the file, and nothing of it was kept. It "
                "needs more than %(needed)s bytes, and %(free)s are free. Ask whoever "
                "runs the course to make room, then ask for the file again."
            ),
            needed=needed,
            free=free,
        )


class ExportDiffers(CourseError):
    """What lies on the disk is not what was written; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The disk gave back something else than was written, so the file was "
                "thrown away. Ask for it again."
            )
        )


class NoReaders(CourseError):
    """A scheduled report was to be sent to nobody, or to too many."""

    def __init__(self, most: int) -> None:
        super().__init__(
            sentence("Say to whom it is to be sent: 1 to %(most)s addresses."),
            most=most,
        )


class UnknownReaders(CourseError):
    """A scheduled report was to be sent to somebody who is not staff here."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        super().__init__(
            sentence(
                "A report is sent to trainers and administrators of this course. "
                "These addresses are nobody's of them: %(shown)s."
            ),
            shown=", ".join(addresses),
            addresses=list(addresses),
        )
