"""What somebody came to in which month is one number, and is read off it again."""

from datetime import UTC, date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import DateTime, literal, select

from course.event_codes import event_code, has_come, month_in
from tests.laws.seeds import UNHURRIED

MONTHS = ("enrolled", "started", "completed", "certified")
MARKS = ("assessed", "participated")
# There is room until the year 2730, and for days long before the course.
MOMENTS = st.dates(date(1, 1, 1), date(2729, 12, 31)).map(
    lambda day: datetime.combine(day, time(12), tzinfo=UTC)
)


def test_everything_that_came_is_read_off_its_code(engine):
    @settings(UNHURRIED, max_examples=60)
    @given(
        MOMENTS,
        st.fixed_dictionaries({}, optional=dict.fromkeys(MONTHS[1:] + MARKS, MOMENTS)),
    )
    def holds(enrolled, came):
        came = {"enrolled": enrolled, **came}
        moments = {
            each: literal(came.get(each), DateTime(timezone=True))
            for each in (*MONTHS, *MARKS)
        }
        code = event_code(moments)
        with engine.connect() as connection:
            inner = select(code.label("code")).subquery()
            read = connection.execute(
                select(
                    *(month_in(inner.c.code, each) for each in MONTHS),
                    *(has_come(inner.c.code, each) for each in (*MONTHS, *MARKS)),
                )
            ).one()
        months = [f"{came[each]:%Y-%m}" if each in came else None for each in MONTHS]
        assert [*read[:4]] == [m.zfill(7) if m else None for m in months]
        assert [*map(bool, read[4:])] == [each in came for each in (*MONTHS, *MARKS)]

    holds()
