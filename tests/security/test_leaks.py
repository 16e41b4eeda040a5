"""No key and no feedback leaves the server before its moment, on any route.

First by comparison: two quizzes that differ in nothing but keys and feedback are
served, everything is asked of both, and the answers must be the same. Then word by
word: for each moment that a quiz can choose, in each situation, the words of keys and
feedback are there exactly when they may be.
"""

from itertools import count

import pytest

from learner_api.schemas import attempts
from tests.builders import NOW
from tests.security.sealed import (
    FEEDBACK,
    KEY,
    RIGHT,
    WRONG,
    Sealed,
    after_closing,
    sealed_quiz,
    serving,
    set_clock,
    without_names,
)

MODULE_QUIZ = {"attempts_allowed": 2}
_folders = count(1)


@pytest.fixture
def serve(tmp_path, sqlite_template, monkeypatch):
    """Serve a sealed quiz, at the tests' own noon."""
    open_ones = []
    set_clock(monkeypatch, NOW)

    def start(version: int = 0, **settings) -> Sealed:
        context = serving(
            sealed_quiz(version, **settings),
            tmp_path / f"sealed-{next(_folders)}",
            sqlite_template.read_bytes(),
            monkeypatch,
        )
        open_ones.append(context)
        return context.__enter__()

    yield start
    for context in open_ones:
        context.__exit__(None, None, None)


def walk(sealed: Sealed) -> list[tuple[str, str]]:
    """Everything that a learner is told on the way to a submission, in order."""
    told: list[tuple[str, str]] = [*_all(sealed, "before")]
    sealed.start()
    told += _all(sealed, "open")
    told += [("saved", text) for text in sealed.save(WRONG)]
    told += _all(sealed, "answered")
    told += _all(sealed, "answered, to a stranger", "stranger")
    told += _all(sealed, "answered, to anybody", "nobody")
    told.append(("submitted", sealed.submit()))
    told += _all(sealed, "submitted")
    return told


def _all(sealed: Sealed, stage: str, asker: str = "learner") -> list[tuple[str, str]]:
    return [
        (f"{stage}: {rule}", text) for rule, text in sealed.everything(asker).items()
    ]


@pytest.mark.parametrize(
    "settings",
    [
        {"show_marks": "never", "show_feedback": "never", "show_keys": "never"},
        {"show_marks": "after-closing", "show_feedback": "after-closing"},
        {"purpose": "pre-test", "show_marks": "never"},
        {"time_limit": 30, "show_feedback": "never", "show_keys": "never"},
        {"with_free_text": True, "show_feedback": "never", "show_keys": "never"},
    ],
    ids=["never", "after closing", "pre-test", "by the clock", "free text"],
)
def test_nothing_that_is_told_depends_on_a_key_or_on_feedback(serve, settings):
    one = walk(serve(0, **MODULE_QUIZ | settings))
    other = walk(serve(1, **MODULE_QUIZ | settings))

    assert differing(one, other) == []
    assert len(one) > 100
    # A fingerprint would let a key be guessed and the guess be checked.
    digest = sealed_quiz(0, **MODULE_QUIZ | settings).digest
    assert [place for place, text in one if digest in text] == []


def test_the_comparison_finds_a_key_that_shows_through(serve, monkeypatch):
    asked = attempts._asked

    def telling(each):
        hint = len(str(each.question.correct_answer))
        return {**asked(each), "points": hint}

    monkeypatch.setattr(attempts, "_asked", telling)
    settings = {**MODULE_QUIZ, "show_feedback": "never", "show_keys": "never"}

    found = differing(walk(serve(0, **settings)), walk(serve(1, **settings)))

    assert "open: /api/v1/attempts/<uuid:attempt>" in found


def differing(one, other):
    """The places at which two walks were told different things."""
    assert [place for place, _ in one] == [place for place, _ in other]
    both = zip(one, other, strict=True)
    return [
        place for (place, a), (_, b) in both if without_names(a) != without_names(b)
    ]


def open_one(sealed, _monkeypatch):
    """An attempt is open, with answers."""
    sealed.start()
    sealed.save({**WRONG})


def failed(sealed, _monkeypatch):
    """Submitted, not passed, one attempt left."""
    sealed.start()
    sealed.save(WRONG)
    sealed.submit()


def trying_again(sealed, monkeypatch):
    """Failed once, and the last attempt is open: what is told could still buy it."""
    failed(sealed, monkeypatch)
    first = sealed.attempt
    sealed.start()
    sealed.attempt = first


def passed(sealed, _monkeypatch):
    """Submitted and passed, one attempt left."""
    sealed.start()
    sealed.save({**WRONG, **RIGHT})
    sealed.submit()


def used_up(sealed, monkeypatch):
    """Failed as often as may be."""
    failed(sealed, monkeypatch)
    failed(sealed, monkeypatch)


def closed(sealed, monkeypatch):
    """Failed, one attempt left, and the cohort has ended."""
    failed(sealed, monkeypatch)
    set_clock(monkeypatch, after_closing(sealed.enrolment.cohort))


SITUATIONS = (open_one, failed, trying_again, passed, used_up, closed)
SHOWN = {
    "after-submission": {failed, trying_again, passed, used_up, closed},
    "when-done": {passed, used_up},
    "after-closing": {closed},
    "never": set(),
}


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("moment", SHOWN)
def test_keys_and_feedback_are_told_from_their_moment_on(
    serve, monkeypatch, moment, situation
):
    sealed = serve(**MODULE_QUIZ, show_feedback=moment, show_keys=moment)
    situation(sealed, monkeypatch)

    told = sealed.everything()
    set_clock(monkeypatch, NOW)

    for word in (FEEDBACK, KEY):
        telling = sorted(rule for rule, text in told.items() if word in text)
        if situation in SHOWN[moment]:
            assert "/attempts/<uuid:uuid>" in telling
            assert "/api/v1/attempts/<uuid:attempt>/review" in telling
        else:
            assert telling == []


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("moment", SHOWN)
def test_marks_are_told_from_their_moment_on(serve, monkeypatch, moment, situation):
    sealed = serve(**MODULE_QUIZ, show_marks=moment)
    situation(sealed, monkeypatch)
    address = f"/api/v1/attempts/{sealed.attempt}/receipt"

    answer = sealed.ask("GET", address)
    set_clock(monkeypatch, NOW)

    if situation is open_one:
        assert answer.status_code == 409
        return
    is_told = situation in SHOWN[moment]
    receipt = answer.json
    assert (receipt["points"] is not None) == is_told
    assert (receipt["passed"] is not None) == is_told
    assert all((one["points"] is not None) == is_told for one in receipt["marks"])


def test_practice_tells_of_the_answer_that_was_given_and_of_no_other(serve):
    sealed = serve(purpose="practice")
    sealed.start()

    (told,) = sealed.save({"single-choice": "gamma"})

    assert f"{FEEDBACK} 0 of single-choice" in told
    assert f"{FEEDBACK} 0 on gamma" in told
    assert f"{FEEDBACK} 0 on alpha" not in told
    everything = "".join(sealed.everything().values())
    assert f"{FEEDBACK} 0 of single-choice" in everything
    assert f"{FEEDBACK} 0 of number" not in everything
    assert f"{FEEDBACK} 0 on alpha" not in everything
    assert KEY not in everything
