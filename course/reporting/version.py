"""Which version of the views this is.

``VERSION`` grows whenever a column goes, or comes to mean something else; a view or a
column more leaves it as it is. A change of any view comes with a migration, because
the views are laid when a database is upgraded.
"""

from typing import Final

from course.reporting.view import Column, View

VERSION: Final = 1

ABOUT = View(
    "about",
    "One row: which version of these views this is, and when it was read.",
    (
        Column(
            "version",
            "integer",
            "The version of these views. It grows when a column goes or changes its "
            "meaning; a column more leaves it as it is.",
        ),
        Column("migration", "text", "The version of the tables beneath."),
        Column(
            "read_at",
            "timestamp with time zone",
            "When the transaction began that reads this: the moment as of which "
            "everything is shown, where it reads all by one snapshot.",
        ),
    ),
    # The version is a number of ours, and no word of anybody's.
    f"""
    SELECT {VERSION} AS version,
           (SELECT max(version_num)::text FROM alembic_version) AS migration,
           transaction_timestamp() AS read_at
    """,  # noqa: S608
)
