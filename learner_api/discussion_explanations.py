"""What refusals about discussions mean and what to do, by the slug of each address."""

from course.errors import sentence

DISCUSSION_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "post-not-open": (
        sentence(
            "A post that is hidden or withdrawn cannot be edited, reported or marked "
            "as an answer. Nothing was recorded."
        ),
        sentence("Load the thread again. A trainer can show a hidden post again."),
    ),
    "post-state-unchanged": (
        sentence(
            "The post is hidden or shown already, or its writer has withdrawn it. "
            "Nothing was recorded."
        ),
        sentence("Open the page of the post: it tells what was done, by whom and why."),
    ),
    "reported-already": (
        sentence("Each person reports a post once. Your first report stands."),
        sentence("Nothing need be done. The trainers of the cohort decide."),
    ),
}
