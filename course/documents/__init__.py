"""The documents that are handed out: certificates of awards, and roadmaps.

Pure: words in, bytes out. Nothing here reads a row, a clock or a setting, so the same
words give the same file on every call. What draws a roadmap is imported where one is
drawn: its libraries are large.
"""

from course.documents.certificate import TEMPLATE, render_certificate
from course.documents.drawable import undrawable
from course.documents.errors import NoPicture, NoTemplate, NoWording, UnprintableText
from course.documents.glyphs import missing_glyphs

__all__ = [
    "TEMPLATE",
    "NoPicture",
    "NoTemplate",
    "NoWording",
    "UnprintableText",
    "missing_glyphs",
    "render_certificate",
    "undrawable",
]
