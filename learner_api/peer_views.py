"""Rounds and reviews of peers that an address names, for those who may see them."""

from uuid import UUID

from flask import abort

from course import peer_reading, peer_reviews, peer_rounds
from course.models import PeerDraft
from course.peer_reading import PeerTask
from course.peer_rounds import RoundShown
from learner_api.auth import asker
from learner_api.database import get_database


def led_round(uuid: UUID) -> RoundShown:
    """A round of a cohort that the asker leads, or 404."""
    return peer_rounds.find_round(get_database().session, asker(), uuid) or abort(404)


def visible_task(uuid: UUID) -> PeerTask:
    """A review that the asker is to write, or of a cohort that they lead, or 404."""
    return peer_reading.find_task(get_database().session, asker(), uuid) or abort(404)


def draft_of(task: PeerTask) -> PeerDraft | None:
    """What the asker has kept of a review of their own; nobody else reads it."""
    if task.assignment.reviewer.user_id != asker().id or task.review is not None:
        return None
    return peer_reviews.draft_of(get_database().session, task.assignment)
