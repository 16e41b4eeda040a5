"""Validating the run of a cohort: who gets a certificate, in one act and once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, awards, enrolments, releases
from course.award_errors import NothingToRelease, StaleRelease, WaitsForRelease
from course.errors import OperationConflict
from course.models import (
    Achievement,
    Award,
    Cohort,
    CohortRelease,
    OutgoingMessage,
    ReleasedAchievement,
)
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.award_lives import (
    a_completion,
    an_edition,
    awards_of,
    do_everything,
    done,
    due,
    released,
    the_award,
)
from tests.statements import statements_of
from tests.threads import at_once

UNPRINTABLE = "Ana \U000130c0"


@pytest.fixture
def cohort(session):
    edition = an_edition(session, held_for_release="moderated")
    return builders.a_cohort(session, edition=edition)


def fates(session, cohort) -> dict[str, str]:
    rows = releases.preview_release(session, cohort).rows
    return {row.enrolment.user.name: row.fate for row in rows}


def a_full_cohort(session, cohort):
    """One of each fate; those who get a certificate."""
    ready = [
        a_completion(session, builders.a_learner(session, name=name), cohort=cohort)
        for name in ("Ana", "Bo")
    ]
    late = builders.a_learner(session, name="Late")
    builders.an_enrolment(session, late, cohort=cohort)
    gone = builders.an_enrolment(
        session, builders.a_learner(session, name="Gone"), cohort=cohort
    )
    enrolments.withdraw(session, gone, reason="Left.", now=NOW, by=gone.user)
    odd = builders.a_learner(session)
    odd.name = UNPRINTABLE
    a_completion(session, odd, cohort=cohort)
    lost = a_completion(
        session, builders.a_learner(session, name="Lost"), cohort=cohort
    )
    lost.standing = {**lost.standing, "earned": {}}
    session.flush()
    return ready


def test_what_is_earned_in_a_held_run_waits(session, cohort):
    enrolment = a_completion(session, cohort=cohort)

    achievement = session.scalars(select(Achievement)).one()
    assert achievement.is_held
    assert enrolment.completed_at == NOW
    assert how_many(session, Award) == 0
    with pytest.raises(WaitsForRelease):
        awards.request_award(session, enrolment, "completion", now=NOW, office=OFFICE)
    assert due(session).issued == ()


def test_who_learns_alone_or_in_another_mode_waits_for_nobody(session, cohort):
    alone = a_completion(session, edition=cohort.edition)
    paced = builders.a_cohort(session, edition=cohort.edition, mode="self-paced")
    other = a_completion(session, cohort=paced)

    assert len(awards_of(session, alone)) == len(awards_of(session, other)) == 1
    assert releases.preview_release(session, paced).rows == ()


def test_the_list_says_who_gets_one_who_not_and_why(session, cohort):
    a_full_cohort(session, cohort)

    assert fates(session, cohort) == {
        "Ana": "issues",
        "Bo": "issues",
        "Late": "not-earned",
        "Gone": "withdrawn",
        UNPRINTABLE: "unprintable",
        "Lost": "unsupported",
    }
    [row] = releases.preview_release(session, cohort).of_fate("unprintable")
    assert row.characters == ("\U000130c0",)


def test_a_release_issues_what_was_listed_and_tells_each_once(session, cohort):
    ready = a_full_cohort(session, cohort)
    by = builders.an_administrator(session)

    release = released(session, cohort, by=by, now=NOW + timedelta(days=2))

    assert (release.actor_id, release.note) == (
        by.id,
        "Attendance and marks were checked.",
    )
    given = [the_award(session, each) for each in ready]
    assert how_many(session, Award) == 2
    assert release.outcome["numbers"] == [each.number for each in given]
    assert release.outcome["counts"]["unprintable"] == 1
    assert {each.claims["awarded_on"] for each in given} == {"2026-03-04"}
    assert how_many(session, ReleasedAchievement) == 3
    letters = session.scalars(select(OutgoingMessage.subject)).all()
    assert sorted(letters) == sorted(
        [f"Released: {each.number}" for each in given]
        + ["Released: Certificate of Completion"]
    )
    assert fates(session, cohort)["Ana"] == "has-it"
    assert fates(session, cohort)[UNPRINTABLE] == "released"


def test_the_same_release_sent_twice_is_one(session, cohort):
    a_full_cohort(session, cohort)
    op, token = uuid4(), releases.preview_release(session, cohort).token

    first = released(session, cohort, op=op, token=token)
    again = released(session, cohort, op=op, token=token)

    assert again is first
    assert how_many(session, Award) == 2
    assert how_many(session, OutgoingMessage) == 3
    with pytest.raises(OperationConflict):
        released(session, cohort, op=op, token=token, note="Another note.")


def test_what_was_not_listed_is_not_released(session, cohort):
    a_full_cohort(session, cohort)
    token = releases.preview_release(session, cohort).token
    a_completion(session, cohort=cohort)

    with pytest.raises(StaleRelease):
        released(session, cohort, token=token)

    assert how_many(session, Award) == 0


def test_a_cohort_in_which_nothing_waits_is_not_released(session, cohort):
    builders.an_enrolment(session, cohort=cohort)

    with pytest.raises(NothingToRelease):
        released(session, cohort)


def test_who_finishes_after_a_release_waits_for_the_next(session, cohort):
    late = builders.an_enrolment(session, cohort=cohort)
    a_completion(session, cohort=cohort)
    released(session, cohort)

    do_everything(session, late)

    assert awards_of(session, late) == []
    released(session, cohort)
    assert len(awards_of(session, late)) == 1
    assert [by for _, by in releases.releases_of(session, cohort)] != []
    assert how_many(session, CohortRelease) == 2


def test_a_name_mended_after_the_release_needs_no_other_release(session, cohort):
    odd = builders.a_learner(session)
    odd.name = UNPRINTABLE
    enrolment = a_completion(session, odd, cohort=cohort)
    released(session, cohort)
    assert due(session).unprintable == 1

    accounts.change_profile(session, odd, {"name": "Ana"}, now=NOW, by=odd)

    assert due(session).issued == (the_award(session, enrolment).number,)


def test_what_was_replaced_or_revoked_since_is_not_released_again(session, cohort):
    enrolment = a_completion(session, cohort=cohort)
    released(session, cohort)
    done(
        session,
        "revoke",
        done(session, "supersede", the_award(session, enrolment)).newest,
    )

    assert set(fates(session, cohort).values()) == {"has-it"}
    with pytest.raises(NothingToRelease):
        released(session, cohort)


def test_two_administrators_at_once_release_once(session, sessions, cohort):
    a_full_cohort(session, cohort)
    by = builders.an_administrator(session)
    token = releases.preview_release(session, cohort).token
    session.commit()

    def release(_number: int) -> object:
        with sessions() as own:
            mine = own.get_one(Cohort, cohort.id)
            made = released(own, mine, by=by, token=token)
            own.commit()
            return made.id

    results = at_once(3, release)

    assert sum(isinstance(each, int) for each in results) == 1, results
    assert how_many(session, Award) == 2
    assert how_many(session, OutgoingMessage) == 3


def test_a_list_costs_the_same_however_many_there_are(session, engine, cohort):
    counts = []
    for more in (1, 12):
        for _ in range(more):
            a_completion(session, cohort=cohort)
        session.commit()
        with Session(engine) as own:
            mine = own.get_one(Cohort, cohort.id)
            with statements_of(engine) as sent:
                releases.preview_release(own, mine)
        counts.append(len(sent))

    assert counts[0] == counts[1]
