"""A credential put into a picture, as Open Badges 3.0 says, and taken out again.

The picture looks the same; whoever has it has the credential too.
"""

from collections.abc import Iterator
from struct import pack, unpack
from zlib import crc32

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_KEYWORD = b"openbadgecredential"
_PNG = b"\x89PNG\r\n\x1a\n"
_TAG = f"{{{NAMESPACE}}}credential"


class NotBaked(ValueError):
    """The picture holds no credential, or cannot be read."""


def bake_png(picture: bytes, document: str) -> bytes:
    """The picture with the credential as a chunk of text, before its end."""
    # The keyword, and that it is neither packed nor in a language nor translated.
    text = _KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + document.encode()
    chunk = b"iTXt" + text
    end = picture.rindex(b"IEND") - 4
    baked = pack(">I", len(text)) + chunk + pack(">I", crc32(chunk))
    return picture[:end] + baked + picture[end:]


def bake_svg(picture: bytes, document: str) -> bytes:
    """The picture with the credential as an element, before everything it draws."""
    # The mark that ends a literal section may stand in a text, and JSON can spell it.
    literal = document.replace("]]>", "]]\\u003e")
    element = (
        f'<openbadges:credential xmlns:openbadges="{NAMESPACE}">'
        f"<![CDATA[{literal}]]></openbadges:credential>"
    )
    opening, closing, rest = picture.partition(b">")
    return opening + closing + element.encode() + rest


def baked_in(picture: bytes) -> str:
    """The credential in a picture, whichever kind it is, or ``NotBaked``."""
    try:
        return _from_png(picture) if is_png(picture) else _from_svg(picture)
    # What is wrong in the syntax of an SVG is a SyntaxError to its library.
    except (ValueError, LookupError, SyntaxError) as error:
        raise NotBaked("The picture holds no credential.") from error


def is_png(file: bytes) -> bool:
    """Whether a file is a picture of this kind."""
    return file.startswith(_PNG)


def _from_png(picture: bytes) -> str:
    for kind, content in _chunks(picture):
        keyword, _, rest = content.partition(b"\0")
        if kind == b"iTXt" and keyword == _KEYWORD and rest[:2] == b"\0\0":
            _language, _translated, text = rest[2:].split(b"\0", 2)
            return text.decode()
    raise NotBaked("The picture holds no credential.")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 12 <= len(picture):
        (length,) = unpack(">I", picture[at : at + 4])
        yield picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        at += 12 + length


def _from_svg(picture: bytes) -> str:
    # Loaded here: whoever bakes does not read.
    from lxml import etree

    # A stranger's file: it fetches nothing and defines nothing.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    found = etree.fromstring(picture, parser).find(f".//{_TAG}")
    if found is None:
        raise NotBaked("The picture holds no credential.")
    return str(found.get("verify") or found.text or "")
