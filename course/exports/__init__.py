"""Export formats: every file beside this one is a format, registered by being here."""

from importlib import import_module
from pkgutil import iter_modules

from course.exports.format import EXPORT_FORMATS, ExportFormat, Table, export_format

__all__ = ["EXPORT_FORMATS", "ExportFormat", "Table", "export_format"]

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
