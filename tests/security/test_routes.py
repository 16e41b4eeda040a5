"""Every route, asked by everybody: who is let in, who is sent away, and how.

``ROUTES`` is the list that is kept by hand. A route that it does not name fails here
with its name, and so does a name that no route answers to: none is added or vanishes
unnoticed.
"""

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from learner_api.auth import GUARDS
from tests import builders
from tests.marked_by_person import BEST
from tests.security import discussion_routes, doors_and_notices, paper_routes
from tests.security.world import ASKERS, COHORT, OTHER, OWNER, House, asked_of

# What may be answered. The columns are those of ASKERS: nobody, the learner whose
# records these are, another learner, their trainer, another trainer, an administrator.
OK, SIGN_IN, FORBIDDEN, NOT_THERE = "ok", "sign-in", "forbidden", "not-there"
NOT_ENROLLED = "not-enrolled"

ANYBODY = (OK, OK, OK, OK, OK, OK)
SIGNED_IN = (SIGN_IN, OK, OK, OK, OK, OK)
LEARNERS = (SIGN_IN, OK, OK, NOT_ENROLLED, NOT_ENROLLED, NOT_ENROLLED)
OWNER_ALONE = (SIGN_IN, OK, NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE)
OPEN_ATTEMPT = (SIGN_IN, "attempt-open", NOT_THERE, NOT_THERE, NOT_THERE, NOT_THERE)
OWNER_AND_THEIR_STAFF = (SIGN_IN, OK, NOT_THERE, OK, NOT_THERE, OK)
WRITTEN_BY_THE_OWNER = (SIGN_IN, OK, NOT_THERE, FORBIDDEN, NOT_THERE, FORBIDDEN)
STAFF = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, OK, OK)
STAFF_OF_THE_COHORT = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, NOT_THERE, OK)
ADMINISTRATORS = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, OK)
# What was listed for nobody is carried out for nobody.
# The owner's roadmap waits for their trainer.
WAITING = (
    SIGN_IN,
    "roadmap-waiting",
    NOT_THERE,
    FORBIDDEN,
    NOT_THERE,
    FORBIDDEN,
)
STALE_RELEASE = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "stale-release")
NOT_SUSPENDED = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "not-suspended")
# A list is seen and applied by whoever uploaded it.
WHO_SENT_IT = (SIGN_IN, FORBIDDEN, FORBIDDEN, OK, NOT_THERE, NOT_THERE)
STALE_PLAN = (
    SIGN_IN,
    FORBIDDEN,
    FORBIDDEN,
    "stale-roster-plan",
    NOT_THERE,
    NOT_THERE,
)
STALE = (SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, "stale-preview")

RENEWED = (SIGN_IN, "not-renewable", NOT_THERE, FORBIDDEN, NOT_THERE, OK)
TOPPED_UP = (
    SIGN_IN,
    "nothing-to-top-up",
    NOT_THERE,
    FORBIDDEN,
    NOT_THERE,
    FORBIDDEN,
)

API = "/api/v1"
RULES = "/rule-changes/<course_key>"
PLANS = "/cohorts/<uuid:cohort>/roster/plans"
IMPORTS = "/cohorts/<uuid:cohort>/roster/imports"
RUN = "/enrolments/<uuid:enrolment>"
COURSE = "/courses/<course>"
LESSON = "/modules/<module>/lessons/<lesson>"
WORKSHEETS = "/enrolments/<uuid:enrolment>/worksheets"
ROADMAP = "/enrolments/<uuid:enrolment>/roadmap"
SUBMITTED = "/roadmaps/<uuid:submission>"
CORRECTING = "/quizzes/<quiz>/regrade/questions/<question>/wordings/<digest>"
PAGE_OF_COURSE = "/courses/<course_key>"
PAGE_OF_LESSON = "/modules/<module_key>/lessons/<lesson_key>"

