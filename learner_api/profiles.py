"""The form in which somebody says who they are, on arrival and later."""

from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS
from learner_api.forms import FormSchema, Line, OneOf
from learner_api.labels import (
    affiliation_names,
    age_band_names,
    country_names,
    gender_names,
    options,
)

Choices = list[dict[str, str]]


class ProfileSchema(FormSchema):
    """What a person says of themselves; only the name is needed."""

    name = Line("Enter your name as it shall stand on your certificate.")
    country = OneOf(country_names())
    gender = OneOf(GENDERS)
    affiliation = OneOf(AFFILIATIONS)
    organisation = Line()
    age_band = OneOf(AGE_BANDS)


def profile_choices() -> dict[str, Choices]:
    """What the lists of the form offer."""
    return {
        "country": options(country_names()),
        "gender": options(gender_names()),
        "affiliation": options(affiliation_names()),
        "age_band": options(age_band_names()),
    }
