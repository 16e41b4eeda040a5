"""Writing to a group of a cohort: a letter for each of exactly those who were seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accounts, cohort_messages, enrolments
from course.cohort_messages import Choice, audience_of
from course.cohort_overview import cohort_overview
from course.errors import OperationConflict
from course.models import CohortMessage, CohortMessageLetter, OutgoingMessage, User
from course.overview_errors import NobodyToWriteTo, StaleAudience
from tests import builders
from tests.builders import NOW, how_many
from tests.cohort_letters import UTC
from tests.statements import statements_of

DAY = timedelta(days=1)
EARLY = NOW - 10 * DAY
SILENT = Choice("silent", 7)


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Tomas Trainer")


@pytest.fixture
def cohort(session, trainer):
    """A cohort with two who are silent, one who is not, and one who was withdrawn."""
    cohort = builders.a_cohort(
        session, trainer=trainer, mode="self-paced", opens_on=EARLY.date()
    )
    for name in ("Ana", "Ben", "Cleo", "Dina"):
        learner = builders.a_learner(session, name=name)
        enrolment = builders.an_enrolment(session, learner, cohort=cohort, now=EARLY)
        if name == "Cleo":
            builders.a_finished_lesson(session, enrolment, now=NOW - DAY)
        if name == "Dina":
            boss = builders.an_administrator(session)
            enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=boss)
    return cohort


def audience(session, cohort, choice=SILENT, *, now=NOW):
    overview = cohort_overview(session, cohort, days=choice.days, now=now, office=UTC)
    return audience_of(overview, cohort, choice)


def letter(person, message):
    return message.subject, f"Dear {person.name}: {message.body}"


def write(session, cohort, trainer, choice=SILENT, **overrides):
    values = {
        "op": uuid4(),
        "subject": "Are you still there?",
        "body": "We miss you.",
        "letter": letter,
        "now": NOW,
        "office": UTC,
        "by": trainer,
    }
    if "token" not in overrides:
        values["token"] = audience(session, cohort, choice).token
    return cohort_messages.message_cohort(session, cohort, choice, **values | overrides)


def letters(session):
    rows = session.scalars(select(OutgoingMessage).order_by(OutgoingMessage.id))
    return [(each.recipient_name, each.subject, each.body) for each in rows]


def test_each_of_the_group_gets_one_letter_and_the_record_says_so(
    session, cohort, trainer
):
    assert [each.name for each in audience(session, cohort).learners] == ["Ana", "Ben"]

    message, is_new = write(session, cohort, trainer)

    assert is_new
    assert letters(session) == [
        ("Ana", "Are you still there?", "Dear Ana: We miss you."),
        ("Ben", "Are you still there?", "Dear Ben: We miss you."),
    ]
    (sent,) = cohort_messages.messages_of(session, cohort)
    assert (sent.message, sent.by, sent.letters) == (message, "Tomas Trainer", 2)
    assert [name for _, name, _ in cohort_messages.readers_of(session, message)] == [
        "Ana",
        "Ben",
    ]


def test_whoever_was_withdrawn_or_has_closed_is_not_written_to(
    session, cohort, trainer
):
    everybody = Choice("all", 7)
    ben = audience(session, cohort, everybody).learners[1]
    person = session.get_one(User, ben.user_id)
    boss = builders.an_administrator(session)
    accounts.close_account(session, person, now=NOW, by=boss)

    write(session, cohort, trainer, everybody)

    assert [name for name, _, _ in letters(session)] == ["Ana", "Cleo"]


def test_sent_twice_it_is_sent_once(session, cohort, trainer):
    op, token = uuid4(), audience(session, cohort).token

    first, is_new = write(session, cohort, trainer, op=op, token=token)
    # By then the group is another; what was sent is answered all the same.
    again, is_again = write(
        session, cohort, trainer, op=op, token=token, now=NOW + 30 * DAY
    )

    assert (is_new, is_again, again) == (True, False, first)
    assert how_many(session, OutgoingMessage) == 2
    assert how_many(session, CohortMessageLetter) == 2


@pytest.mark.parametrize("other", [{"subject": "Another"}, {"body": "Another."}])
def test_an_operation_sends_nothing_else(session, cohort, trainer, other):
    op = uuid4()
    write(session, cohort, trainer, op=op)

    with pytest.raises(OperationConflict):
        write(session, cohort, trainer, op=op, **other)


def test_a_group_that_has_changed_is_not_written_to(session, cohort, trainer):
    token = audience(session, cohort).token

    with pytest.raises(StaleAudience):
        write(session, cohort, trainer, token=token, now=NOW + 30 * DAY)

    assert how_many(session, CohortMessage) == 0
    assert letters(session) == []


def test_the_token_stands_for_the_people_and_the_choice(session, cohort):
    tokens = {
        audience(session, cohort, choice).token
        for choice in (SILENT, Choice("all", 7), Choice("silent", 7, "ana"))
    }

    assert len(tokens) == 3
    # The same people are the same group, however long they are silent.
    later = audience(session, cohort, Choice("silent", 3)).token
    assert later == audience(session, cohort).token


def test_a_group_of_nobody_is_not_written_to(session, cohort, trainer):
    with pytest.raises(NobodyToWriteTo):
        write(session, cohort, trainer, Choice("failed-twice", 7))


def test_messages_of_another_cohort_are_not_shown(session, cohort, trainer):
    message, _ = write(session, cohort, trainer)
    other = builders.a_cohort(session, trainer=trainer)

    assert cohort_messages.messages_of(session, other) == []
    assert cohort_messages.find_message(session, other, message.uuid) is None


def test_the_letters_of_many_are_written_by_as_many_statements(
    session, engine, cohort, trainer
):
    everybody = Choice("all", 7)
    token = audience(session, cohort, everybody).token
    with statements_of(engine) as few:
        write(session, cohort, trainer, everybody, token=token)
    for _ in range(10):
        builders.an_enrolment(session, cohort=cohort)
    token = audience(session, cohort, everybody).token

    with statements_of(engine) as many:
        message, _ = write(session, cohort, trainer, everybody, token=token)

    assert len(cohort_messages.readers_of(session, message)) == 13
    assert len(many) <= len(few)
