"""What the life of an award does not allow, in the course's words."""

from course.errors import CourseError, sentence


class AwardRevoked(CourseError):
    """A revoked award is not acted on again."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate was revoked, and that is final. If it was a mistake, "
                "the learner can earn a new one."
            )
        )


class AwardSuperseded(CourseError):
    """A replaced award is not acted on, but its newest successor may be."""

    def __init__(self, newest: str) -> None:
        super().__init__(
            sentence(
                "This certificate was replaced. Act on the one that replaces it: "
                "%(newest)s."
            ),
            newest=newest,
        )


class AwardExpired(CourseError):
    """An award that no longer holds is neither suspended nor reinstated."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate has expired: it holds no longer, so it can be "
                "neither suspended nor reinstated. Taking the course again earns a "
                "new one."
            )
        )


class AwardSuspended(CourseError):
    """A suspended award is not replaced: its successor would hold."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate is suspended, and one that replaced it would hold. "
                "Reinstate it first, or revoke it."
            )
        )


class NotSuspended(CourseError):
    """Only a suspended award can be reinstated."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate is not suspended: there is nothing to reinstate."
            )
        )


class AlreadySuspended(CourseError):
    """Another act suspended the award before."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate is suspended already. Look at its history: somebody "
                "was before you."
            )
        )


class AlreadyRevoked(CourseError):
    """Another act revoked the award before."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This certificate is revoked already. Look at its history: somebody "
                "was before you."
            )
        )


class NothingToSupersede(CourseError):
    """The new document would say what the old one says."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "A new certificate would say what this one says. Nothing was replaced."
            )
        )


class NoLongerSupported(CourseError):
    """The marks of today do not support the award, so none is written from them."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "By today's marks this certificate is not earned, so no new one can be "
                "written from them. Suspend or revoke it instead."
            )
        )


class WaitsForRelease(CourseError):
    """The award is earned, and waits until an administrator validates the run."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You have earned this certificate. It is issued when your cohort's "
                "run is validated; there is nothing that you need do."
            )
        )


class CorrectionWaits(CourseError):
    """One name correction at a time."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "You have already asked for another name on this certificate. Wait for "
                "the answer; you are told by mail."
            )
        )


class CorrectionAnswered(CourseError):
    """Somebody else has answered this request."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This request was already answered. Look at what was said; yours was "
                "not recorded."
            )
        )


class SameName(CourseError):
    """The name that is asked for is the one that is printed."""

    def __init__(self) -> None:
        super().__init__(
            sentence("This is the name that the certificate already bears.")
        )


class NothingToRelease(CourseError):
    """No certificate of this cohort waits for its run to be validated."""

    def __init__(self) -> None:
        super().__init__(
            sentence("No certificate of this cohort waits to be released.")
        )


class StaleRelease(CourseError):
    """What a release would issue is no longer what was listed; nothing was done."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The cohort has changed since the list was made, so nothing was "
                "released. Look at the list as it is now."
            )
        )
