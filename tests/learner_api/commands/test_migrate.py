"""``course migrate``."""

from course.database import make_engine
from course.migrations import HEAD, is_current


def test_an_empty_folder_gets_a_database_with_every_table(course, tmp_path):
    result = course("migrate")

    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'course.sqlite'}")
    assert result.exit_code == 0
    assert HEAD in result.stdout
    assert is_current(engine)
    engine.dispose()


def test_a_current_database_is_left_as_it_is(course, migrated):
    path = migrated.data_dir / "course.sqlite"
    before = path.read_bytes()

    result = course("migrate")

    assert result.exit_code == 0
    assert "already" in result.stdout
    assert path.read_bytes() == before
