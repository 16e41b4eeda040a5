"""A certificate printed on paper and scanned again, worse than an office would.

The page is set by the course's own typesetter, drawn at 300 dots to the inch as a
printer would, and then turned, skewed, blurred, dirtied and squeezed as JPEG.
"""

import json
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy
import pypdfium2
import segno
from PIL import Image, ImageFilter
from segno import consts

from course.documents.typesetting import typeset

DOTS = 300
# Smaller than certificates have it: 101 modules of 0.36 mm, some four dots each.
CODE_MM = 36
PAGE = Path(__file__).parent / "scanned_page.typ"


def code_drawing(address: str, payload: str) -> str:
    """The code, address and payload each in a segment of its own."""
    segments: Any = [
        (f"{address}#", consts.MODE_BYTE),
        (payload, consts.MODE_ALPHANUMERIC),
    ]
    drawing = BytesIO()
    code = segno.make_qr(segments, error="m")
    code.save(drawing, kind="svg", xmldecl=False, border=4)
    return drawing.getvalue().decode()


def printed_page(address: str, payload: str, name: str) -> Image.Image:
    """A page with the code on it, as a printer lays it down."""
    data = {
        "code": code_drawing(address, payload),
        "width": CODE_MM,
        "address": address,
        "name": name,
    }
    made_at = datetime(2026, 11, 27, tzinfo=UTC)
    pdf = typeset(PAGE, json.dumps(data, ensure_ascii=False), made_at=made_at)
    with pypdfium2.PdfDocument(pdf) as document:
        page: Image.Image = document[0].render(scale=DOTS / 72).to_pil()
        return page.convert("L")


def scanned(page: Image.Image, seed: int) -> bytes:
    """The page as a careless scan of it, JPEG; another one for each seed."""
    chance = random.Random(seed)  # noqa: S311  # a scan is no secret
    noise = numpy.random.default_rng(seed)
    angle = chance.choice((-1, 1)) * chance.uniform(2, 3)
    paper = chance.randint(195, 235)
    image = page.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    image = _skewed(image, chance)
    image = image.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 1.3)))
    grey = numpy.asarray(image, dtype=float)
    # Ink that is not black on paper that is not white, in light that is not even.
    ink = chance.randint(35, 70)
    light = numpy.linspace(chance.uniform(0.8, 0.9), 1, grey.shape[1])
    grey = (ink + grey / 255 * (paper - ink)) * light
    grey += noise.normal(0, 9, grey.shape)
    file = BytesIO()
    Image.fromarray(grey.clip(0, 255).astype("uint8")).save(file, "JPEG", quality=60)
    return file.getvalue()


def _skewed(image: Image.Image, chance: random.Random) -> Image.Image:
    """As if the sheet did not lie flat: each corner off by up to one in a hundred."""
    width, height = image.size
    off = [chance.uniform(0, 0.012) for _ in range(8)]
    corners = (
        (off[0] * width, off[1] * height),
        (off[2] * width, height - off[3] * height),
        (width - off[4] * width, height - off[5] * height),
        (width - off[6] * width, off[7] * height),
    )
    quad = tuple(each for corner in corners for each in corner)
    return image.transform(
        image.size, Image.Transform.QUAD, quad, Image.Resampling.BICUBIC, fillcolor=255
    )
