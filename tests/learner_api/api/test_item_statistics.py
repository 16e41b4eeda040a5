"""Item statistics of the API: questions known to be bad, and who is told of them."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import quizzes
from tests import builders
from tests.builders import NOW
from tests.classes import (
    a_choice,
    a_choice_quiz,
    a_class,
    answers_of_a_class,
)

STATISTICS = "/api/v1/quizzes/first-quiz/statistics"
ROOT = Path(quizzes.__file__).parents[1]
KEYS = [f"q{n}" for n in range(8)]


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer)


@pytest.fixture
def told(caller, session):
    """What somebody is told of the first quiz."""

    def told(asker, status=200, **query):
        session.commit()
        answer = caller(asker).get(STATISTICS, query_string=query)
        assert answer.status_code == status, answer.text
        return answer.json

    return told


def forty(session, cohort):
    """Forty learners by hand, ten of each kind.

    The first ten are right twice, the next twenty once each, the last ten never.
    """
    quiz = a_choice_quiz("one", "two")
    kinds = (
        {"one": "a", "two": "a"},
        {"one": "a", "two": "b"},
        {"one": "b", "two": "a"},
        {"two": "c"},
    )
    a_class(session, quiz, kinds * 10, cohort=cohort)


def test_figures_are_those_that_can_be_worked_out_on_paper(
    app_on_both, session, cohort, trainer, told
):
    forty(session, cohort)

    found = told(trainer)

    assert (found["attempts"], found["title"]) == (40, "A quiz of choices")
    assert found["languages"] == [{"language": "en", "attempts": 40}]
    assert found["score"]["mean"]["value"] == pytest.approx(0.5)
    one = found["questions"][0]
    assert one["facility"]["value"] == pytest.approx(20 / 40)
    assert one["facility"]["low"] < 0.5 < one["facility"]["high"]
    assert one["facility"]["attempts"] == 40
    assert one["left_blank"]["value"] == pytest.approx(10 / 40)
    # Forty are enough for a share, and too few for a correlation.
    assert one["discrimination"] == {
        "refused": "too-few",
        "have": 40,
        "need": 50,
        "counted": "attempts",
    }
    answers = {each["answer"]: each for each in one["answers"]}
    assert {name: each["count"] for name, each in answers.items()} == {
        "a": 20,
        "b": 10,
        "c": 0,
        "d": 0,
    }
    assert answers["a"]["is_right"] is True
    assert answers["b"]["words"] == "Answer b"
    # Of the upper half, who have the other question right, ten of twenty chose it.
    assert answers["a"]["thirds"]["top"]["value"] == pytest.approx(10 / 20)
    assert answers["a"]["thirds"]["top"]["attempts"] == 20
    assert answers["a"]["thirds"]["middle"]["refused"] == "too-few"


def test_the_wrong_key_raises_the_alarm_and_the_good_one_does_not(
    session, cohort, trainer, told
):
    """Two hundred learners: of eight questions, one is keyed to a wrong answer."""
    quiz = a_choice_quiz(*KEYS)
    miskeyed = a_choice_quiz(*KEYS[:-1], a_choice("q7", "c"))
    a_class(session, miskeyed, answers_of_a_class(quiz, 200), cohort=cohort)

    found = told(trainer)

    assert [
        (alarm["kind"], alarm["question"], alarm["number"], alarm["answer"])
        for alarm in found["alarms"]
    ] == [("wrong-key", "q7", 8, "a")]
    assert found["alarms"][0]["words"] == "Answer a"
    verdicts = {each["question"]: each["verdict"] for each in found["questions"]}
    assert verdicts == {**dict.fromkeys(KEYS, "good"), "q7": "broken"}
    assert found["questions"][7]["ground"] == "wrong-key"
    assert found["score"]["reliability"]["value"] > 0
    assert found["score"]["tells_apart"] in ("fairly", "hardly")


def test_a_question_that_is_hard_in_one_language_raises_an_alarm(
    session, cohort, trainer, told
):
    english = a_choice_quiz(*KEYS)
    french = a_choice_quiz(
        *(a_choice(key, prompt="Et ?") for key in KEYS), language="fr"
    )
    a_class(session, english, answers_of_a_class(english, 220), cohort=cohort)
    answers = [
        {**each, "q3": "b"} if number % 4 else each
        for number, each in enumerate(answers_of_a_class(english, 200, seed=2))
    ]
    a_class(session, french, answers, cohort=cohort)

    found = told(trainer)

    [alarm] = found["alarms"]
    assert (alarm["kind"], alarm["question"]) == ("language", "q3")
    assert (alarm["harder_in"], alarm["than_in"]) == ("fr", "en")
    [comparison] = found["questions"][3]["languages"]
    assert comparison["delta"]["value"] < -1.5
    assert comparison["category"] == "C"
    assert comparison["adjusted_p_value"] < 0.05
    assert (comparison["attempts"], comparison["reference_attempts"]) == (200, 220)


def test_below_the_minimum_every_figure_is_refused(session, cohort, trainer, told):
    quiz = a_choice_quiz("one", "two")
    a_class(session, quiz, [{"one": "a"}] * 12, cohort=cohort)

    found = told(trainer)

    refusal = {"refused": "too-few", "have": 12, "need": 30, "counted": "attempts"}
    assert found["score"]["mean"] == refusal
    assert found["questions"][0]["facility"] == refusal
    assert found["questions"][0]["verdict"] == "early"
    assert found["questions"][0]["answers"][0]["count"] in (0, 12)


def test_of_a_quiz_that_nobody_sat_there_is_nothing_to_tell(session, trainer, told):
    found = told(trainer)

    assert (found["attempts"], found["questions"], found["alarms"]) == (0, [], [])
    assert found["title"] == "The first quiz"
    assert found["score"]["mean"]["have"] == 0


def test_each_is_told_of_those_they_answer_for(session, cohort, trainer, told):
    forty(session, cohort)
    other = builders.a_trainer(session)
    elsewhere = builders.a_cohort(session, trainer=other)
    a_class(session, a_choice_quiz("one", "two"), [{"one": "a"}] * 3, cohort=elsewhere)
    administrator = builders.an_administrator(session)

    assert told(trainer)["attempts"] == 40
    assert told(other)["attempts"] == 3
    assert told(administrator)["attempts"] == 43
    assert told(administrator, cohort=str(elsewhere.uuid))["attempts"] == 3
    told(trainer, cohort=str(elsewhere.uuid), status=404)
    told(builders.a_learner(session), status=403)


def test_a_past_moment_is_told_the_same_for_ever(session, cohort, trainer, told):
    forty(session, cohort)
    then = (NOW + timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    before = told(trainer, as_of=then)

    quiz = a_choice_quiz("one", a_choice("two", "b"))
    a_class(session, quiz, [{"one": "d"}] * 9, cohort=cohort, now=NOW + timedelta(1))

    assert told(trainer, as_of=then) == before
    assert told(trainer)["attempts"] == 49
    assert told(trainer)["questions"][1]["other_wordings"] == 40


def test_figures_asked_again_are_not_modified(caller, session, cohort, trainer):
    forty(session, cohort)
    session.commit()
    client = caller(trainer)
    first = client.get(STATISTICS)

    again = client.get(STATISTICS, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"which": "best"}, "/query/which"),
        ({"cohort": "own"}, "/query/cohort"),
        ({"as_of": "2199-01-01T00:00:00Z"}, "/query/as_of"),
        ({"country": "GH"}, "/query/country"),
    ],
)
def test_a_faulty_question_says_where(told, trainer, query, pointer):
    refused = told(trainer, status=422, **query)

    assert [fault["pointer"] for fault in refused["errors"]] == [pointer]


def test_an_unknown_quiz_and_an_unknown_cohort_are_not_there(
    caller, session, trainer, told
):
    told(trainer, status=404, cohort=str(uuid4()))

    answer = caller(trainer).get("/api/v1/quizzes/no-quiz/statistics")

    assert answer.status_code == 404
    assert answer.json["type"] == "/problems/unknown-quiz"


def test_a_worker_that_tells_of_a_quiz_loads_no_numbers_library(
    app, session, cohort, trainer
):
    """Asked of an application in a process of its own, which has imported nothing."""
    forty(session, cohort)
    session.commit()
    site = app.extensions["course.site"].settings
    program = f"""
import json, pathlib, sys
from config.settings import Settings
from learner_api.app import create_app
from tests import builders
app = create_app(
    Settings.for_tests(
        pathlib.Path({str(site.data_dir)!r}), database_url={site.database_url!r}
    ),
    catalogue=builders.miniature_catalogue(),
    durable=False,
)
browser = app.test_client()
browser.post(
    "/api/v1/session",
    json={{"email": {trainer.email!r}, "password": builders.PASSWORD}},
)
answers = [
    browser.get(address).status_code
    for address in ({STATISTICS!r}, "/quizzes/first-quiz/statistics")
]
print(json.dumps([answers, sorted({{"numpy", "scipy"}} & set(sys.modules))]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[200, 200], []]