ROUTES: dict[str, tuple[str, ...]] = {
    # The pages of everybody
    "GET /": ANYBODY,
    "GET /health": ANYBODY,
    "GET /sign-in": ANYBODY,
    "POST /sign-in": ANYBODY,
    "POST /sign-out": ANYBODY,
    "GET /forgotten-password": ANYBODY,
    "POST /forgotten-password": ANYBODY,
    "GET /forgotten-password/sent": ANYBODY,
    "GET /welcome/<secret>": ANYBODY,
    "POST /welcome/<secret>": ANYBODY,
    "GET /verify": ANYBODY,
    "POST /verify": ANYBODY,
    "GET /verify/<number>": ANYBODY,
    "GET /verify/<number>/badge.<suffix>": ANYBODY,
    "GET /issuer": ANYBODY,
    "GET /issuer/did.json": ANYBODY,
    "GET /issuer/jwks.json": ANYBODY,
    "GET /.well-known/jwks.json": ANYBODY,
    "GET /issuer/status/<purpose>/<int:batch>": ANYBODY,
    "GET /verify/checker": ANYBODY,
    "GET /verify/certificate-checker.html": ANYBODY,
    # The link says who may answer.
    "GET /follow-up/<secret>": ANYBODY,
    "POST /follow-up/<secret>": ANYBODY,
    "POST /follow-up/<secret>/withdrawal": ANYBODY,
    "GET /follow-up-stopped": ANYBODY,
    "GET /problems/<slug>": ANYBODY,
    "GET /api/docs": ANYBODY,
    "GET /static/<path:filename>": ANYBODY,
    "GET /answers-worker.js": ANYBODY,
    # The pages of learners
    "GET /glossary": SIGNED_IN,
    "GET /library": SIGNED_IN,
    "GET /search": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/book.<suffix>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>/book.<suffix>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}/modules/<module_key>/pictures/<name>": SIGNED_IN,
    f"GET {PAGE_OF_COURSE}{PAGE_OF_LESSON}": SIGNED_IN,
    f"POST {PAGE_OF_COURSE}{PAGE_OF_LESSON}/completion": LEARNERS,
    f"GET {PAGE_OF_COURSE}/progress": LEARNERS,
    f"GET {PAGE_OF_COURSE}/quizzes/<quiz_key>": SIGNED_IN,
    f"POST {PAGE_OF_COURSE}/quizzes/<quiz_key>/attempts": LEARNERS,
    f"POST {PAGE_OF_COURSE}/awards": (
        SIGN_IN,
        OK,
        "not-yet-complete",
        NOT_ENROLLED,
        NOT_ENROLLED,
        NOT_ENROLLED,
    ),
    "GET /attempts/<uuid:uuid>": OWNER_ALONE,
    "POST /attempts/<uuid:uuid>": OWNER_ALONE,
    "GET /attempts/<uuid:uuid>/review": OWNER_ALONE,
    "GET /attempts/<uuid:uuid>/receipt": OWNER_ALONE,
    "POST /attempts/<uuid:uuid>/submission": OWNER_ALONE,
    f"GET {WORKSHEETS}": OWNER_AND_THEIR_STAFF,
    f"GET {WORKSHEETS}/<worksheet>": OWNER_AND_THEIR_STAFF,
    f"POST {WORKSHEETS}/<worksheet>": WRITTEN_BY_THE_OWNER,
    f"GET {WORKSHEETS}/<worksheet>/reading": OWNER_AND_THEIR_STAFF,
    "GET /quizzes/media/<quiz>/<file>": SIGNED_IN,
    "GET /awards": SIGNED_IN,
    "GET /awards/<number>": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/document": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/name": WRITTEN_BY_THE_OWNER,
    "POST /awards/<number>/name": WRITTEN_BY_THE_OWNER,
    "GET /awards/<number>/credential.<suffix>": OWNER_AND_THEIR_STAFF,
    "GET /awards/<number>/badge.<suffix>": OWNER_AND_THEIR_STAFF,
    "GET /profile": SIGNED_IN,
    "POST /profile": SIGNED_IN,
    "GET /profile/saved": SIGNED_IN,
    "POST /profile/password": SIGNED_IN,
    "POST /profile/tokens": SIGNED_IN,
    "POST /profile/tokens/<uuid:uuid>/revocation": OWNER_ALONE,
    f"GET {ROADMAP}": OWNER_AND_THEIR_STAFF,
    f"GET {ROADMAP}/reading": OWNER_AND_THEIR_STAFF,
    f"GET {ROADMAP}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {ROADMAP}/submissions": WAITING,
    f"GET {SUBMITTED}": OWNER_AND_THEIR_STAFF,
    f"GET {SUBMITTED}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {RUN}/renewal": RENEWED,
    f"POST {RUN}/top-up": TOPPED_UP,
    f"GET {RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {RUN}/follow-up": WRITTEN_BY_THE_OWNER,
    # The pages of trainers
    "GET /cohorts": STAFF,
    "GET /cohorts/new": STAFF,
    "POST /cohorts/new": STAFF,
    "GET /cohorts/<uuid:cohort>": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/completion": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/evaluation": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/evaluation.<suffix>": STAFF_OF_THE_COHORT,
    "GET /enrolments/<uuid:enrolment>/sign-off": STAFF_OF_THE_COHORT,
    "POST /enrolments/<uuid:enrolment>/sign-off": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/learners": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/learners": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/plans/<uuid:plan>": WHO_SENT_IT,
    "POST /cohorts/<uuid:cohort>/plans/<uuid:plan>": STALE_PLAN,
    "GET /cohorts/<uuid:cohort>/plans/<uuid:plan>/columns": WHO_SENT_IT,
    "POST /cohorts/<uuid:cohort>/plans/<uuid:plan>/columns": WHO_SENT_IT,
    "GET /cohorts/<uuid:cohort>/lists": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/lists/<uuid:op>": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/lists/<uuid:op>/undo": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/learners/<uuid:enrolment>": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/withdrawal": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/restoration": (
        STAFF_OF_THE_COHORT
    ),
    "GET /cohorts/<uuid:cohort>/accommodations/new": STAFF_OF_THE_COHORT,
    "POST /cohorts/<uuid:cohort>/accommodations/new": STAFF_OF_THE_COHORT,
    "GET /cohorts/<uuid:cohort>/accommodations/<uuid:accommodation>/end": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/accommodations/<uuid:accommodation>/end": (
        STAFF_OF_THE_COHORT
    ),
    "GET /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/accommodations/new": (
        STAFF_OF_THE_COHORT
    ),
    "POST /cohorts/<uuid:cohort>/learners/<uuid:enrolment>/accommodations/new": (
        STAFF_OF_THE_COHORT
    ),
    "GET /marking": STAFF,
    "GET /marking/<uuid:attempt>": STAFF_OF_THE_COHORT,
    "GET /marking/<uuid:attempt>/answers/<question>": STAFF_OF_THE_COHORT,
    "POST /marking/<uuid:attempt>/answers/<question>": STAFF_OF_THE_COHORT,
    "GET /roadmaps": STAFF,
    f"POST {SUBMITTED}/review": STAFF_OF_THE_COHORT,
    "GET /statistics": STAFF,
    "GET /question-banks": STAFF,
    "POST /question-banks": STAFF,
    "GET /question-banks/<quiz>": STAFF,
    "GET /statistics/completions.<suffix>": STAFF,
    "GET /quizzes/<quiz>/statistics": STAFF,
    # The pages of administrators
    "POST /cohorts/<uuid:cohort>/trainers": ADMINISTRATORS,
    "POST /cohorts/<uuid:cohort>/trainers/<uuid:person>/removal": ADMINISTRATORS,
    "GET /register": ADMINISTRATORS,
    "GET /register/<number>": ADMINISTRATORS,
    "GET /register/<number>/acts/<act>": ADMINISTRATORS,
    "POST /register/<number>/acts/<act>": ADMINISTRATORS,
    "GET /name-corrections": ADMINISTRATORS,
    "GET /name-corrections/<uuid:correction>": ADMINISTRATORS,
    "POST /name-corrections/<uuid:correction>": ADMINISTRATORS,
    "GET /cohorts/<uuid:cohort>/release": ADMINISTRATORS,
    "POST /cohorts/<uuid:cohort>/release": STALE_RELEASE,
    "GET /people": ADMINISTRATORS,
    "GET /people/new": ADMINISTRATORS,
    "POST /people/new": ADMINISTRATORS,
    "GET /people/<uuid:person>": ADMINISTRATORS,
    "POST /people/<uuid:person>/role": ADMINISTRATORS,
    "POST /people/<uuid:person>/closing": ADMINISTRATORS,
    "POST /people/<uuid:person>/reopening": ADMINISTRATORS,
    "GET /quizzes/<quiz>/regrade": ADMINISTRATORS,
    f"GET {CORRECTING}": ADMINISTRATORS,
    f"POST {CORRECTING}": ADMINISTRATORS,
    "POST /quizzes/<quiz>/regrades": STALE,
    "GET /quizzes/<quiz>/regrades/<uuid:regrade>": ADMINISTRATORS,
    f"GET {RUN}/renewal": ADMINISTRATORS,
    "GET /rule-changes": ADMINISTRATORS,
    f"GET {RULES}": ADMINISTRATORS,
    f"GET {RULES}/preview": ADMINISTRATORS,
    f"POST {RULES}/previews": ADMINISTRATORS,
    "GET /jobs/<uuid:job>": ADMINISTRATORS,
    f"POST {RULES}/confirmation": STALE,
    f"POST {RULES}": STALE,
    f"GET {RULES}/<uuid:change>": ADMINISTRATORS,
    "GET /certified": ADMINISTRATORS,
    f"GET {PAGE_OF_COURSE}/evaluation": ADMINISTRATORS,
    f"GET {PAGE_OF_COURSE}/evaluation.<suffix>": ADMINISTRATORS,
    # The API of everybody
    f"GET {API}/openapi.json": ANYBODY,
    f"POST {API}/session": ANYBODY,
    f"GET {API}/verifications/<number>": ANYBODY,
    f"POST {API}/verifications": ANYBODY,
    f"GET {API}/follow-ups/<secret>": ANYBODY,
    f"POST {API}/follow-ups/<secret>": ANYBODY,
    f"POST {API}/follow-ups/<secret>/withdrawal": ANYBODY,
    f"GET {API}/issuer": ANYBODY,
    f"GET {API}/issuer/status/<purpose>/<int:batch>": ANYBODY,
    # The API of learners
    f"DELETE {API}/session": SIGNED_IN,
    f"GET {API}/me": SIGNED_IN,
    f"PATCH {API}/me": SIGNED_IN,
    f"GET {API}/me/tokens": SIGNED_IN,
    f"POST {API}/me/tokens": SIGNED_IN,
    f"DELETE {API}/me/tokens/<uuid:token>": OWNER_ALONE,
    f"GET {API}/courses": SIGNED_IN,
    f"GET {API}{COURSE}/book.<suffix>": SIGNED_IN,
    f"GET {API}{COURSE}/modules/<module>/book.<suffix>": SIGNED_IN,
    f"GET {API}/glossary": SIGNED_IN,
    f"GET {API}/sources": SIGNED_IN,
    f"GET {API}/search": SIGNED_IN,
    f"GET {API}{COURSE}/modules/<module>": SIGNED_IN,
    f"GET {API}{COURSE}{LESSON}": SIGNED_IN,
    f"PUT {API}{COURSE}{LESSON}/completion": LEARNERS,
    f"GET {API}{COURSE}/progress": LEARNERS,
    f"GET {API}{COURSE}/completion": LEARNERS,
    f"GET {API}/enrolments/<uuid:enrolment>/completion": OWNER_AND_THEIR_STAFF,
    f"GET {API}/enrolments/<uuid:enrolment>/sign-offs": OWNER_AND_THEIR_STAFF,
    f"POST {API}{COURSE}/quizzes/<quiz>/attempts": LEARNERS,
    # An open attempt is its learner's alone.
    f"GET {API}/attempts/<uuid:attempt>": OWNER_ALONE,
    f"PUT {API}/attempts/<uuid:attempt>/responses/<question>": OWNER_ALONE,
    f"POST {API}/attempts/<uuid:attempt>/submission": OWNER_ALONE,
    f"GET {API}/attempts/<uuid:attempt>/receipt": OPEN_ATTEMPT,
    f"GET {API}/attempts/<uuid:attempt>/review": OPEN_ATTEMPT,
    f"GET {API}{WORKSHEETS}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{WORKSHEETS}/<worksheet>": OWNER_AND_THEIR_STAFF,
    f"PUT {API}{WORKSHEETS}/<worksheet>": WRITTEN_BY_THE_OWNER,
    f"GET {API}{ROADMAP}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{ROADMAP}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"POST {API}{ROADMAP}/submissions": WAITING,
    f"GET {API}{SUBMITTED}": OWNER_AND_THEIR_STAFF,
    f"GET {API}{SUBMITTED}/document.<kind>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards": SIGNED_IN,
    f"POST {API}{COURSE}/awards": (
        SIGN_IN,
        OK,
        "not-yet-complete",
        NOT_ENROLLED,
        NOT_ENROLLED,
        NOT_ENROLLED,
    ),
    f"GET {API}/awards/<number>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards/<number>/document": OWNER_AND_THEIR_STAFF,
    f"POST {API}/awards/<number>/name-corrections": WRITTEN_BY_THE_OWNER,
    f"GET {API}/awards/<number>/credential.<suffix>": OWNER_AND_THEIR_STAFF,
    f"GET {API}/awards/<number>/badge.<suffix>": OWNER_AND_THEIR_STAFF,
    f"POST {API}{RUN}/renewal": RENEWED,
    f"POST {API}{RUN}/top-up": TOPPED_UP,
    f"GET {API}{RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {API}{RUN}/evaluation": WRITTEN_BY_THE_OWNER,
    f"POST {API}{RUN}/follow-up": WRITTEN_BY_THE_OWNER,
    # The API of trainers
    f"GET {API}/cohorts": STAFF,
    f"POST {API}/cohorts": STAFF,
    f"GET {API}/cohorts/<uuid:cohort>": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/progress": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/completion": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/evaluation": STAFF_OF_THE_COHORT,
    f"POST {API}/enrolments/<uuid:enrolment>/sign-offs": STAFF_OF_THE_COHORT,
    f"POST {API}{PLANS}": STAFF_OF_THE_COHORT,
    f"POST {API}{PLANS}/<uuid:plan>/application": STALE_PLAN,
    f"GET {API}{IMPORTS}": STAFF_OF_THE_COHORT,
    f"GET {API}{IMPORTS}/<uuid:roster_import>": STAFF_OF_THE_COHORT,
    f"POST {API}{IMPORTS}/<uuid:roster_import>/undo": STAFF_OF_THE_COHORT,
    f"GET {API}/cohorts/<uuid:cohort>/roster.<suffix>": STAFF_OF_THE_COHORT,
    f"POST {API}/questions/import": STAFF,
    f"GET {API}/quizzes/<quiz>/questions": STAFF,
    f"GET {API}/accommodations": STAFF,
    f"POST {API}/accommodations": STAFF_OF_THE_COHORT,
    f"POST {API}/accommodations/<uuid:accommodation>/end": STAFF_OF_THE_COHORT,
    f"GET {API}/marking": STAFF,
    f"GET {API}/marking/<uuid:attempt>": STAFF_OF_THE_COHORT,
    f"POST {API}/attempts/<uuid:attempt>/responses/<question>/marks": (
        STAFF_OF_THE_COHORT
    ),
    f"GET {API}/roadmaps": STAFF,
    f"POST {API}{SUBMITTED}/review": STAFF_OF_THE_COHORT,
    f"GET {API}{COURSE}/statistics": STAFF,
    f"GET {API}{COURSE}/completions.<suffix>": STAFF,
    f"GET {API}/quizzes/<quiz>/statistics": STAFF,
    # The API of administrators
    f"GET {API}/register": ADMINISTRATORS,
    f"GET {API}/awards/<number>/life": ADMINISTRATORS,
    f"POST {API}/awards/<number>/suspension": ADMINISTRATORS,
    f"POST {API}/awards/<number>/reinstatement": NOT_SUSPENDED,
    f"POST {API}/awards/<number>/revocation": ADMINISTRATORS,
    f"POST {API}/awards/<number>/supersession": ADMINISTRATORS,
    f"GET {API}/name-corrections": ADMINISTRATORS,
    f"POST {API}/name-corrections/<uuid:correction>/approval": ADMINISTRATORS,
    f"POST {API}/name-corrections/<uuid:correction>/refusal": ADMINISTRATORS,
    f"GET {API}/cohorts/<uuid:cohort>/release": ADMINISTRATORS,
    f"POST {API}/cohorts/<uuid:cohort>/release": STALE_RELEASE,
    f"GET {API}/people": ADMINISTRATORS,
    f"POST {API}/people": ADMINISTRATORS,
    f"PATCH {API}/people/<uuid:person>": ADMINISTRATORS,
    f"POST {API}/quizzes/<quiz>/regrade-previews": ADMINISTRATORS,
    f"POST {API}/quizzes/<quiz>/regrades": STALE,
    f"POST {API}{COURSE}/rule-change-previews": ADMINISTRATORS,
    f"GET {API}{COURSE}/rule-change-lists.<suffix>": ADMINISTRATORS,
    f"POST {API}{COURSE}/rule-changes": STALE,
    f"GET {API}/jobs/<uuid:job>": ADMINISTRATORS,
    f"GET {API}{COURSE}/evaluation": ADMINISTRATORS,
    f"GET {API}{COURSE}/certified": ADMINISTRATORS,
    f"GET {API}{COURSE}/certified.<suffix>": ADMINISTRATORS,
    **paper_routes.ROUTES,
    **dict.fromkeys(discussion_routes.FOR_ANYBODY_WHO_IS_SIGNED_IN, SIGNED_IN),
    **dict.fromkeys(discussion_routes.FOR_THE_COHORT, OWNER_AND_THEIR_STAFF),
    **dict.fromkeys(discussion_routes.BY_THE_WRITER, WRITTEN_BY_THE_OWNER),
    **dict.fromkeys(discussion_routes.FOR_ITS_STAFF, STAFF_OF_THE_COHORT),
    **dict.fromkeys(discussion_routes.FOR_ANY_STAFF, STAFF),
    **doors_and_notices.ROUTES,
}

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
        "/people": SOMEBODY,
        "/people/<uuid:person>": {"role": "trainer"},
    }
    if method == "GET":
        return {}
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


