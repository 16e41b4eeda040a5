"""Proofs as the wire carries them: an award's rule down to the rows that show it."""

from typing import Any

from marshmallow import Schema, fields, validate

from course.cohort_completion import AwardInCohort, CohortCompletion, HeldUpBy, Learner
from course.models import Enrolment, SignOff
from course.proof import Proof
from course.requirements import Finding, Leaf
from course.requirements.requirement import REQUIREMENTS
from course.sign_offs import VERDICTS
from learner_api.outstanding import address_of
from learner_api.schemas.courses import StepSchema
from learner_api.schemas.fields import Asked, Moment, Text, operation


class FactRowSchema(Schema):
    """A row of the record that shows something."""

    table = fields.String(
        required=True,
        metadata={
            "enum": [
                "award",
                "enrolment_event",
                "evaluation_given",
                "lesson_completion",
                "mark",
                "paper_review",
                "post_text",
                "roadmap_decision",
                "roadmap_review",
                "sign_off",
            ]
        },
    )
    uuid = fields.UUID(required=True)
    recorded_at = Moment(required=True)


class NextActSchema(Schema):
    """What to do about something that is missing, and where."""

    kind = fields.String(required=True)
    address = fields.String(
        required=True, metadata={"description": "A page of the platform."}
    )


class ProofLeafSchema(Schema):
    """One thing that is asked: met where at least what is required was observed."""

    place = fields.Nested(StepSchema, required=True)
    required = fields.Integer(
        required=True,
        metadata={
            "description": "Per cent of a score, a number of posts; of "
            "everything else, one."
        },
    )
    observed = fields.Integer(required=True)
    is_met = fields.Boolean(required=True)
    met_at = Moment(required=True, allow_none=True, attribute="moment")
    rows = fields.List(fields.Nested(FactRowSchema), required=True)
    next = fields.Nested(NextActSchema, required=True, allow_none=True)


class AwardCriterionSchema(Schema):
    """One criterion: met where so many of its leaves are as are needed."""

    kind = fields.String(required=True, metadata={"enum": sorted(REQUIREMENTS)})
    sentence = fields.String(required=True)
    when = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The kind of run in which it is asked; null: in all."},
    )
    applies = fields.Boolean(required=True)
    needed = fields.Integer(required=True)
    met = fields.Integer(required=True)
    is_met = fields.Boolean(required=True)
    met_at = Moment(required=True, allow_none=True)
    missing = fields.List(fields.Nested(StepSchema), required=True)
    leaves = fields.List(fields.Nested(ProofLeafSchema), required=True)


