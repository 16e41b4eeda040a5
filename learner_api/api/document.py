"""The OpenAPI document itself."""

from typing import Any

from learner_api.auth import public
from learner_api.openapi import openapi_document
from learner_api.resources import Resource
from learner_api.schemas.document import DocumentSchema

bp = Resource("api-document", __name__, description="What this API offers.")


@bp.get("/openapi.json")
@public
@bp.tagged()
@bp.gives(DocumentSchema)
def get_document() -> dict[str, Any]:
    """This document, in OpenAPI 3.1."""
    return openapi_document()
