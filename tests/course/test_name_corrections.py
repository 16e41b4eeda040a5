"""Another name on a certificate: asked for by its holder, answered by a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import name_corrections
from course.award_errors import (
    AwardRevoked,
    AwardSuspended,
    CorrectionAnswered,
    CorrectionWaits,
    SameName,
)
from course.award_status import verify_award
from course.errors import NameNotPrintable, NotPermitted, OperationConflict
from course.models import (
    Award,
    NameCorrection,
    NameCorrectionAnswer,
    OutgoingMessage,
)
from course.name_corrections import find_correction, list_corrections, waiting_for
from tests import builders
from tests.builders import NOW, how_many
from tests.course.award_lives import (
    a_completion,
    answered,
    asked,
    awards_of,
    done,
    the_award,
)
from tests.threads import at_once

UNPRINTABLE = "Ana \U000130c0"


@pytest.fixture
def award(session) -> Award:
    ana = builders.a_learner(session, name="Ana Silva")
    return the_award(session, a_completion(session, ana))


def holder_of(award: Award):
    return award.achievement.enrolment.user


def test_a_request_waits_for_an_administrator(session, award):
    correction = asked(session, award, name=" Ana  B. Silva ")

    assert correction.name == "Ana B. Silva"
    assert waiting_for(session, award.achievement_id) is correction
    [listed] = list_corrections(session, only_waiting=True)
    assert (listed.correction, listed.award) == (correction, award)
    assert listed.holder is holder_of(award)
    assert listed.answer is None
    assert awards_of(session, award.achievement.enrolment) == [award]


def test_nobody_but_the_holder_asks(session, award):
    for other in (builders.a_learner(session), builders.an_administrator(session)):
        with pytest.raises(NotPermitted):
            asked(session, award, by=other)


@pytest.mark.parametrize(
    ("name", "refusal"), [(UNPRINTABLE, NameNotPrintable), ("Ana  Silva", SameName)]
)
def test_a_name_that_could_not_be_given_is_refused_when_it_is_asked(
    session, award, name, refusal
):
    with pytest.raises(refusal):
        asked(session, award, name=name)

    assert how_many(session, NameCorrection) == 0


@pytest.mark.parametrize(
    ("act", "refusal"), [("suspend", AwardSuspended), ("revoke", AwardRevoked)]
)
def test_what_cannot_be_replaced_cannot_be_asked_for(session, award, act, refusal):
    done(session, act, award)

    with pytest.raises(refusal):
        asked(session, award)


def test_one_request_at_a_time_and_the_same_one_sent_twice_is_one(session, award):
    op = uuid4()
    first = asked(session, award, op=op)

    assert asked(session, award, op=op) is first
    with pytest.raises(OperationConflict):
        asked(session, award, op=op, name="Another Name")
    with pytest.raises(CorrectionWaits):
        asked(session, award)

    answered(session, first, "declined")
    assert asked(session, award) is not first


def test_an_approval_replaces_the_document_and_tells_the_holder_once(session, award):
    correction, op = asked(session, award), uuid4()

    told = answered(session, correction, "approved", op=op)
    again = answered(session, correction, "approved", op=op)

    assert told.new is not None
    assert again.new is told.new
    assert told.new.claims["holder_name"] == "Ana B. Silva"
    found = verify_award(session, award.number)
    assert (found.status, found.successor) == ("superseded", told.new.number)
    assert found.cause == "name"
    assert session.scalars(select(OutgoingMessage.subject)).all() == ["approved"]
    assert holder_of(award).name == "Ana Silva"


def test_an_approval_changes_the_profile_where_that_was_asked(session, award):
    correction = asked(session, award, changes_profile=True)

    answered(session, correction, "approved")

    assert holder_of(award).name == "Ana B. Silva"


def test_a_refusal_leaves_the_document_and_says_why(session, award):
    correction = asked(session, award, changes_profile=True)

    told = answered(session, correction, "declined", words="Send the passport.")

    assert told.new is None
    assert awards_of(session, award.achievement.enrolment) == [award]
    assert holder_of(award).name == "Ana Silva"
    letter = session.scalars(select(OutgoingMessage)).one()
    assert "Send the passport." in letter.body
    assert waiting_for(session, award.achievement_id) is None


def test_a_request_is_answered_once(session, award):
    correction = asked(session, award)
    answered(session, correction, "declined")

    with pytest.raises(CorrectionAnswered):
        answered(session, correction, "approved")

    assert awards_of(session, award.achievement.enrolment) == [award]


def test_two_administrators_at_once_give_one_answer(session, sessions, award):
    correction = asked(session, award)
    by = builders.an_administrator(session)
    session.commit()

    def answer(number: int) -> object:
        with sessions() as own:
            verdict = "approved" if number % 2 else "declined"
            told = answered(own, correction, verdict, by=by)
            own.commit()
            return told.answer.id

    results = at_once(4, answer)

    assert sum(isinstance(each, int) for each in results) == 1, results
    assert how_many(session, NameCorrectionAnswer) == 1
    assert how_many(session, OutgoingMessage) == 1
    assert how_many(session, Award) <= 2


def test_requests_are_listed_the_latest_first(session, award):
    first = asked(session, award)
    answered(session, first, "declined", now=NOW + timedelta(hours=1))
    second = asked(session, award)

    listed = [each.correction for each in list_corrections(session)]
    waiting = [each.correction for each in list_corrections(session, only_waiting=True)]

    assert listed == [second, first]
    assert waiting == [second]
    assert [each.correction for each in list_corrections(session, after=second)] == [
        first
    ]
    assert find_correction(session, uuid4()) is None
    assert name_corrections.VERDICTS == ("approved", "declined")
