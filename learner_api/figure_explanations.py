"""What the problems of asking for figures mean, and what to do about them."""

from course.errors import sentence

FIGURE_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "future-moment": (
        sentence(
            "Figures were asked for as of a moment that has not come. They would "
            "change until then."
        ),
        sentence("Ask as of a moment that is past, or leave it out for now."),
    ),
    "impossible-filter": (
        sentence(
            "A filter names something that does not exist, contradicts another, or "
            "could be passed by nobody."
        ),
        sentence(
            "The refusal names the filter and the reason. Correct it, or leave it out."
        ),
    ),
    "unknown-breakdown": (
        sentence("The figures were to be counted by something that they do not know."),
        sentence(
            "Use one of the names that the documentation of queryStatistics lists."
        ),
    ),
}
