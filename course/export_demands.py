"""What is demanded of whoever asks for a file: a format that is written here, and to
say what names are needed for."""

from course.export_errors import FormatNotInstalled
from course.exporting_errors import PurposeNeeded, UnknownFormat
from course.exports import EXPORT_FORMATS
from course.models.export import LEAST_PURPOSE, MOST_PURPOSE


def require_format(suffix: str) -> None:
    """Raise ``UnknownFormat`` or ``FormatNotInstalled`` where it cannot be written."""
    if suffix not in EXPORT_FORMATS:
        raise UnknownFormat(suffix, tuple(sorted(EXPORT_FORMATS)))
    kind = EXPORT_FORMATS[suffix]
    if not kind.is_installed:
        raise FormatNotInstalled(kind.title, str(kind.package))


def require_purpose(purpose: str | None, *, has_names: bool) -> None:
    """Raise ``PurposeNeeded`` unless names have a purpose, and figures have none."""
    if not has_names:
        if purpose is not None:
            raise PurposeNeeded
    elif not LEAST_PURPOSE <= len((purpose or "").strip()) <= MOST_PURPOSE:
        raise PurposeNeeded