class ProofSchema(Schema):
    """One award: earned where every criterion that applies is met."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    met = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    percent = fields.Integer(required=True)
    earned_at = Moment(required=True, allow_none=True)
    criteria = fields.List(fields.Nested(AwardCriterionSchema), required=True)


class CompletionProofSchema(Schema):
    """What stands between a learner and each award of the course, as of a moment."""

    course = fields.String(required=True)
    enrolment = fields.UUID(required=True)
    edition = fields.String(required=True)
    as_of = Moment(required=True)
    mode = fields.String(required=True)
    run = fields.Nested(
        FactRowSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The row that shows how the course is run."},
    )
    awards = fields.List(fields.Nested(ProofSchema), required=True)


class HeldLearnerSchema(Schema):
    """A learner of the cohort."""

    enrolment = fields.UUID(required=True)
    name = fields.String(required=True)


class HeldUpBySchema(Schema):
    """Something that is missing, and whom it holds up: alone, or among other things."""

    sentence = fields.String(required=True)
    kind = fields.String(
        required=True,
        metadata={
            "description": "As of steps; `lessons` are all those of one module, and "
            "a `share` is as many as are needed of several things."
        },
    )
    module = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    alone = fields.List(fields.Nested(HeldLearnerSchema), required=True)
    among_others = fields.List(fields.Nested(HeldLearnerSchema), required=True)


class CohortAwardSchema(Schema):
    """One award in a cohort: who has earned it, and what holds up the rest."""

    kind = fields.String(required=True)
    title = fields.String(required=True)
    earned = fields.List(fields.Nested(HeldLearnerSchema), required=True)
    held_up_by = fields.List(fields.Nested(HeldUpBySchema), required=True)


class CohortCompletionSchema(Schema):
    """What holds the learners of a cohort up before each award."""

    cohort = fields.UUID(required=True)
    as_of = Moment(required=True)
    learners = fields.Integer(required=True)
    awards = fields.List(fields.Nested(CohortAwardSchema), required=True)


class NewSignOffSchema(Asked):
    """Signing off, or taking that back, and why."""

    op = operation()
    verdict = fields.String(required=True, validate=validate.OneOf(VERDICTS))
    reason = Text(500, required=True)


class SignOffSchema(Schema):
    """What a trainer said: given or withdrawn, by whom, when and why."""

    uuid = fields.UUID(required=True)
    number = fields.Integer(required=True)
    verdict = fields.String(required=True, metadata={"enum": list(VERDICTS)})
    reason = fields.String(required=True)
    by = fields.String(required=True)
    recorded_at = Moment(required=True)


class SignOffPageSchema(Schema):
    """All that was said of one enrolment, the latest first."""

    items = fields.List(fields.Nested(SignOffSchema), required=True)


def proof_data(proof: Proof, enrolment: Enrolment) -> dict[str, Any]:
    """One award's proof as it is dumped."""
    return {
        "kind": proof.kind,
        "title": proof.title,
        "met": proof.met,
        "needed": proof.needed,
        "percent": proof.percent,
        "earned_at": proof.met_at,
        "criteria": [_criterion_data(each, enrolment) for each in proof.criteria],
    }


def cohort_data(completion: CohortCompletion) -> list[dict[str, Any]]:
    """The awards of a cohort as they are dumped."""
    return [_award_data(each) for each in completion.awards]


def sign_off_data(row: SignOff, by: str) -> dict[str, Any]:
    """A sign-off as it is dumped, with the name of whoever said it."""
    return {
        "uuid": row.uuid,
        "number": row.number,
        "verdict": row.verdict,
        "reason": row.reason,
        "by": by,
        "recorded_at": row.recorded_at,
    }


def _criterion_data(finding: Finding, enrolment: Enrolment) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "sentence": finding.sentence,
        "when": finding.when,
        "applies": finding.applies,
        "needed": finding.needed,
        "met": finding.met,
        "is_met": finding.is_met,
        "met_at": finding.met_at,
        "missing": finding.outstanding if finding.applies else (),
        "leaves": [_leaf_data(leaf, finding, enrolment) for leaf in finding.leaves],
    }


def _leaf_data(leaf: Leaf, finding: Finding, enrolment: Enrolment) -> dict[str, Any]:
    is_to_do = finding.applies and not leaf.is_met
    return {
        "place": leaf.place,
        "required": leaf.required,
        "observed": leaf.observed,
        "is_met": leaf.is_met,
        "moment": leaf.moment,
        "rows": leaf.rows,
        "next": {
            "kind": leaf.place.kind,
            "address": address_of(enrolment, leaf.place),
        }
        if is_to_do
        else None,
    }


def _award_data(award: AwardInCohort) -> dict[str, Any]:
    return {
        "kind": award.kind,
        "title": award.title,
        "earned": _people(award.earned),
        "held_up_by": [_held_up_data(each) for each in award.held_up_by],
    }


def _held_up_data(held_up: HeldUpBy) -> dict[str, Any]:
    return {
        "sentence": held_up.sentence,
        "kind": held_up.place.kind,
        "module": held_up.place.module_key,
        "key": held_up.place.key,
        "title": held_up.place.title,
        "alone": _people(held_up.only),
        "among_others": _people(held_up.also),
    }


def _people(learners: list[Learner]) -> list[dict[str, Any]]:
    return [{"enrolment": each.enrolment.uuid, "name": each.name} for each in learners]
