"""What one installation serves with: settings, content, the office that awards."""

from dataclasses import dataclass

from flask import current_app

from config.settings import Settings
from course.awards import AwardOffice
from course.catalogue import Catalogue
from modules.search import SearchIndex


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is fixed while the application runs."""

    settings: Settings
    catalogue: Catalogue
    office: AwardOffice
    index: SearchIndex


def get_site() -> Site:
    """The site that is answering."""
    site: Site = current_app.extensions["course.site"]
    return site
