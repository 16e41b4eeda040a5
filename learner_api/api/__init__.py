"""The REST API under ``/api/v1``: every file beside this one is a resource."""

from importlib import import_module
from pkgutil import iter_modules

from learner_api.openapi import PREFIX, CourseApi


def install(frame: CourseApi) -> None:
    """Register the blueprint ``bp`` of every resource."""
    for found in iter_modules(__path__):
        resource = import_module(f"{__name__}.{found.name}")
        frame.register_blueprint(resource.bp, url_prefix=PREFIX)