def outcome_of(response: TestResponse) -> str:
    """What an answer amounts to, in the words of the table."""
    status = response.status_code
    if status == 401 or response.headers.get("Location", "").startswith("/sign-in"):
        return SIGN_IN
    if status < 400:
        return OK
    if status in (403, 404):
        return FORBIDDEN if status == 403 else NOT_THERE
    if status == 409:
        return refusal_of(response)
    return f"{status}: {response.get_data(as_text=True)[-300:]}"


def refusal_of(response: TestResponse) -> str:
    """The kind of a refusal: by its slug, or by its title on a page."""
    if response.content_type.endswith("json"):
        problem: str = response.get_json(force=True)["type"]
        return problem.rpartition("/")[2]
    titles = {
        "You are not on this course": NOT_ENROLLED,
        "The course is not complete yet": "not-yet-complete",
        "something has changed that it rests on": "stale-roster-plan",
        "Nothing was done": "stale-preview",
        "The cohort has changed since the list": "stale-release",
        "The course cannot be begun anew": "not-renewable",
        "There is nothing to top up": "nothing-to-top-up",
        "Your roadmap waits for your trainer": "roadmap-waiting",
        "This course asks for no paper": "no-paper-asked",
        **doors_and_notices.TITLES,
    }
    page = response.get_data(as_text=True)
    return next((word for title, word in titles.items() if title in page), page)


