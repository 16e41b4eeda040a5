"""The page of statistics over records of more and more learners, as ratios.

It is asked of the application in this process, signed in as an administrator, so that
the time is that of the figures and of drawing them. What is loaded by then is left out
of the search for garbage, as in a worker.
"""

import statistics
import tempfile
import time
from pathlib import Path

from flask.testing import FlaskClient

from config.settings import Settings
from learner_api.app import create_app
from learner_api.database import Database
from learner_api.process import leave_content_alone
from tests.benchmarks.multitude import (
    ADMINISTRATOR,
    DATABASES,
    PASSWORD,
    Record,
    RecordOf,
    sizes,
)
from tests.benchmarks.promises import Promises

FEW = 10_000
MOST_TIMES = 10
ROUNDS = 5


def print_dashboard(record_of: RecordOf, promises: Promises) -> None:
    """Measure the page at every size that is asked for, against that at 10,000."""
    print()
    for database in DATABASES:
        few = seconds_of_the_page(record_of(FEW, database))
        for learners in sizes():
            took = seconds_of_the_page(record_of(learners, database))
            line = (
                f"page of statistics, {learners:8} learners, {database:10} "
                f"{took * 1000:7.0f} ms, ratio to {FEW}: {took / few:5.2f} "
                f"of {MOST_TIMES}"
            )
            print(promises.told(line, holds=took / few <= MOST_TIMES))


def seconds_of_the_page(record: Record) -> float:
    """How long one answer takes, at the median, once the first has been given."""
    record.bearer(ADMINISTRATOR)
    url = record.engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="course-dashboard-") as folder:
        app = create_app(Settings.for_tests(Path(folder), database_url=url))
        database: Database = app.extensions["course.database"]
        leave_content_alone()
        try:
            client = app.test_client()
            _sign_in(client)
            taken = [_timed(client) for _ in range(ROUNDS + 1)]
        finally:
            database.engine.dispose()
    return statistics.median(taken[1:])


def _sign_in(client: FlaskClient) -> None:
    answer = client.post(
        "/api/v1/session",
        json={"email": ADMINISTRATOR, "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    if answer.status_code != 200:
        raise RuntimeError(f"Signing in was answered {answer.status}: {answer.text}")


def _timed(client: FlaskClient) -> float:
    began = time.perf_counter()
    answer = client.get("/statistics")
    if answer.status_code != 200:
        raise RuntimeError(f"The page was answered {answer.status}.")
    return time.perf_counter() - began
