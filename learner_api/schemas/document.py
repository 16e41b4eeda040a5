"""The OpenAPI document as it goes over the wire: as it is."""

from typing import Any

from marshmallow import INCLUDE, Schema, fields, post_dump


class DocumentSchema(Schema):
    """An OpenAPI document; the specification says what it may hold."""

    class Meta:
        unknown = INCLUDE

    openapi = fields.String(required=True)

    @post_dump(pass_original=True)
    def whole(
        self, _data: dict[str, Any], original: dict[str, Any], **_: Any
    ) -> dict[str, Any]:
        return original
