"""Everything the scripts of the checker say, in the language that it is written in."""

from collections.abc import Callable
from typing import Any, TypeAlias

from babel import Locale

from learner_api.translation import translations

_ENOUGH = 200


Translate: TypeAlias = Callable[[str], str]


def checker_words(language: str) -> dict[str, Any]:
    """The sentences by the names that the scripts know them by."""
    translate = translations(language).ugettext
    return {
        **_verdicts(translate),
        **_pictures(translate),
        **_register(translate),
        "rows": row_names(language),
        "causes": _causes(translate),
        "online": _online(translate),
        "later": _later_pages(translate),
        "hours": _hours(language),
    }


def _verdicts(_: Translate) -> dict[str, str]:
    """What the checker can tell without a connection."""
    return {
        "valid": _("Valid: issued by {issuer}, and not altered"),
        "validMeans": _(
            "Compare each line below with the paper. Where they differ, the paper was "
            "changed. Whether the certificate was withdrawn or replaced since can only "
            "be told online."
        ),
        "expired": _("Not altered, but expired"),
        "expiredMeans": _(
            "It was valid until {until}. Today is taken from the clock of this device."
        ),
        "altered": _("Altered: this is not what was issued"),
        "alteredMeans": _(
            "The code names a key of the issuer, and what it says was not signed with "
            "that key. Do not accept the certificate."
        ),
        "addressMeans": _(
            "The code leads to {read}, and the certificate was issued with {signed}. "
            "Do not follow the address, and do not accept the certificate."
        ),
        "unknownIssuer": _("Unknown issuer"),
        "unknownIssuerMeans": _(
            "The code is signed with a key that this file does not know: {kid}. It "
            "comes from another issuer, or it is newer than this file. Get the newest "
            "file from the issuer and check again."
        ),
        "unreadable": _("This is not the code of a certificate"),
        "unreadableMeans": _(
            "The text holds no signed claims. Scan the square code on the first page, "
            "or copy the whole address that it holds."
        ),
        "newerMeans": _(
            "It was signed by the issuer in a form that this file does not know. Get "
            "the newest file from the issuer and check again."
        ),
        "numberAlone": _("A number alone can only be checked online"),
        "numberAloneMeans": _(
            "The number {number} stands for a record of the issuer. To check without a "
            "connection, scan the code on the certificate. Certificates of the first "
            "years have no signed code."
        ),
    }


def _pictures(_: Translate) -> dict[str, str]:
    """Reading a code, and why it may fail."""
    return {
        "looking": _("Looking for a code …"),
        "noCode": _("No code was found in this picture"),
        "noCodeMeans": _(
            "Take the picture from straight above in even light, with the code filling "
            "much of it, or scan the page at 300 dots to the inch or more."
        ),
        "noPicture": _("This file is not a picture that can be opened"),
        "noPictureMeans": _(
            "Choose a JPEG or PNG file. Of a PDF, take a picture of the first page."
        ),
        "noCamera": _("The camera cannot be used here"),
        "noCameraMeans": _(
            "The browser did not allow it. Take a picture with the camera of the "
            "device and choose that picture."
        ),
        "scan": _("Scan with the camera"),
        "stopScanning": _("Stop scanning"),
    }


def _register(_: Translate) -> dict[str, str]:
    """Asking the register, and what goes with its answer."""
    return {
        "asking": _("Asking the register …"),
        "unreachable": _(
            "The register at {site} could not be reached. The result above still "
            "holds, as far as it can be told without a connection."
        ),
        "tooMany": _(
            "From here, too many numbers were asked for that never were. Wait an hour, "
            "and ask again."
        ),
        "told": _("The register was asked just now."),
        "genuineBut": _(
            "The code is signed by the issuer and was not altered. What the register "
            "says now is what counts."
        ),
        "successor": _("It was replaced by certificate"),
        "differs": _(
            "The register says something else than the code. Ask the issuer before you "
            "accept the certificate."
        ),
        "quizPassed": _("quiz passed"),
        "objectives": _("What the holder is able to do"),
        "courses": _("The courses completed, each with its certificate"),
        "paper": _("The paper that was accepted"),
        "required": _("What was required"),
        "edition": _("Edition of the course: {edition}"),
    }


def row_names(language: str) -> dict[str, str]:
    """The names of what is printed."""
    _ = translations(language).ugettext
    return {
        "number": _("Certificate number"),
        "kind_title": _("Certificate"),
        "holder_name": _("Holder"),
        "course_title": _("Course"),
        "hours": _("Study time"),
        "awarded_on": _("Awarded on"),
        "valid_until": _("Valid until"),
        "rule_title": _("Awarded by the rule"),
        "issuer_name": _("Issued by"),
        "signatories": _("Signed by"),
        "supersedes": _("Replaces certificate"),
        "verify_url": _("Address"),
    }


def _causes(_: Translate) -> dict[str, str]:
    """Why one certificate replaces another, as the document prints it."""
    return {
        "name": _("the name was corrected"),
        "mark": _("the marks were corrected"),
        "words": _("the words were corrected"),
    }


def _online(_: Translate) -> dict[str, str]:
    """What the register says of a certificate, by its status."""
    return {
        "valid": _("Valid: the register says that this certificate holds"),
        "superseded": _("Replaced: another certificate counts since {since}"),
        "suspended": _("Suspended since {since}: for now it does not count"),
        "revoked": _("Withdrawn on {since}: this certificate does not count"),
        "expired": _("Expired: this certificate has reached its end"),
        "other": _("The register says something that this file does not know"),
        "notFound": _("The register knows no certificate with this number"),
    }


def _later_pages(_: Translate) -> dict[str, str]:
    """Where the words of the later pages come from."""
    return {
        "here": _(
            "This is what the later pages must say, word for word. The code vouches "
            "for it too."
        ),
        "register": _(
            "This is what the later pages must say, word for word, as the register has "
            "it."
        ),
        "elsewhere": _(
            "The code vouches for the later pages by a fingerprint, and this file does "
            "not hold their words. Check online to see them. Without a connection, "
            "rely on the first page alone."
        ),
    }


def _hours(language: str) -> dict[str, str]:
    """The forms of a number of hours, by the kinds of number of the Unicode CLDR."""
    ngettext = translations(language).ungettext
    kind_of = Locale.parse(language).plural_form
    samples = {kind_of(count): count for count in range(_ENOUGH, -1, -1)}
    samples["other"] = samples.get("other", _ENOUGH)
    return {
        kind: ngettext("%(num)s hour", "%(num)s hours", count) % {"num": "{num}"}
        for kind, count in samples.items()
    }
