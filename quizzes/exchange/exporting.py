"""A quiz written in a format that other programs read."""

from quizzes.exchange.errors import NotExported
from quizzes.exchange.exchange_format import Images
from quizzes.exchange.formats import EXCHANGE_FORMATS
from quizzes.exchange.report import remark
from quizzes.media import files_shown
from quizzes.quiz import Quiz


def export_bank(quiz: Quiz, format_name: str, images: Images) -> bytes:
    """The quiz as a file, or ``NotExported``; ``images`` are its files by name."""
    lacking = [file for _, file in files_shown(quiz) if file not in images]
    if lacking:
        why = remark("The picture '%(file)s' is not to be had.", file=lacking[0])
        raise NotExported(why)
    return EXCHANGE_FORMATS[format_name].write(quiz, images)
