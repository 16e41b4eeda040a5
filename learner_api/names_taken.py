"""Handing over a list of names: first it is on record who takes it, and what for."""

from flask import Response

from course.names_taken import NameList, take_names
from learner_api.auth import asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.table_files import is_manifest


def handed_over(answer: Response, names: NameList, purpose: str) -> Response:
    """The answer, once it is on record that the names in it are taken.

    That is committed before a name leaves, whatever becomes of the file. It is for
    requests that only read, and so hold no lock that this would wait for. A manifest
    names nobody, and nothing is recorded of it.
    """
    if is_manifest(names.suffix):
        return answer
    try:
        with get_database().writing() as session:
            take_names(session, names, purpose, now=now(), by=asker())
    except BaseException:
        answer.close()
        raise
    return answer
