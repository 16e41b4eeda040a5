"""The report on a run for programs: saved, handed in, read, validated."""

from uuid import uuid4

import pytest

from course.models import Award
from tests import builders
from tests.builders import how_many
from tests.course.award_lives import a_completion, an_edition

API = "/api/v1"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def cohort(session, trainer):
    edition = an_edition(session, held_for_release="moderated")
    found = builders.a_cohort(session, edition=edition, trainer=trainer)
    a_completion(session, cohort=found)
    session.commit()
    return found


def words(**said):
    return {
        "op": str(uuid4()),
        "section": "done",
        "body": "Six weeks were held.",
        "after": 0,
        **said,
    }


def test_a_report_goes_from_words_to_certificates(session, cohort, trainer, caller):
    by_trainer = caller(trainer)
    administrator = builders.an_administrator(session)
    session.commit()
    address = f"{API}/cohorts/{cohort.uuid}/report"

    saved = by_trainer.post(f"{address}/words", json=words())
    handed_in = by_trainer.post(f"{address}/versions", json={"op": str(uuid4())})
    read = by_trainer.get(address).json
    files = [by_trainer.get(handed_in.json["pdf"]) for _ in range(2)]
    again = by_trainer.get(handed_in.json["docx"])

    assert (saved.status_code, handed_in.status_code) == (201, 201)
    assert read["claims"]["figures"]["held"] == 1
    assert files[0].data == files[1].data
    assert files[0].data.startswith(b"%PDF")
    assert again.data.startswith(b"PK")

    by_administrator = caller(administrator)
    token = by_administrator.get(f"{API}/cohorts/{cohort.uuid}/release").json["token"]
    review = {
        "op": str(uuid4()),
        "verdict": "validated",
        "reason": "Marks were checked.",
    }
    path = f"{API}/reports/{handed_in.json['uuid']}/review"
    stale = by_administrator.post(path, json={**review, "token": "0" * 64})
    done = by_administrator.post(path, json={**review, "token": token})
    repeated = by_administrator.post(path, json={**review, "token": token})

    assert stale.json["type"].endswith("stale-release")
    assert (done.status_code, repeated.status_code) == (201, 200)
    assert how_many(session, Award) == 1


def test_a_second_writer_is_told_who_wrote_meanwhile(session, cohort, trainer, caller):
    administrator = builders.an_administrator(session)
    session.commit()
    address = f"{API}/cohorts/{cohort.uuid}/report/words"
    caller(trainer).post(address, json=words())

    refused = caller(administrator).post(address, json=words(body="Mine."))

    assert refused.status_code == 409
    assert "Lea Leader" in refused.json["detail"]
