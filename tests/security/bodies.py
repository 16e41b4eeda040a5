"""What each route is sent so that it could do what it is for."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from tests import builders
from tests.marked_by_person import BEST
from tests.security import (
    calendar_routes,
    discussion_routes,
    doors_and_notices,
    export_routes,
    overview_routes,
    paper_routes,
    peer_routes,
    report_routes,
    telling_routes,
)
from tests.security.routes import (
    API,
    CORRECTING,
    COURSE,
    IMPORTS,
    LESSON,
    PLANS,
    ROADMAP,
    RULES,
    RUN,
    SUBMITTED,
    WORKSHEETS,
)
from tests.security.world import COHORT, OTHER, OWNER

SOMEBODY = {"email": "somebody.new@example.org", "name": "Some Body", "role": "learner"}
A_COHORT = {
    "key": "a-new-cohort",
    "title": "A new cohort",
    "course": builders.COURSE,
    "mode": "moderated",
    "opens_on": "2026-03-01",
    "closes_on": "2026-06-30",
}
A_GRANT = {"extra_time_percent": 25, "reason": "A certificate was seen."}
A_SIGN_OFF = {"verdict": "given", "reason": "Presented the results."}
A_REVIEW = {"verdict": "sent-back", "comments": "Say who pays."}
A_NAME = {"name": "Olu B. Owner", "reason": "She has married."}
A_RELEASE = {"token": "0" * 64, "note": "Attendance was checked."}
AN_ACT = {"reason": "Seen and decided."}
AN_ANSWER = {"words": "The passport was seen."}
A_DECISION = {"choice": "finish", "reason": "It was decided.", "token": "0" * 64}
NAMES = {"purpose": "An audit of us.", "format": "csv"}
AN_UNDO = {"reason": "It was the wrong list."}
A_LIST = "ama@example.org\nkofi@example.org"
A_BANK = b"A week has seven days.{T####It has.}"
CREDENTIALS = {"email": OWNER, "password": builders.PASSWORD}


def body_of(method: str, rule: str) -> dict[str, Any]:
    """A body that the route takes from whoever may send it one."""
    quiz = builders.miniature_catalogue().quiz("first-quiz")
    op = str(uuid4())
    edition = builders.miniature_catalogue().course(builders.COURSE).digest
    book = builders.miniature_catalogue()
    said, later = book.forms["end-of-course"], book.forms["follow-up"]
    question = quiz.questions[0]
    dropped = {"question": question.key, "action": "drop", "digest": question.digest}
    regrade = {"mode": "exact", "reason": "It was unclear.", "token": "0" * 64}
    forms: dict[str, dict[str, Any]] = {
        "/sign-in": CREDENTIALS,
        "/forgotten-password": {"email": OWNER},
        "/verify": {"text": "No credential."},
        "/welcome/<secret>": {"password": "a password to keep", "name": "Newcomer"},
        "/profile": {"name": "Olu Owner"},
        "/profile/password": {
            "current_password": builders.PASSWORD,
            "new_password": "a password to keep",
        },
        "/profile/tokens": {"label": "another program"},
        "/cohorts/new": {"op": op, **A_COHORT},
        "/cohorts/<uuid:cohort>/learners": {"op": op, "list": A_LIST},
        "/cohorts/<uuid:cohort>/plans/<uuid:plan>": {"token": "0" * 64},
        "/cohorts/<uuid:cohort>/plans/<uuid:plan>/columns": {
            "column-0": "email",
            "heading": "0",
        },
        "/cohorts/<uuid:cohort>/lists/<uuid:op>/undo": {"op": op, **AN_UNDO},
        "/cohorts/<uuid:cohort>/learners/<uuid:enrolment>/withdrawal": {
            "reason": "Left the ministry."
        },
        "/cohorts/<uuid:cohort>/trainers": {"email": OTHER},
        "/cohorts/<uuid:cohort>/accommodations/new": {"op": op, **A_GRANT},
        "/cohorts/<uuid:cohort>/learners/<uuid:enrolment>/accommodations/new": {
            "op": op,
            **A_GRANT,
        },
        "/cohorts/<uuid:cohort>/accommodations/<uuid:accommodation>/end": {
            "op": op,
            "reason": "No longer asked for.",
        },
        "/marking/<uuid:attempt>/answers/<question>": {
            "op": op,
            **{f"level.{name}": str(points) for name, points in BEST.items()},
        },
        f"{WORKSHEETS}/<worksheet>": {"next": "We wait."},
        f"{ROADMAP}/submissions": {"op": op},
        f"{SUBMITTED}/review": {"op": op, **A_REVIEW},
        **paper_routes.forms(op),
        **peer_routes.forms(op),
        "/enrolments/<uuid:enrolment>/sign-off": {"op": op, **A_SIGN_OFF},
        CORRECTING: {
            "_action": "drop",
            "_mode": "exact",
            "_reason": "It was unclear.",
        },
        "/quizzes/<quiz>/regrades": {"op": op, **dropped, **regrade},
        "/awards/<number>/name": {"op": op, **A_NAME},
        "/register/<number>/acts/<act>": {"op": op, **AN_ACT},
        "/name-corrections/<uuid:correction>": {
            "op": op,
            "verdict": "declined",
            **AN_ANSWER,
        },
        "/cohorts/<uuid:cohort>/release": {"op": op, **A_RELEASE},
        f"{RUN}/renewal": {"op": op, "reason": "The law changed."},
        f"{RUN}/top-up": {"op": op},
        f"{RUN}/evaluation": {
            "op": op,
            "form": "end-of-course",
            "digest": said.digest,
            "answer-useful": "4",
            "answer-pace": "right",
        },
        f"{RUN}/follow-up": {"op": op, "verdict": "agreed"},
        "/follow-up/<secret>": {
            "op": op,
            "digest": later.digest,
            "answer-applied": "yes",
        },
        f"{RULES}/confirmation": {"edition": edition, **A_DECISION},
        f"{RULES}/previews": {"edition": edition, "job": op},
        RULES: {"op": op, "edition": edition, **A_DECISION},
        **discussion_routes.forms(op),
        **overview_routes.forms(op),
        **calendar_routes.forms(op),
        **telling_routes.forms(op),
        f"{RULES}/file": NAMES,
        "/certified/file": NAMES,
        "/people/new": {"op": op, **SOMEBODY},
        "/question-banks": {
            "format": "gift",
            "lesson": "first-module/first-lesson",
            "file": (BytesIO(A_BANK), "bank.txt"),
        },
        "/people/<uuid:person>/role": {"role": "trainer"},
    }
    answers: dict[str, dict[str, Any]] = {
        "/session": CREDENTIALS,
        "/me": {"organisation": "Ministry of Planning"},
        "/me/tokens": {"label": "another program"},
        f"{COURSE}{LESSON}/completion": {"op": op},
        f"{COURSE}/quizzes/<quiz>/attempts": {"op": op},
        f"{COURSE}/awards": {"kind": "completion"},
        "/enrolments/<uuid:enrolment>/sign-offs": {"op": op, **A_SIGN_OFF},
        "/attempts/<uuid:attempt>/responses/<question>": {
            "op": op,
            "answer": quiz.questions[0].correct_answer,
        },
        f"{WORKSHEETS}/<worksheet>": {
            "entries": [{"op": op, "field": "next", "value": "We wait."}]
        },
        f"{ROADMAP}/submissions": {"op": op},
        f"{SUBMITTED}/review": {"op": op, **A_REVIEW},
        **paper_routes.bodies(op),
        **peer_routes.bodies(op),
        "/cohorts": {"op": op, **A_COHORT},
        PLANS: {"op": op, "list": A_LIST},
        f"{PLANS}/<uuid:plan>/application": {"token": "0" * 64},
        f"{IMPORTS}/<uuid:roster_import>/undo": {"op": op, **AN_UNDO},
        "/accommodations": {"op": op, "cohort": str(COHORT), **A_GRANT},
        "/accommodations/<uuid:accommodation>/end": {
            "op": op,
            "reason": "No longer asked for.",
        },
        "/attempts/<uuid:attempt>/responses/<question>/marks": {
            "op": op,
            "levels": dict(BEST),
        },
        "/quizzes/<quiz>/regrade-previews": {"corrections": [dropped], "mode": "raise"},
        "/quizzes/<quiz>/regrades": {"op": op, "corrections": [dropped], **regrade},
        "/awards/<number>/name-corrections": {"op": op, **A_NAME},
        "/awards/<number>/suspension": {"op": op, **AN_ACT},
        "/awards/<number>/reinstatement": {"op": op, **AN_ACT},
        "/awards/<number>/revocation": {"op": op, **AN_ACT},
        "/awards/<number>/supersession": {
            "op": op,
            "cause": "name",
            "name": "Olu B. Owner",
            **AN_ACT,
        },
        "/name-corrections/<uuid:correction>/approval": {"op": op, **AN_ANSWER},
        "/name-corrections/<uuid:correction>/refusal": {"op": op, **AN_ANSWER},
        "/cohorts/<uuid:cohort>/release": {"op": op, **A_RELEASE},
        f"{RUN}/renewal": {"op": op, "reason": "The law changed."},
        f"{RUN}/top-up": {"op": op},
        f"{RUN}/evaluation": {
            "op": op,
            "form": "end-of-course",
            "digest": said.digest,
            "answers": {"useful": 4, "pace": "right"},
        },
        f"{RUN}/follow-up": {"op": op, "verdict": "agreed"},
        "/follow-ups/<secret>": {
            "op": op,
            "digest": later.digest,
            "answers": {"applied": "yes"},
        },
        f"{COURSE}/rule-change-previews": {},
        f"{COURSE}/rule-changes": {"op": op, **A_DECISION},
        **discussion_routes.bodies(op),
        **overview_routes.bodies(op),
        **calendar_routes.bodies(op),
        **telling_routes.bodies(op),
        "/people": SOMEBODY,
        "/people/<uuid:person>": {"role": "trainer"},
    }
    if method == "GET":
        return {}
    if (body := export_routes.body_of(rule, OTHER)) is not None:
        return body
    if (body := report_routes.body_of(rule)) is not None:
        return {"json" if rule.startswith(API) else "data": body}
    if (body := doors_and_notices.body_of(rule)) is not None:
        return body
    if rule == f"{API}/questions/import":
        lesson = "first-module/first-lesson"
        query = {"format": "gift", "lesson": lesson}
        return {"data": A_BANK, "query_string": query}
    if rule == paper_routes.BY_PROGRAM:
        return paper_routes.sent(op)
    if rule == f"{API}/verifications":
        return {"data": b"No credential.", "content_type": "text/plain"}
    if rule.startswith(API):
        answer = answers.get(rule.removeprefix(API))
        return {} if answer is None else {"json": answer}
    return {"data": forms.get(rule, {})}
