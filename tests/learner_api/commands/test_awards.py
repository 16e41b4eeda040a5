"""``course awards``."""

import pytest
from sqlalchemy import select

from course.models import Award, AwardEvent, OutgoingMessage
from tests import builders
from tests.builders import how_many
from tests.course.award_lives import a_completion, done, the_award

UNPRINTABLE = "Ama \N{GOTHIC LETTER AHSA}"


@pytest.fixture
def award(record) -> Award:
    learner = builders.a_learner(record, name="Ama Mensah")
    award = the_award(record, a_completion(record, learner))
    record.commit()
    return award


def test_what_is_owed_is_issued_and_what_is_over_is_noted_once(course, record):
    learner = builders.a_learner(record)
    learner.name = UNPRINTABLE
    owed = a_completion(record, learner)
    past = the_award(
        record,
        a_completion(record, valid_years=1, now=builders.NOW.replace(year=2020)),
    )
    record.commit()
    stuck = course("awards", "due").output
    learner.name = "Ama Mensah"
    record.commit()

    counted = course("awards", "due", "--dry-run").output
    first = course("awards", "due").output
    second = course("awards", "due").output

    assert "name that can be printed: 1" in stuck
    assert counted == "Owed: 1. To be noted as expired: 0.\n"
    record.expire_all()
    number = the_award(record, owed).number
    assert f"issued\t{number}" in first
    assert f"expired\t{past.number}" in stuck
    assert second.startswith("Issued: 0. Expired: 0.")
    assert how_many(record, OutgoingMessage) == 2


def test_awards_are_listed_and_shown_with_their_history(course, record, award):
    newest = done(record, "supersede", award, name="Ama B. Mensah").newest
    record.commit()

    listed = course("awards", "list", "--state", "valid").output
    shown = course("awards", "show", award.number.lower()).output

    assert [line.split("\t")[0] for line in listed.splitlines()] == [newest.number]
    assert f"{award.number}: superseded since" in shown
    assert f"The newest document: {newest.number}" in shown
    assert "Replaced: the name was corrected" in shown
    assert "Seen and decided." in shown


def test_an_award_is_revoked_in_the_name_of_an_administrator(course, record, award):
    ada = builders.an_administrator(record, email="ada@example.org")
    record.commit()
    words = ("awards", "revoke", award.number, "--reason", "Two accounts.", "--yes")

    nobody = course(*words, "--by", "nobody@example.org")
    done_now = course(*words, "--by", "ada@example.org")
    again = course(*words, "--by", "ada@example.org")

    assert nobody.exit_code == 1
    assert "No administrator has the address" in nobody.output
    assert done_now.exit_code == 0
    assert again.exit_code == 1
    assert "This certificate is revoked already." in again.output
    event = record.scalars(select(AwardEvent).order_by(AwardEvent.id.desc())).first()
    assert (event.kind, event.actor_id, event.reason) == (
        "revoked",
        ada.id,
        "Two accounts.",
    )


def test_a_number_that_never_was_is_said_not_to_be_there(course, award):
    answer = course("awards", "show", "AAAA-BBBB-CCCC")

    assert answer.exit_code == 1
    assert "No certificate has this number." in answer.output
