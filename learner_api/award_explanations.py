"""What refusals about certificates mean and what to do, by the slug of each address."""

from course.errors import sentence

AWARD_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "award-revoked": (
        sentence("The certificate was revoked. That is final, and nothing was done."),
        sentence(
            "Read in its history who revoked it and why. If that was a mistake, the "
            "learner can earn a new one."
        ),
    ),
    "award-superseded": (
        sentence("A newer certificate has taken the place of this one."),
        sentence("Act on the newest one, which the answer names."),
    ),
    "award-expired": (
        sentence(
            "The certificate has expired, so it can be neither stopped nor freed."
        ),
        sentence("The learner may take the course again, which earns a new one."),
    ),
    "award-suspended": (
        sentence(
            "The certificate is suspended, and one that replaced it would hold. "
            "Nothing was replaced."
        ),
        sentence("Reinstate it first, or revoke it."),
    ),
    "not-suspended": (
        sentence("A certificate was to be reinstated that is not suspended."),
        sentence("Open its history and see how it stands."),
    ),
    "already-suspended": (
        sentence("Somebody suspended this certificate before you."),
        sentence("Read the reason in its history. There is nothing more to do."),
    ),
    "already-revoked": (
        sentence("Somebody revoked this certificate before you."),
        sentence("Read the reason in its history. There is nothing more to do."),
    ),
    "nothing-to-supersede": (
        sentence("A new certificate would say the same as this one."),
        sentence("Nothing needs doing. To change the name on it, name the new one."),
    ),
    "no-longer-supported": (
        sentence(
            "By the marks of today this certificate is not earned, so none can be "
            "written from them."
        ),
        sentence("Decide whether to suspend it or to revoke it, and say why."),
    ),
    "waits-for-release": (
        sentence(
            "The certificate is earned. It is issued when an administrator has "
            "validated the run of the cohort."
        ),
        sentence("Wait; you are told by mail when it is there."),
    ),
    "correction-waits": (
        sentence("Another name was asked for already, and nobody has answered yet."),
        sentence("Wait for the answer, which comes by mail. Then you can ask again."),
    ),
    "correction-answered": (
        sentence("Somebody answered this request before you. Yours was not recorded."),
        sentence("Open the request and read what was said."),
    ),
    "same-name": (
        sentence("The certificate bears this very name."),
        sentence("Write the name as it should be printed, letter by letter."),
    ),
    "nothing-to-release": (
        sentence("No certificate of this cohort waits to be released."),
        sentence("Come back when learners have completed the run."),
    ),
    "stale-release": (
        sentence(
            "The cohort has changed since the list was made, so it would no longer "
            "release what you saw. Nothing was issued."
        ),
        sentence("Look at the new list, and release that."),
    ),
    "no-top-up-date": (
        sentence(
            "A rule change that lets learners top up needs a day that is still to "
            "come, and no other choice has one."
        ),
        sentence("Give a day in the future, or choose another way."),
    ),
    "nothing-to-top-up": (
        sentence("Nobody asks this learner to top up here, or they have begun to."),
        sentence("Open the page of the course, and go on there."),
    ),
    "not-renewable": (
        sentence(
            "A course is begun anew when a certificate of it has expired or soon will."
        ),
        sentence(
            "Come back within three months of its last day, or ask an administrator."
        ),
    ),
    "renewal-reason-needed": (
        sentence("An administrator began a course anew for somebody without a reason."),
        sentence("Say why, and send it again."),
    ),
}
