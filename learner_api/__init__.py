"""The door: HTTP, pages and commands. Only this package knows Flask, and commits."""

from learner_api.app import create_app

__all__ = ["create_app"]
