"""The documents that were given, and how each stands today.

The state is the fold of ``award_states.replay``, said in SQL; a test holds the two to
each other over every life that a document can have.
"""

from course.reporting.view import Column, View

_STATE = """
    CASE
        WHEN ended.kind IS NOT NULL THEN ended.kind
        WHEN award.expires_at <= now() OR EXISTS (
            SELECT 1 FROM award_event
            WHERE award_id = award.id AND kind = 'expired'
        ) THEN 'expired'
        WHEN (
            SELECT kind FROM award_event
            WHERE award_id = award.id AND kind IN ('suspended', 'reinstated')
            ORDER BY id DESC LIMIT 1
        ) = 'suspended' THEN 'suspended'
        ELSE 'valid'
    END
"""

_AWARD = View(
    "award",
    "A row for each document that was given. A correction is a new document in place "
    "of the old: count those that are not superseded to count achievements.",
    (
        Column("award", "uuid", "Stands for the document. It is not its number."),
        Column("enrolment", "uuid", "Whose it is, as in enrolment."),
        Column("kind", "text", "completion, participation or diploma."),
        Column("issued_at", "timestamp with time zone", "When it was given."),
        Column(
            "expires_at",
            "timestamp with time zone",
            "The first moment at which it holds no longer; null where it holds for "
            "good.",
        ),
        Column(
            "state",
            "text",
            "How it stands now: valid, suspended, revoked, expired or superseded.",
        ),
        Column("superseded_by", "uuid", "The document that took its place."),
    ),
    f"""
    SELECT award.uuid AS award,
           enrolment.uuid AS enrolment,
           achievement.award_kind::text AS kind,
           award.recorded_at AS issued_at,
           award.expires_at,
           ({_STATE})::text AS state,
           successor.uuid AS superseded_by
    FROM award
    JOIN achievement ON achievement.id = award.achievement_id
    JOIN enrolment ON enrolment.id = achievement.enrolment_id
    LEFT JOIN award successor ON successor.supersedes_id = award.id
    LEFT JOIN LATERAL (
        SELECT kind FROM award_event
        WHERE award_id = award.id AND kind IN ('superseded', 'revoked')
        ORDER BY id LIMIT 1
    ) ended ON true
    WHERE enrolment.run > 0
    """,  # noqa: S608  # put together from the lines above alone
)

_AWARD_NUMBER = View(
    "award_number",
    "The numbers of the documents. Anybody who has one finds the name of its holder at "
    "the page that verifies awards, so they are granted with the names.",
    (
        Column("award", "uuid", "The same as in award."),
        Column("number", "text", "The number that is printed on it."),
    ),
    """
    SELECT award.uuid AS award, award.number::text AS number
    FROM award
    JOIN achievement ON achievement.id = award.achievement_id
    JOIN enrolment ON enrolment.id = achievement.enrolment_id
    WHERE enrolment.run > 0
    """,
    names=True,
)

AWARD_VIEWS = (_AWARD, _AWARD_NUMBER)
