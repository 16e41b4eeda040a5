"""Lists come in pages: some items, and the address of the next page or null."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from marshmallow import Schema, fields, validate

from learner_api.schemas.fields import Asked

Item = TypeVar("Item")

MOST = 200


class PageQuerySchema(Asked):
    """Which page: how many items at most, and after which."""

    after = fields.UUID(
        metadata={"description": "The last item seen. Follow `next` and it is there."}
    )
    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=MOST))


class PageSchema(Schema):
    """What every list has beside its items."""

    next = fields.String(
        dump_default=None,
        allow_none=True,
        metadata={"description": "The address of the next page, or null."},
    )


def page_of(
    found: Sequence[Item], limit: int, cursor: Callable[[Item], object]
) -> dict[str, Any]:
    """One page of what was found by asking for one more than the limit."""
    shown = found[:limit]
    if len(found) <= limit:
        return {"items": shown, "next": None}
    asked = {**request.args.to_dict(), "after": str(cursor(shown[-1]))}
    return {"items": shown, "next": f"{request.path}?{urlencode(asked)}"}
