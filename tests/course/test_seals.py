"""Sealing awards: once, with the key of the day, at a place drawn by lot."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course.award_credentials import (
    Signed,
    credential_of,
    keep_credentials,
    unsigned_awards,
)
from course.awards import AwardOffice
from course.credentials.keys import KeyRing, NoCurrentKey, SigningKey
from course.credentials.open_badge import hashed_recipient
from course.models import Award, AwardSeal
from course.seals import seal_award, seal_of, unsealed_awards
from tests import builders
from tests.builders import KEY, KEYS, NOW, OFFICE, how_many
from tests.threads import at_once


def an_award(session) -> Award:
    enrolment = builders.a_completed_enrolment(session)
    session.flush()
    award: Award = session.scalars(
        select(Award).where(Award.achievement.has(enrolment_id=enrolment.id))
    ).one()
    return award


def an_unsealed_award(session) -> Award:
    """An award as it was given before there were seals."""
    first = an_award(session)
    claims = {**first.claims, "number": "OLDO-OLDO-OLDO"}
    award = Award(
        number="OLDO-OLDO-OLDO",
        achievement_id=first.achievement_id,
        claims=claims,
        digest="0" * 64,
        supersedes_id=first.id,
        occurred_at=NOW,
        recorded_at=NOW,
    )
    session.add(award)
    session.flush()
    return award


def test_an_award_is_sealed_in_the_transaction_that_gives_it(session):
    award = an_award(session)

    seal = seal_of(session, award)

    assert seal is not None
    assert seal.key_id == KEY.kid
    assert seal.payload
    assert seal.recipient == hashed_recipient(
        award.achievement.enrolment.user.email, award.claims
    )
    assert seal.status_list == 0
    assert 0 <= seal.status_index < 131_072


def test_an_award_is_sealed_once(session):
    award = an_award(session)
    held = seal_of(session, award)

    again = seal_award(session, award, OFFICE, NOW + timedelta(days=1))

    assert again is held
    assert how_many(session, AwardSeal) == 1


def test_the_place_on_the_lists_is_nobody_elses(session, monkeypatch):
    first = seal_of(session, an_award(session))
    assert first is not None
    draws = iter((first.status_index, first.status_index, 5))
    monkeypatch.setattr("course.seals.secrets.randbelow", lambda _: next(draws))

    second = seal_of(session, an_award(session))

    assert second is not None
    assert second.status_index == 5


def test_the_place_does_not_tell_the_order(session):
    places = [seal_of(session, an_award(session)) for _ in range(6)]
    indices = [each.status_index for each in places if each is not None]

    assert len(set(indices)) == 6
    assert indices != list(range(indices[0], indices[0] + 6))


def test_a_holder_whose_account_is_closed_is_known_by_name_alone(session):
    award = an_unsealed_award(session)
    award.achievement.enrolment.user.closed_at = NOW

    assert seal_award(session, award, OFFICE, NOW).recipient is None


def test_awards_from_before_are_found_and_sealed(session):
    award = an_unsealed_award(session)

    assert seal_of(session, award) is None
    assert list(unsealed_awards(session, limit=10)) == [award]

    seal_award(session, award, OFFICE, NOW)

    assert list(unsealed_awards(session, limit=10)) == []


def test_without_a_key_that_signs_nothing_is_sealed(session):
    award = an_unsealed_award(session)
    retired = SigningKey(KEY.kid, KEY.public, None, NOW, NOW)
    office: AwardOffice = replace(OFFICE, keys=KeyRing((retired,)))

    with pytest.raises(NoCurrentKey, match="course keys create"):
        seal_award(session, award, office, NOW)


def test_two_who_seal_at_once_get_the_same_seal(sessions):
    with sessions() as session:
        award_id = an_unsealed_award(session).id
        session.commit()

    def seal(_: int) -> str:
        with sessions() as session:
            made = seal_award(session, session.get_one(Award, award_id), OFFICE, NOW)
            session.commit()
            return str(made.uuid)

    assert len(set(at_once(4, seal))) == 1


def test_what_was_signed_first_is_kept(session):
    award = an_award(session)
    assert [each.id for each, _ in unsigned_awards(session, limit=5)] == [award.id]

    for document in ("first", "second"):
        signed = Signed(award.id, KEYS.current.kid, document, "token")
        keep_credentials(session, [signed], now=NOW)

    kept = credential_of(session, award)
    assert kept is not None
    assert kept.document == "first"
    assert unsigned_awards(session, limit=5) == []
