"""The later pages that a checker knows: one of each, and nothing about a person."""

from course.credentials.compact import second_page_digest
from course.later_pages import known_later_pages, latest_award_id
from course.models import Award
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
