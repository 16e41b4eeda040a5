"""An award is a document of its day: given once, never redrawn, checked by anybody."""

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, award_register, award_status, awards, editions
from course.award_claims import objectives_of
from course.award_status import ALPHABET
from course.canonical import canonical_json
from course.errors import NameNotPrintable, NotYetComplete, UnknownAward
from course.models import Achievement, Award, AwardEvent, Enrolment, User
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.rules import a_ruled_edition
from tests.threads import at_once

UNPRINTABLE = "Ana \U000130c0"


def the_award(session: Session, enrolment) -> Award:
    return session.scalars(
        select(Award)
        .join(Achievement, Award.achievement_id == Achievement.id)
        .where(Achievement.enrolment_id == enrolment.id)
    ).one()


def an_enrolment_owed_an_award(session) -> Enrolment:
    """Everything done under a name that could not be printed, and that now can."""
    enrolment = builders.an_enrolment(session)
    enrolment.user.name = UNPRINTABLE
    session.flush()
    builders.a_completed_enrolment(session, enrolment.user)
    enrolment.user.name = "Ana"
    session.commit()
    return enrolment


def note(session, award: Award, kind: str, at: datetime) -> None:
    session.add(
        AwardEvent(
            award_id=award.id,
            kind=kind,
            reason="For a test",
            occurred_at=at,
            recorded_at=at,
        )
    )
    session.flush()


def superseded(session, award: Award, number: str) -> Award:
    """A new document in place of this one."""
    claims = {**award.claims, "number": number}
    successor = Award(
        number=number,
        achievement_id=award.achievement_id,
        claims=claims,
        digest=sha256(canonical_json(claims).encode()).hexdigest(),
        supersedes_id=award.id,
        occurred_at=award.occurred_at,
        recorded_at=NOW,
    )
    session.add(successor)
    session.flush()
    note(session, award, "superseded", NOW)
    note(session, successor, "issued", NOW)
    return successor


# Giving


def test_an_award_says_in_full_what_was_earned(session, catalogue):
    ana = builders.a_learner(session, name="Ana Silva")
    late = datetime(2026, 3, 2, 18, tzinfo=UTC)

    enrolment = builders.a_completed_enrolment(session, ana, now=late)
    claims = the_award(session, enrolment).claims

    assert claims["holder_name"] == "Ana Silva"
    assert claims["course_title"] == "Movement in miniature"
    assert claims["kind_title"] == "Certificate of Completion"
    assert (claims["hours"], claims["language"]) == (3, "en")
    assert claims["edition"] == catalogue.course("miniature").digest
    assert [(each["title"], each["quiz"]) for each in claims["modules"]] == [
        ("The first module", "The first quiz"),
        ("The second module", "The second quiz"),
    ]
    assert [len(each["objectives"]) for each in claims["modules"]] == [3, 3]
    assert len(objectives_of(claims)) == 6
    assert claims["rule"] == [
        "Every lesson of the core modules finished",
        "The quiz of every core module passed",
    ]
    assert claims["result"]["quizzes"] == [
        {"title": "The first quiz", "points": 9, "out_of": 9},
        {"title": "The second quiz", "points": 2, "out_of": 2},
    ]
    assert claims["signatory_name"] == "Amina Diallo"
    assert claims["verify_url"].endswith(f"/verify/{claims['number']}")


def test_an_award_is_dated_by_the_calendar_of_the_office(session):
    late = datetime(2026, 3, 2, 18, tzinfo=UTC)

    claims = the_award(
        session, builders.a_completed_enrolment(session, now=late)
    ).claims

    assert claims["awarded_at"] == "2026-03-02T18:00:00Z"
    assert claims["awarded_on"] == "2026-03-03"


def test_its_digest_is_that_of_its_words(session):
    award = the_award(session, builders.a_completed_enrolment(session))
    session.commit()
    session.refresh(award)

    assert award.digest == sha256(canonical_json(award.claims).encode()).hexdigest()


def test_who_asks_again_gets_the_award_they_have(session):
    enrolment = builders.a_completed_enrolment(session)
    held = the_award(session, enrolment)

    again, is_new = awards.request_award(
        session,
        enrolment,
        "completion",
        now=NOW + timedelta(days=1),
        office=OFFICE,
    )

    assert again is held
    assert not is_new
    assert how_many(session, AwardEvent) == 1


def test_an_award_asked_for_too_early_names_what_is_outstanding(session):
    enrolment = builders.an_enrolment(session)
    builders.a_submitted_attempt(session, enrolment)
    builders.a_finished_lesson(session, enrolment)

    with pytest.raises(NotYetComplete) as refusal:
        awards.request_award(session, enrolment, "completion", now=NOW, office=OFFICE)

    assert refusal.value.data["outstanding"] == [
        "lesson:second-lesson",
        "lesson:third-lesson",
        "quiz:second-quiz",
    ]


def test_what_is_outstanding_is_that_of_the_kind_asked_for(session):
    edition = a_ruled_edition(session)
    enrolment = builders.an_enrolment(session, edition=edition)
    builders.a_finished_lesson(session, enrolment)

    outstanding: dict[str, Any] = {}
    for kind in ("completion", "participation"):
        with pytest.raises(NotYetComplete) as refusal:
            awards.request_award(session, enrolment, kind, now=NOW, office=OFFICE)
        outstanding[kind] = refusal.value.data["outstanding"]

    # Two thirds of the lessons are enough for the one, and nothing is for the other.
    assert outstanding["participation"] == ["lesson:second-lesson"]
    assert "quiz:first-quiz" in outstanding["completion"]


