"""The code on a certificate: as fine as a scanner of 300 dots per inch still reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

# Half a millimetre is six dots of a scanner at 300 to the inch.
_MODULE: Final = 0.5
# A quiet zone of four modules, as the standard asks.
_QUIET: Final = 4
# An address alone is drawn as large as it was on earlier certificates.
_LEAST: Final = 26.0
# A code of more modules than this gives up redundancy before it grows further.
_MOST_MODULES: Final = 97
_DARK: Final = re.compile(b"\x01+")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A drawing, and the width at which it is to be printed, quiet zone included."""

    svg: str
    millimetres: float


def qr_code(address: str, payload: str | None) -> QrCode:
    """The address, with the payload behind a number sign if there is one.

    The payload is a segment of its own: in capitals and digits it takes two thirds of
    the room.
    """
    import segno

    # It takes a list of segments, though its types tell of one text alone.
    parts: Any = [address] if payload is None else [f"{address}#", payload]
    # What is signed looks like noise, and noise under any mask is as good as another;
    # to weigh all eight would take as long as to set a page.
    mask = None if payload is None else 0
    code = segno.make_qr(parts, error="m", boost_error=False, mask=mask)
    if code.symbol_size(border=0)[0] > _MOST_MODULES:
        code = segno.make_qr(parts, error="l", boost_error=False, mask=mask)
    return _drawn(code.matrix)


def _drawn(matrix: Sequence[bytearray]) -> QrCode:
    """The dark modules as one path, a stroke for each run of them in a row."""
    modules = len(matrix) + 2 * _QUIET
    runs = [
        f"M{run.start() + _QUIET} {row}.5h{run.end() - run.start()}"
        for row, line in enumerate(matrix, _QUIET)
        for run in _DARK.finditer(line)
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {modules} {modules}" '
        f'width="{modules}" height="{modules}"><path fill="#fff" '
        f'd="M0 0h{modules}v{modules}h-{modules}z"/><path stroke="#000" '
        f'd="{"".join(runs)}"/></svg>'
    )
    return QrCode(svg, max(_LEAST, modules * _MODULE))
