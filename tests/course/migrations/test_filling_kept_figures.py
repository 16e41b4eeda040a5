"""An upgrade writes what figures read from whatever record it finds."""

from alembic import command

from course import migrations
from course.migrations import triggers
from tests.counted import kept, kept_by_facts
from tests.laws.raw_facts import RawFacts
from tests.laws.seeds import chance

BEFORE = "0023"


def test_a_record_of_before_is_kept_as_triggers_would_have(session):
    # A record of before has no ages.
    raw = RawFacts(session, chance("an upgrade"), age_bands=(None,))
    raw.come()
    for _ in range(60):
        raw.happen()
    by_triggers = kept(session)
    connection = session.connection()
    config = migrations._config(connection)

    triggers.lift(connection)
    command.downgrade(config, BEFORE)
    command.upgrade(config, "head")
    triggers.lay(connection)

    assert len(by_triggers) > 1
    assert kept(session) == by_triggers == kept_by_facts(session)
    session.rollback()
