"""The later pages that a checker knows: one of each, and nothing about a person."""

import json

from sqlalchemy import select

from course.credentials.compact import second_page_digest
from course.later_pages import known_later_pages, latest_award_id
from course.models import Achievement, Award
from learner_api.checker.writing import shared_parts
from tests import builders
from tests.programmes import STEPS, an_accepted_paper, finished, on_course


def test_there_are_none_before_the_first_award(session):
    assert known_later_pages(session) == {}
    assert latest_award_id(session) == 0


def test_all_who_completed_one_edition_share_their_later_pages(session):
    for _ in range(3):
        builders.a_completed_enrolment(session)
    awards = session.query(Award).all()

    pages = known_later_pages(session)

    assert set(pages) == {second_page_digest(each.claims).hex() for each in awards}
    assert latest_award_id(session) == max(each.id for each in awards)


def test_nothing_in_them_is_about_a_person(session):
    builders.a_completed_enrolment(
        session, builders.a_learner(session, name="Ama Mensah")
    )
    award = session.query(Award).filter(Award.claims.is_not(None)).first()
    assert award is not None

    told = str(known_later_pages(session))

    for private in ("Ama Mensah", award.number, "points", award.claims["verify_url"]):
        assert private not in told


def test_what_a_diploma_rests_on_is_nobodys_to_read_but_its_checkers(session):
    learner = builders.a_learner(session)
    programme = on_course(session, STEPS, learner)
    finished(session, learner)
    an_accepted_paper(session, programme)

    pages = known_later_pages(session)

    assert len(pages) == 2
    assert not any("courses" in page or "paper" in page for page in pages.values())


def took_part(session, hours: int) -> Award:
    """Somebody's award for a part of their own: here, for so many hours of a module."""
    enrolment = builders.an_enrolment(session)
    achievement = Achievement(
        enrolment_id=enrolment.id,
        award_kind="participation",
        edition_id=enrolment.edition_id,
        occurred_at=builders.NOW,
        recorded_at=builders.NOW,
    )
    session.add(achievement)
    session.flush()
    complete = session.scalars(select(Award).limit(1)).one().claims
    first, *others = complete["modules"]
    number = f"AAAA-BBBB-{hours:04d}"
    award = Award(
        number=number,
        achievement_id=achievement.id,
        claims={
            **complete,
            "number": number,
            "kind": "participation",
            "modules": [{**first, "hours": hours, "objectives": []}, *others],
        },
        digest="d" * 64,
        occurred_at=builders.NOW,
        recorded_at=builders.NOW,
    )
    session.add(award)
    session.flush()
    return award


def test_those_who_took_part_have_each_a_page_of_their_own_and_little_of_it(session):
    builders.a_completed_enrolment(session)
    before = len(json.dumps(shared_parts(known_later_pages(session))))
    took_part_in = [took_part(session, hours) for hours in range(60)]

    pages = known_later_pages(session)
    told = shared_parts(pages)

    assert {second_page_digest(each.claims).hex() for each in took_part_in} < set(pages)
    assert len(pages) == 61
    added = len(json.dumps(told)) - before
    assert added / 60 < 250
    for digest, (edition, objectives, rule, modules) in told["pages"].items():
        assert pages[digest] == {
            "edition": told["parts"][edition],
            "objectives": told["parts"][objectives],
            "rule": told["parts"][rule],
            "modules": [told["parts"][each] for each in modules],
        }
