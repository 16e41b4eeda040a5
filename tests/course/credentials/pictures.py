"""The smallest pictures that a credential can be put into."""

from io import BytesIO

from PIL import Image

_drawn = BytesIO()
Image.new("RGB", (2, 2), "white").save(_drawn, "PNG")
A_PNG = _drawn.getvalue()
A_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path/></svg>'
