"""What a command says when it cannot do what it was asked."""

import click
from sqlalchemy.exc import DBAPIError, OperationalError

from config.keys import KeysError
from config.settings import SettingsError
from course.errors import CourseError
from course.outline_files import ContentFaults


class WrongSettings(click.ClickException):
    """The environment does not describe an installation."""

    exit_code = 2


def explained(error: Exception) -> click.ClickException | None:
    """The line or lines to print instead of a traceback, or nothing for a defect."""
    match error:
        case SettingsError():
            return WrongSettings(_listed("settings", error.faults))
        case KeysError():
            return WrongSettings(_listed("signing keys", error.faults))
        case ContentFaults():
            return click.ClickException(_listed("content files", error.faults))
        case CourseError():
            return click.ClickException(error.message)
        case OperationalError():
            return click.ClickException(_unreachable(error))
    return None


def _listed(what: str, faults: tuple[object, ...]) -> str:
    lines = "\n".join(f"- {fault}" for fault in faults)
    return f"The {what} have faults:\n{lines}"


def _unreachable(error: DBAPIError) -> str:
    # The driver's first line says why; the address, with its password, is not in it.
    reason = str(error.orig).strip().partition("\n")[0]
    return f"The database cannot be used: {reason}"
