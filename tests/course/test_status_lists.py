"""The public lists of what was revoked or suspended, read from the events."""

from datetime import timedelta

import pytest

from course.models import AwardEvent
from course.seals import seal_of
from course.status_lists import bits_of, is_list
from tests.builders import NOW
from tests.course.test_seals import an_award


def note(session, award, *kinds: str) -> None:
    for number, kind in enumerate(kinds, start=1):
        at = NOW + timedelta(days=number)
        session.add(
            AwardEvent(award_id=award.id, kind=kind, occurred_at=at, recorded_at=at)
        )
        session.flush()


@pytest.mark.parametrize(
    ("happened", "revoked", "suspended"),
    [
        ((), False, False),
        (("suspended",), False, True),
        (("suspended", "reinstated"), False, False),
        (("suspended", "reinstated", "suspended"), False, True),
        (("suspended", "revoked"), True, False),
        (("revoked",), True, False),
        (("superseded",), True, False),
    ],
    ids=lambda value: "-".join(value) or "issued" if isinstance(value, tuple) else "",
)
def test_a_bit_follows_the_newest_event(session, happened, revoked, suspended):
    an_award(session)
    award = an_award(session)
    note(session, award, *happened)
    seal = seal_of(session, award)
    assert seal is not None

    place = {seal.status_index}

    assert bits_of(session, "revocation", 0).places == (place if revoked else set())
    assert bits_of(session, "suspension", 0).places == (place if suspended else set())


def test_it_stands_so_since_the_last_thing_that_happened(session):
    award = an_award(session)
    assert bits_of(session, "revocation", 0).since is None

    note(session, award, "suspended", "reinstated")

    assert bits_of(session, "revocation", 0).since == NOW + timedelta(days=2)


def test_there_is_a_first_list_from_the_beginning_and_no_other(session):
    assert is_list(session, 0)
    assert not is_list(session, 1)
    assert bits_of(session, "revocation", 1).places == frozenset()
