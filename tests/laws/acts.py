"""What programs send to the API, and what an answer says of its operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.builders import COURSE

# What an answer tells of the moment it was given, rather than of its operation.
OF_THE_MOMENT = {
    "met",
    "needed",
    "percent",
    "course_completed_at",
    "attempts_left",
    "waiting",
}


ROSTER = "name,email\nAma Mensah,ama@example.org\nBo Lund,bo@example.org\n"


@dataclass(frozen=True, slots=True)
class Sending:
    """One operation as a program sends it, to be sent as often as need be."""

    method: str
    path: str
    body: dict[str, Any] | None = None


def complete(place: tuple[str, str], op: UUID | None = None) -> Sending:
    """A lesson is finished."""
    module, lesson = place
    path = f"/courses/{COURSE}/modules/{module}/lessons/{lesson}/completion"
    return Sending("PUT", path, {"op": str(op or uuid4())})


def start(quiz: str, op: UUID | None = None) -> Sending:
    """An attempt is begun; it bears the operation's name."""
    path = f"/courses/{COURSE}/quizzes/{quiz}/attempts"
    return Sending("POST", path, {"op": str(op or uuid4())})


def save(
    attempt: UUID | str,
    question: str,
    answer: Any,
    sequence: int | None = None,
    op: UUID | None = None,
) -> Sending:
    """An answer is kept."""
    body = {"op": str(op or uuid4()), "answer": answer}
    if sequence is not None:
        body["sequence"] = sequence
    return Sending("PUT", f"/attempts/{attempt}/responses/{question}", body)


def submit(attempt: UUID | str) -> Sending:
    """An attempt is handed in."""
    return Sending("POST", f"/attempts/{attempt}/submission")


def request_award() -> Sending:
    """The certificate is asked for."""
    return Sending("POST", f"/courses/{COURSE}/awards", {"kind": "completion"})


def create_cohort(op: UUID | None = None, **overrides: Any) -> Sending:
    """A cohort is made."""
    body = {
        "op": str(op or uuid4()),
        "key": "officials-2025",
        "title": "Officials 2025",
        "course": COURSE,
        "mode": "moderated",
        "opens_on": "2025-01-06",
        "closes_on": "2025-06-30",
    }
    return Sending("POST", "/cohorts", body | overrides)


def plan_list(cohort: UUID | str, text: str, op: UUID | None = None) -> Sending:
    """A list of people for a cohort is planned."""
    body = {"op": str(op or uuid4()), "list": text}
    return Sending("POST", f"/cohorts/{cohort}/roster/plans", body)


def apply_plan(cohort: UUID | str, plan: Mapping[str, Any]) -> Sending:
    """A plan that was answered is applied."""
    path = f"/cohorts/{cohort}/roster/plans/{plan['uuid']}/application"
    return Sending("POST", path, {"token": plan["token"]})


def undo_list(
    cohort: UUID | str, applied: Mapping[str, Any], op: UUID | None = None
) -> Sending:
    """A list that was applied is taken back."""
    path = f"/cohorts/{cohort}/roster/imports/{applied['uuid']}/undo"
    return Sending("POST", path, {"op": str(op or uuid4()), "reason": "Wrong list."})


def grant(cohort: UUID | str, op: UUID | None = None, **overrides: Any) -> Sending:
    """A cohort is granted more time."""
    body = {
        "op": str(op or uuid4()),
        "cohort": str(cohort),
        "extra_time_percent": 25,
        "reason": "The line is slow.",
    }
    return Sending("POST", "/accommodations", body | overrides)


def end(accommodation: UUID | str, op: UUID | None = None, **overrides: Any) -> Sending:
    """What was granted ends."""
    body = {"op": str(op or uuid4()), "reason": "The line is mended."}
    return Sending("POST", f"/accommodations/{accommodation}/end", body | overrides)


def mark(
    attempt: UUID | str,
    question: str,
    levels: Mapping[str, int],
    op: UUID | None = None,
    **overrides: Any,
) -> Sending:
    """A trainer marks an answer by its rubric."""
    body = {"op": str(op or uuid4()), "levels": dict(levels), "comment": "Well argued."}
    path = f"/attempts/{attempt}/responses/{question}/marks"
    return Sending("POST", path, body | overrides)


def hand_in(enrolment: UUID | str, op: UUID | None = None) -> Sending:
    """A learner hands in their roadmap."""
    path = f"/enrolments/{enrolment}/roadmap/submissions"
    return Sending("POST", path, {"op": str(op or uuid4())})


def review(submission: UUID | str, op: UUID | None = None, **overrides: Any) -> Sending:
    """A trainer sends a roadmap back."""
    body = {"op": str(op or uuid4()), "verdict": "sent-back", "comments": "Say who."}
    return Sending("POST", f"/roadmaps/{submission}/review", body | overrides)


def told(answer: Any) -> dict[str, Any]:
    """What an answer says of its operation."""
    assert answer.status_code in (200, 201), answer.text
    return {
        key: value
        for key, value in answer.get_json().items()
        if key not in OF_THE_MOMENT
    }
