"""Question banks in and out: other programs' files made quizzes, and quizzes files."""

from quizzes.exchange.errors import BankRefused, NotExported
from quizzes.exchange.exchange_format import EXCHANGE_FORMATS
from quizzes.exchange.exporting import export_bank
from quizzes.exchange.images import ImageFile
from quizzes.exchange.importing import Imported, Wanted, import_bank
from quizzes.exchange.report import Entry, Report
from quizzes.exchange.writing import bank_file

__all__ = [
    "EXCHANGE_FORMATS",
    "BankRefused",
    "Entry",
    "ImageFile",
    "Imported",
    "NotExported",
    "Report",
    "Wanted",
    "bank_file",
    "export_bank",
    "import_bank",
]
