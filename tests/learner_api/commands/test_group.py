"""The command as a whole: its help, and how it says what is wrong."""

import click
import pytest

from learner_api.commands import COMMANDS, main


def test_the_help_lists_every_command_with_what_it_does(course):
    result = course("--help")

    assert result.exit_code == 0
    for name, line in COMMANDS.items():
        assert f"{name} " in result.stdout
        assert line in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        *((name,) for name in COMMANDS),
        ("people", "add"),
        ("people", "list"),
        ("export", "completions"),
    ],
    ids=" ".join,
)
def test_every_command_explains_itself_with_an_example(course, words):
    result = course(*words, "--help")

    assert result.exit_code == 0
    assert "Example:\n" in result.stdout
    assert f"course {' '.join(words)}" in result.stdout.partition("Example:")[2]


def test_every_command_that_is_listed_can_be_called():
    context = click.Context(main, info_name="course")

    commands = [main.get_command(context, name) for name in COMMANDS]

    assert all(isinstance(command, click.Command) for command in commands)


def test_a_command_that_is_not_there_is_named(course):
    result = course("sever")

    assert result.exit_code == 2
    assert "'sever'" in result.stderr


def test_every_fault_in_the_settings_is_told_and_no_traceback(course):
    result = course("migrate", COURSE_PORT="eighty", COURSE_COLOUR="green")

    assert result.exit_code == 2
    assert "COURSE_PORT" in result.stderr
    assert "COURSE_COLOUR" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("demo",),
        ("doctor",),
        ("send-mail",),
        ("people", "list"),
        ("export", "completions", "--course", "mainstreaming", "--by", "cohort"),
    ],
    ids=" ".join,
)
def test_a_database_that_was_never_migrated_is_refused_in_one_line(course, words):
    result = course(*words)

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "course migrate" in result.stderr


def test_a_database_that_cannot_be_reached_is_told_without_its_password(course):
    address = "postgresql://course:top-secret-word@127.0.0.1:1/course"

    result = course("doctor", COURSE_DATABASE_URL=address)

    assert result.exit_code == 1
    assert "database cannot be used" in result.stderr
    assert "top-secret-word" not in result.output


def test_a_data_folder_that_cannot_be_made_is_a_fault_of_the_settings(course, tmp_path):
    (tmp_path / "file").write_text("no folder")

    result = course("migrate", COURSE_DATA_DIR=str(tmp_path / "file" / "data"))

    assert result.exit_code == 2
    assert "COURSE_DATA_DIR" in result.stderr
