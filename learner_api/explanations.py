"""What each problem means and what to do about it, by the slug of its address."""

from dataclasses import dataclass

from course.errors import sentence
from learner_api.account_explanations import ACCOUNT_EXPLANATIONS
from learner_api.award_explanations import AWARD_EXPLANATIONS
from learner_api.calendar_explanations import CALENDAR_EXPLANATIONS
from learner_api.discussion_explanations import DISCUSSION_EXPLANATIONS
from learner_api.door_explanations import DOOR_EXPLANATIONS
from learner_api.evaluation_explanations import EVALUATION_EXPLANATIONS
from learner_api.export_explanations import EXPORT_EXPLANATIONS
from learner_api.exporting_explanations import EXPORTING_EXPLANATIONS
from learner_api.figure_explanations import FIGURE_EXPLANATIONS
from learner_api.overview_explanations import OVERVIEW_EXPLANATIONS
from learner_api.paper_explanations import PAPER_EXPLANATIONS
from learner_api.peer_explanations import PEER_EXPLANATIONS
from learner_api.report_explanations import REPORT_EXPLANATIONS
from learner_api.roster_explanations import ROSTER_EXPLANATIONS
from learner_api.translation import gettext as _
from learner_api.work_explanations import WORK_EXPLANATIONS


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, and what to do."""

    what: str
    do: str


def explanation_of(slug: str) -> Explanation:
    """The explanation of a problem, or ``KeyError``."""
    what, do = EXPLANATIONS[slug]
    return Explanation(_(what), _(do))


EXPLANATIONS: dict[str, tuple[str, str]] = {
    "not-permitted": (
        sentence("You are known here, and what you asked for is not yours to do."),
        sentence(
            "Ask the trainer of your cohort or an administrator to do it for you."
        ),
    ),
    "unknown-course": (
        sentence("No course has the name in the address."),
        sentence(
            "Open your courses from the start page. A program lists them with "
            "listCourses."
        ),
    ),
    "unknown-module": (
        sentence("The course has no module of the name in the address."),
        sentence("Open the course and choose a module from its list."),
    ),
    "unknown-lesson": (
        sentence(
            "The module has no lesson of this name, or the edition of the course "
            "that you are held to does not have it."
        ),
        sentence("Open the module and choose a lesson from its list."),
    ),
    "unknown-quiz": (
        sentence("The course asks no quiz of this name."),
        sentence("Open the module and choose its quiz."),
    ),
    "unknown-question": (
        sentence(
            "The quiz of this attempt has no question of this name. Nothing was saved."
        ),
        sentence("Read the attempt again and use the names of its questions."),
    ),
    "unknown-edition": (
        sentence("No edition of this course has this fingerprint."),
        sentence("Leave the edition out to use the course as it stands today."),
    ),
    "unknown-award": (
        sentence("No certificate has this number."),
        sentence(
            "Check the number against the certificate, letter by letter: three "
            "groups of four letters and figures."
        ),
    ),
    "not-enrolled": (
        sentence("You are not on the list of this course."),
        sentence("Ask the trainer who invited you to add your address to the cohort."),
    ),
    "enrolment-withdrawn": (
        sentence(
            "You were taken off the course, so nothing more is recorded. What you did "
            "stays on the record."
        ),
        sentence(
            "Ask your trainer to restore your enrolment. You go on where you stopped."
        ),
    ),
    "cohort-not-open": (
        sentence("Your cohort begins on a later day. Nothing was recorded."),
        sentence(
            "You can read the lessons already. Mark them as finished from the first "
            "day."
        ),
    ),
    "operation-conflict": (
        sentence(
            "A program used the identifier of one operation for another. Nothing was "
            "recorded."
        ),
        sentence(
            "Use a new identifier (op) for each new operation, and the same one "
            "only to repeat it."
        ),
    ),
    "ambiguous-question": (
        sentence(
            "The file of the quiz was changed while learners answered it, so that a "
            "question of this name was asked in several wordings."
        ),
        sentence(
            "Name the wording by its digest. The refusal lists those that there are."
        ),
    ),
    "stale-preview": (
        sentence(
            "Since the preview was made, somebody submitted an attempt, marked an "
            "answer or regraded the quiz, so that other marks would change than those "
            "that were listed. Nothing was done."
        ),
        sentence("Make a new preview, look at it, and apply that."),
    ),
    "invalid-key": (
        sentence(
            "What was sent as the key of a question names something that the question "
            "does not have, or is not of its kind. Nothing was done."
        ),
        sentence("Correct the fields that are named, and send the request again."),
    ),
    "not-yet-complete": (
        sentence(
            "A certificate was asked for before everything that it requires was done."
        ),
        sentence("The page on your progress names what is outstanding."),
    ),
    "name-not-printable": (
        sentence("The name holds characters that the document cannot show yet."),
        sentence("Write the name as in the machine-readable line of your passport."),
    ),
    "invalid-answer": (
        sentence(
            "The answer does not have the form that its question asks for. It was not "
            "saved; the answer saved before, if any, is still held."
        ),
        sentence("Answer in the way that the question asks for, and save again."),
    ),
    "invalid-request": (
        sentence(
            "Some fields are missing, or hold what they cannot hold. Nothing was "
            "changed."
        ),
        sentence("Correct the fields that are named, and send the request again."),
    ),
    "conflict": (
        sentence(
            "Somebody else changed the same record at the same moment. Nothing of "
            "yours was recorded."
        ),
        sentence("Load the page again and repeat what you did, if it is still needed."),
    ),
    "busy": (
        sentence(
            "The database did not answer in time, so what you sent may not have been "
            "recorded. Or the figures that you asked for are still being worked out."
        ),
        sentence(
            "Wait a moment and send it again: nothing is recorded twice. What was "
            "saved before is safe."
        ),
    ),
    "storage-full": (
        sentence(
            "The disk of the course is full or takes nothing, so nothing was recorded. "
            "What was saved before is safe, and can be read."
        ),
        sentence(
            "Leave the page open and send it again later. Whoever runs the course "
            "finds the reason in its log."
        ),
    ),
    "internal-error": (
        sentence("Something failed that should not have. Nothing was recorded."),
        sentence("Try again. If it stays, tell us the reference that the page showed."),
    ),
    "bad-request": (
        sentence("The request is not complete, or is not written as it should be."),
        sentence("Load the page again. A program should check that its body is JSON."),
    ),
    "unauthorized": (
        sentence("You are not signed in, or your session has ended."),
        sentence("Sign in and go on. A program should send its access token."),
    ),
    "forbidden": (
        sentence(
            "Your role does not include this page, or the form came from another site."
        ),
        sentence("Go back to the start page and go on from there."),
    ),
    "bank-refused": (
        sentence(
            "The file of questions cannot be read, or nothing in it can be taken. "
            "Nothing was taken of it."
        ),
        sentence(
            "Look at the line that the answer names. Where single questions were "
            "refused, the answer says of each why."
        ),
    ),
    "not-exported": (
        sentence("The quiz holds what this format has no way to say."),
        sentence("Choose another format: toml, the quiz's own, holds everything."),
    ),
    "not-found": (
        sentence("The address is wrong, or what was here is not yours to see."),
        sentence("Go to the start page and look for it from there."),
    ),
    "method-not-allowed": (
        sentence("The address exists and does not take this kind of request."),
        sentence("The answer names the methods that it takes, in its Allow header."),
    ),
    "request-too-large": (
        sentence("The request holds more than this site accepts. Nothing was changed."),
        sentence("Send it in smaller parts."),
    ),
    "unsupported-media-type": (
        sentence("The API takes JSON and was sent something else."),
        sentence("Send the body as application/json."),
    ),
    "too-many-requests": (
        sentence("This account or this network has failed to sign in too often."),
        sentence("Wait for as long as the page says, and try again."),
    ),
    **ACCOUNT_EXPLANATIONS,
    **WORK_EXPLANATIONS,
    **AWARD_EXPLANATIONS,
    **PAPER_EXPLANATIONS,
    **PEER_EXPLANATIONS,
    **DISCUSSION_EXPLANATIONS,
    **EVALUATION_EXPLANATIONS,
    **EXPORT_EXPLANATIONS,
    **FIGURE_EXPLANATIONS,
    **EXPORTING_EXPLANATIONS,
    **OVERVIEW_EXPLANATIONS,
    **ROSTER_EXPLANATIONS,
    **CALENDAR_EXPLANATIONS,
    **DOOR_EXPLANATIONS,
    **REPORT_EXPLANATIONS,
}
