"""What refusals at the doors mean and what to do, by the slug of each address."""

from course.errors import sentence

DOOR_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "notice-not-accepted": (
        sentence(
            "Something was to be written by somebody who has not accepted the version "
            "of the privacy notice that is in force. Nothing was recorded."
        ),
        sentence(
            "Read the notice at /privacy-notice and accept it there; a program does "
            "so with acceptNotice. Then send the same again."
        ),
    ),
    "stale-notice": (
        sentence("A newer version of the privacy notice came into force meanwhile."),
        sentence("Load the notice again, read what has changed, and accept that."),
    ),
    "call-closed": (
        sentence("The deadline of the call is over, or its door was closed."),
        sentence("Write to the focal point that the call names, or see other calls."),
    ),
    "wrong-door": (
        sentence(
            "Somebody would join where people apply, apply where people join, or "
            "close what is closed."
        ),
        sentence("Open the page of the call: it says how people come in."),
    ),
    "wrong-code": (
        sentence("The code that was typed opens no door of this course."),
        sentence("Compare it with what you were given, and type it again."),
    ),
    "code-replaced": (
        sentence("The code was right once. The trainer has made a new one since."),
        sentence("Ask whoever gave you the code for the new one."),
    ),
    "not-admitted": (
        sentence(
            "The call lets in people with its join code, or with an address at the "
            "offices it names. Neither was so."
        ),
        sentence("Use your address at work, or ask the focal point for the code."),
    ),
    "call-full": (
        sentence("As many people have come in as there are places."),
        sentence("Write to the focal point, or see other calls."),
    ),
    "in-another-cohort": (
        sentence("The person takes the same course in another cohort."),
        sentence(
            "Go on there. A trainer of that cohort can withdraw the person from it "
            "first."
        ),
    ),
    "already-applied": (
        sentence("There is an application of yours to this call."),
        sentence("Open it to see how it stands. Withdraw it to apply anew."),
    ),
    "application-incomplete": (
        sentence("The call asks for something that the application left out."),
        sentence("Fill in the fields that the answer names, and send it again."),
    ),
    "already-withdrawn": (
        sentence("The application was withdrawn before."),
        sentence("There is nothing more to do. Until the deadline you can apply anew."),
    ),
    "invalid-attachment": (
        sentence("The file is empty, too large, or neither PDF, JPEG nor PNG."),
        sentence("Send a PDF or a picture of at most 900 kB."),
    ),
    "too-many-attachments": (
        sentence("The application holds as many files as it may."),
        sentence("Put several pages into one PDF."),
    ),
    "files-closed": (
        sentence(
            "The application was decided upon or withdrawn, and takes no more files."
        ),
        sentence("Write to the focal point of the call, and send the file there."),
    ),
    "stale-selection": (
        sentence(
            "An application, or the number of free places, changed after the preview. "
            "Nothing was decided."
        ),
        sentence("Look at the applications again and decide then."),
    ),
    "not-selectable": (
        sentence(
            "Some of the applicants have withdrawn, have closed their account, learn "
            "in another cohort, or are yourself. Nothing was decided."
        ),
        sentence("Leave out those that the answer names, and decide the others."),
    ),
    "no-place-left": (
        sentence(
            "More were to be selected than there are places, and the call has no "
            "waiting list. Nothing was decided."
        ),
        sentence("Choose fewer, raise the quota, or give the call a waiting list."),
    ),
    "registration-invalid": (
        sentence(
            "The link that confirms an address of whoever registers was used, has run "
            "out, or never was."
        ),
        sentence(
            "If you chose a password, sign in with it. If not, register once more on "
            "the page of the call."
        ),
    ),
}
