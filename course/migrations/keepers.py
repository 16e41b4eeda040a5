"""Triggers that keep ``counted_enrolment`` in step with the facts, whoever adds them.

What a fact moves is written once for both databases. Most of it follows from the row
that was added and the row that is kept, so that two who add at once cannot undo one
another's. Where other facts are looked up the kept row is locked first, and what
another has just added is seen.

They are laid afresh after every upgrade, as the guards are; a migration that adds
facts of its own therefore writes the kept rows anew.
"""

from dataclasses import dataclass

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

TABLE = "counted_enrolment"
_SAID = ("country", "gender", "affiliation", "organisation", "age_band")


@dataclass(frozen=True, slots=True)
class Keeper:
    """What becomes of the kept rows when a row of ``table`` is added.

    ``moves`` says what is set, ``of`` which enrolments are meant, ``where`` which of
    them are moved and ``when`` which rows of the table move any. ``looks_up`` says
    that ``moves`` reads other facts than the row that was added, ``holds`` locks more.
    """

    table: str
    moves: str
    of: str = "NEW.enrolment_id"
    where: str = ""
    when: str = ""
    looks_up: bool = False
    holds: str = ""

    def statement(self) -> str:
        """The UPDATE."""
        where = f" AND {self.where}" if self.where else ""
        found = f"enrolment_id IN ({self.of})"
        return f"UPDATE {TABLE} SET {self.moves} WHERE {found}{where};"

    def hold(self) -> str:
        """What is locked before, on PostgreSQL."""
        if not self.looks_up:
            return self.holds
        return f"PERFORM 1 FROM {TABLE} WHERE enrolment_id IN ({self.of}) FOR UPDATE; "


def _later(kept: str, came: str) -> str:
    """The later of two moments; what came, where nothing is kept."""
    return f"CASE WHEN {kept} > {came} THEN {kept} ELSE {came} END"


def _unless_older(kept: str, columns: dict[str, str]) -> str:
    """Set each column, unless what is kept is of a later row of that table."""
    return ", ".join(
        f"{column} = CASE WHEN {kept} > NEW.id THEN {column} ELSE {came} END"
        for column, came in columns.items()
    )


def _awarded(kinds: str) -> str:
    """When the first document of these kinds was given that was not revoked."""
    return f"""(
        SELECT min(award.recorded_at) FROM award
        JOIN achievement ON achievement.id = award.achievement_id
        WHERE achievement.enrolment_id = {TABLE}.enrolment_id
        AND achievement.award_kind IN ({kinds}) AND NOT EXISTS (
            SELECT 1 FROM award_event JOIN award AS revoked
            ON revoked.id = award_event.award_id
            WHERE award_event.kind = 'revoked'
            AND revoked.achievement_id = achievement.id))"""


def _of_goal(read: str) -> str:
    return (
        f"(SELECT {read} FROM achievement "
        f"WHERE achievement.enrolment_id = {TABLE}.enrolment_id "
        f"AND achievement.award_kind IN ({_GOALS}))"
    )


_GOALS = "'completion', 'diploma'"
_CHANGED = f"changed_at = {_later('changed_at', 'NEW.recorded_at')}"
_AWARDS = (
    f"certified_at = {_awarded(_GOALS)}, "
    f"participated_at = {_awarded(repr('participation'))}"
)
_STARTED = "(started_at IS NULL OR started_at > NEW.recorded_at)"
# Of two who enrol a learner and change what they say of themselves one waits.
_LEARNER = 'PERFORM 1 FROM "user" WHERE id = NEW.user_id'

