"""Courses as they stood, and the cohorts that take them."""

from course.reporting.view import Column, View

_COURSE_EDITION = View(
    "course_edition",
    "A row for each edition of each course: its outline and rule as they stood.",
    (
        Column("course", "text", "The key of the course."),
        Column(
            "edition",
            "text",
            "The fingerprint of what the outline means. With the course it is unique.",
        ),
        Column("title", "text", "The title of the course in this edition."),
        Column("language", "text", "The language of the course, such as en."),
        Column("modules", "integer", "How many modules it has; none in a programme."),
        Column(
            "recorded_at",
            "timestamp with time zone",
            "When the record first depended on it.",
        ),
    ),
    """
    SELECT key::text AS course,
           digest::text AS edition,
           content ->> 'title' AS title,
           content ->> 'language' AS language,
           jsonb_array_length(content -> 'modules') AS modules,
           recorded_at
    FROM edition
    WHERE kind = 'course'
    """,
)

_COHORT = View(
    "cohort",
    "A row for each cohort: people who take one edition of a course together.",
    (
        Column("cohort", "uuid", "The public name of the cohort."),
        Column("key", "text", "Its key, as staff know it."),
        Column("title", "text", "Its title."),
        Column("course", "text", "The key of its course."),
        Column("edition", "text", "The edition that it takes now."),
        Column("mode", "text", "moderated, where a trainer leads it, or self-paced."),
        Column("opens_on", "date", "The first day."),
        Column("closes_on", "date", "The last day."),
        Column("created_at", "timestamp with time zone", "When it was made."),
    ),
    """
    SELECT cohort.uuid AS cohort,
           cohort.key::text AS key,
           cohort.title::text AS title,
           cohort.course_key::text AS course,
           edition.digest::text AS edition,
           cohort.mode::text AS mode,
           cohort.opens_on,
           cohort.closes_on,
           cohort.created_at
    FROM cohort
    JOIN edition ON edition.id = cohort.edition_id
    """,
)

COURSE_VIEWS = (_COURSE_EDITION, _COHORT)
