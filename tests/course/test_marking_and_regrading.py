"""People mark and regrades are made at the same time, and neither undoes the other."""

from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import event

from course import person_marks, regrading, wordings
from course.errors import StalePreview
from course.marking import current_mark
from course.models import Mark, User
from course.wordings import Asked
from tests.builders import NOW, OFFICE, an_administrator, how_many
from tests.course.regrades import REASON, ailments, letter
from tests.course.test_granting_races import until_somebody_waits
from tests.marked_by_person import (
    ANSWERS,
    BEST,
    CHOICE,
    ESSAY,
    FAIR,
    NOTE,
    a_waiting_attempt,
    mark,
)
from tests.threads import at_once

QUIZ = "second-quiz"
RED_IS_RIGHT = Asked(CHOICE, "key", {"correct": "red"})
WITHDRAWN = Asked(NOTE, "drop")
POINT = {"matter": 1}


@pytest.fixture
def by(session) -> int:
    number = an_administrator(session).id
    session.commit()
    return number


def regraded(own, by: int, *asked: Asked):
    """A regrade as it would be previewed at this moment, without its commit."""
    corrections = wordings.propose(own, QUIZ, asked)
    token = regrading.preview_regrade(own, QUIZ, corrections, "exact", now=NOW).token
    return regrading.apply_regrade(
        own,
        QUIZ,
        corrections,
        "exact",
        op=uuid4(),
        reason=REASON,
        token=token,
        letter=letter,
        now=NOW,
        office=OFFICE,
        by=own.get_one(User, by),
    )


def marked(own, by: int, attempt, levels=BEST):
    """An answer marked as the edge does it, without its commit."""
    marker = own.get_one(User, by)
    found = person_marks.find_to_mark(own, marker, attempt.uuid)
    assert found is not None
    return mark(own, found, ESSAY, levels, by=marker)


def points_of(session, attempt) -> tuple[int, int]:
    session.rollback()
    found = current_mark(session, attempt)
    assert found is not None
    return found.points, found.out_of


def test_a_regrade_and_a_second_mark_at_once_both_count(session, sessions, by):
    for _ in range(4):
        attempt = a_waiting_attempt(session, answers={**ANSWERS, CHOICE: "red"})
        mark(session, attempt, ESSAY, FAIR)
        mark(session, attempt, NOTE, POINT)
        session.commit()

        def act(number: int, attempt=attempt) -> object:
            with sessions() as own:
                if number:
                    marked(own, by, attempt)
                else:
                    regraded(own, by, RED_IS_RIGHT)
                own.commit()
                return "done"

        outcomes = at_once(2, act)

        assert outcomes[1] == "done", outcomes
        if isinstance(outcomes[0], StalePreview):
            # The mark came between the preview and the regrade, which is then asked
            # for again, as an administrator would.
            assert act(0) == "done"
        assert points_of(session, attempt) == (7, 7)
        assert ailments(session) == []
        session.rollback()


def test_a_mark_waits_for_a_regrade_that_is_under_way(session, sessions, engine, by):
    attempt = a_waiting_attempt(session, answers={**ANSWERS, CHOICE: "red"})
    mark(session, attempt, ESSAY, FAIR)
    mark(session, attempt, NOTE, POINT)
    session.commit()

    def give() -> None:
        with sessions() as own:
            marked(own, by, attempt)
            own.commit()

    giving = Thread(target=give)

    def begin(_connection, _cursor, statement, *_) -> None:
        """Let the trainer come once the regrade holds what it needs."""
        if statement.startswith("INSERT INTO regrade"):
            giving.start()
            until_somebody_waits(engine)

    event.listen(engine, "before_cursor_execute", begin)
    try:
        with sessions() as own:
            regraded(own, by, RED_IS_RIGHT)
            own.commit()
    finally:
        event.remove(engine, "before_cursor_execute", begin)
    giving.join(timeout=30)

    assert points_of(session, attempt) == (7, 7)
    assert how_many(session, Mark) == 3
    assert ailments(session) == []


def test_an_answer_to_a_withdrawn_question_waits_for_nobody(session, by):
    attempt = a_waiting_attempt(session)
    session.commit()

    regraded(session, by, WITHDRAWN)
    before = person_marks.still_waiting(session, attempt)
    mark(session, attempt, ESSAY, FAIR)

    assert before == (ESSAY,)
    assert person_marks.still_waiting(session, attempt) == ()
    found = current_mark(session, attempt)
    assert found is not None
    assert (found.points, found.out_of) == (4, 6)
