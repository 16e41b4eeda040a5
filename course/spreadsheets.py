"""What a spreadsheet would do to a cell, and how text is kept from it.

A cell that would be run as a formula is written behind an apostrophe. So is one that
already stands behind apostrophes, so that reading takes off what writing put on.
"""

# Every sign that Unicode and Python count as white space.
WHITE_SPACE = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# A spreadsheet runs a cell that begins so, even behind white space.
RUN = "=+-@"
BREAKS = "\t\r\n"
# Nothing else at its beginning makes a cell worth a second look.
_SUSPECT = frozenset(f"'{RUN}{WHITE_SPACE}")


def made_safe(text: str) -> str:
    """The text as a cell that no spreadsheet will run."""
    return f"'{text}" if text[:1] in _SUSPECT and runs(text) else text


def as_meant(cell: str) -> str:
    """The text that was made safe."""
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell


def runs(text: str) -> bool:
    """Whether a spreadsheet would run it, were it not for apostrophes before it."""
    bare = text.lstrip("'")
    return bare.startswith(tuple(BREAKS)) or bare.lstrip().startswith(tuple(RUN))
