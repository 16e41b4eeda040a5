"""Second markers of a roadmap, appeals against its review, and what is decided."""

from typing import Any
from uuid import UUID

from course import roadmap_appeals, roadmap_tasks, roadmaps, second_markers
from course.errors import (
    CohortNotOpen,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.models import RoadmapSubmission
from course.roadmap_errors import (
    AppealOfOwnReview,
    CommentsNeeded,
    NoSecondMarker,
    NothingToAppeal,
    NothingToDecide,
    ReviewedMeanwhile,
    SecondMarkingClosed,
)
from course.roadmap_outcomes import require_reviewer
from learner_api.auth import asker, signed_in, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.decision_letters import decision_letter, second_marker_letter
from learner_api.letters import review_letter
from learner_api.resources import Resource
from learner_api.roadmap_views import submission_to_review, visible_submission
from learner_api.schemas.roadmap_decisions import (
    NewAppealAnswerSchema,
    NewAppealSchema,
    NewDecisionSchema,
    NewSecondMarkerSchema,
    PossibleMarkersSchema,
    RoadmapOutcomeSchema,
    RoadmapTasksSchema,
    outcome_data,
    task_data,
)
from learner_api.schemas.roadmaps import NewRoadmapReviewSchema
from learner_api.site import get_site

bp = Resource(
    "api-roadmap-decisions",
    __name__,
    description="Second markers of roadmaps, and appeals against their reviews.",
)

SUBMITTED = "/roadmaps/<uuid:submission>"


@bp.get("/roadmap-tasks")
@staff
@bp.tagged()
@bp.gives(RoadmapTasksSchema)
def list_roadmap_tasks() -> dict[str, Any]:
    """Second reviews and decisions that wait for one, the oldest first."""
    found = roadmap_tasks.roadmap_tasks(get_database().session, asker())
    return {"items": [task_data(each) for each in found]}


@bp.get(f"{SUBMITTED}/outcome")
@signed_in
@bp.tagged()
@bp.gives(RoadmapOutcomeSchema)
def get_roadmap_outcome(submission: UUID) -> dict[str, Any]:
    """All that was said of a roadmap that was handed in, as far as one may see it."""
    return _told(visible_submission(submission))


@bp.get(f"{SUBMITTED}/second-markers")
@staff
@bp.refuses(NotPermitted)
@bp.gives(PossibleMarkersSchema)
def list_second_markers(submission: UUID) -> dict[str, Any]:
    """Who may be asked for a second review: nobody who has reviewed it."""
    session, found = get_database().session, visible_submission(submission)
    require_reviewer(found, asker())
    people = second_markers.possible_markers(
        session, roadmaps.handed_in(session, found)
    )
    return {"items": [each for each in people if each.id != asker().id]}


@bp.post(f"{SUBMITTED}/second-markers")
@staff
@bp.refuses(NoSecondMarker, NotPermitted, OperationConflict, SecondMarkingClosed)
@bp.takes(NewSecondMarkerSchema)
@bp.gives_also(RoadmapOutcomeSchema, 200, "Whom this operation asked before")
@bp.gives(RoadmapOutcomeSchema, 201, description="Asked, and told by mail")
def ask_second_marker(body: dict[str, Any], submission: UUID) -> Any:
    """Ask another for a second review, which they give without seeing the first."""
    database, found = get_database(), submission_to_review(submission)
    _row, is_new = second_markers.ask_second_marker(
        database.session,
        found,
        **body,
        letter=second_marker_letter(get_site().settings.public_url, asker()),
        now=now(),
        by=asker(),
    )
    database.commit()
    return _told(found), 201 if is_new else 200


@bp.post(f"{SUBMITTED}/second-review")
@staff
@bp.refuses(CommentsNeeded, NotPermitted, OperationConflict, ReviewedMeanwhile)
@bp.takes(NewRoadmapReviewSchema)
@bp.gives_also(RoadmapOutcomeSchema, 200, "What this operation said before")
@bp.gives(RoadmapOutcomeSchema, 201, description="Reviewed")
def give_second_review(body: dict[str, Any], submission: UUID) -> Any:
    """Review a roadmap as its second marker. Where both agree, that settles it."""
    database, found = get_database(), submission_to_review(submission)
    _row, is_new = second_markers.give_second_review(
        database.session,
        found,
        **body,
        letter=review_letter(get_site().settings.public_url),
        office=get_site().office,
        now=now(),
        by=asker(),
    )
    database.commit()
    return _told(found), 201 if is_new else 200


@bp.post(f"{SUBMITTED}/decision")
@staff
@bp.refuses(NotPermitted, NothingToDecide, OperationConflict)
@bp.takes(NewDecisionSchema)
@bp.gives_also(RoadmapOutcomeSchema, 200, "What this operation decided before")
@bp.gives(RoadmapOutcomeSchema, 201, description="Decided")
def decide_reviews(body: dict[str, Any], submission: UUID) -> Any:
    """Decide between two reviews that differ. Both stay as they were given."""
    database, found = get_database(), submission_to_review(submission)
    _row, is_new = second_markers.decide_difference(
        database.session,
        found,
        **body,
        letter=decision_letter(get_site().settings.public_url),
        office=get_site().office,
        now=now(),
        by=asker(),
    )
    database.commit()
    return _told(found), 201 if is_new else 200


@bp.post(f"{SUBMITTED}/appeal")
@signed_in
@bp.refuses(
    CohortNotOpen, EnrolmentWithdrawn, NotPermitted, NothingToAppeal, OperationConflict
)
@bp.takes(NewAppealSchema)
@bp.gives_also(RoadmapOutcomeSchema, 200, "The appeal that this operation made before")
@bp.gives(RoadmapOutcomeSchema, 201, description="Appealed")
def appeal_review(body: dict[str, Any], submission: UUID) -> Any:
    """Appeal against the review that sent one's roadmap back: once for each."""
    database, found = get_database(), submission_to_review(submission)
    _row, is_new = roadmap_appeals.appeal_review(
        database.session, found, **body, now=now(), by=asker()
    )
    database.commit()
    return _told(found), 201 if is_new else 200


@bp.post(f"{SUBMITTED}/appeal/decision")
@staff
@bp.refuses(AppealOfOwnReview, NotPermitted, NothingToDecide, OperationConflict)
@bp.takes(NewAppealAnswerSchema)
@bp.gives_also(RoadmapOutcomeSchema, 200, "What this operation decided before")
@bp.gives(RoadmapOutcomeSchema, 201, description="Decided, and told by mail")
def decide_appeal(body: dict[str, Any], submission: UUID) -> Any:
    """Uphold the review or accept the roadmap after all, and say why."""
    database, found = get_database(), submission_to_review(submission)
    _row, is_new = roadmap_appeals.decide_appeal(
        database.session,
        found,
        **body,
        letter=decision_letter(get_site().settings.public_url),
        office=get_site().office,
        now=now(),
        by=asker(),
    )
    database.commit()
    return _told(found), 201 if is_new else 200


def _told(submission: RoadmapSubmission) -> dict[str, Any]:
    handed_in = roadmaps.handed_in(get_database().session, submission)
    return outcome_data(handed_in.shown_to(asker()))
