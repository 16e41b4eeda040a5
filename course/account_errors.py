"""What can be wrong with accounts, passwords and the links that lead to them."""

from course.errors import CourseError, sentence


class WrongCredentials(CourseError):
    """The address and the password do not go together."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "The address or the password is not right. Check both and try again."
            )
        )


class EmailTaken(CourseError):
    """Another person already uses this address."""

    def __init__(self, email: str) -> None:
        super().__init__(
            sentence("Another person already has this address."), email=email
        )


class WeakPassword(CourseError):
    """The password is too easy to guess."""

    def __init__(self, minimum: int) -> None:
        super().__init__(
            sentence(
                "Choose a password of at least %(minimum)s characters. "
                "A few words are fine."
            ),
            minimum=minimum,
        )


class InvitationInvalid(CourseError):
    """The link was used, has run out, or never was."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This link was already used or has run out. Ask for a new one from the "
                "sign-in page."
            )
        )


class RegistrationInvalid(CourseError):
    """The link by which an address is confirmed was used, has run out, or never was."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This link was already used or has run out. If you chose a password, "
                "sign in with it. If not, register once more: the open calls are at "
                "the foot of this page."
            )
        )


class LastAdministrator(CourseError):
    """The platform would be left with nobody who can manage it."""

    def __init__(self) -> None:
        super().__init__(
            sentence(
                "This is the last administrator. "
                "Make somebody else an administrator first."
            )
        )


class RealPeoplePresent(CourseError):
    """The demonstration would have mixed its people with real ones."""

    def __init__(self, count: int) -> None:
        super().__init__(
            sentence(
                "This database holds %(count)s real people, so the demonstration was "
                "not loaded. Use another database or data folder for it."
            ),
            count=count,
        )


class UnknownLanguage(CourseError):
    """A language was named in which no letters are written."""

    def __init__(self, language: str) -> None:
        super().__init__(
            sentence(
                "No letters are written in the language “%(language)s”. Choose one "
                "from the list."
            ),
            language=language,
        )
