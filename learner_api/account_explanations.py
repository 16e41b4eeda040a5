"""What refusals about people and their accounts mean, by the slug of each address."""

from course.errors import sentence

ACCOUNT_EXPLANATIONS: dict[str, tuple[str, str]] = {
    "email-taken": (
        sentence("Another person already has this address."),
        sentence("Look for that person in the list before you add them."),
    ),
    "weak-password": (
        sentence("The password is too short. Nothing was changed."),
        sentence("Choose a longer one. A few words in a row are fine."),
    ),
    "invitation-invalid": (
        sentence(
            "The link in the letter was used already, has run out or is not complete."
        ),
        sentence(
            "If you have chosen a password, sign in. Otherwise ask for a new link "
            "under “Forgotten your password?” on the sign-in page."
        ),
    ),
    "last-administrator": (
        sentence("Nobody would be left to manage the platform. Nothing was changed."),
        sentence("Make somebody else an administrator first."),
    ),
    "cohort-key-taken": (
        sentence("Another cohort already has this key."),
        sentence("Choose another key."),
    ),
    "real-people-present": (
        sentence(
            "The demonstration would have mixed invented people with real ones, so "
            "it was not loaded."
        ),
        sentence("Load it into another database or data folder."),
    ),
    "unknown-language": (
        sentence("Letters are not written in the language that was named."),
        sentence("Use one of ar, zh, en, fr, ru and es."),
    ),
    "wrong-credentials": (
        sentence(
            "The address and the password do not go together, or the account was "
            "closed."
        ),
        sentence(
            "Check both. If you have forgotten the password, ask for a new one on the "
            "sign-in page."
        ),
    ),
}
