"""Kinds of rule: what a course can ask of a learner before it gives an award.

Every file beside this one is a kind, registered by being here.
"""

from importlib import import_module
from pkgutil import iter_modules

from course.requirements.requirement import (
    REQUIREMENTS,
    Finding,
    Outstanding,
    Requirement,
    requirement,
    requirement_from_data,
)

__all__ = [
    "REQUIREMENTS",
    "Finding",
    "Outstanding",
    "Requirement",
    "requirement",
    "requirement_from_data",
]

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
