"""What the public page hands its script, so that it can compare a code with the record.

A phone that scans a certificate opens the page with the payload behind a ``#``, which
never reaches the server: the comparing is done in the browser.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from course.credentials.compact import Printed
from learner_api.checker.words import row_names
from learner_api.translation import DEFAULT
from learner_api.translation import gettext as _


def recorded(claims: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of the record as a payload carries them, the fingerprint in hex."""
    printed = Printed.of(claims)
    return asdict(printed) | {"second_page": printed.second_page.hex()}


def paper_words() -> dict[str, Any]:
    """What the script says."""
    return {
        "same": _(
            "The code on the certificate says the same as this page. Compare what is "
            "printed with it too."
        ),
        "differs": _(
            "The code on the certificate says something else than the register. Do not "
            "accept the paper; what this page says is right."
        ),
        "pair": _("{name}: the code says “{code}”, the register says “{record}”"),
        "unreadable": _(
            "The code on the certificate could not be read whole. Compare each line of "
            "this page with the paper."
        ),
        "nothing": _("nothing"),
        "rows": row_names(DEFAULT)
        | {
            "second_page": _("Later pages"),
            "language": _("Language"),
            "kind": _("Kind"),
        },
    }
