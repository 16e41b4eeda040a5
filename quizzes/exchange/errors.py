"""What cannot be taken from a bank, and what cannot be written into one."""

from quizzes.exchange.report import Remark, Report


class BankRefused(Exception):
    """A file cannot be taken as a whole: nothing of it was.

    ``line`` is where it fails, from 1. ``report`` tells of the single questions where
    it was they that did not let it pass.
    """

    def __init__(
        self,
        why: Remark,
        line: int = 1,
        file: str | None = None,
        report: Report | None = None,
    ) -> None:
        self.why = why
        self.line = line
        self.file = file
        self.report = report or Report()
        place = f"{file}:{line}" if file else f"line {line}"
        self.message = f"{place}: {why}"
        super().__init__(self.message)


class QuestionRefused(Exception):
    """One question cannot be taken whole, so nothing of it is."""

    def __init__(self, why: Remark) -> None:
        self.why = why
        super().__init__(str(why))


class NotExported(Exception):
    """A quiz holds what a format has no way to write."""

    def __init__(self, why: Remark) -> None:
        self.why = why
        self.message = str(why)
        super().__init__(self.message)
