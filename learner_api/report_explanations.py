"""What refusals about the report on a run mean, by the slug of each address."""

from course.errors import sentence

REPORT_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "report-words-changed": (
        sentence(
            "Somebody saved this section after it was opened. What you sent was not "
            "recorded."
        ),
        sentence("Read what they wrote, join it with yours and save again."),
    ),
    "report-waiting": (
        sentence("A version of the report waits for an administrator already."),
        sentence("Wait until it is sent back or validated."),
    ),
    "report-answered": (
        sentence("The version was answered already, or a newer one was handed in."),
        sentence("Load the report again and look at its versions."),
    ),
    "report-incomplete": (
        sentence("Nothing is written yet about what was done in the run."),
        sentence("Write and save that section, then hand the report in."),
    ),
}
