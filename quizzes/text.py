"""Plain text, tidied the same way wherever it comes from."""

import unicodedata


def collapsed(text: str) -> str:
    """The text without space around it and with single spaces within."""
    return " ".join(text.split())


def has_control_characters(text: str) -> bool:
    """Whether the text holds characters that cannot be stored or shown.

    PostgreSQL refuses a NUL in text, and a lone surrogate cannot be written as UTF-8.
    """
    return any(unicodedata.category(character) in {"Cc", "Cs"} for character in text)
