"""``course people``."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from course.accounts import find_person
from course.models import OutgoingMessage, User
from course.tokens import open_invitation
from tests import builders

ADD = ("people", "add", "--email", "Ama@Example.org", "--name", "Ama  Owusu")


def test_the_first_administrator_is_added_and_gets_a_link_that_works(course, record):
    result = course(*ADD, "--role", "administrator")

    secret = re.search(r"/welcome/(\S+)", result.stdout)
    assert result.exit_code == 0
    assert secret
    _, person = open_invitation(record, secret[1], now=datetime.now(UTC))
    assert (person.email, person.name) == ("ama@example.org", "Ama Owusu")
    assert person.is_administrator
    assert not person.is_demonstration


def test_the_link_is_mailed_where_that_is_asked(course, record):
    result = course(*ADD, "--role", "trainer", "--mail")

    letter = record.scalars(select(OutgoingMessage)).one()
    assert "/welcome/" not in result.stdout
    assert "/welcome/" in letter.body
    assert letter.recipient_email == "ama@example.org"


def test_an_address_that_somebody_has_is_refused_in_one_line(course, record):
    builders.a_learner(record, email="ama@example.org")
    record.commit()

    result = course(*ADD, "--role", "trainer")

    assert result.exit_code == 1
    assert result.stderr == "Error: Another person already has this address.\n"


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--email", "nobody", "is not an e-mail address"),
        ("--name", "  ", "Write a name"),
        ("--name", "Ama 😀", "cannot"),
        ("--role", "king", "'king'"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nobody_is_added(
    course, record, option, value, said
):
    words = {"--email": "a@example.org", "--name": "Ama", "--role": "learner"}
    words[option] = value

    result = course("people", "add", *(each for pair in words.items() for each in pair))

    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert record.scalars(select(User)).all() == []


def test_people_are_listed_with_their_role_and_state(course, record):
    trainer = builders.a_trainer(record, email="b@example.org", name="Bea")
    builders.a_learner(record, email="a@example.org", name="Abe", password_hash=None)
    closed = builders.a_learner(record, email="c@example.org", name="Cem")
    closed.closed_at = builders.NOW
    record.commit()

    result = course("people", "list")

    assert result.stdout.splitlines() == [
        "a@example.org\tlearner\tinvited\tAbe",
        "b@example.org\ttrainer\tactive\tBea",
        "c@example.org\tlearner\tclosed\tCem",
    ]
    assert find_person(record, "b@example.org") is trainer


def test_people_of_one_role_are_listed_alone(course, record):
    builders.a_trainer(record, email="b@example.org")
    builders.a_learner(record, email="a@example.org")
    record.commit()

    result = course("people", "list", "--role", "trainer")

    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == [
        "b@example.org"
    ]
