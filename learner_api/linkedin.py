"""The link by which somebody adds a certificate to their profile at LinkedIn."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

_FORM = "https://www.linkedin.com/profile/add"


def linkedin_url(claims: Mapping[str, Any]) -> str:
    """The form of LinkedIn with the words of this award filled in.

    The certificate's address is the public one, where anybody checks it. The name of
    its holder is not told: who follows the link is known there already.
    """
    year, month, _ = claims["awarded_on"].split("-")
    filled = {
        "startTask": "CERTIFICATION_NAME",
        "name": f"{claims['kind_title']}: {claims['course_title']}",
        "organizationName": claims["issuer_name"],
        "issueYear": year,
        "issueMonth": str(int(month)),
        **_expiry(claims),
        "certUrl": claims["verify_url"],
        "certId": claims["number"],
    }
    return f"{_FORM}?{urlencode(filled)}"


def _expiry(claims: Mapping[str, Any]) -> dict[str, str]:
    last_day = claims.get("valid_until")
    if not last_day:
        return {}
    year, month, _ = last_day.split("-")
    return {"expirationYear": year, "expirationMonth": str(int(month))}
