"""Data Integrity proofs of the suite ``eddsa-rdfc-2022``: made, and checked.

What is signed is the meaning of a document: its statements, written in one order by
RDF Dataset Canonicalization. Two things therefore go before every signature and every
check. The vocabularies are the ones kept here and no others, and the document must be
word for word what its statements say again, so that nothing stands in it that the
signature does not cover.

Importing this file loads a large library: a process of its own signs.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyld import jsonld

from course.credentials.issuer import CREDENTIALS_V2, OPEN_BADGES
from course.credentials.keys import SigningKey
from course.credentials.multibase import base58, from_base58

SUITE = "eddsa-rdfc-2022"
SIGNATURE_LENGTH = 64
_FOLDER = Path(__file__).resolve().parent / "contexts"
# To order parts without a name takes as long as to try each order of them: a stranger's
# document could keep a machine busy for days. A credential of ours has four.
_MOST_UNNAMED = 6
_CONTEXTS = {
    CREDENTIALS_V2: "credentials-v2.json",
    OPEN_BADGES: "open-badges-3.0.3.json",
}

Document = dict[str, Any]


class UnknownContext(ValueError):
    """A document names a vocabulary that is not kept here."""


class NotCovered(ValueError):
    """Something in the document is not covered by what a signature would sign."""


def with_proof(
    document: Document, key: SigningKey, *, method: str, created: str
) -> Document:
    """The document with a proof by this key, which the issuer calls ``method``."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = base58(key.sign(_hashed(document, options)))
    return {**document, "proof": {**options, "proofValue": value}}


def proof_holds(document: Document, key: SigningKey) -> bool:
    """Whether the one proof of this document was made over it by this key."""
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        options = dict(document["proof"])
        signature = from_base58(options.pop("proofValue"), SIGNATURE_LENGTH)
        hashed = _hashed(unsigned, options)
    # What a stranger wrote may fail to be linked data in any number of manners.
    except (jsonld.JsonLdError, LookupError, ValueError, TypeError, AttributeError):
        return False
    return key.verifies(signature, hashed)


def _hashed(document: Document, options: Document) -> bytes:
    """The digests of the proof's options and of the document, one after the other."""
    described = {"@context": document["@context"], **options}
    return b"".join(sha256(_canonical(each)).digest() for each in (described, document))


def _canonical(document: Document) -> bytes:
    """The statements of a document in their one order, or ``NotCovered``."""
    _refuse_keywords({name: document[name] for name in document if name != "@context"})
    if _unnamed(document) > _MOST_UNNAMED:
        raise NotCovered("A document of this kind has few parts without a name.")
    expanded = jsonld.expand(document, _options())
    again = jsonld.compact(expanded, document["@context"], _options())
    if _plain(again) != _plain(document):
        raise NotCovered("A member of the document means nothing, or something else.")
    # The library's name for the algorithm is older than the standard's.
    form = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    statements: str = jsonld.normalize(expanded, {**_options(), **form})
    return statements.encode()


def _refuse_keywords(value: Any) -> None:
    """Our documents say everything in words; a keyword could say it a second time."""
    for name, part in value.items() if isinstance(value, dict) else ():
        if name.startswith("@"):
            raise NotCovered("A document of this kind holds no such keyword.")
        _refuse_keywords(part)
    for part in value if isinstance(value, list) else ():
        _refuse_keywords(part)


def _unnamed(value: Any) -> int:
    """How many parts of a document have no name, or one that counts for nothing."""
    if isinstance(value, list):
        return sum(map(_unnamed, value))
    if not isinstance(value, dict):
        return 0
    name = value.get("id")
    is_named = isinstance(name, str) and not name.startswith("_:")
    return (not is_named) + sum(map(_unnamed, value.values()))


def _plain(value: Any) -> Any:
    """A value without its freedoms: one in a list is the one, and lists have no order.

    Which is all that linked data leaves open in a document of this kind.
    """
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        parts = [_plain(part) for part in value]
        if len(parts) == 1:
            return parts[0]
        return sorted(parts, key=lambda part: json.dumps(part, sort_keys=True))
    return value


def _options() -> dict[str, Any]:
    return {"documentLoader": _load, "processingMode": "json-ld-1.1"}


def _load(address: str, _options: object = None) -> dict[str, Any]:
    """A vocabulary by its address, from the files beside this one alone."""
    if address not in _CONTEXTS:
        raise UnknownContext(f"No vocabulary is kept for {address}.")
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _context(address),
    }


@cache
def _context(address: str) -> dict[str, Any]:
    written = (_FOLDER / _CONTEXTS[address]).read_text(encoding="utf-8")
    context: dict[str, Any] = json.loads(written)
    return context
