"""What people say of themselves is one number, and is read off it again."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, literal, select

from course.models.user import AFFILIATIONS, AGE_BANDS, GENDERS
from course.profile_codes import (
    OF_AFFILIATION,
    OF_AGE_BAND,
    OF_GENDER,
    READ_OFF,
    profile_code,
)
from tests.laws.seeds import UNHURRIED

COUNTRIES = st.one_of(
    st.none(),
    st.sampled_from(["NA", "KE", "ZZ"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=2),
)


def test_everything_that_is_said_is_read_off_its_code(engine):
    @settings(UNHURRIED, max_examples=60)
    @given(
        COUNTRIES,
        st.sampled_from([None, *GENDERS]),
        st.sampled_from([None, *AFFILIATIONS]),
        st.sampled_from([None, *AGE_BANDS]),
    )
    def holds(country, gender, affiliation, age_band):
        said = (country, gender, affiliation, age_band)
        columns = [literal(each, String()) for each in said]
        with engine.connect() as connection:
            inner = select(profile_code(*columns).label("code")).subquery()
            read = connection.execute(
                select(*(READ_OFF[name](inner.c.code) for name in READ_OFF))
            ).one()
        assert tuple(read) == said

    holds()


def test_who_says_something_else_has_another_code(engine):
    everything = [
        (country, gender, affiliation, age_band)
        for country in (None, "KE", "EK", "K", "NA")
        for gender in (None, *GENDERS)
        for affiliation in (None, *AFFILIATIONS)
        for age_band in (None, AGE_BANDS[0], AGE_BANDS[-1])
    ]
    with engine.connect() as connection:
        codes = {
            connection.scalar(
                select(profile_code(*(literal(each, String()) for each in said)))
            )
            for said in everything
        }

    assert len(codes) == len(everything)


def test_there_is_room_for_whatever_may_be_said():
    assert len(GENDERS) < OF_GENDER
    assert len(AFFILIATIONS) < OF_AFFILIATION
    assert len(AGE_BANDS) < OF_AGE_BAND
