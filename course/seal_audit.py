"""Reading the seals again: each is its key's, and says what its award says.

The signature under a document is the one thing of the record that cannot be worked out
again, since a key that was retired signs no more. It can be checked, which is as good.
Of a credential the token's signature is checked, and that the document says the same;
the document's own proof would take as long as making it anew.
"""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.award_audit import Audited
from course.credential_checks import holder_of
from course.credentials.compact import Printed, Ring, read_payload
from course.credentials.status_list import AWARDS
from course.credentials.web_token import (
    NotAToken,
    read_token,
    registered_claims,
    token_holds,
)
from course.models import Award, AwardCredential, AwardSeal

_FAULTS: Final = {
    "unreadable": "its signed text cannot be read",
    "unknown-issuer": "the key that signed it is not among the keys of this place",
    "altered": "its signed text is not what the key signed",
}


def audit_seals(session: Session, ring: Ring) -> Iterator[Audited]:
    """Every seal and every credential with its award, one after another."""
    return chain(_seals(session, ring), _credentials(session, ring))


def _seals(session: Session, ring: Ring) -> Iterator[Audited]:
    sealed = session.execute(
        select(AwardSeal, Award)
        .join(Award, Award.id == AwardSeal.award_id)
        .order_by(AwardSeal.id)
        .execution_options(yield_per=200)
    )
    for seal, award in sealed:
        yield "seal", award.number, tuple(_of_seal(seal, award, ring))


def _of_seal(seal: AwardSeal, award: Award, ring: Ring) -> Iterator[str]:
    checked = read_payload(seal.payload, ring)
    if checked.standing != "valid":
        yield _FAULTS[checked.standing]
    elif checked.kid != seal.key_id:
        yield f"key '{checked.kid}' signed it, and not '{seal.key_id}'"
    elif checked.printed is None or not _says(checked.printed, award):
        yield "its signed text says otherwise than the certificate"
    if seal.status_list != award.id // AWARDS:
        yield f"it stands on status list {seal.status_list}"


def _says(printed: Printed, award: Award) -> bool:
    return printed.to_list() == Printed.of(award.claims).to_list()


def _credentials(session: Session, ring: Ring) -> Iterator[Audited]:
    signed = session.execute(
        select(AwardCredential, Award)
        .join(Award, Award.id == AwardCredential.award_id)
        .order_by(AwardCredential.id)
        .execution_options(yield_per=200)
    )
    for credential, award in signed:
        yield "credential", award.number, tuple(_of_credential(credential, award, ring))


def _of_credential(kept: AwardCredential, award: Award, ring: Ring) -> Iterator[str]:
    key = ring.find(kept.key_id)
    if key is None:
        yield _FAULTS["unknown-issuer"]
        return
    try:
        _header, said = read_token(kept.token)
        is_whole = token_holds(kept.token, key)
    except NotAToken:
        is_whole, said = False, {}
    if not is_whole:
        yield "its token is not what the key signed"
        return
    document = json.loads(kept.document)
    document.pop("proof", None)
    if {**document, **registered_claims(document)} != said:
        yield "its document says otherwise than its token"
    if holder_of(said) != award.claims["holder_name"]:
        yield "it names another holder than the certificate"
