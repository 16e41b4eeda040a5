"""Secrets handed out once and kept as hashes."""

from datetime import timedelta
from uuid import uuid4

import pytest

from course import accounts, tokens
from course.account_errors import InvitationInvalid
from course.models import Invitation
from tests import builders
from tests.builders import NOW
from tests.threads import at_once


def test_a_token_tells_whose_it_is(session):
    ana = builders.a_learner(session)

    token, secret = tokens.create_token(session, ana, "My script", now=NOW)

    assert tokens.person_of_token(session, secret, now=NOW) is ana
    assert token.label == "My script"
    assert secret not in token.token_hash


def test_a_secret_that_nobody_was_given_opens_nothing(session):
    assert tokens.person_of_token(session, "a guess", now=NOW) is None


@pytest.mark.parametrize(("hours", "holds"), [(23, True), (24, False), (25, False)])
def test_a_token_runs_out(session, hours, holds):
    ana = builders.a_learner(session)
    _, secret = tokens.create_token(session, ana, "One day", now=NOW, days=1)

    found = tokens.person_of_token(session, secret, now=NOW + timedelta(hours=hours))

    assert (found is ana) is holds


def test_a_revoked_token_opens_nothing_and_is_still_listed(session):
    ana = builders.a_learner(session)
    token, secret = tokens.create_token(session, ana, "Lost", now=NOW)

    tokens.revoke_token(session, ana, token.uuid, now=NOW)
    tokens.revoke_token(session, ana, token.uuid, now=NOW + timedelta(days=1))

    assert tokens.person_of_token(session, secret, now=NOW) is None
    assert tokens.list_tokens(session, ana) == [token]
    assert token.revoked_at == NOW


def test_nobody_revokes_the_token_of_another(session):
    ana, ben = builders.a_learner(session), builders.a_learner(session)
    token, _ = tokens.create_token(session, ana, "Ana's", now=NOW)

    assert tokens.revoke_token(session, ben, token.uuid, now=NOW) is None
    assert tokens.revoke_token(session, ana, uuid4(), now=NOW) is None
    assert token.revoked_at is None


def test_the_token_of_a_closed_account_opens_nothing(session):
    boss, ana = builders.an_administrator(session), builders.a_learner(session)
    _, secret = tokens.create_token(session, ana, "Ana's", now=NOW)

    accounts.close_account(session, ana, now=NOW, by=boss)

    assert tokens.person_of_token(session, secret, now=NOW) is None


@pytest.mark.parametrize(
    ("purpose", "lasts"),
    [("invitation", timedelta(days=14)), ("reset", timedelta(hours=2))],
)
def test_a_mailed_link_opens_until_it_runs_out(session, purpose, lasts):
    ana = builders.a_learner(session)
    secret = tokens.create_invitation(session, ana, purpose, now=NOW)
    just_before = NOW + lasts - timedelta(seconds=1)

    invitation, person = tokens.open_invitation(session, secret, now=just_before)

    assert person is ana
    assert invitation.purpose == purpose
    with pytest.raises(InvitationInvalid):
        tokens.open_invitation(session, secret, now=NOW + lasts)


def test_a_link_that_was_used_opens_nothing(session):
    ana = builders.a_learner(session)
    secret = tokens.create_invitation(session, ana, "invitation", now=NOW)
    invitation, _ = tokens.open_invitation(session, secret, now=NOW)
    invitation.used_at = NOW

    with pytest.raises(InvitationInvalid):
        tokens.open_invitation(session, secret, now=NOW)


def test_a_link_that_never_was_opens_nothing(session):
    with pytest.raises(InvitationInvalid):
        tokens.open_invitation(session, "a guess", now=NOW)


def test_a_link_is_used_once_even_by_two_at_once(session, sessions):
    ana = builders.a_learner(session)
    secret = tokens.create_invitation(session, ana, "invitation", now=NOW)
    session.commit()

    def use(_number: int) -> Invitation:
        with sessions() as own:
            invitation, _ = tokens.open_invitation(own, secret, now=NOW)
            invitation.used_at = NOW
            own.commit()
            return invitation

    results = at_once(2, use)

    assert sum(isinstance(each, Invitation) for each in results) == 1
    assert sum(isinstance(each, InvitationInvalid) for each in results) == 1
