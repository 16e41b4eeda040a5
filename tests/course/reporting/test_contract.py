"""What the views promise to programs that read them: names, types, words, a version."""

import pytest
from sqlalchemy import text

from course.migrations import HEAD
from course.reporting import SCHEMA, VERSION, VIEWS

pytestmark = pytest.mark.postgresql

# What was published. A line may be added; one that goes or changes its meaning makes
# another version of the views.
PUBLISHED = {
    "about": "version migration read_at",
    "course_edition": "course edition title language modules recorded_at",
    "cohort": "cohort key title course edition mode opens_on closes_on created_at",
    "learner": (
        "learner country gender affiliation organisation registered_at closed_at "
        "age_band"
    ),
    "learner_name": "learner name email",
    "enrolment": (
        "enrolment learner course run edition cohort standing met needed enrolled_at "
        "started_at completed_at certified_at withdrawn_at last_active_at "
        "assessed_at participated_at"
    ),
    "lesson": "enrolment module lesson opened_at completed_at occurred_at",
    "attempt": (
        "attempt enrolment quiz quiz_edition number begun_at submitted_at submitted_by "
        "marked_at points out_of passed"
    ),
    "award": "award enrolment kind issued_at expires_at state superseded_by",
    "award_number": "award number",
    "country_membership": "country country_group since until",
    "country": (
        "country m49 name_en name_fr name_es name_ar name_ru name_zh region subregion "
        "developing ldc lldc sids fragile"
    ),
}
# Whole numbers that count or number something; none of them joins tables.
COUNTS = {"version", "modules", "run", "met", "needed", "number", "points", "out_of"}

_COLUMNS = text(
    """
    SELECT pg_class.relname, attname, format_type(atttypid, atttypmod),
           col_description(pg_class.oid, attnum)
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = CAST(:schema AS regnamespace) AND attnum > 0
    ORDER BY pg_class.relname, attnum
    """
)
_COMMENTS = text(
    """
    SELECT relname, obj_description(oid, 'pg_class') FROM pg_class
    WHERE relnamespace = CAST(:schema AS regnamespace)
    """
)


def test_what_was_published_is_there():
    offered = {view.name: [each.name for each in view.columns] for view in VIEWS}

    lacking = {
        name: missing
        for name, columns in PUBLISHED.items()
        if (missing := set(columns.split()) - set(offered.get(name, ())))
    }

    assert (lacking, VERSION) == ({}, 1)


def test_what_is_offered_was_published():
    for view in VIEWS:
        assert [each.name for each in view.columns] == PUBLISHED[view.name].split()


def test_the_database_has_these_columns_of_these_types_in_these_words(postgresql):
    with postgresql.connect() as connection:
        found = [tuple(row) for row in connection.execute(_COLUMNS, {"schema": SCHEMA})]

    assert found == [
        (view.name, column.name, column.type, column.words)
        for view in sorted(VIEWS, key=lambda each: each.name)
        for column in view.columns
    ]
    assert all(words.endswith(".") for *_names, words in found)


def test_the_database_says_of_each_view_what_its_rows_are(postgresql):
    with postgresql.connect() as connection:
        found = dict(connection.execute(_COMMENTS, {"schema": SCHEMA}).all())

    assert found == {view.name: view.words for view in VIEWS}


def test_no_number_that_the_database_keeps_for_itself_is_shown():
    shown = {
        column.name
        for view in VIEWS
        for column in view.columns
        if column.type not in ("text", "uuid", "date", "boolean")
        and not column.name.endswith("_at")
    }

    assert shown <= COUNTS


def test_moments_know_their_zone():
    without = [
        (view.name, column.name)
        for view in VIEWS
        for column in view.columns
        if column.name.endswith("_at") and column.type != "timestamp with time zone"
    ]

    assert without == []


def test_the_record_tells_the_version_of_its_views(record):
    told = record.execute(text("SELECT version, migration FROM reporting.about")).all()

    assert [tuple(row) for row in told] == [(VERSION, HEAD)]


def test_sqlite_has_no_views_for_analysts(sqlite_template):
    from course.database import make_engine

    engine = make_engine(f"sqlite:///{sqlite_template}", durable=False)
    with engine.connect() as connection:
        found = connection.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'view'")
        ).all()
    engine.dispose()

    assert found == []
