"""What refusals of what a learner does and a person marks mean, by the slug of each."""

from course.errors import sentence

WORK_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "attempt-closed": (
        sentence(
            "The attempt was submitted before, perhaps in another window, or its time "
            "was over. Its answers can no longer change."
        ),
        sentence(
            "Look at the receipt of the attempt: it holds every answer that counted."
        ),
    ),
    "attempt-open": (
        sentence(
            "The attempt is still open, so there is no receipt and no result of it yet."
        ),
        sentence("Submit the attempt, then ask again."),
    ),
    "answers-differ": (
        sentence(
            "The record holds other answers than those that you saw, so nothing was "
            "submitted. Some may still wait on your device, or another window or "
            "device has saved newer ones."
        ),
        sentence(
            "Look over your answers and submit again. A program sends the answers "
            "under send_again, reads those under changed_elsewhere, and submits anew."
        ),
    ),
    "nothing-to-mark": (
        sentence(
            "Only answers in free text of a submitted attempt are marked by a person."
        ),
        sentence("Choose an answer from the list of those that wait to be marked."),
    ),
    "sign-off-unchanged": (
        sentence(
            "A sign-off can be given once and taken back once. Somebody else was "
            "first, or the page was an old one."
        ),
        sentence(
            "Load the page again and look at what is recorded. Say something only if "
            "you disagree with it."
        ),
    ),
    "marked-meanwhile": (
        sentence(
            "Two people marked the same answer. The first one’s mark was recorded, and "
            "the second had not seen it."
        ),
        sentence(
            "Open the answer again and look at the mark. Mark it anew if you disagree, "
            "and say why in the comment."
        ),
    ),
    "invalid-levels": (
        sentence(
            "The levels that were chosen do not fit the rubric of the question. "
            "Nothing was recorded."
        ),
        sentence("Choose one level for every criterion, and save again."),
    ),
    "unknown-worksheet": (
        sentence("The Handbook has no worksheet of the name in the address."),
        sentence("Open your worksheets from the page of the course."),
    ),
    "invalid-entry": (
        sentence(
            "The field of the worksheet cannot hold this, or the worksheet does not "
            "have it any more. Nothing was saved."
        ),
        sentence("Load the worksheet again, and write what the field asks for."),
    ),
    "too-many-rows": (
        sentence("The list holds as many rows as it takes. Nothing was saved."),
        sentence("Remove a row that you do not need, and add the other one then."),
    ),
    "roadmap-incomplete": (
        sentence(
            "A roadmap is handed in once its worksheets hold the least that a steering "
            "group needs. Nothing was handed in."
        ),
        sentence(
            "Open your roadmap: it names what is missing and leads to where that is "
            "written."
        ),
    ),
    "roadmap-waiting": (
        sentence("A roadmap of yours waits for your trainer to read it."),
        sentence(
            "Go on writing. Once it was read you can hand in a newer one; we write to "
            "you then."
        ),
    ),
    "reviewed-meanwhile": (
        sentence(
            "Two people reviewed the same roadmap. The first one’s review was "
            "recorded, and a roadmap is reviewed once."
        ),
        sentence(
            "Open the roadmap and read what was said. If you see it otherwise, talk "
            "to whoever reviewed it."
        ),
    ),
    "comments-needed": (
        sentence("A roadmap was to be sent back without a word of what should change."),
        sentence("Write the comments that the learner will work from, and send again."),
    ),
    "too-soon": (
        sentence("This quiz asks for a pause between two attempts."),
        sentence(
            "Wait until the moment that the answer names, and read the lessons again "
            "meanwhile."
        ),
    ),
    "no-attempts-left": (
        sentence("The quiz allows a number of attempts, and you have used them all."),
        sentence("Talk to your trainer."),
    ),
}
