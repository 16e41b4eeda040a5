"""``course rebuild-figures``, as a command."""

from sqlalchemy import text

from course.models import CountedEnrolment
from tests import builders


def test_it_writes_what_figures_read_anew(course, record):
    enrolment = builders.an_enrolment(record)
    record.flush()
    record.execute(text("UPDATE counted_enrolment SET country = 'GH'"))
    record.commit()

    result = course("rebuild-figures")

    assert result.exit_code == 0, result.output
    assert result.stdout == "Enrolments that figures read: 1.\n"
    assert record.get_one(CountedEnrolment, enrolment.id).country is None
