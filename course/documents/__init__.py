"""The documents that awards are handed out as.

Pure: claims in, bytes out. Nothing here reads a row, a clock or a setting, so the same
claims give the same file on every call.
"""

from course.documents.certificate import TEMPLATE, render_certificate
from course.documents.errors import NoTemplate, NoWording, UnprintableText
from course.documents.glyphs import missing_glyphs

__all__ = [
    "TEMPLATE",
    "NoTemplate",
    "NoWording",
    "UnprintableText",
    "missing_glyphs",
    "render_certificate",
]
