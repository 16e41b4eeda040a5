"""What one installation serves with: settings, content, the office that awards."""

from dataclasses import dataclass, field
from functools import cached_property

from flask import current_app

from config.settings import Settings
from course.awards import AwardOffice
from course.catalogue import Catalogue
from course.notices import Notices, load_notices
from modules.search import SearchIndex


# No slots: what is computed once is kept beside the fields.
@dataclass(frozen=True)
class Site:
    """Everything that is fixed while the application runs."""

    settings: Settings
    catalogue: Catalogue
    office: AwardOffice
    notices: Notices = field(default_factory=load_notices)

    @cached_property
    def index(self) -> SearchIndex:
        """What can be searched for. Half a second's work, done when first asked for."""
        return SearchIndex.of(self.catalogue.handbook)


def get_site() -> Site:
    """The site that is answering."""
    site: Site = current_app.extensions["course.site"]
    return site
