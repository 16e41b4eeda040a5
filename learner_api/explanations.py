"""What each problem means and what to do about it, by the slug of its address."""

from dataclasses import dataclass

from learner_api.translation import gettext as _


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
        "You are known here, and what you asked for is not yours to do.",
        "Ask the trainer of your cohort or an administrator to do it for you.",
    ),
    "unknown-course": (
        "No course has the name in the address.",
        "Open your courses from the start page. A program lists them with listCourses.",
    ),
    "unknown-module": (
        "The course has no module of the name in the address.",
        "Open the course and choose a module from its list.",
    ),
    "unknown-lesson": (
        "The module has no lesson of this name, or the edition of the course that you "
        "are held to does not have it.",
        "Open the module and choose a lesson from its list.",
    ),
    "unknown-quiz": (
        "The course asks no quiz of this name.",
        "Open the module and choose its quiz.",
    ),
    "unknown-question": (
        "The quiz of this attempt has no question of this name. Nothing was saved.",
        "Read the attempt again and use the names of its questions.",
    ),
    "unknown-edition": (
        "No edition of this course has this fingerprint.",
        "Leave the edition out to use the course as it stands today.",
    ),
    "unknown-award": (
        "No certificate has this number.",
        "Check the number against the certificate, letter by letter: three groups of "
        "four letters and figures.",
    ),
    "not-enrolled": (
        "You are not on the list of this course.",
        "Ask the trainer who invited you to add your address to the cohort.",
    ),
    "enrolment-withdrawn": (
        "You were taken off the course, so nothing more is recorded. What you did "
        "stays on the record.",
        "Ask your trainer to restore your enrolment. You go on where you stopped.",
    ),
    "cohort-not-open": (
        "Your cohort begins on a later day. Nothing was recorded.",
        "You can read the lessons already. Mark them as finished from the first day.",
    ),
    "attempt-closed": (
        "The attempt was submitted before, perhaps in another window. Its answers can "
        "no longer change.",
        "Look at the receipt of the attempt: it holds every answer that counted.",
    ),
    "no-attempts-left": (
        "The quiz allows a number of attempts, and you have used them all.",
        "Talk to your trainer.",
    ),
    "operation-conflict": (
        "A program used the identifier of one operation for another. Nothing was "
        "recorded.",
        "Use a new identifier (op) for each new operation, and the same one only to "
        "repeat it.",
    ),
    "not-yet-complete": (
        "A certificate was asked for before everything that it requires was done.",
        "The page on your progress names what is outstanding.",
    ),
    "name-not-printable": (
        "The name holds characters that the document cannot show yet.",
        "Write the name as in the machine-readable line of your passport.",
    ),
    "email-taken": (
        "Another person already has this address.",
        "Look for that person in the list before you add them.",
    ),
    "weak-password": (
        "The password is too short. Nothing was changed.",
        "Choose a longer one. A few words in a row are fine.",
    ),
    "invitation-invalid": (
        "The link in the letter was used already, has run out or is not complete.",
        "If you have chosen a password, sign in. Otherwise ask for a new link under "
        "“Forgotten your password?” on the sign-in page.",
    ),
    "last-administrator": (
        "Nobody would be left to manage the platform. Nothing was changed.",
        "Make somebody else an administrator first.",
    ),
    "cohort-key-taken": (
        "Another cohort already has this key.",
        "Choose another key.",
    ),
    "invalid-roster": (
        "Some rows of the list cannot be used, so nothing of the list was done.",
        "Correct the rows that are named, by their numbers, and send the list again.",
    ),
    "real-people-present": (
        "The demonstration would have mixed invented people with real ones, so it was "
        "not loaded.",
        "Load it into another database or data folder.",
    ),
    "wrong-credentials": (
        "The address and the password do not go together, or the account was closed.",
        "Check both. If you have forgotten the password, ask for a new one on the "
        "sign-in page.",
    ),
    "invalid-answer": (
        "The answer does not have the form that its question asks for. It was not "
        "saved; the answer saved before, if any, is still held.",
        "Answer in the way that the question asks for, and save again.",
    ),
    "invalid-request": (
        "Some fields are missing, or hold what they cannot hold. Nothing was changed.",
        "Correct the fields that are named, and send the request again.",
    ),
    "conflict": (
        "Somebody else changed the same record at the same moment. Nothing of yours "
        "was recorded.",
        "Load the page again and repeat what you did, if it is still needed.",
    ),
    "internal-error": (
        "Something failed that should not have. Nothing was recorded.",
        "Try again. If it stays, tell us the reference that the page showed.",
    ),
    "bad-request": (
        "The request is not complete, or is not written as it should be.",
        "Load the page again. A program should check that its body is JSON.",
    ),
    "unauthorized": (
        "You are not signed in, or your session has ended.",
        "Sign in and go on. A program should send its access token.",
    ),
    "forbidden": (
        "Your role does not include this page, or the form came from another site.",
        "Go back to the start page and go on from there.",
    ),
    "not-found": (
        "The address is wrong, or what was here is not yours to see.",
        "Go to the start page and look for it from there.",
    ),
    "method-not-allowed": (
        "The address exists and does not take this kind of request.",
        "The answer names the methods that it takes, in its Allow header.",
    ),
    "request-too-large": (
        "The request holds more than this site accepts. Nothing was changed.",
        "Send it in smaller parts.",
    ),
    "unsupported-media-type": (
        "The API takes JSON and was sent something else.",
        "Send the body as application/json.",
    ),
    "too-many-requests": (
        "This account or this network has failed to sign in too often.",
        "Wait for as long as the page says, and try again.",
    ),
}