def test_the_kept_list_names_every_route_and_no_other(house):
    found = {f"{method} {rule.rule}" for method, rule in asked_of(house.app)}

    assert sorted(found - ROUTES.keys()) == [], "Say in ROUTES who may ask these."
    assert sorted(ROUTES.keys() - found) == [], "These answer no longer."


def test_every_view_carries_a_guard(house):
    unguarded = [
        rule.endpoint
        for _, rule in asked_of(house.app)
        if rule.endpoint != "static"
        and getattr(house.app.view_functions[rule.endpoint], "guard", None)
        not in GUARDS
    ]

    assert unguarded == []


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_answers_each_asker_as_it_should(house: House, route: str):
    method, _, rule = route.partition(" ")

    answered = {
        asker: outcome_of(house.ask(method, rule, asker, **body_of(method, rule)))
        for asker in ASKERS
    }

    assert answered == dict(zip(ASKERS, ROUTES[route], strict=True))


@pytest.mark.parametrize("route", [each for each in ROUTES if f" {API}/" in each])
def test_a_program_is_answered_as_its_person_is(house: House, route: str):
    method, _, rule = route.partition(" ")
    body = body_of(method, rule)

    answered = [
        outcome_of(house.ask(method, rule, asker, by="token", **body))
        for asker in ASKERS
    ]

    expected = list(ROUTES[route])
    if route == f"POST {API}/me/tokens":
        # A token that was stolen must not make another.
        expected[1:] = [FORBIDDEN] * 5
    assert answered == expected


@pytest.mark.parametrize("route", [each for each in ROUTES if each.startswith("GET")])
def test_a_head_tells_no_more_than_the_get(house: House, route: str):
    rule = route.removeprefix("GET ")

    for asker in ("anonymous", "stranger"):
        got = house.ask("GET", rule, asker)
        head = house.ask("HEAD", rule, asker)

        assert (head.status_code, head.get_data()) == (got.status_code, b"")


@pytest.mark.parametrize("route", ROUTES)
def test_asking_what_a_route_can_do_shows_nothing_of_it(house: House, route: str):
    rule = route.partition(" ")[2]

    response = house.ask("OPTIONS", rule, "anonymous")

    assert response.get_data() == b"" or response.status_code in (303, 401)


def test_a_view_without_a_guard_is_refused(house: House):
    house.app.view_functions["forgotten"] = lambda: "Nobody should read this."
    rule = house.app.url_rule_class("/forgotten", endpoint="forgotten")
    house.app.url_map.add(rule)
    try:
        response = house.ask("GET", "/forgotten", "administrator")
    finally:
        del house.app.view_functions["forgotten"]
        house.app.url_map._rules.remove(rule)

    assert response.status_code == 403
    assert "Nobody should read this." not in response.get_data(as_text=True)
