"""Rounds of peer review, for those who lead a cohort: open, look, assign, close."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from course import peer_plans, peer_reading, peer_rounds
from course.errors import CourseError
from course.models import Cohort
from course.peer_errors import (
    DeadlinePast,
    NoSuchRubric,
    NothingToAssign,
    PeerRoundClosed,
    PeerRoundOpen,
    StalePeerPlan,
)
from course.peer_rounds import RoundShown
from learner_api.addresses import peer_round_address
from learner_api.auth import asker, staff
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.forms import Form, new_operation, operation_or_new, read_form
from learner_api.led_cohorts import led_cohort
from learner_api.peer_forms import RoundForm, due_at
from learner_api.peer_letters import assigned_letter, closed_letter
from learner_api.peer_views import led_round, visible_task
from learner_api.peer_words import due_words, task_state
from learner_api.problems import refused
from learner_api.public_names import public_name
from learner_api.schemas.peer_rounds import MOST_SEED
from learner_api.showing import showable
from learner_api.site import get_site
from learner_api.translation import said

bp = Blueprint("peer_rounds", __name__)

ROUNDS = "/cohorts/<uuid:cohort>/peer-rounds"
ROUND = "/peer-rounds/<uuid:peer_round>"
SHOWN = 60


@bp.get(ROUNDS)
@staff
def list_rounds(cohort: UUID) -> str:
    """The rounds of a cohort, and the form to open one."""
    zone = get_site().settings.office_zone
    form = Form(
        {
            "op": new_operation(),
            "reviews_each": "2",
            "due_time": "17:00",
            "zone": zone,
            "is_anonymous": "yes",
        }
    )
    return _rounds_page(led_cohort(cohort), form)


@bp.post(ROUNDS)
@staff
def open_round(cohort: UUID) -> ResponseReturnValue:
    """Open a round, and lead on to its plan."""
    found, database = led_cohort(cohort), get_database()
    form = read_form(RoundForm())
    if form.errors:
        return _rounds_page(found, form), 422
    data = form.data
    try:
        made, _ = peer_rounds.open_peer_review(
            database.session,
            found,
            get_site().catalogue.roadmap,
            op=data["op"],
            rubric=data["rubric"],
            reviews_each=data["reviews_each"],
            due_at=due_at(data["due_on"], data["due_time"], data["zone"]),
            zone=data["zone"],
            is_anonymous=data["is_anonymous"] == "yes",
            now=now(),
            by=asker(),
        )
    except DeadlinePast as refusal:
        return _rounds_page(found, form.refused("due_on", said(refusal))), 422
    except NoSuchRubric as refusal:
        return _rounds_page(found, form.refused("rubric", said(refusal))), 422
    except PeerRoundOpen as refusal:
        return _rounds_page(found, form.refused("", said(refusal))), 409
    database.commit()
    return redirect(f"{peer_round_address(made.uuid)}#plan", 303)


@bp.get(ROUND)
@staff
def show_round(peer_round: UUID) -> str:
    """How far a round is, who would be paired by a seed, and who is."""
    return _round_page(led_round(peer_round), {})


@bp.post(f"{ROUND}/assignments")
@staff
def assign(peer_round: UUID) -> ResponseReturnValue:
    """Assign what the plan showed."""
    found, database = led_round(peer_round), get_database()
    try:
        peer_plans.assign_peer_reviews(
            database.session,
            found.round,
            op=operation_or_new(),
            seed=_seed(request.form.get("seed", "")),
            token=request.form.get("token", "")[:64],
            letter=assigned_letter(get_site().settings.public_url),
            now=now(),
            by=asker(),
        )
    except (NothingToAssign, PeerRoundClosed, StalePeerPlan) as refusal:
        return _refused(peer_round, refusal)
    database.commit()
    return redirect(f"{peer_round_address(peer_round)}?done=assigned", 303)


@bp.post(f"{ROUND}/closing")
@staff
def close(peer_round: UUID) -> ResponseReturnValue:
    """Close a round; its authors are told by mail."""
    found, database = led_round(peer_round), get_database()
    try:
        peer_rounds.close_peer_review(
            database.session,
            found.round,
            op=operation_or_new(),
            letter=closed_letter(get_site().settings.public_url),
            now=now(),
            by=asker(),
        )
    except PeerRoundClosed as refusal:
        return _refused(peer_round, refusal)
    database.commit()
    return redirect(f"{peer_round_address(peer_round)}?done=closed", 303)


def _refused(peer_round: UUID, refusal: CourseError) -> ResponseReturnValue:
    status = refused(refusal).problem.status
    return _round_page(led_round(peer_round), {"": said(refusal)}), status


def _rounds_page(cohort: Cohort, form: Form) -> str:
    rounds = peer_rounds.list_rounds(get_database().session, cohort)
    roadmap = get_site().catalogue.handbook.roadmap
    return render_template(
        "pages/peer_rounds.html",
        cohort=cohort,
        rounds=[(each, due_words(each.round)) for each in rounds],
        rubrics=[
            {"value": each.key, "label": each.title}
            for each in (roadmap.rubrics if roadmap else ())
        ],
        form=form,
        may_open=not (rounds and rounds[0].is_open),
    )


def _round_page(shown: RoundShown, errors: dict[str, str]) -> str:
    session, round_ = get_database().session, shown.round
    seed = _seed(request.values.get("seed", ""))
    after = (
        visible_task(public_name(request.args["after"]))
        if "after" in request.args
        else None
    )
    tasks = peer_reading.tasks_of_round(
        session, asker(), round_, after=after, limit=SHOWN + 1
    )
    plan = None
    if shown.is_open and after is None:
        plan = peer_plans.plan_peer_reviews(session, round_, seed=seed)
    return render_template(
        "pages/peer_round.html",
        shown=shown,
        cohort=round_.cohort,
        due=due_words(round_),
        is_past=round_.due_at <= now(),
        plan=plan,
        seed=seed,
        most_seed=MOST_SEED,
        tasks=[_row(task) for task in tasks[:SHOWN]],
        next_url=_next(tasks, round_.uuid),
        is_first=after is None,
        done=request.args.get("done"),
        errors=errors,
        new_op=new_operation,
    )


def _row(task: peer_reading.PeerTask) -> dict[str, Any]:
    found = task.assignment
    return {
        "uuid": found.uuid,
        "reviewer": found.reviewer.user.name,
        "author": found.author.user.name,
        "state": task_state(task.state),
        "given_at": task.review.recorded_at if task.review else None,
    }


def _next(tasks: list[peer_reading.PeerTask], round_: UUID) -> str | None:
    if len(tasks) <= SHOWN:
        return None
    last = tasks[SHOWN - 1].assignment.uuid
    return f"{peer_round_address(round_)}?after={last}#assigned"


def _seed(typed: str) -> str:
    """The seed that was typed; the first plan is by the seed 1."""
    return " ".join(showable(typed).split())[:MOST_SEED] or "1"
