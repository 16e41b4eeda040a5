"""Why a book could not be handed out."""


class NotSet(RuntimeError):
    """The typesetter failed; what it said is in the message."""


class StillBeingSet(RuntimeError):
    """Another book is being written, and takes its time."""
