"""What figures read of each enrolment, written from the facts that there are.

From here on triggers keep it; see ``course.migrations.keepers``. Constraint names
follow from the naming convention of ``course.database.Base``.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_GOALS = "'completion', 'diploma'"


def upgrade() -> None:
    op.create_table(
        "counted_enrolment",
        sa.Column("enrolled_at", _MOMENT, nullable=False),
        *(
            sa.Column(name, _MOMENT, nullable=True)
            for name in (
                "known_at",
                "changed_at",
                "started_at",
                "assessed_at",
                "completed_at",
                "completed_known_at",
                "certified_at",
                "participated_at",
            )
        ),
        sa.Column(
            "enrolment_id",
            sa.Integer(),
            sa.ForeignKey("enrolment.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True, index=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("profile_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=True),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("course_key", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("gender", sa.String(20), nullable=True),
        sa.Column("affiliation", sa.String(30), nullable=True),
        sa.Column("organisation", sa.String(200), nullable=True),
    )
    op.create_index(
        "ix_counted_enrolment_course_key_changed_at",
        "counted_enrolment",
        ["course_key", "changed_at"],
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    purpose = (
        "json_extract(content, '$.purpose')" if on_sqlite else "content->>'purpose'"
    )
    op.execute(_FILL.replace("{purpose}", purpose))


def downgrade() -> None:
    op.drop_table("counted_enrolment")


def _awarded(kinds: str) -> str:
    return f"""
        SELECT min(award.recorded_at) FROM award
        JOIN achievement ON achievement.id = award.achievement_id
        WHERE achievement.enrolment_id = enrolment.id
        AND achievement.award_kind IN ({kinds}) AND NOT EXISTS (
            SELECT 1 FROM award_event JOIN award AS revoked
            ON revoked.id = award_event.award_id
            WHERE award_event.kind = 'revoked'
            AND revoked.achievement_id = achievement.id)
    """


_EARNED = f"""
    FROM achievement WHERE achievement.enrolment_id = enrolment.id
    AND achievement.award_kind IN ({_GOALS})
"""
_STARTED = " UNION ALL ".join(
    f"SELECT recorded_at FROM {table} WHERE {table}.enrolment_id = enrolment.id"
    for table in ("lesson_opening", "lesson_completion", "attempt")
)
_ASSESSED = """
    SELECT min(mark.recorded_at) FROM attempt
    JOIN mark ON mark.attempt_id = attempt.id
    JOIN edition ON edition.id = attempt.edition_id
    WHERE attempt.enrolment_id = enrolment.id AND {purpose} = 'final-assessment'
"""
_CHANGED = f"""
    SELECT recorded_at FROM enrolment_event
    WHERE enrolment_event.enrolment_id = enrolment.id
    UNION ALL
    SELECT undone_event.recorded_at FROM enrolment_event
    JOIN undone_event ON undone_event.event_id = enrolment_event.id
    WHERE enrolment_event.enrolment_id = enrolment.id
    UNION ALL
    SELECT recorded_at FROM profile_entry
    WHERE profile_entry.user_id = enrolment.user_id
    UNION ALL
    SELECT recorded_at FROM rule_change_entry
    WHERE rule_change_entry.enrolment_id = enrolment.id
    AND from_edition_id <> to_edition_id
    UNION ALL
    SELECT award_event.recorded_at FROM achievement
    JOIN award ON award.achievement_id = achievement.id
    JOIN award_event ON award_event.award_id = award.id
    WHERE achievement.enrolment_id = enrolment.id AND award_event.kind = 'revoked'
    UNION ALL
    SELECT max(recorded_at) {_EARNED} HAVING count(*) > 1
"""
_FILL = f"""
    INSERT INTO counted_enrolment (
        enrolment_id, uuid, course_key, user_id, run, edition_id, enrolled_at,
        event_id, cohort_id, is_withdrawn,
        profile_id, country, gender, affiliation, organisation,
        known_at, changed_at, started_at, assessed_at,
        completed_at, completed_known_at, certified_at, participated_at)
    SELECT
        enrolment.id, enrolment.uuid, enrolment.course_key, enrolment.user_id,
        enrolment.run, enrolment.edition_id, enrolment.enrolled_at,
        event.id, event.cohort_id, event.kind = 'withdrawn',
        profile.id, profile.country, profile.gender, profile.affiliation,
        profile.organisation,
        (SELECT min(recorded_at) FROM enrolment_event
            WHERE enrolment_event.enrolment_id = enrolment.id),
        (SELECT max(recorded_at) FROM ({_CHANGED}) AS changes),
        (SELECT min(recorded_at) FROM ({_STARTED}) AS signs),
        ({_ASSESSED}),
        (SELECT min(occurred_at) {_EARNED}),
        (SELECT min(recorded_at) {_EARNED}),
        ({_awarded(_GOALS)}),
        ({_awarded("'participation'")})
    FROM enrolment
    LEFT JOIN enrolment_event AS event ON event.id = (
        SELECT max(latest.id) FROM enrolment_event AS latest
        WHERE latest.enrolment_id = enrolment.id AND NOT EXISTS (
            SELECT 1 FROM undone_event WHERE undone_event.event_id = latest.id))
    LEFT JOIN profile_entry AS profile ON profile.id = (
        SELECT max(latest.id) FROM profile_entry AS latest
        WHERE latest.user_id = enrolment.user_id)
"""
