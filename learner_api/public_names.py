"""The public name of a record, as an address or a form gives it."""

from uuid import UUID

from flask import abort


def public_name(text: str) -> UUID:
    """The public name that this text is, or 404: what is none names nothing here."""
    return public_name_or_none(text) or abort(404)


def public_name_or_none(text: str) -> UUID | None:
    """The public name that this text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