KEEPERS = (
    Keeper(
        "enrolment_event",
        _unless_older(
            "event_id",
            {
                "event_id": "NEW.id",
                "cohort_id": "NEW.cohort_id",
                "is_withdrawn": "(NEW.kind = 'withdrawn')",
            },
        )
        + ", known_at = CASE WHEN known_at < NEW.recorded_at "
        f"THEN known_at ELSE NEW.recorded_at END, {_CHANGED}",
    ),
    Keeper(
        "undone_event",
        f"""(event_id, cohort_id, is_withdrawn) = (
            SELECT event.id, event.cohort_id, event.kind = 'withdrawn'
            FROM enrolment_event AS event
            WHERE event.enrolment_id = {TABLE}.enrolment_id AND NOT EXISTS (
                SELECT 1 FROM undone_event WHERE undone_event.event_id = event.id)
            ORDER BY event.id DESC LIMIT 1), {_CHANGED}""",
        of="SELECT enrolment_id FROM enrolment_event WHERE id = NEW.event_id",
        looks_up=True,
    ),
    Keeper(
        "profile_entry",
        _unless_older(
            "profile_id",
            {"profile_id": "NEW.id"} | {column: f"NEW.{column}" for column in _SAID},
        )
        + f", {_CHANGED}",
        of="SELECT id FROM enrolment WHERE user_id = NEW.user_id",
        holds=f"{_LEARNER} FOR NO KEY UPDATE; ",
    ),
    *(
        Keeper(table, "started_at = NEW.recorded_at", where=_STARTED)
        for table in ("lesson_opening", "lesson_completion", "attempt")
    ),
    Keeper(
        "mark",
        "assessed_at = NEW.recorded_at",
        of="SELECT enrolment_id FROM attempt WHERE id = NEW.attempt_id",
        where="""(assessed_at IS NULL OR assessed_at > NEW.recorded_at) AND EXISTS (
            SELECT 1 FROM attempt JOIN edition ON edition.id = attempt.edition_id
            WHERE attempt.id = NEW.attempt_id
            AND {purpose} = 'final-assessment')""",
    ),
    Keeper(
        "achievement",
        f"completed_at = {_of_goal('min(occurred_at)')}, "
        f"completed_known_at = {_of_goal('min(recorded_at)')}, "
        # Whoever reaches a second goal may have reached it before the first.
        "changed_at = CASE WHEN completed_at IS NULL THEN changed_at "
        f"ELSE {_later('changed_at', _of_goal('max(recorded_at)'))} END",
        when=f"NEW.award_kind IN ({_GOALS})",
        looks_up=True,
    ),
    Keeper(
        "award",
        _AWARDS,
        of="SELECT enrolment_id FROM achievement WHERE id = NEW.achievement_id",
        looks_up=True,
    ),
    Keeper(
        "award_event",
        f"{_AWARDS}, {_CHANGED}",
        of="SELECT achievement.enrolment_id FROM award JOIN achievement "
        "ON achievement.id = award.achievement_id WHERE award.id = NEW.award_id",
        when="NEW.kind = 'revoked'",
        looks_up=True,
    ),
    Keeper(
        "rule_change_entry",
        _CHANGED,
        when="NEW.from_edition_id <> NEW.to_edition_id",
    ),
)

_RUNS = (
    "FROM enrolment WHERE enrolment.user_id = NEW.user_id "
    "AND enrolment.course_key = NEW.course_key"
)
# A run that was undone has a number below nought, so that the first may come again.
_ANOTHER = f"EXISTS (SELECT 1 {_RUNS} AND enrolment.run <> 1)"
_SEVERAL = f"""
    UPDATE {TABLE} SET is_several = {_ANOTHER}
    WHERE enrolment_id IN (SELECT enrolment.id {_RUNS})"""
_BEGIN = f"""
    INSERT INTO {TABLE} (
        enrolment_id, uuid, course_key, user_id, run, is_several, edition_id,
        enrolled_at, profile_id, {", ".join(_SAID)}, changed_at)
    SELECT
        NEW.id, NEW.uuid, NEW.course_key, NEW.user_id, NEW.run, {_ANOTHER},
        NEW.edition_id, NEW.enrolled_at, profile.id,
        {", ".join(f"profile.{each}" for each in _SAID)}, latest.changed_at
    FROM (
        SELECT max(id) AS id, max(recorded_at) AS changed_at
        FROM profile_entry WHERE user_id = NEW.user_id
    ) AS latest LEFT JOIN profile_entry AS profile ON profile.id = latest.id;
    {_SEVERAL} AND NEW.run <> 1;
"""
_FOLLOW = f"""
    UPDATE {TABLE} SET run = NEW.run, edition_id = NEW.edition_id
    WHERE enrolment_id = NEW.id;
    {_SEVERAL} AND NEW.run <> OLD.run;
"""
_MOVED = "NEW.run <> OLD.run OR NEW.edition_id <> OLD.edition_id"


def lay(connection: Connection) -> None:
    """Keep the figures from here on. Where the table is not there yet, do nothing."""
    if not inspect(connection).has_table(TABLE):
        return
    on_sqlite = connection.dialect.name == "sqlite"
    purpose = (
        "json_extract(content, '$.purpose')" if on_sqlite else "content->>'purpose'"
    )
    _lay(connection, "enrolment", "INSERT", "", _BEGIN, f"{_LEARNER} FOR SHARE; ")
    _lay(connection, "enrolment", "UPDATE OF run, edition_id", _MOVED, _FOLLOW, "")
    for keeper in KEEPERS:
        statement = keeper.statement().replace("{purpose}", purpose)
        _lay(connection, keeper.table, "INSERT", keeper.when, statement, keeper.hold())


def _lay(
    connection: Connection, table: str, event: str, when: str, does: str, hold: str
) -> None:
    """One trigger; ``hold`` is what PostgreSQL needs to be told before."""
    name = f"kept_{table}_{event.split()[0].lower()}"
    condition = f"WHEN ({when})" if when else ""
    head = f"CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW {condition}"
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"{head} BEGIN {does} END")
        return
    connection.exec_driver_sql(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {hold}{does} RETURN NULL; END $$"
    )
    connection.exec_driver_sql(f"{head} EXECUTE FUNCTION {name}()")
