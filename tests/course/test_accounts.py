"""People: one address is one person, and what is done to an account is noted."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from course import accounts
from course.account_errors import EmailTaken, LastAdministrator
from course.errors import NameNotPrintable
from course.models import AccountEvent, ProfileEntry, User
from tests import builders
from tests.builders import NOW
from tests.threads import at_once

# Nothing that is bundled can draw these.
UNPRINTABLE = "Ana \U000130c0"


def kinds(session, person: User) -> list[str]:
    events = select(AccountEvent.kind).where(AccountEvent.user_id == person.id)
    return list(session.scalars(events.order_by(AccountEvent.id)))


@pytest.mark.parametrize(
    "spelling", ["ana@example.org", " Ana@Example.ORG ", "ANA@EXAMPLE.ORG\n"]
)
def test_an_address_has_one_spelling(session, spelling):
    ana = builders.a_learner(session, email="Ana@example.org")

    assert ana.email == "ana@example.org"
    assert accounts.find_person(session, spelling) is ana


def test_nobody_is_found_by_an_address_that_nobody_has(session):
    assert accounts.find_person(session, "nobody@example.org") is None


def test_two_people_may_not_have_one_address(session):
    builders.a_learner(session, email="ana@example.org")

    with pytest.raises(EmailTaken) as refusal:
        builders.a_trainer(session, email="ANA@example.org")

    assert refusal.value.data["email"] == "ana@example.org"


def test_the_transaction_goes_on_after_an_address_was_taken(session):
    builders.a_learner(session, email="ana@example.org")
    with pytest.raises(EmailTaken):
        builders.a_learner(session, email="ana@example.org")

    ben = builders.a_learner(session, email="ben@example.org")
    session.commit()

    assert accounts.find_person(session, "ben@example.org") is ben


def test_a_role_that_does_not_exist_is_not_called_a_taken_address(session):
    with pytest.raises(IntegrityError):
        builders.a_person(session, role="wizard")


def test_two_requests_for_one_address_make_one_person(sessions):
    def register(_number: int) -> str:
        with sessions() as session:
            email = builders.a_learner(session, email="ana@example.org").email
            session.commit()
            return email

    results = at_once(4, register)

    assert results.count("ana@example.org") == 1
    assert sum(isinstance(each, EmailTaken) for each in results) == 3


def test_a_name_is_kept_with_single_spaces(session):
    ana = builders.a_learner(session, name="  Ana   Maria\tSilva ")
    assert ana.name == "Ana Maria Silva"

    accounts.change_profile(session, ana, {"name": " Ana  Silva "}, now=NOW, by=ana)

    assert ana.name == "Ana Silva"


def test_a_name_that_no_certificate_can_show_is_refused(session):
    with pytest.raises(NameNotPrintable) as refusal:
        builders.a_learner(session, name=UNPRINTABLE)

    assert refusal.value.data["characters"] == ["\U000130c0"]


def test_a_name_is_not_changed_to_one_that_no_certificate_can_show(session):
    ana = builders.a_learner(session, name="Ana")

    with pytest.raises(NameNotPrintable):
        accounts.change_profile(session, ana, {"name": UNPRINTABLE}, now=NOW, by=ana)

    assert ana.name == "Ana"


def test_every_profile_that_was_given_is_kept(session):
    ana = builders.a_learner(session, name="Ana", country="KE", gender="female")
    accounts.change_profile(session, ana, {"country": "GH"}, now=NOW, by=ana)
    session.flush()

    entries = session.scalars(select(ProfileEntry).order_by(ProfileEntry.id)).all()

    assert [(each.name, each.country, each.gender) for each in entries] == [
        ("Ana", "KE", "female"),
        ("Ana", "GH", "female"),
    ]
    assert entries[1].actor_id == ana.id


def test_a_profile_that_stays_the_same_is_no_event(session):
    ana = builders.a_learner(session, name="Ana", country="KE")

    accounts.change_profile(
        session, ana, {"name": "Ana", "country": "KE"}, now=NOW, by=ana
    )
    session.flush()

    assert kinds(session, ana) == ["created"]


def test_a_profile_holds_nothing_but_a_profile(session):
    ana = builders.a_learner(session)

    accounts.change_profile(session, ana, {"role": "administrator"}, now=NOW, by=ana)

    assert ana.role == "learner"


def test_a_change_of_role_ends_sessions_and_is_noted(session):
    boss, ana = builders.an_administrator(session), builders.a_learner(session)

    accounts.change_role(session, ana, "trainer", now=NOW, by=boss)
    session.flush()

    assert (ana.role, ana.session_epoch) == ("trainer", 2)
    assert kinds(session, ana) == ["created", "role-changed"]


def test_a_new_password_ends_every_session(session):
    ana = builders.a_learner(session)

    accounts.set_password(session, ana, builders.password_hash(), now=NOW)
    session.flush()

    assert ana.session_epoch == 2
    assert kinds(session, ana) == ["created", "password-set"]


def test_an_account_is_closed_and_opened_again(session):
    boss, ana = builders.an_administrator(session), builders.a_learner(session)

    accounts.close_account(session, ana, now=NOW, by=boss)
    accounts.close_account(session, ana, now=NOW, by=boss)
    closed_at = ana.closed_at
    accounts.reopen_account(session, ana, now=NOW, by=boss)
    accounts.reopen_account(session, ana, now=NOW, by=boss)
    session.flush()

    assert (closed_at, ana.closed_at) == (NOW, None)
    assert kinds(session, ana) == ["created", "closed", "reopened"]


def test_the_last_administrator_stays_one(session):
    boss = builders.an_administrator(session)
    retired = builders.an_administrator(session)
    accounts.close_account(session, retired, now=NOW, by=boss)

    with pytest.raises(LastAdministrator):
        accounts.change_role(session, boss, "learner", now=NOW, by=boss)
    with pytest.raises(LastAdministrator):
        accounts.close_account(session, boss, now=NOW, by=boss)

    assert boss.is_administrator
    assert boss.closed_at is None


def test_an_administrator_may_go_when_another_stays(session):
    boss, deputy = (builders.an_administrator(session) for _ in range(2))

    accounts.close_account(session, boss, now=NOW, by=deputy)

    assert boss.closed_at == NOW


def test_two_administrators_cannot_demote_each_other_at_once(session, sessions):
    ids = [builders.an_administrator(session).id for _ in range(2)]
    session.commit()

    def demote(number: int) -> None:
        with sessions() as own:
            other = own.get_one(User, ids[1 - number])
            me = own.get_one(User, ids[number])
            accounts.change_role(own, other, "learner", now=NOW, by=me)
            own.commit()

    results = at_once(2, demote)

    left = session.scalars(select(User.id).where(User.role == "administrator")).all()
    assert len(left) == 1
    assert sum(isinstance(each, LastAdministrator) for each in results) == 1


def test_people_are_listed_by_address_a_page_at_a_time(session):
    for name in ("cy", "ana", "ben"):
        builders.a_learner(session, email=f"{name}@example.org")

    first = accounts.list_people(session, limit=2)
    rest = accounts.list_people(session, after=first[-1].email, limit=2)

    assert [each.email for each in first] == ["ana@example.org", "ben@example.org"]
    assert [each.email for each in rest] == ["cy@example.org"]


@pytest.mark.parametrize(
    ("search", "role", "found"),
    [
        ("ANA", "", ["ana@example.org"]),
        ("silva", "", ["ana@example.org"]),
        ("_", "", ["ben_b@example.org"]),
        ("%", "", []),
        ("", "trainer", ["ben_b@example.org"]),
        ("ana", "trainer", []),
    ],
)
def test_people_are_searched_by_address_name_and_role(session, search, role, found):
    builders.a_learner(session, email="ana@example.org", name="Ana Silva")
    builders.a_trainer(session, email="ben_b@example.org", name="Ben")

    people = accounts.list_people(session, search=search, role=role, limit=9)

    assert [each.email for each in people] == found
