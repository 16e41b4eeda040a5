"""Rounds of peer review: a trainer opens one, assigns who reads whom, and closes it."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import ValidationError

from course import peer_plans, peer_reading, peer_rounds
from course.errors import NotPermitted, OperationConflict, UnknownWorksheet
from course.peer_errors import (
    DeadlinePast,
    NoSuchRubric,
    NothingToAssign,
    PeerRoundClosed,
    PeerRoundOpen,
    StalePeerPlan,
)
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.led_cohorts import led_cohort
from learner_api.peer_letters import assigned_letter, closed_letter
from learner_api.peer_views import led_round
from learner_api.resources import Resource
from learner_api.schemas.fields import OperationSchema
from learner_api.schemas.paging import PageQuerySchema, page_of
from learner_api.schemas.peer_rounds import (
    NewPeerDrawSchema,
    NewPeerRoundSchema,
    PeerAssignmentPageSchema,
    PeerPlanSchema,
    PeerRoundSchema,
    PeerRoundsSchema,
    SeedQuerySchema,
    assignment_data,
    known_zone,
    round_data,
)
from learner_api.site import get_site

bp = Resource(
    "api-peer-rounds",
    __name__,
    description="Rounds in which the learners of a cohort read each other's roadmaps.",
)

ROUND = "/peer-rounds/<uuid:peer_round>"


@bp.get("/cohorts/<uuid:cohort>/peer-rounds")
@staff
@bp.tagged()
@bp.gives(PeerRoundsSchema)
def list_peer_rounds(cohort: UUID) -> dict[str, Any]:
    """Every round of a cohort, the latest first."""
    found = peer_rounds.list_rounds(get_database().session, led_cohort(cohort))
    return {"items": [round_data(each) for each in found]}


@bp.post("/cohorts/<uuid:cohort>/peer-rounds")
@staff
@bp.refuses(
    DeadlinePast,
    NoSuchRubric,
    NotPermitted,
    OperationConflict,
    PeerRoundOpen,
    UnknownWorksheet,
)
@bp.takes(NewPeerRoundSchema)
@bp.gives_also(PeerRoundSchema, 200, "The round that this operation opened before")
@bp.gives(PeerRoundSchema, 201, description="Opened")
def open_peer_review(body: dict[str, Any], cohort: UUID) -> Any:
    """Open a round. Nobody is assigned anything before a plan is looked at."""
    try:
        known_zone(body["zone"])
    except ValidationError as error:
        raise ValidationError({"zone": error.messages}) from None
    database = get_database()
    made, is_new = peer_rounds.open_peer_review(
        database.session,
        led_cohort(cohort),
        get_site().catalogue.roadmap,
        **body,
        now=now(),
        by=asker(),
    )
    database.commit()
    address = url_for("api-peer-rounds.get_peer_round", peer_round=made.uuid)
    told = round_data(led_round(made.uuid))
    return told, 201 if is_new else 200, {"Location": address}


@bp.get(ROUND)
@staff
@bp.tagged()
@bp.gives(PeerRoundSchema)
def get_peer_round(peer_round: UUID) -> dict[str, Any]:
    """A round, and how far it is."""
    return round_data(led_round(peer_round))


@bp.get(f"{ROUND}/plan")
@staff
@bp.asks(SeedQuerySchema)
@bp.gives(PeerPlanSchema)
def plan_peer_reviews(query: dict[str, Any], peer_round: UUID) -> Any:
    """Who would read whom by this seed. Nothing is written.

    Where some are assigned already, it pairs those who came late or were left.
    """
    found = led_round(peer_round).round
    return peer_plans.plan_peer_reviews(
        get_database().session, found, seed=query["seed"]
    )


@bp.get(f"{ROUND}/assignments")
@staff
@bp.tagged()
@bp.asks(PageQuerySchema)
@bp.gives(PeerAssignmentPageSchema)
def list_peer_assignments(query: dict[str, Any], peer_round: UUID) -> dict[str, Any]:
    """Who reads whom, and what became of it."""
    session, found = get_database().session, led_round(peer_round).round
    after = None
    if "after" in query:
        after = peer_reading.find_task(session, asker(), query["after"])
        if after is None or after.assignment.round_id != found.id:
            raise ValidationError({"after": ["Nothing of this list has this name."]})
    limit = query["limit"]
    tasks = peer_reading.tasks_of_round(
        session, asker(), found, after=after, limit=limit + 1
    )
    page = page_of(tasks, limit, lambda task: task.assignment.uuid)
    return {**page, "items": [assignment_data(each) for each in page["items"]]}


@bp.post(f"{ROUND}/assignments")
@staff
@bp.refuses(
    NotPermitted, NothingToAssign, OperationConflict, PeerRoundClosed, StalePeerPlan
)
@bp.takes(NewPeerDrawSchema)
@bp.gives_also(PeerRoundSchema, 200, "What this operation assigned before")
@bp.gives(PeerRoundSchema, 201, description="Assigned, and the reviewers are told")
def assign_peer_reviews(body: dict[str, Any], peer_round: UUID) -> Any:
    """Assign exactly what a plan showed. A plan that is out of date is refused."""
    database = get_database()
    _draw, is_new = peer_plans.assign_peer_reviews(
        database.session,
        led_round(peer_round).round,
        **body,
        letter=assigned_letter(get_site().settings.public_url),
        now=now(),
        by=asker(),
    )
    database.commit()
    address = url_for("api-peer-rounds.get_peer_round", peer_round=peer_round)
    told = round_data(led_round(peer_round))
    return told, 201 if is_new else 200, {"Location": address}


@bp.post(f"{ROUND}/closing")
@staff
@bp.refuses(NotPermitted, OperationConflict, PeerRoundClosed)
@bp.takes(OperationSchema)
@bp.gives(PeerRoundSchema, description="Closed; the authors read their reviews")
def close_peer_review(body: dict[str, Any], peer_round: UUID) -> dict[str, Any]:
    """Close a round: no more is written, and the authors are told by mail."""
    database = get_database()
    peer_rounds.close_peer_review(
        database.session,
        led_round(peer_round).round,
        op=body["op"],
        letter=closed_letter(get_site().settings.public_url),
        now=now(),
        by=asker(),
    )
    database.commit()
    return round_data(led_round(peer_round))
