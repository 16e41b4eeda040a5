"""The pages: every file beside this one is a group of them."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

from learner_api.credit_words import credit_words
from learner_api.paper_words import paper_state, size_words
from learner_api.roadmap_words import roadmap_state


def install(app: Flask) -> None:
    """Register the blueprint ``bp`` of every group of pages."""
    app.jinja_env.filters["credit_words"] = credit_words
    app.jinja_env.globals["paper_state"] = paper_state
    app.jinja_env.globals["roadmap_state"] = roadmap_state
    app.jinja_env.globals["size_words"] = size_words
    for found in iter_modules(__path__):
        app.register_blueprint(import_module(f"{__name__}.{found.name}").bp)
