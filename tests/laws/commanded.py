"""What a command writes of the record that an application serves."""

from click.testing import CliRunner, Result
from flask import Flask

from learner_api.commands import main
from tests.builders import COURSE
from tests.exporting import PURPOSE


def commanded(app: Flask, *words: str) -> Result:
    """What came of a command, over the database of an application."""
    settings = app.extensions["course.site"].settings
    environment = {
        "COURSE_DATABASE_URL": settings.database_url,
        "COURSE_DATA_DIR": str(settings.data_dir),
    }
    return CliRunner().invoke(main, words, env=environment)


def completions_written(app: Flask, moment: str, *options: str) -> bytes:
    """The standard output of ``course export completions`` as of a moment."""
    asked = ("export", "completions", "--course", COURSE, "--as-of", moment)
    named = () if "--by" in options else ("--purpose", PURPOSE)
    done = commanded(app, *asked, *named, *options)
    assert done.exit_code == 0, done.output
    written: bytes = done.stdout_bytes
    return written
