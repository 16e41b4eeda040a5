"""What is said of imported question banks, in the reader's language."""

from typing import Any

from learner_api.translation import gettext as _
from quizzes.exchange import BankRefused, Entry, Report
from quizzes.exchange.report import Remark


def said_remark(remark: Remark) -> str:
    """A remark on what was changed or refused."""
    return _(remark.template, **remark.data)


def refusal_words(refusal: BankRefused) -> str:
    """Why a file is refused, after the place where it fails."""
    place = f"{refusal.file}:{refusal.line}" if refusal.file else str(refusal.line)
    return _("Line %(place)s: %(why)s", place=place, why=said_remark(refusal.why))


def refusal_data(refusal: BankRefused) -> dict[str, Any]:
    """The same for programs, with what is told of the single questions."""
    return {
        "line": refusal.line,
        "file": refusal.file,
        "entries": entries_of(refusal.report),
    }


def entries_of(report: Report) -> list[dict[str, Any]]:
    """The report as data, its remarks as sentences."""
    return [
        {**entry.to_data(), "remarks": [said_remark(each) for each in entry.remarks]}
        for entry in report.entries
    ]


def report_rows(report: Report) -> list[tuple[str, str, str, str]]:
    """The report as a table: line, question, what became of it, why."""
    outcomes = {
        "taken": _("taken"),
        "changed": _("taken with changes"),
        "refused": _("refused"),
    }
    return [
        (
            entry.place,
            _named(entry),
            outcomes[entry.outcome],
            " ".join(said_remark(each) for each in entry.remarks),
        )
        for entry in report.entries
    ]


def _named(entry: Entry) -> str:
    match entry.kind:
        case "file":
            return _("The file as a whole")
        case "scenario":
            return _("Scenario: %(name)s", name=entry.name)
    return entry.name
