"""The routes of peer reviews, second markers and appeals: who may ask, and with what.

The owner is to review another's roadmap; that other's review of the owner's is in. The
owner's own roadmap waits for its first review.
"""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from course.models import Cohort, Enrolment, User
from tests import builders, peers

API = "/api/v1"
ROUNDS = "/cohorts/<uuid:cohort>/peer-rounds"
ROUND = "/peer-rounds/<uuid:peer_round>"
OWN = "/enrolments/<uuid:enrolment>/peer-reviews"
REVIEW = "/peer-reviews/<uuid:peer_review>"
SUBMITTED = "/roadmaps/<uuid:submission>"
# What is set aside must be in, and so is not what the owner has still to write.
ACTS = f"{REVIEW}/acts"

# The columns are those of ASKERS.
_OWNER_AND_STAFF = ("sign-in", "ok", "not-there", "ok", "not-there", "ok")
_BY_THE_OWNER = ("sign-in", "ok", "not-there", "forbidden", "not-there", "forbidden")
_OF_THE_COHORT = ("sign-in", "forbidden", "forbidden", "ok", "not-there", "ok")
_ANY_STAFF = ("sign-in", "forbidden", "forbidden", "ok", "ok", "ok")
_NOT_ASKED = (*("sign-in", "forbidden", "forbidden", "forbidden"), "not-there")
_NO_APPEAL = (
    *("sign-in", "nothing-to-appeal", "not-there", "forbidden"),
    *("not-there", "forbidden"),
)


def _refused(slug: str) -> tuple[str, ...]:
    """Refused to the staff of the cohort for what is there just now."""
    return ("sign-in", "forbidden", "forbidden", slug, "not-there", slug)


ROUTES: dict[str, tuple[str, ...]] = {
    **{
        f"{method} {door}{rule}": answered
        for door in ("", API)
        for method, rule, answered in (
            ("GET", ROUNDS, _OF_THE_COHORT),
            ("POST", ROUNDS, _refused("peer-round-open")),
            ("GET", ROUND, _OF_THE_COHORT),
            ("POST", f"{ROUND}/assignments", _refused("stale-peer-plan")),
            ("POST", f"{ROUND}/closing", _OF_THE_COHORT),
            ("GET", OWN, _OWNER_AND_STAFF),
            ("GET", REVIEW, _OWNER_AND_STAFF),
            ("POST", ACTS, _OF_THE_COHORT),
            ("POST", f"{SUBMITTED}/second-review", (*_NOT_ASKED, "forbidden")),
            ("POST", f"{SUBMITTED}/decision", _refused("nothing-to-decide")),
            ("POST", f"{SUBMITTED}/appeal", _NO_APPEAL),
        )
    },
    f"POST {REVIEW}": _BY_THE_OWNER,
    f"POST {SUBMITTED}/second-marker": _refused("no-second-marker"),
    f"POST {SUBMITTED}/appeal-decision": _refused("nothing-to-decide"),
    f"GET {API}{ROUND}/plan": _OF_THE_COHORT,
    f"GET {API}{ROUND}/assignments": _OF_THE_COHORT,
    f"PUT {API}{REVIEW}/draft": _BY_THE_OWNER,
    f"POST {API}{REVIEW}/review": _BY_THE_OWNER,
    f"GET {API}/roadmap-tasks": _ANY_STAFF,
    f"GET {API}{SUBMITTED}/outcome": _OWNER_AND_STAFF,
    f"GET {API}{SUBMITTED}/second-markers": _OF_THE_COHORT,
    f"POST {API}{SUBMITTED}/second-markers": _refused("no-second-marker"),
    f"POST {API}{SUBMITTED}/appeal/decision": _refused("nothing-to-decide"),
}

TITLES = {
    "Another round of this cohort is open": "peer-round-open",
    "Who takes part has changed": "stale-peer-plan",
    "Choose another trainer of the cohort": "no-second-marker",
    "There is nothing to decide here": "nothing-to-decide",
    "You can appeal once against a review": "nothing-to-appeal",
}

_DRAW = {"seed": "1", "token": "0" * 64}
_ACT = {"act": "set-aside", "reason": "It is unkind."}
_REVIEW = {"verdict": "sent-back", "comments": "Say who pays."}
_DECISION = {"verdict": "sent-back", "reason": "It is so."}
_ANSWER = {"answer": "upheld", "reason": "It is so."}
_APPEAL = {"words": "Page two says who pays."}


def _same(op: str) -> dict[str, dict[str, Any]]:
    """What pages and programs send alike."""
    return {
        f"{ROUND}/assignments": {"op": op, **_DRAW},
        f"{ROUND}/closing": {"op": op},
        ACTS: {"op": op, **_ACT},
        f"{SUBMITTED}/second-review": {"op": op, **_REVIEW},
        f"{SUBMITTED}/decision": {"op": op, **_DECISION},
        f"{SUBMITTED}/appeal": {"op": op, **_APPEAL},
    }


def forms(op: str) -> dict[str, dict[str, Any]]:
    """What the pages send."""
    return {
        **_same(op),
        ROUNDS: {
            "op": op,
            "rubric": "roadmap",
            "reviews_each": "1",
            "due_on": "2099-12-18",
            "due_time": "17:00",
            "zone": "Africa/Accra",
        },
        REVIEW: {
            "op": op,
            "level.vision": "2",
            "level.bodies": "1",
            "summary": peers.SUMMARY,
            "do": "submit",
        },
        f"{SUBMITTED}/second-marker": {"op": op, "marker": str(uuid4())},
        f"{SUBMITTED}/appeal-decision": {"op": op, **_ANSWER},
    }


def bodies(op: str) -> dict[str, dict[str, Any]]:
    """What programs send as JSON."""
    return {
        **_same(op),
        ROUNDS: {
            "op": op,
            "reviews_each": 1,
            "due_at": "2099-12-18T17:00:00Z",
            "zone": "Africa/Accra",
            "is_anonymous": True,
        },
        f"{REVIEW}/draft": peers.written(UUID(op)),
        f"{REVIEW}/review": peers.written(UUID(op)),
        f"{SUBMITTED}/second-markers": {"op": op, "marker": str(uuid4())},
        f"{SUBMITTED}/appeal/decision": {"op": op, **_ANSWER},
    }


def records(
    session: Session, cohort: Cohort, owner: Enrolment, leader: User
) -> dict[str, str]:
    """A round in which the owner and another of their cohort read each other."""
    other = builders.a_learner(session, name="Paula Peer")
    enrolment = builders.an_enrolment(session, other, cohort=cohort)
    builders.a_submitted_roadmap(session, enrolment)
    round_ = peers.a_round(session, cohort, by=leader)
    peers.assign(session, round_, by=leader)
    first, second = peers.assignments_of(session, round_)
    own, theirs = (first, second) if first.reviewer_id == owner.id else (second, first)
    peers.a_peer_review(session, theirs)
    acted_on = f"/peer-reviews/{theirs.uuid}/acts"
    return {
        "peer-rounds": str(round_.uuid),
        "peer-reviews": str(own.uuid),
        ACTS: acted_on,
        f"{API}{ACTS}": f"{API}{acted_on}",
    }
