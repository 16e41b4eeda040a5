"""People, for administrators: finding, inviting and changing them."""

from typing import Any
from uuid import UUID

from flask import abort
from marshmallow import ValidationError
from sqlalchemy import select

from course import accounts
from course.account_errors import EmailTaken, LastAdministrator
from course.errors import NameNotPrintable
from course.models import User
from learner_api.auth import administrator, asker
from learner_api.clock import now
from learner_api.database import get_database
from learner_api.inviting import invite_person
from learner_api.resources import Resource
from learner_api.schemas.paging import page_of
from learner_api.schemas.people import (
    NewPersonSchema,
    PeopleQuerySchema,
    PersonChangesSchema,
    PersonPageSchema,
    PersonSchema,
)
from learner_api.site import get_site

bp = Resource("api-people", __name__, description="People and their roles.")


@bp.get("/people")
@administrator
@bp.asks(PeopleQuerySchema)
@bp.gives(PersonPageSchema)
def list_people(query: dict[str, Any]) -> dict[str, Any]:
    """People by address, narrowed by a search or a role."""
    after = ""
    if "after" in query:
        seen = _person(query["after"])
        if seen is None:
            words = "Nobody of this list has this name."
            raise ValidationError({"after": [words]})
        after = seen.email
    limit = query["limit"]
    found = accounts.list_people(
        get_database().session,
        search=query["search"],
        role=query["role"],
        after=after,
        limit=limit + 1,
    )
    return page_of(found, limit, lambda person: person.uuid)


@bp.post("/people")
@administrator
@bp.refuses(EmailTaken, NameNotPrintable)
@bp.takes(NewPersonSchema)
@bp.gives(PersonSchema, 201)
def create_person(body: dict[str, str]) -> User:
    """Add somebody and invite them by mail to choose a password."""
    database = get_database()
    by = asker()
    person = accounts.register_person(
        database.session,
        email=body["email"],
        name=body["name"],
        role=body["role"],
        now=now(),
        by=by,
        is_demonstration=by.is_demonstration,
    )
    invite_person(
        database.session,
        person,
        public_url=get_site().settings.public_url,
        now=now(),
        by=by,
    )
    database.commit()
    return person


@bp.patch("/people/<uuid:person>")
@administrator
@bp.refuses(LastAdministrator)
@bp.takes(PersonChangesSchema)
@bp.gives(PersonSchema)
def update_person(body: dict[str, Any], person: UUID) -> User:
    """Give somebody another role, or close or reopen their account."""
    database = get_database()
    found = accounts.person_to_change(database.session, person)
    if found is None:
        abort(404)
    if "role" in body:
        accounts.change_role(
            database.session, found, body["role"], now=now(), by=asker()
        )
    if "closed" in body:
        change = accounts.close_account if body["closed"] else accounts.reopen_account
        change(database.session, found, now=now(), by=asker())
    database.commit()
    return found


def _person(uuid: UUID) -> User | None:
    return get_database().session.scalar(select(User).where(User.uuid == uuid))
