"""What a spreadsheet would do to a cell, and how text is kept from it.

A cell that would be run as a formula is written behind an apostrophe. So is one that
already stands behind apostrophes, so that reading takes off what writing put on.
"""

# A spreadsheet runs a cell that begins so, even behind white space.
_RUN = ("=", "+", "-", "@")
_BREAKS = ("\t", "\r", "\n")


def made_safe(text: str) -> str:
    """The text as a cell that no spreadsheet will run."""
    return f"'{text}" if _runs(text) else text


def as_meant(cell: str) -> str:
    """The text that was made safe."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def _runs(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_BREAKS) or bare.lstrip().startswith(_RUN)
