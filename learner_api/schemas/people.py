"""People as the wire carries them: oneself, one's tokens, and others to manage."""

from marshmallow import Schema, ValidationError, fields, validate

from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS, ROLES
from learner_api.labels import country_names
from learner_api.schemas.fields import Asked, Flag, Moment, Text
from learner_api.schemas.paging import PageQuerySchema, PageSchema


def known_country(code: str) -> None:
    """Refuse what is no ISO 3166 code of two letters."""
    if code not in country_names():
        raise ValidationError("Send the country's ISO 3166 code, such as GH.")


class SignInSchema(Asked):
    """An address and the password that goes with it."""

    email = Text(254, required=True)
    password = Text(1000, required=True, metadata={"format": "password"})


class MeSchema(Schema):
    """Oneself: who one is here, and what the certificate will say."""

    uuid = fields.UUID(required=True)
    email = fields.String(required=True)
    name = fields.String(required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    country = fields.String(required=True, allow_none=True)
    gender = fields.String(required=True, allow_none=True)
    affiliation = fields.String(required=True, allow_none=True)
    organisation = fields.String(required=True, allow_none=True)
    age_band = fields.String(required=True, allow_none=True)


class ProfileSchema(Asked):
    """What one may change of oneself; what is left out stays."""

    name = Text(200)
    country = fields.String(allow_none=True, validate=known_country)
    gender = fields.String(allow_none=True, validate=validate.OneOf(GENDERS))
    affiliation = fields.String(allow_none=True, validate=validate.OneOf(AFFILIATIONS))
    organisation = Text(200, allow_none=True)
    age_band = fields.String(allow_none=True, validate=validate.OneOf(AGE_BANDS))


class TokenSchema(Schema):
    """An access token without its secret."""

    uuid = fields.UUID(required=True)
    label = fields.String(required=True)
    created_at = Moment(required=True)
    expires_at = Moment(required=True)
    revoked_at = Moment(required=True, allow_none=True)


class NewTokenSchema(Asked):
    """What the token is for, in the user's own words."""

    label = Text(100, required=True)


class TokenSecretSchema(TokenSchema):
    """A new token with its secret, which is shown this once."""

    secret = fields.String(required=True)


class TokenPageSchema(PageSchema):
    """One's tokens, the newest first."""

    items = fields.List(fields.Nested(TokenSchema), required=True)


class PersonSchema(MeSchema):
    """Somebody as an administrator sees them."""

    created_at = Moment(required=True)
    closed_at = Moment(required=True, allow_none=True)
    invited = fields.Function(
        lambda person: person.password_hash is None,
        metadata={"type": "boolean", "description": "Has not chosen a password yet."},
    )


class PersonPageSchema(PageSchema):
    """People by address."""

    items = fields.List(fields.Nested(PersonSchema), required=True)


class PeopleQuerySchema(PageQuerySchema):
    """Which people: by a part of the name or address, and by role."""

    search = Text(200, least=0, load_default="")
    role = fields.String(load_default="", validate=validate.OneOf(ROLES))


class NewPersonSchema(Asked):
    """Somebody to invite by mail."""

    email = fields.Email(required=True, validate=validate.Length(max=254))
    name = Text(200, required=True)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))


class PersonChangesSchema(Asked):
    """What an administrator may change of somebody; what is left out stays."""

    role = fields.String(validate=validate.OneOf(ROLES))
    closed = Flag(
        metadata={"description": "true closes the account, false opens it again."}
    )
