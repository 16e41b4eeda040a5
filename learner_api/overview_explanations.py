"""What the problems of writing to a group mean, and what to do about them."""

from course.errors import sentence

OVERVIEW_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "stale-audience": (
        sentence(
            "Somebody came into the group or left it since the trainer saw who would "
            "get the letter. Nobody was written to."
        ),
        sentence("Look at the group as it is now, and send the letter then."),
    ),
    "nobody-to-write-to": (
        sentence(
            "Nobody is in the group, or all of it were withdrawn or closed their "
            "accounts."
        ),
        sentence("Choose another group on the page of the cohort's learners."),
    ),
}
