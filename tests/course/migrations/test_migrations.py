"""Migrations make the tables of the models, and guard the facts in them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from course.database import Added, Base, make_engine
from course.migrations import HEAD, guards, is_current, keepers, triggers, upgrade
from course.models import (
    Accommodation,
    AccommodationEnd,
    AttemptExtension,
    AttemptStart,
    Correction,
    Picture,
    Regrade,
    ResponseMark,
)
from course.reporting import laying
from tests import builders
from tests.course.award_facts import every_award_fact
from tests.databases import administer
from tests.peers import every_peer_fact
from tests.threads import at_once

COURSE = Path(__file__).parents[3] / "course"
FACTS = sorted(
    str(mapper.local_table)
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, Added)
)

# The facts that move what figures read of an enrolment.
MOVING = sorted(keeper.table for keeper in keepers.KEEPERS)


def description(engine: Engine) -> dict[str, object]:
    """Every table with its columns, constraints and indexes, by name."""
    found = inspect(engine)
    return {
        table: {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"])
                for each in found.get_columns(table)
            },
            "primary key": found.get_pk_constraint(table)["name"],
            "unique": sorted(
                (str(each["name"]), tuple(each["column_names"]))
                for each in found.get_unique_constraints(table)
            ),
            "checks": sorted(
                (str(each["name"]), each["sqltext"])
                for each in found.get_check_constraints(table)
            ),
            "foreign keys": sorted(
                (str(each["name"]), each["referred_table"])
                for each in found.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (
                    str(each["name"]),
                    tuple(each["column_names"]),
                    bool(each["unique"]),
                    str((each.get("dialect_options") or {}).get(where)),
                )
                for each in found.get_indexes(table)
                for where in [f"{engine.dialect.name}_where"]
            ),
        }
        for table in found.get_table_names()
        if table != "alembic_version"
    }


def test_an_upgrade_from_nothing_makes_what_the_models_say(engine):
    migrated = description(engine)

    with engine.begin() as connection:
        laying.lift(connection)
        triggers.lift(connection)
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
    made = description(engine)
    with engine.begin() as connection:
        triggers.lay(connection)
        laying.lay(connection)

    assert migrated == made


def test_autogenerate_finds_nothing_left_to_do(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection), Base.metadata
        )

    assert differences == []


def test_a_second_upgrade_changes_nothing(engine):
    before = description(engine)

    upgrade(engine)

    assert description(engine) == before
    assert is_current(engine)


def test_the_kept_head_is_the_head_of_the_history():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    from course import migrations

    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))

    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_a_new_database_is_not_current(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", durable=False)

    current = is_current(engine)
    engine.dispose()

    assert not current


def test_a_database_of_another_version_is_not_current(session, engine):
    change = text("UPDATE alembic_version SET version_num = :version")
    session.execute(change, {"version": "0000"})
    session.commit()

    current = is_current(engine)

    session.execute(change, {"version": HEAD})
    session.commit()
    assert not current


def test_asking_whether_it_is_current_does_not_import_alembic(tmp_path):
    program = (
        "import sys\n"
        "from course.database import make_engine\n"
        "from course.migrations import is_current\n"
        "is_current(make_engine(sys.argv[1]))\n"
        "print('alembic' in sys.modules)\n"
    )
    address = f"sqlite:///{tmp_path / 'new.sqlite'}"

    done = subprocess.run(
        [sys.executable, "-c", program, address],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == "False"


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", durable=False)

    def fail(_connection):
        raise RuntimeError("The disk is full.")

    monkeypatch.setattr(guards, "lay", fail)
    with pytest.raises(RuntimeError, match="disk"):
        upgrade(engine)
    tables = inspect(engine).get_table_names()
    engine.dispose()

    assert tables == []


def test_foreign_keys_hold_again_after_an_upgrade(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", durable=False)
    upgrade(engine)

    with engine.connect() as connection:
        held = connection.scalar(text("PRAGMA foreign_keys"))
    engine.dispose()

    assert held == 1


def test_the_tables_go_down_and_up_again(tmp_path):
    from alembic import command

    from course import migrations

    engine = make_engine(f"sqlite:///{tmp_path / 'new.sqlite'}", durable=False)
    upgrade(engine)
    before = description(engine)

    with engine.begin() as connection:
        triggers.lift(connection)
        command.downgrade(migrations._config(connection), "base")
    assert description(engine) == {}

    upgrade(engine)
    after = description(engine)
    engine.dispose()
    assert after == before


def test_a_draft_holds_what_the_models_have_and_the_tables_lack(tmp_path):
    for folder in ("models", "migrations"):
        shutil.copytree(COURSE / folder, tmp_path / "course" / folder)
    for name in ("__init__.py", "database.py"):
        shutil.copy(COURSE / name, tmp_path / "course")
    model = tmp_path / "course" / "models" / "cohort.py"
    text = model.read_text(encoding="utf-8")
    model.write_text(
        text.replace("    mode: ", "    room: Mapped[str | None]\n    mode: ", 1),
        encoding="utf-8",
    )
    with (model.parent / "edition.py").open("a", encoding="utf-8") as written:
        written.write(
            "\n\nfrom course.database import Fact\n\n"
            'class Meeting(Base, Fact):\n    __tablename__ = "meeting"\n'
        )

    subprocess.run(
        [sys.executable, "-m", "course.migrations", "add", "a", "room"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )

    migrations = tmp_path / "course" / "migrations"
    (made,) = migrations.glob("versions/*_add_a_room.py")
    words = made.read_text(encoding="utf-8")
    assert f"down_revision = '{HEAD}'" in words
    assert "sa.Column('room', sa.String(), nullable=True)" in words
    assert "op.create_table('meeting'" in words
    head = (migrations / "current-head.txt").read_text(encoding="utf-8")
    assert head.strip() == made.name.split("_")[0]


def test_every_table_of_facts_has_its_guards_and_keepers(engine):
    if engine.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with engine.connect() as connection:
        found = set(connection.scalars(text(query)))

    assert found == {
        f"fact_{table}_{event}" for table in FACTS for event in ("update", "delete")
    } | {
        "kept_enrolment_update",
        *(f"kept_{table}_insert" for table in ("enrolment", *MOVING)),
    }


@pytest.fixture
def full(session):
    """A database with a row in every table of facts."""
    cohort = builders.a_cohort(session)
    builders.an_undone_roster(session, builders.a_roster(session, cohort))
    enrolment = builders.a_completed_enrolment(session, cohort=cohort)
    builders.an_opened_lesson(session, enrolment)
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    sit_by_the_clock(session, cohort, enrolment)
    every_award_fact(session, enrolment)
    every_peer_fact(session)
    session.commit()
    return session


def sit_by_the_clock(session, cohort, enrolment):
    """A row of each fact about limits, accommodations, marking and regrades."""
    fact = {"occurred_at": builders.NOW, "recorded_at": builders.NOW}
    attempt = builders.an_open_attempt(session, enrolment)
    granted = Accommodation(
        cohort_id=cohort.id, extra_time_percent=25, extra_attempts=0, reason="A", **fact
    )
    regrade = Regrade(
        quiz_key="first-quiz", mode="raise", reason="A", token="t", outcome={}, **fact
    )
    session.add_all([granted, regrade])
    session.flush()
    session.add_all(
        [
            AttemptStart(attempt_id=attempt.id, **fact),
            Picture(digest="0" * 64, content=b"a logo", **fact),
            AccommodationEnd(accommodation_id=granted.id, reason="A", **fact),
            AttemptExtension(
                attempt_id=attempt.id,
                accommodation_id=granted.id,
                closes_at=builders.NOW,
                **fact,
            ),
            ResponseMark(
                attempt_id=attempt.id,
                question_key="essay",
                points=1,
                out_of=2,
                levels={},
                comment="",
                **fact,
            ),
            Correction(
                regrade_id=regrade.id,
                quiz_key="first-quiz",
                question_key="week",
                question_digest="d",
                action="drop",
                **fact,
            ),
        ]
    )


def test_the_database_refuses_to_edit_or_delete_a_fact(full):
    for table in FACTS:
        assert full.scalar(text(f"SELECT count(*) FROM {table}")), table  # noqa: S608  # names of our own
        # What people said has no moment.
        column = "mode" if table == "evaluation_answer" else "recorded_at"
        for statement in (
            f"UPDATE {table} SET {column} = '2020-01-01 00:00:00'",  # noqa: S608  # as above
            f"DELETE FROM {table}",  # noqa: S608  # as above
        ):
            with pytest.raises(DBAPIError, match=f"{table} rows are facts"):
                full.execute(text(statement))
            full.rollback()


def test_the_database_lets_an_attempt_be_submitted_once(session):
    attempt = builders.an_open_attempt(session)
    session.commit()
    submit = "UPDATE attempt SET submitted_at = '2026-03-02 12:00:00' WHERE id = :id"
    again = "UPDATE attempt SET submitted_at = '2026-03-03 12:00:00' WHERE id = :id"

    session.execute(text(submit), {"id": attempt.id})
    session.commit()

    with pytest.raises(DBAPIError, match="attempt rows are facts"):
        session.execute(text(again), {"id": attempt.id})


def test_the_database_refuses_to_change_more_than_the_submission(session):
    attempt = builders.an_open_attempt(session)
    session.commit()
    statement = (
        "UPDATE attempt SET submitted_at = '2026-03-02 12:00:00', seed = 8 "
        "WHERE id = :id"
    )

    with pytest.raises(DBAPIError, match="attempt rows are facts"):
        session.execute(text(statement), {"id": attempt.id})


def test_the_database_refuses_to_move_a_fact_to_another_record(session):
    attempt = builders.an_open_attempt(session)
    session.commit()

    attempt.enrolment = builders.an_enrolment(session)

    with pytest.raises(DBAPIError, match="attempt rows are facts"):
        session.flush()


def test_two_servers_that_start_together_upgrade_once(postgresql):
    server = postgresql.url.render_as_string(hide_password=False)
    administer(server, "CREATE DATABASE course_twice")
    address = postgresql.url.set(database="course_twice")
    engine = make_engine(address.render_as_string(hide_password=False))

    results = at_once(2, lambda _: upgrade(engine))
    current = is_current(engine)
    engine.dispose()
    administer(server, "DROP DATABASE course_twice")

    assert results == [None, None]
    assert current
