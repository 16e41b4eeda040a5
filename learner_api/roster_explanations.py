"""What the problems of lists of learners mean, and what to do about them."""

from course.errors import sentence

ROSTER_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "unreadable-roster": (
        sentence("The list is no table that could be read, or it is too large."),
        sentence(
            "Do what the message says. A CSV file in UTF-8 or an XLSX workbook with "
            "one learner on each row is always understood."
        ),
    ),
    "roster-columns-needed": (
        sentence(
            "The headings of the list leave it open which column holds the addresses."
        ),
        sentence(
            "Say which column is which below the list. A program sends `columns`, "
            "counted from 0."
        ),
    ),
    "stale-roster-plan": (
        sentence(
            "Between the plan and its yes, somebody of the list was changed: they "
            "joined, left or moved, or the list itself was read otherwise."
        ),
        sentence(
            "Look at the plan as it is now, and apply that. A program plans again and "
            "sends the new token."
        ),
    ),
    "roster-choice-invalid": (
        sentence("A row was chosen that the plan does not offer to choose."),
        sentence(
            "Choose among the ambiguous rows and among those who would be dropped, and "
            "of several rows with one address at most one."
        ),
    ),
    "roster-reason-needed": (
        sentence("Learners were to be withdrawn, and nobody said why."),
        sentence("Write the reason. It stays on the record of each of them."),
    ),
    "roster-undo-too-late": (
        sentence("A list can be taken back for 30 days, and those are over."),
        sentence(
            "Withdraw learners one at a time on their pages, or send a list that is "
            "whole and say yes to those whom it drops."
        ),
    ),
    "roster-not-undoable": (
        sentence("The list was applied before lists could be taken back."),
        sentence("Withdraw learners one at a time on their pages."),
    ),
}
