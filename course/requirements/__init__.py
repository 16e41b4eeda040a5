"""Kinds of rule: what a course can ask of a learner before it gives an award.

Every file beside this one is a kind, registered by being here.
"""

from importlib import import_module
from pkgutil import iter_modules

from course.requirements.requirement import (
    REQUIREMENTS,
    Finding,
    Leaf,
    Outstanding,
    Requirement,
    RequirementFault,
    Taught,
    requirement,
    requirement_from_data,
    requirement_to_data,
)

__all__ = [
    "REQUIREMENTS",
    "Finding",
    "Leaf",
    "Outstanding",
    "Requirement",
    "RequirementFault",
    "Taught",
    "requirement",
    "requirement_from_data",
    "requirement_to_data",
]

for _found in iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
