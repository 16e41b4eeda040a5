"""Files that are written as they are fetched: each has its manifest behind it."""

import errno
import re
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from course.exports import format as export_format
from course.models import Export
from tests.builders import COURSE, a_trainer, an_administrator, how_many
from tests.learner_api.pages.people_of_figures import some_people

FIGURES = f"/api/v1/courses/{COURSE}/figures"
COMPLETIONS = f"/api/v1/courses/{COURSE}/completions"
CERTIFIED = f"/api/v1/courses/{COURSE}/certified"
TABLES = "/statistics/tables"
PURPOSE = "The+yearly+report+to+the+board."
AS_OF = "2026-03-03T00:00:00Z"

FILES = [
    f"{FIGURES}.csv?by=country,gender&as_of={AS_OF}",
    f"{FIGURES}.xlsx?by=country&by=gender&as_of={AS_OF}",
    f"{FIGURES}.jsonl?measures=lessons&as_of={AS_OF}",
    f"{COMPLETIONS}.json?by=cohort&as_of={AS_OF}",
    f"{COMPLETIONS}.csv?purpose={PURPOSE}&as_of={AS_OF}",
    f"{CERTIFIED}.csv?purpose={PURPOSE}&as_known_on={AS_OF}",
    f"{TABLES}/months.csv?course={COURSE}&as_of={AS_OF}",
    f"/statistics/completions.csv?course={COURSE}&by=country&as_of={AS_OF}",
]


@pytest.fixture
def people(session):
    return some_people(session)


@pytest.fixture
def administrator(session, caller):
    administrator = an_administrator(session)
    session.commit()
    return caller(administrator)


def behind(file):
    """The address of the manifest that a file names."""
    (address,) = re.findall(r'<([^>]+)>; rel="describedby"', file.headers["Link"])
    return address


def kind_of(answer):
    return answer.status_code, answer.json["type"].rpartition("/")[2]


@pytest.mark.parametrize("address", FILES)
def test_the_manifest_lies_behind_the_file(app_on_both, people, administrator, address):
    file = administrator.get(address)
    assert file.status_code == 200, file.text

    manifest = administrator.get(behind(file))

    assert manifest.status_code == 200, manifest.text
    assert manifest.json["sha256"] == sha256(file.data).hexdigest()
    assert manifest.json["byte_count"] == len(file.data)
    assert manifest.json["media_type"] == file.mimetype
    assert datetime.fromisoformat(manifest.json["as_of"]) == datetime(
        2026, 3, 3, tzinfo=UTC
    )
    name = manifest.json["file_name"]
    assert file.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert manifest.headers["Content-Disposition"] == (
        f"attachment; filename={name}.manifest.json"
    )


def test_it_counts_the_rows_and_adds_them_up(people, administrator):
    file = administrator.get(f"{FIGURES}.csv?by=country&as_of={AS_OF}")

    told = administrator.get(behind(file)).json

    rows = file.text.splitlines()[1:]
    assert told["row_count"] == len(rows) == 3
    assert told["totals"]["enrolled"] == 5
    assert told["question"]["by"] == ["country"]


def test_without_a_moment_the_file_says_of_which_it_is(people, administrator):
    file = administrator.get(f"{FIGURES}.csv?by=country")

    early = administrator.get(behind(file))

    assert kind_of(early) == (409, "not-settled")
    moment = datetime.fromisoformat(early.json["latest"])
    assert moment < datetime.now(UTC)
    settled = administrator.get(
        f"{FIGURES}.csv.manifest.json",
        query_string={"by": "country", "as_of": early.json["latest"]},
    )
    assert settled.json["sha256"] == sha256(file.data).hexdigest()


@pytest.mark.parametrize("suffix", ["csv.manifest", "manifest.json", "exe", "csv.csv"])
def test_nothing_else_lies_there(people, administrator, suffix):
    for address in (FIGURES, COMPLETIONS, f"{TABLES}/figures"):
        asked = f"?course={COURSE}" if address.startswith(TABLES) else "?by=country"
        assert administrator.get(f"{address}.{suffix}{asked}").status_code == 404


@pytest.mark.parametrize("suffix", ["xlsx", "xlsx.manifest.json"])
def test_a_full_disk_is_said_clearly(people, administrator, monkeypatch, suffix):
    def no_room(**_where):
        raise OSError(errno.ENOSPC, "No space left", "/a/secret/place")

    monkeypatch.setattr(export_format, "TemporaryDirectory", no_room)

    answer = administrator.get(f"{FIGURES}.{suffix}?as_of={AS_OF}")

    assert kind_of(answer) == (503, "export-disk-full")
    assert "secret" not in answer.text


def test_a_trainer_is_told_of_what_the_trainer_leads(
    people, administrator, caller, session
):
    trainer = a_trainer(session)
    session.commit()
    stranger = caller(trainer)

    told = stranger.get(f"{FIGURES}.csv.manifest.json?as_of={AS_OF}").json

    assert told["totals"]["enrolled"] == 0
    whole = administrator.get(f"{FIGURES}.csv.manifest.json?as_of={AS_OF}").json
    assert whole["totals"]["enrolled"] == 5


def test_a_manifest_names_nobody_and_is_not_recorded(people, administrator, session):
    address = f"{COMPLETIONS}.csv?purpose={PURPOSE}&as_of={AS_OF}"

    file = administrator.get(address)
    assert how_many(session, Export) == 1
    session.rollback()
    manifest = administrator.get(behind(file))

    assert manifest.json["row_count"] == 5
    assert how_many(session, Export) == 1
