"""What of a text that somebody sent a page may show."""

import unicodedata


def showable(text: str) -> str:
    """The text without control characters, which no page may hold; lines stay lines."""
    return "".join(
        each
        for each in text
        if each in "\n\r\t" or unicodedata.category(each) not in ("Cc", "Cs")
    )
