"""What refusals about papers mean and what to do, by the slug of each address."""

from course.errors import sentence

PAPER_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "no-paper-asked": (
        sentence("Programmes ask for a paper. This is a course, which asks for none."),
        sentence("Open your courses, and hand the paper in on the programme’s page."),
    ),
    "paper-not-taken": (
        sentence(
            "The file is no PDF and no Word document, or it is empty or too large. "
            "What counts is what is in it, whatever it is called. Nothing was kept."
        ),
        sentence(
            "Save the paper as PDF, or as a Word document (.docx) without macros, and "
            "hand that in. Pictures of a lower resolution make a file smaller."
        ),
    ),
    "title-not-printable": (
        sentence(
            "The title is printed on the diploma, and the fonts of the diploma lack "
            "some of its letters. Nothing was kept."
        ),
        sentence("Write the title without the letters that the answer names."),
    ),
    "honour-needed": (
        sentence("A paper is handed in with one’s word that it is one’s own work."),
        sentence("Tick the box if that is so. A program sends own_work=true."),
    ),
    "paper-waiting": (
        sentence("Your last paper was not read yet. The new one was not kept."),
        sentence("Wait for the letter that tells you what became of it."),
    ),
    "paper-accepted": (
        sentence("Your paper was accepted before. The new one was not kept."),
        sentence("You need do nothing more about the paper."),
    ),
    "paper-reviewed-meanwhile": (
        sentence("A paper is reviewed once, and somebody else was first."),
        sentence("Open the paper and read the review that stands."),
    ),
    "paper-comments-needed": (
        sentence("A paper was to be sent back without comments. Nothing was recorded."),
        sentence("Write what should change, and record the review again."),
    ),
}
