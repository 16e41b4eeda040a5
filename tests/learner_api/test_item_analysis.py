"""Results are kept for whoever asks the same again, and few may ask at once."""

from threading import Event, Lock, Semaphore, Thread

import pytest

from learner_api import item_analysis
from learner_api.problems import refused
from quizzes.analysis import (
    Analysis,
    NotAnalysed,
    QuestionFacts,
    QuizAnalysis,
    Sitting,
    Sittings,
    TooFew,
)

FEW = TooFew(0, 30)


def some_sittings(points: int = 1) -> Sittings:
    question = QuestionFacts("q", 99)
    return Sittings((question,), (Sitting((points,), ((),)),))


@pytest.fixture
def worked_out(monkeypatch):
    """How often something was worked out; nothing is kept from other tests."""
    asked = []

    def analyse(sittings):
        asked.append(sittings)
        return Analysis(1, 1, QuizAnalysis(len(asked), FEW, FEW, FEW, FEW), ())

    monkeypatch.setattr(item_analysis, "analyse_aside", analyse)
    item_analysis._kept.clear()
    yield asked
    item_analysis._kept.clear()


def test_the_same_is_worked_out_once(worked_out):
    first = item_analysis.analysis_of(some_sittings())
    again = item_analysis.analysis_of(some_sittings())

    assert again is first
    assert len(worked_out) == 1


def test_another_mark_is_another_question(worked_out):
    item_analysis.analysis_of(some_sittings(1))
    item_analysis.analysis_of(some_sittings(2))

    assert len(worked_out) == 2


def test_only_the_latest_few_are_kept(worked_out):
    for points in range(item_analysis.MOST_KEPT + 1):
        item_analysis.analysis_of(some_sittings(points))
        item_analysis.analysis_of(some_sittings(0))

    item_analysis.analysis_of(some_sittings(1))

    assert len(item_analysis._kept) == item_analysis.MOST_KEPT
    assert [each.sittings[0].points for each in worked_out].count((0,)) == 1
    assert [each.sittings[0].points for each in worked_out].count((1,)) == 2


def test_what_failed_is_not_kept(worked_out, monkeypatch):
    def fail(_sittings):
        raise NotAnalysed("It was not done within 60 seconds.")

    with monkeypatch.context() as failing:
        failing.setattr(item_analysis, "analyse_aside", fail)
        with pytest.raises(NotAnalysed):
            item_analysis.analysis_of(some_sittings())

    assert item_analysis.analysis_of(some_sittings()).quiz.attempts == 1


class Turn:
    """A turn to be waited for, that says whenever somebody has come to wait."""

    def __init__(self) -> None:
        self.come = Semaphore(0)
        self._lock = Lock()

    def __enter__(self) -> None:
        self.come.release()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def test_a_third_who_asks_is_sent_away_and_learners_keep_their_threads(
    worked_out, monkeypatch
):
    turn, may_end, told = Turn(), Event(), []

    def slowly(sittings):
        assert may_end.wait(20)
        worked_out.append(sittings)
        return Analysis(1, 1, QuizAnalysis(len(worked_out), FEW, FEW, FEW, FEW), ())

    def ask(points):
        told.append(item_analysis.analysis_of(some_sittings(points)))

    monkeypatch.setattr(item_analysis, "_working", turn)
    monkeypatch.setattr(item_analysis, "analyse_aside", slowly)
    waiting = [Thread(target=ask, args=(number,)) for number in (1, 2)]
    for each in waiting:
        each.start()
        assert turn.come.acquire(timeout=20)

    with pytest.raises(NotAnalysed, match="Others"):
        item_analysis.analysis_of(some_sittings(3))
    may_end.set()
    for each in waiting:
        each.join()

    assert len(told) == 2
    assert item_analysis.analysis_of(some_sittings(3)).quiz.attempts == 3


def test_who_is_sent_away_is_told_to_come_again(app):
    with app.test_request_context("/api/v1/quizzes/first-quiz/statistics"):
        refusal = refused(NotAnalysed("Traceback: secret words"))

    assert refusal.problem.status == 503
    assert refusal.problem.slug == "busy"
    assert "secret" not in refusal.detail
    assert refusal.headers["Retry-After"] == "10"
