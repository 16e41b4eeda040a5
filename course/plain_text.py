"""Plain text that people write beside their verdicts: comments, reasons, words."""


def paragraphs(text: str) -> str:
    """The text as it is kept: its paragraphs and lines as they were, nothing around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
