"""A list of learners, put into a cohort: all of it or nothing."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accounts, cohorts, enrolments, tokens
from course.doctor import examine
from course.errors import InvalidRoster, OperationConflict
from course.models import (
    Cohort,
    Enrolment,
    Invitation,
    OutgoingMessage,
    RosterImport,
    User,
)
from course.roster import MOST_ROWS, read_roster
from tests import builders
from tests.builders import NOW, how_many
from tests.rules import a_ruled_edition
from tests.threads import at_once


def read(text: str) -> list[tuple[int, str, str]]:
    return [(row.number, row.email, row.name) for row in read_roster(text)]


def bad_rows(refusal) -> list[int]:
    return [row["row"] for row in refused(refusal)]


def refused(refusal) -> Any:
    return refusal.value.data["rows"]


def outcomes(session, cohort, text: str, **overrides) -> list[tuple[int, str]]:
    made = builders.a_roster(session, cohort, text, **overrides)
    return [(each.number, each.outcome) for each in made]


# Reading


@pytest.mark.parametrize(
    ("line", "email", "name"),
    [
        ("ana@example.org", "ana@example.org", ""),
        ("  Ana@Example.ORG  ", "ana@example.org", ""),
        ("Ana Silva <ana@example.org>", "ana@example.org", "Ana Silva"),
        ('"Silva, Ana" <ana@example.org>', "ana@example.org", "Silva, Ana"),
        ("Silva, Ana <ana@example.org>,", "ana@example.org", "Silva, Ana"),
        ("<ana@example.org>", "ana@example.org", ""),
        ("ana@example.org,Ana Silva", "ana@example.org", "Ana Silva"),
        ("ana@example.org;Ana  Silva", "ana@example.org", "Ana Silva"),
        ("ana@example.org\tAna Silva", "ana@example.org", "Ana Silva"),
        ('ana@example.org,"Silva, Ana"', "ana@example.org", "Silva, Ana"),
        ("ana@example.org,", "ana@example.org", ""),
        ("\ufeffana@example.org", "ana@example.org", ""),
        ("ana@exämple.org,Ана", "ana@exämple.org", "Ана"),
    ],
)
def test_every_form_of_line_is_read(line, email, name):
    assert read(line) == [(1, email, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Name,E-mail\nAna,ana@example.org\n\nBen,ben@example.org",
        "country;name;EMAIL\nKE;Ana;ana@example.org\n \nGH;Ben;ben@example.org",
        "\ufeffE-mail address\tName\r\nana@example.org\tAna\r\n\r\n"
        "ben@example.org\tBen",
    ],
)
def test_a_heading_says_which_column_is_which(text):
    assert read(text) == [(2, "ana@example.org", "Ana"), (4, "ben@example.org", "Ben")]


def test_a_list_under_a_heading_without_names_has_none():
    assert read("email\nana@example.org") == [(2, "ana@example.org", "")]


def test_empty_lines_are_passed_over_and_still_counted():
    assert read("\n\nana@example.org\n\n\nben@example.org\n") == [
        (3, "ana@example.org", ""),
        (6, "ben@example.org", ""),
    ]


def test_every_row_without_an_address_is_named_by_its_number():
    text = (
        "ana@example.org\nnobody\n\nben@example\n@example.org\ncy@example.org\na b@c.d"
    )

    with pytest.raises(InvalidRoster) as refusal:
        read_roster(text)

    assert bad_rows(refusal) == [2, 4, 5, 7]
    assert "'nobody' is not an e-mail address." in str(refusal.value.data["rows"])


@pytest.mark.parametrize("text", ["", "\n \n", "name,email\n"])
def test_an_empty_list_is_refused(text):
    with pytest.raises(InvalidRoster, match="Nothing was changed"):
        read_roster(text)


def test_a_list_that_is_too_long_is_refused_at_the_row_too_many():
    text = "\n".join(f"learner-{n}@example.org" for n in range(MOST_ROWS + 1))

    with pytest.raises(InvalidRoster) as refusal:
        read_roster(text)

    assert bad_rows(refusal) == [MOST_ROWS + 1]
    assert len(read_roster(text[: text.rindex("\n")])) == MOST_ROWS


def test_an_address_that_is_too_long_is_refused():
    with pytest.raises(InvalidRoster):
        read_roster(f"{'a' * 250}@example.org")


# Assigning


def test_new_people_are_invited_and_known_ones_matched(session):
    cohort = builders.a_cohort(session)
    ben = builders.a_learner(session, email="ben@example.org", name="Ben")

    done = outcomes(session, cohort, "Ana Silva <ana@example.org>\nBEN@example.org")

    ana = session.scalars(select(User).where(User.email == "ana@example.org")).one()
    assert done == [(1, "invited"), (2, "matched")]
    assert (ana.name, ana.role, ana.password_hash) == ("Ana Silva", "learner", None)
    placed = session.scalars(
        select(Enrolment.user_id).where(Enrolment.cohort_id == cohort.id)
    )
    assert set(placed) == {ana.id, ben.id}


def test_the_mailed_link_lets_a_new_person_in(session):
    cohort = builders.a_cohort(session)
    builders.a_roster(session, cohort, "ana@example.org")

    letter = session.scalars(select(OutgoingMessage)).one()
    secret = letter.body.split(": ")[1]
    invitation, person = tokens.open_invitation(session, secret, now=NOW)

    assert letter.recipient_email == "ana@example.org"
    assert (invitation.purpose, person.email) == ("invitation", "ana@example.org")


def test_somebody_without_a_name_is_called_by_their_address(session):
    builders.a_roster(session, builders.a_cohort(session), "ana.silva@example.org")

    assert session.scalars(select(User.name)).all()[-1] == "ana.silva"


def test_a_row_given_twice_counts_once(session):
    cohort = builders.a_cohort(session)

    done = outcomes(session, cohort, "ana@example.org\nAna <ANA@example.org>")

    assert done == [(1, "invited"), (2, "repeated")]
    assert how_many(session, OutgoingMessage) == 1


def test_those_who_are_here_already_are_not_written_to_again(session):
    cohort = builders.a_cohort(session)
    builders.a_roster(session, cohort, "ana@example.org")

    done = outcomes(session, cohort, "ana@example.org\nben@example.org")

    assert done == [(1, "already-here"), (2, "invited")]
    assert how_many(session, OutgoingMessage) == 2


def test_somebody_on_the_course_without_a_cohort_is_taken_in(session):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(session)
    builders.a_finished_lesson(session, enrolment)

    done = outcomes(session, cohort, enrolment.user.email)

    assert done == [(1, "matched")]
    assert (enrolment.cohort_id, enrolment.met) == (cohort.id, 1)


@pytest.mark.parametrize("in_this_cohort", [True, False])
def test_somebody_who_was_withdrawn_is_restored(session, in_this_cohort):
    cohort = builders.a_cohort(session)
    enrolment = builders.an_enrolment(
        session, cohort=cohort if in_this_cohort else None
    )
    enrolments.withdraw(session, enrolment, reason="Moved", now=NOW, by=enrolment.user)

    done = outcomes(session, cohort, enrolment.user.email)

    assert done == [(1, "restored")]
    assert (enrolment.withdrawn_at, enrolment.cohort_id) == (None, cohort.id)


def test_every_row_that_cannot_be_used_is_named_and_nothing_is_done(session):
    cohort, other = builders.a_cohort(session), builders.a_cohort(session)
    elsewhere = builders.an_enrolment(session, cohort=other).user
    closed = builders.a_learner(session, email="closed@example.org")
    boss = builders.an_administrator(session)
    accounts.close_account(session, closed, now=NOW, by=boss)
    session.commit()
    people = how_many(session, User)

    with pytest.raises(InvalidRoster) as refusal:
        builders.a_roster(
            session,
            cohort,
            f"new@example.org\n{elsewhere.email}\nclosed@example.org\n"
            "odd@example.org,Ana \U000130c0\n\U000130c0@example.org",
        )
    session.commit()

    assert bad_rows(refusal) == [2, 3, 4, 5]
    details = [row["detail"] for row in refused(refusal)]
    assert "already in another cohort" in details[0]
    assert "is closed" in details[1]
    assert "cannot show" in details[2]
    assert how_many(session, User) == people
    assert how_many(session, OutgoingMessage) == 0
    assert how_many(session, RosterImport) == 0
    assert elsewhere.id in session.scalars(
        select(Enrolment.user_id).where(Enrolment.cohort_id == other.id)
    )


def test_the_same_list_sent_again_is_answered_the_same(session):
    cohort, op = builders.a_cohort(session), uuid4()
    text = "ana@example.org\nana@example.org\nben@example.org"

    first = builders.a_roster(session, cohort, text, op=op)
    again = builders.a_roster(session, cohort, text, op=op)

    assert again == first
    assert how_many(session, RosterImport) == 1
    assert how_many(session, Invitation) == 2


def test_one_operation_applies_one_list_to_one_cohort(session):
    cohort, op = builders.a_cohort(session), uuid4()
    builders.a_roster(session, cohort, "ana@example.org", op=op)

    with pytest.raises(OperationConflict):
        builders.a_roster(session, cohort, "ben@example.org", op=op)
    with pytest.raises(OperationConflict):
        builders.a_roster(session, builders.a_cohort(session), "ana@example.org", op=op)


def test_a_list_sent_twice_at_once_is_applied_once(session, sessions):
    cohort, op = builders.a_cohort(session), uuid4()
    session.commit()

    def apply(_number: int):
        with sessions() as own:
            trainer = own.get_one(User, cohort.created_by)
            mine = cohorts.find_cohort(own, trainer, cohort.uuid, for_update=True)
            assert mine
            done = builders.a_roster(own, mine, "ana@example.org", op=op)
            own.commit()
            return done

    first, second = at_once(2, apply)

    assert first == second
    assert how_many(session, OutgoingMessage) == 1


def test_two_trainers_cannot_both_take_somebody_in_at_once(session, sessions):
    chosen = [builders.a_cohort(session) for _ in range(2)]
    ana = builders.a_learner(session, email="ana@example.org")
    session.commit()

    def apply(number: int):
        with sessions() as own:
            trainer = own.get_one(User, chosen[number].created_by)
            mine = cohorts.find_cohort(
                own, trainer, chosen[number].uuid, for_update=True
            )
            assert mine
            builders.a_roster(own, mine, "ana@example.org")
            own.commit()
            return mine.id

    results = at_once(2, apply)

    enrolment = session.scalars(
        select(Enrolment).where(Enrolment.user_id == ana.id)
    ).one()
    assert [each for each in results if each == enrolment.cohort_id] != []
    assert sum(isinstance(each, InvalidRoster) for each in results) == 1
    assert how_many(session, OutgoingMessage) == 1
    assert session.get(Cohort, enrolment.cohort_id) is not None


def test_whoever_joins_a_cohort_stands_by_how_it_is_run(session):
    edition = a_ruled_edition(session)
    alone = builders.an_enrolment(session, edition=edition)
    for place in builders.LESSONS:
        builders.a_finished_lesson(session, alone, *place)
    for quiz in builders.QUIZZES:
        builders.a_submitted_attempt(session, alone, quiz)
    assert (alone.met, alone.needed, alone.completed_at) == (6, 6, NOW)
    cohort = builders.a_cohort(session, edition=edition, mode="moderated")

    outcomes(session, cohort, alone.user.email)

    assert (alone.met, alone.needed, alone.completed_at) == (6, 8, None)
    assert [kind for kind, *_ in alone.standing["outstanding"]] == [
        "roadmap",
        "sign-off",
    ]
    assert [each for found in examine(session) for each in found] == []
