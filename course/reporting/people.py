"""Learners: without their names, and their names apart.

Whoever is on a course is a learner here, whatever else they do on the platform.
"""

from course.reporting.view import Column, View

_IS_LEARNER = """
    "user".role = 'learner' OR EXISTS (
        SELECT 1 FROM enrolment
        WHERE enrolment.user_id = "user".id AND enrolment.run > 0
    )
"""

_LEARNER = View(
    "learner",
    "A row for each learner, without a name: what they say of themselves today.",
    (
        Column("learner", "uuid", "Stands for the person. It is no name."),
        Column("country", "text", "The country they work in, by its two letters."),
        Column("gender", "text", "female, male, other or undisclosed."),
        Column(
            "affiliation",
            "text",
            "government, local-authority, united-nations, other-international, "
            "non-governmental, academia, private-sector or other.",
        ),
        Column("organisation", "text", "Where they work, in their own words."),
        Column(
            "registered_at", "timestamp with time zone", "When the account was made."
        ),
        Column(
            "closed_at",
            "timestamp with time zone",
            "When the account was closed; null while it is open.",
        ),
        Column(
            "age_band",
            "text",
            "How old they are, in years: under-25, 25-34, 35-44, 45-54, 55-64, "
            "65-and-over or undisclosed.",
        ),
    ),
    f"""
    SELECT uuid AS learner,
           country::text AS country,
           gender::text AS gender,
           affiliation::text AS affiliation,
           organisation::text AS organisation,
           created_at AS registered_at,
           closed_at,
           age_band::text AS age_band
    FROM "user"
    WHERE {_IS_LEARNER}
    """,  # noqa: S608  # put together from the lines above alone
)

_LEARNER_NAME = View(
    "learner_name",
    "Names and addresses of the learners. It is granted apart from all other views.",
    (
        Column("learner", "uuid", "The same as in learner."),
        Column("name", "text", "What they are called today."),
        Column("email", "text", "The address with which they sign in."),
    ),
    f"""
    SELECT uuid AS learner, name::text AS name, email::text AS email
    FROM "user"
    WHERE {_IS_LEARNER}
    """,  # noqa: S608
    names=True,
)

PEOPLE_VIEWS = (_LEARNER, _LEARNER_NAME)
