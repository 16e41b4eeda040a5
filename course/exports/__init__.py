"""Export formats: every file beside this one is a format, registered by being here."""

from importlib import import_module
from pkgutil import iter_modules

from course.exports.format import (
    EXPORT_FORMATS,
    ExportFormat,
    export_format,
    filed_format,
)
from course.exports.table import Column, Table

__all__ = [
    "EXPORT_FORMATS",
    "Column",
    "ExportFormat",
    "Table",
    "export_format",
    "filed_format",
]

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
