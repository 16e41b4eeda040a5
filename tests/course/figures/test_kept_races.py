"""Two at once: what figures read is in the end as if one had come after the other."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from course import accounts
from course.figures.keeping import rebuild_counted
from course.models import Award, Edition, Enrolment, LessonOpening, User
from tests import awards_held, builders
from tests.builders import NOW
from tests.counted import kept, kept_by_facts
from tests.threads import until_it_waits

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def interleave(sessions, engine):
    """One act, held before its commit until the other waits for it or is through."""

    def interleave(first, second):
        def other():
            with sessions() as own:
                second(own)
                own.commit()

        thread = Thread(target=other)
        with sessions() as own:
            first(own)
            own.flush()
            thread.start()
            until_it_waits(engine, thread)
            own.commit()
        thread.join(timeout=20)
        assert not thread.is_alive()
        with sessions() as own:
            rows = kept(own)
            assert rows == kept_by_facts(own)
        return rows

    return interleave


@pytest.fixture(params=[False, True], ids=["in-turn", "the-other-way"])
def order(request):
    """Either may be the first."""
    return (lambda acts: acts[::-1]) if request.param else (lambda acts: acts)


def test_a_profile_that_changes_while_somebody_enrols(session, interleave, order):
    learner = builders.a_learner(session, country="GH")
    edition = builders.an_edition(session)
    session.commit()

    def moves(own):
        person = own.get_one(User, learner.id)
        changes = {"country": "KE"}
        accounts.change_profile(own, person, changes, now=LATER, by=person)

    def enrols(own):
        person, held = own.get_one(User, learner.id), own.get_one(Edition, edition.id)
        builders.an_enrolment(own, person, edition=held)

    [row] = interleave(*order((moves, enrols))).values()

    assert row["country"] == "KE"


def opening(enrolment_id, key, moment):
    return LessonOpening(
        enrolment_id=enrolment_id,
        module_key="m",
        lesson_key=key,
        occurred_at=moment,
        recorded_at=moment,
    )


def test_two_lessons_that_are_opened_at_once(session, interleave, order):
    enrolment = builders.an_enrolment(session)
    session.commit()

    def opens_first(own):
        own.add(opening(enrolment.id, "one", NOW))

    def opens_later(own):
        own.add(opening(enrolment.id, "two", LATER))

    [row] = interleave(*order((opens_first, opens_later))).values()

    assert row["started_at"] == NOW


def test_a_document_that_is_revoked_while_another_takes_its_place(
    session, interleave, order
):
    enrolment = builders.a_completed_enrolment(session)
    session.commit()
    [award] = session.scalars(select(Award)).all()
    session.commit()

    def revokes(own):
        awards_held.withdrawn(own, own.get_one(Award, award.id), now=LATER)

    def replaces(own):
        awards_held.superseded(own, own.get_one(Award, award.id), now=LATER)

    rows = interleave(*order((revokes, replaces)))

    assert rows[enrolment.id]["certified_at"] is None


def test_a_lesson_that_is_opened_while_the_rows_are_written_anew(
    session, interleave, order
):
    enrolment = builders.an_enrolment(session)
    session.commit()

    def opens(own):
        own.add(opening(own.get_one(Enrolment, enrolment.id).id, "one", NOW))

    rows = interleave(*order((opens, rebuild_counted)))

    assert rows[enrolment.id]["started_at"] == NOW
