"""Plain text, tidied the same way wherever it comes from."""

import unicodedata


def collapsed(text: str) -> str:
    """The text without space around it and with single spaces within."""
    return " ".join(text.split())


def tidied(text: str) -> str:
    """The text with one way of encoding each letter (Unicode NFKC) and single spaces.

    An acute accent that was typed for an apostrophe becomes one: NFKC would part it
    from its word.
    """
    apostrophes = text.replace("\N{ACUTE ACCENT}", "'")
    return collapsed(unicodedata.normalize("NFKC", apostrophes))


def has_control_characters(text: str) -> bool:
    """Whether the text holds characters that cannot be stored or shown.

    PostgreSQL refuses a NUL in text, and a lone surrogate cannot be written as UTF-8.
    """
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
