"""What was promised of scale and speed: told as it is measured, and refused at the end.

Nothing is raised between, so that whoever looks for a cause sees all that was measured.
"""


class Promises:
    """The promises of one run, and which of them did not hold."""

    def __init__(self) -> None:
        self._broken: list[str] = []

    def told(self, found: str, *, holds: bool) -> str:
        """What was found and promised, and whether it holds."""
        if not holds:
            self._broken.append(found)
        return f"{found}: {'holds' if holds else 'BROKEN'}"

    def require_kept(self) -> None:
        """Raise ``RuntimeError`` where a promise did not hold."""
        if self._broken:
            raise RuntimeError("\n".join(("Promises are broken:", *self._broken)))
