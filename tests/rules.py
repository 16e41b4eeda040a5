"""The miniature course with other award rules: another edition of the same course."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from course import editions
from course.models import Edition
from course.outline import Course
from course.outline_files import read_outline
from tests.builders import CONTENT, COURSE, NOW, miniature_catalogue

HEAD = (CONTENT / "outlines" / "miniature.toml").read_text().partition("[awards")[0]

EVERYTHING = """
[awards.completion]
title = "Certificate of Completion"
valid_years = 3

[[awards.completion.requires]]
kind = "lessons"
of = "core"

[[awards.completion.requires]]
kind = "quizzes"
of = "core"

[[awards.completion.requires]]
kind = "score"
of = "core"
at_least = 60

[[awards.completion.requires]]
kind = "roadmap"
when = "moderated"

[[awards.completion.requires]]
kind = "sign-off"
when = "moderated"

[awards.participation]
title = "Certificate of Participation"

[[awards.participation.requires]]
kind = "lessons"
of = "core"
share = "2/3"
"""


@cache
def a_ruled_course(awards: str = EVERYTHING) -> Course:
    """The miniature course as it would be with these awards in its outline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{COURSE}.toml"
        path.write_text(HEAD + awards, encoding="utf-8")
        catalogue = miniature_catalogue()
        return read_outline(path, catalogue.handbook.modules, catalogue.quizzes)


def a_ruled_edition(session: Session, awards: str = EVERYTHING) -> Edition:
    """That course kept as an edition."""
    return editions.course_edition(session, a_ruled_course(awards), now=NOW)
