"""What a command writes of the record that an application serves."""

from click.testing import CliRunner
from flask import Flask

from learner_api.commands import main
from tests.builders import COURSE


def completions_written(app: Flask, moment: str, *options: str) -> bytes:
    """The standard output of ``course export completions`` as of a moment."""
    settings = app.extensions["course.site"].settings
    environment = {
        "COURSE_DATABASE_URL": settings.database_url,
        "COURSE_DATA_DIR": str(settings.data_dir),
    }
    command = ["export", "completions", "--course", COURSE, "--as-of", moment]
    done = CliRunner().invoke(main, [*command, *options], env=environment)
    assert done.exit_code == 0, done.output
    written: bytes = done.stdout_bytes
    return written
