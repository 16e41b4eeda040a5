"""What administrators do with awards: find them, read their lives, act on them."""

from typing import Any

from flask import url_for

from course import award_acts, superseding
from course.award_acts import Act
from course.award_errors import (
    AlreadyRevoked,
    AlreadySuspended,
    AwardExpired,
    AwardRevoked,
    AwardSuperseded,
    AwardSuspended,
    NoLongerSupported,
    NothingToSupersede,
    NotSuspended,
    SameName,
)
from course.award_register import (
    Registered,
    award_numbered,
    search_register,
)
from course.award_status import life_of, verification_of
from course.errors import (
    NameNotPrintable,
    OperationConflict,
    UnknownAward,
)
from course.models import Award
from learner_api.api.awards import award_data
from learner_api.auth import administrator, asker
from learner_api.award_letters import act_letter
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.resources import Resource
from learner_api.schemas.award_life import (
    ActSchema,
    AwardLifeSchema,
    RegisterPageSchema,
    RegisterQuerySchema,
    SupersedingSchema,
)
from learner_api.schemas.paging import page_of
from learner_api.site import get_site

bp = Resource(
    "api-award-life",
    __name__,
    description="The register of certificates, and what is done to them.",
)

ALWAYS = (UnknownAward, OperationConflict, AwardRevoked, AwardSuperseded)


@bp.get("/register")
@administrator
@bp.refuses(UnknownAward)
@bp.tagged()
@bp.asks(RegisterQuerySchema)
@bp.gives(RegisterPageSchema)
def search_awards(query: dict[str, Any]) -> dict[str, Any]:
    """Awards of everybody, the latest first, found by number, name or state."""
    session = get_database().session
    limit = query["limit"]
    found = search_register(
        session,
        search=query.get("search", ""),
        state=query.get("state", ""),
        after=award_numbered(session, query["after"]) if "after" in query else None,
        limit=limit + 1,
        now=now(),
    )
    page = page_of(found, limit, lambda each: each.award.number)
    return {**page, "items": [_registered(each) for each in page["items"]]}


@bp.get("/awards/<number>/life")
@administrator
@bp.refuses(UnknownAward)
@bp.gives(AwardLifeSchema)
def get_award_life(number: str) -> dict[str, Any]:
    """An award with its chain of documents and everything that happened to them."""
    return _life(award_numbered(get_database().session, number))


@bp.post("/awards/<number>/suspension")
@administrator
@bp.refuses(*ALWAYS, AlreadySuspended, AwardExpired)
@bp.takes(ActSchema)
@bp.gives(AwardLifeSchema)
def suspend_award(body: dict[str, Any], number: str) -> dict[str, Any]:
    """Let an award not hold for now, and tell its holder."""
    return _acted(award_acts.suspend_award, number, body)


@bp.post("/awards/<number>/reinstatement")
@administrator
@bp.refuses(*ALWAYS, NotSuspended, AwardExpired)
@bp.takes(ActSchema)
@bp.gives(AwardLifeSchema)
def reinstate_award(body: dict[str, Any], number: str) -> dict[str, Any]:
    """Let a suspended award hold again, and tell its holder."""
    return _acted(award_acts.reinstate_award, number, body)


@bp.post("/awards/<number>/revocation")
@administrator
@bp.refuses(*ALWAYS, AlreadyRevoked)
@bp.takes(ActSchema)
@bp.gives(AwardLifeSchema)
def revoke_award(body: dict[str, Any], number: str) -> dict[str, Any]:
    """Take an award back for good, and tell its holder. Its number stays."""
    return _acted(award_acts.revoke_award, number, body)


@bp.post("/awards/<number>/supersession")
@administrator
@bp.refuses(
    *ALWAYS,
    AwardSuspended,
    NameNotPrintable,
    NoLongerSupported,
    NothingToSupersede,
    SameName,
)
@bp.takes(SupersedingSchema)
@bp.gives_also(AwardLifeSchema, 200, "What this operation wrote before")
@bp.gives(AwardLifeSchema, 201, description="The new document")
def supersede_award(body: dict[str, Any], number: str) -> Any:
    """Write a new document in place of an award, and tell its holder.

    The old number stays, and points to the newest for ever.
    """
    database = get_database()
    award = award_numbered(database.session, number)
    act, is_new = superseding.supersede_award(
        database.session,
        award,
        **body,
        letter=act_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _life(act.newest), 201 if is_new else 200


def _acted(verb: Any, number: str, body: dict[str, Any]) -> dict[str, Any]:
    database = get_database()
    award = award_numbered(database.session, number)
    act: Act
    act, _is_new = verb(
        database.session,
        award,
        **body,
        letter=act_letter(get_site().settings.public_url),
        now=now(),
        office=get_site().office,
        by=asker(),
    )
    database.commit()
    return _life(act.award)


def _life(award: Award) -> dict[str, Any]:
    session = get_database().session
    found = verification_of(session, award, now=now())
    return {
        **award_data(award, found),
        "chain": found.chain,
        "differs_from_record": found.successor is None
        and superseding.differs_from_record(session, award),
        "history": [
            {
                "number": entry.number,
                "kind": entry.event.kind,
                "cause": entry.event.cause,
                "reason": entry.event.reason,
                "by": entry.by,
                "at": entry.event.recorded_at,
            }
            for entry in life_of(session, award.achievement_id)
        ],
    }


def _registered(found: Registered) -> dict[str, Any]:
    claims = found.award.claims
    return {
        "number": found.award.number,
        "title": claims["kind_title"],
        "course": claims["course_key"],
        "holder_name": claims["holder_name"],
        "person": found.holder.uuid,
        "awarded_on": claims["awarded_on"],
        "status": found.state,
        "address": url_for("api-awards.get_award", number=found.award.number),
    }
