"""The code on a certificate: as coarse as what it says allows.

An address takes eight bits a sign, and a payload of capitals and digits five and a
half: each gets a segment of its own, which makes the code three or four sizes smaller.
A reader puts the two together again.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import segno

# A scan at 300 dots to the inch gives a module of this size four dots and more.
# The code of the real course with two signatories has 105, quiet zone included.
LEAST_MODULE_MM: Final = 0.34
CODE_MM: Final = 36
# A stamp or a fold may take 15 of 100 modules.
_MENDING: Final = "m"
_QUIET: Final = 4


def certificate_code(address: str, payload: str) -> "segno.QRCode":
    """The code that holds the address and, behind a ``#``, the payload."""
    import segno
    from segno import consts

    segments = [
        (f"{address}#", consts.MODE_BYTE),
        (payload, consts.MODE_ALPHANUMERIC),
    ]
    return segno.make_qr(segments, error=_MENDING)  # type: ignore[arg-type]  # it takes segments


def code_drawing(address: str, payload: str) -> str:
    """The code as an SVG picture with its quiet zone."""
    drawing = BytesIO()
    code = certificate_code(address, payload)
    code.save(drawing, kind="svg", xmldecl=False, border=_QUIET)
    return drawing.getvalue().decode("utf-8")


def code_size(address: str, payload: str) -> float:
    """How wide the code has to be drawn, in millimetres, quiet zone included."""
    modules, _ = certificate_code(address, payload).symbol_size(border=_QUIET)
    return max(CODE_MM, modules * LEAST_MODULE_MM)
