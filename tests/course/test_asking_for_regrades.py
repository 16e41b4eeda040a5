"""Asking for a regrade: what is refused, what is done once, and what it costs."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from course import regrading, wordings
from course.errors import (
    AmbiguousQuestion,
    OperationConflict,
    StalePreview,
    UnknownQuestion,
    UnknownQuiz,
)
from course.models import (
    Correction,
    Mark,
    OutgoingMessage,
    Regrade,
)
from course.wordings import Asked
from quizzes import InvalidKey
from tests import builders
from tests.builders import NOW, how_many
from tests.course.regrades import (
    CREDIT_WEEK,
    DROP_WEEK,
    FIRST,
    PASSING,
    SECOND,
    WEEK_IS_FALSE,
    an_attempt,
    applied,
    marks_of,
    previewed,
)
from tests.course.sittings import save, submit
from tests.statements import statements_of

LATER = NOW + timedelta(days=30)


def test_a_question_that_stood_in_two_wordings_must_be_named(session, catalogue):
    quiz = catalogue.quiz(FIRST)
    reworded = replace(
        quiz,
        questions=tuple(
            replace(each, prompt="A week has 7 days.") if each.key == "week" else each
            for each in quiz.questions
        ),
    )
    old = an_attempt(session, *PASSING).attempt
    attempt = builders.an_open_attempt(session, quiz=reworded)
    save(session, attempt, "week", True)
    submit(session, attempt)

    with pytest.raises(AmbiguousQuestion) as refused:
        wordings.propose(session, FIRST, [DROP_WEEK])
    digest = quiz.question("week").digest
    applied(session, Asked("week", "drop", digest=digest))

    assert refused.value.data["digests"] == [
        digest,
        reworded.question("week").digest,
    ]
    assert marks_of(session, old) == [(7, 9, True), (6, 8, True)]
    assert marks_of(session, attempt) == [(1, 9, False)]


def test_what_was_never_asked_is_refused(session):
    with pytest.raises(UnknownQuiz):
        wordings.propose(session, FIRST, [DROP_WEEK])
    an_attempt(session)
    with pytest.raises(UnknownQuestion):
        wordings.propose(session, FIRST, [Asked("month", "drop")])
    with pytest.raises(UnknownQuestion):
        wordings.propose(session, FIRST, [Asked("week", "drop", digest="0" * 64)])
    with pytest.raises(InvalidKey):
        wordings.propose(session, FIRST, [Asked("week", "key", {"correct": "no"})])


def test_a_stale_preview_is_refused_and_nothing_is_done(session):
    an_attempt(session, *PASSING)
    token = previewed(session, WEEK_IS_FALSE).token
    an_attempt(session, "one-colour", week=False)

    with pytest.raises(StalePreview):
        applied(session, WEEK_IS_FALSE, token=token)

    assert how_many(session, Regrade) == how_many(session, Correction) == 0
    assert how_many(session, Mark) == 2


@pytest.mark.parametrize(
    ("asked", "mode"),
    [(WEEK_IS_FALSE, "raise"), (CREDIT_WEEK, "exact")],
    ids=["another mode", "another correction"],
)
def test_a_token_is_for_one_regrade(session, asked, mode):
    an_attempt(session, "one-colour", week=False)
    token = previewed(session, WEEK_IS_FALSE).token

    with pytest.raises(StalePreview):
        applied(session, asked, mode=mode, token=token)


def test_an_attempt_that_begins_makes_no_preview_stale(session):
    an_attempt(session, *PASSING)
    token = previewed(session, WEEK_IS_FALSE).token
    builders.an_open_attempt(session)

    _, is_new = applied(session, WEEK_IS_FALSE, token=token)

    assert is_new


def test_the_same_operation_is_done_once_and_answered_the_same(session):
    an_attempt(session, *PASSING)
    op, by = uuid4(), builders.an_administrator(session)
    token = previewed(session, WEEK_IS_FALSE).token
    asked = {"op": op, "by": by, "token": token}

    first, is_new = applied(session, WEEK_IS_FALSE, **asked)
    again, is_new_again = applied(session, WEEK_IS_FALSE, **asked)

    assert again is first
    assert (is_new, is_new_again) == (True, False)
    assert how_many(session, Mark) == 2
    assert how_many(session, OutgoingMessage) == 1
    with pytest.raises(OperationConflict):
        applied(session, WEEK_IS_FALSE, op=op, by=by, token=token, reason="Another.")


def test_regrades_are_found_again_with_what_they_corrected(session):
    an_attempt(session, *PASSING)
    first, _ = applied(session, WEEK_IS_FALSE)
    second, _ = applied(session, DROP_WEEK)

    assert regrading.regrades_of(session, FIRST) == [second, first]
    assert regrading.regrades_of(session, SECOND) == []
    assert regrading.find_regrade(session, SECOND, first.uuid) is None
    [row] = regrading.corrections_in(session, first)
    assert row.value == {"correct": False}
    assert regrading.find_regrade(session, FIRST, first.uuid) is first


def test_the_work_grows_by_rows_and_not_by_statements(session, engine):
    def statements(act):
        with statements_of(engine) as sent:
            act()
        return len(sent)

    an_attempt(session, "week")
    previewed(session, WEEK_IS_FALSE)
    few = statements(lambda: previewed(session, WEEK_IS_FALSE))
    for _ in range(10):
        an_attempt(session, "week")
    session.flush()

    many = statements(lambda: previewed(session, WEEK_IS_FALSE))
    by, token = (
        builders.an_administrator(session),
        previewed(session, WEEK_IS_FALSE).token,
    )
    applying = statements(lambda: applied(session, WEEK_IS_FALSE, by=by, token=token))

    assert many == few <= 13
    # On SQLite each letter is a statement of its own.
    assert applying <= 20 + 12


def test_submitting_asks_one_statement_for_the_corrections(session, engine):
    attempt = builders.an_open_attempt(session)
    save(session, attempt, "week", True)
    session.flush()

    with statements_of(engine) as sent:
        submit(session, attempt)

    assert len([each for each in sent if "FROM correction" in each]) == 1


def test_saving_an_answer_asks_for_no_corrections(session, engine):
    attempt = builders.an_open_attempt(session)

    with statements_of(engine) as sent:
        save(session, attempt, "week", True)

    assert not [each for each in sent if "correction" in each]