def test_a_name_that_cannot_be_shown_is_said_and_nothing_is_written(session):
    enrolment = an_enrolment_owed_an_award(session)
    enrolment.user.name = UNPRINTABLE

    with pytest.raises(NameNotPrintable):
        awards.request_award(session, enrolment, "completion", now=NOW, office=OFFICE)

    assert how_many(session, Award) == 0


def test_fifty_who_ask_at_once_get_one_award(session, sessions):
    enrolment = an_enrolment_owed_an_award(session)

    def ask(_number: int) -> tuple[str, bool]:
        with sessions() as own:
            mine = own.get_one(Enrolment, enrolment.id)
            award, is_new = awards.request_award(
                own, mine, "completion", now=NOW, office=OFFICE
            )
            own.commit()
            return award.number, is_new

    results = at_once(50, ask)

    assert len({number for number, _ in results}) == 1
    assert sum(is_new for _, is_new in results) == 1
    assert how_many(session, Award) == 1
    assert how_many(session, AwardEvent) == 1


# Numbers


def test_a_number_is_three_fours_of_an_alphabet_without_look_alikes():
    numbers = {awards.new_number() for _ in range(500)}

    assert len(numbers) == 500
    for number in numbers:
        assert [len(part) for part in number.split("-")] == [4, 4, 4]
        assert set(number) - {"-"} <= set(ALPHABET)
    assert set("01ILOU").isdisjoint(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 30


@pytest.mark.parametrize(
    "typed",
    [
        "abcd-efgh-2345",
        "ABCDEFGH2345",
        " abcd efgh 2345 ",
        "ABCD–EFGH–2345",
        "abcd.efgh/2345",
    ],
)
def test_a_number_is_read_however_it_was_typed(typed):
    assert award_status.normalised_number(typed) == "ABCD-EFGH-2345"


# What was frozen stays so


def test_nothing_that_changes_later_changes_an_award(session, catalogue):
    ana = builders.a_learner(session, name="Ana Silva")
    enrolment = builders.a_completed_enrolment(session, ana)
    session.commit()
    award = the_award(session, enrolment)
    before = copy.deepcopy(award.claims)

    accounts.change_profile(session, ana, {"name": "Ana Costa"}, now=NOW, by=ana)
    course = replace(catalogue.course("miniature"), title="Another title")
    editions.course_edition(session, course, now=NOW)
    builders.a_submitted_attempt(session, enrolment, "second-quiz", answers={})
    other = replace(OFFICE, issuer_name="Another office", signatory_name="B. Sow")
    again, is_new = awards.request_award(
        session,
        enrolment,
        "completion",
        now=NOW + timedelta(days=400),
        office=other,
    )
    session.commit()
    session.refresh(award)

    assert (again, is_new) == (award, False)
    assert award.claims == before
    assert award.claims["holder_name"] == "Ana Silva"


# Finding and verifying


def test_who_may_see_the_record_of_an_award(session):
    cohort = builders.a_cohort(session)
    enrolment = builders.a_completed_enrolment(session, cohort=cohort)
    award = the_award(session, enrolment)
    allowed = [
        enrolment.user,
        session.get_one(User, cohort.created_by),
        builders.an_administrator(session),
    ]

    for asker in allowed:
        assert award_register.find_award(session, asker, award.number.lower()) is award
    for stranger in (builders.a_learner(session), builders.a_trainer(session)):
        with pytest.raises(UnknownAward):
            award_register.find_award(session, stranger, award.number)


def test_a_learner_has_their_own_awards(session):
    enrolment = builders.a_completed_enrolment(session)
    held = award_register.awards_of(session, enrolment.user)

    assert held == [the_award(session, enrolment)]
    assert award_register.awards_of(session, builders.a_learner(session)) == []


@pytest.mark.parametrize("number", ["AAAA-BBBB-CCCC", "", "?", "a" * 500])
def test_a_number_that_never_was_is_refused(session, number):
    with pytest.raises(UnknownAward) as refusal:
        award_status.verify_award(session, number)

    assert refusal.value.data["number"] == number


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ((), "valid"),
        (("suspended",), "suspended"),
        (("suspended", "reinstated"), "valid"),
        (("revoked",), "revoked"),
    ],
)
def test_anybody_may_ask_whether_an_award_holds(session, events, status):
    award = the_award(session, builders.a_completed_enrolment(session))
    since = NOW
    for day, kind in enumerate(events, start=1):
        since = NOW + timedelta(days=day)
        note(session, award, kind, since)

    found = award_status.verify_award(session, award.number)

    assert (found.award, found.status, found.successor) == (award, status, None)
    assert found.status_since == since


def test_a_superseded_award_points_to_its_successor(session):
    enrolment = builders.a_completed_enrolment(session)
    old = the_award(session, enrolment)

    new = superseded(session, old, "AAAA-BBBB-CCCC")

    found = award_status.verify_award(session, old.number)
    assert (found.status, found.successor) == ("superseded", "AAAA-BBBB-CCCC")
    achievement = session.get_one(Achievement, old.achievement_id)
    assert award_status.current_award(session, achievement) is new
    asked, is_new = awards.request_award(
        session, enrolment, "completion", now=NOW, office=OFFICE
    )
    assert (asked, is_new) == (new, False)
