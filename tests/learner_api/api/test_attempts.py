"""Attempts: starting, saving, submitting, and what is never told too early."""

from uuid import uuid4

import pytest

from course import responses
from course.models import Response
from tests.builders import (
    COURSE,
    a_cohort,
    a_learner,
    a_trainer,
    an_enrolment,
    an_open_attempt,
    right_answers,
)

QUIZ = f"/api/v1/courses/{COURSE}/quizzes/first-quiz/attempts"


@pytest.fixture
def enrolment(session):
    enrolment = an_enrolment(session, cohort=a_cohort(session))
    session.commit()
    return enrolment


@pytest.fixture
def attempt(session, enrolment):
    attempt = an_open_attempt(session, enrolment)
    session.commit()
    return attempt


@pytest.fixture
def quiz(catalogue):
    return catalogue.quiz("first-quiz")


def place(attempt, question="one-colour"):
    return f"/api/v1/attempts/{attempt.uuid}/responses/{question}"


def answering(answer="blue", **members):
    return {"op": str(uuid4()), "answer": answer, **members}


def test_starting_makes_an_attempt_and_starting_again_goes_on_with_it(
    caller, enrolment
):
    client, op = caller(enrolment.user), str(uuid4())

    first = client.post(QUIZ, json={"op": op})
    second = client.post(QUIZ, json={"op": str(uuid4())})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json == second.json
    assert first.json["uuid"] == op
    assert first.headers["Location"] == f"/api/v1/attempts/{op}"
    assert first.json["state"] == "open"
    assert client.get(first.headers["Location"]).json == first.json


def test_a_paper_asks_with_controls(caller, attempt, quiz):
    paper = caller(attempt.enrolment.user).get(f"/api/v1/attempts/{attempt.uuid}").json

    asked = {question["key"]: question for question in paper["questions"]}
    assert asked.keys() == {question.key for question in quiz.questions}
    assert asked["one-colour"]["control"]["kind"] == "radios"
    assert asked["even-numbers"]["control"]["kind"] == "checkboxes"
    assert asked["young-animals"]["control"]["kind"] == "selects"
    assert asked["year"]["control"]["input_mode"] == "decimal"


def test_nothing_before_submission_tells_a_key_or_gives_feedback(caller, attempt, quiz):
    client = caller(attempt.enrolment.user)

    told = [client.get(f"/api/v1/attempts/{attempt.uuid}").text]
    for key, answer in right_answers(quiz).items():
        told.append(client.put(place(attempt, key), json=answering(answer)).text)
    told.append(client.get(f"/api/v1/attempts/{attempt.uuid}").text)
    told.append(client.post(QUIZ, json={"op": str(uuid4())}).text)

    prompts = {question.prompt for question in quiz.questions}
    feedback = {question.feedback for question in quiz.questions} - prompts
    for text in told:
        assert "correct" not in text
        assert "feedback" not in text
        assert not [words for words in feedback if words in text]


def test_an_answer_is_acknowledged_once_it_is_held(session, caller, attempt):
    body = answering()

    answer = caller(attempt.enrolment.user).put(place(attempt), json=body)

    assert answer.status_code == 200
    assert answer.json["question"] == "one-colour"
    assert answer.json["answer"] == "blue"
    assert (answer.json["op"], answer.json["sequence"]) == (body["op"], 1)
    held = responses.held_answers(session, attempt)["one-colour"]
    assert (
        held.recorded_at.isoformat().replace("+00:00", "Z")
        == (answer.json["recorded_at"])
    )


def test_the_same_save_sent_again_is_one_save(session, caller, attempt):
    client, body = caller(attempt.enrolment.user), answering()

    first = client.put(place(attempt), json=body)
    second = client.put(place(attempt), json=body)

    assert first.json == second.json
    assert session.query(Response).count() == 1


def test_a_late_save_does_not_undo_a_newer_one(caller, attempt):
    client = caller(attempt.enrolment.user)
    client.put(place(attempt), json=answering("blue", sequence=2))

    late = client.put(place(attempt), json=answering("red", sequence=1))

    assert late.json["answer"] == "blue"
    assert late.json["sequence"] == 2


def test_an_answer_may_be_cleared(caller, attempt):
    client = caller(attempt.enrolment.user)
    client.put(place(attempt), json=answering())

    cleared = client.put(place(attempt), json=answering(None))

    assert cleared.json["answer"] is None
    held = client.get(f"/api/v1/attempts/{attempt.uuid}").json["responses"]
    assert [one["answer"] for one in held] == [None]


def test_a_save_costs_three_statements_at_most(caller, attempt, counting):
    client = caller(attempt.enrolment.user)
    client.put(place(attempt), json=answering("red"))

    with counting() as statements:
        client.put(place(attempt), json=answering("blue"))

    assert len(statements) <= 3, statements


@pytest.mark.parametrize("answer", ["purple", 7, ["blue"], {"a": "b"}, True, ""])
def test_an_answer_of_the_wrong_shape_says_what_to_send(caller, attempt, answer):
    refused = caller(attempt.enrolment.user).put(place(attempt), json=answering(answer))

    assert refused.status_code == 422
    assert refused.json["type"] == "/problems/invalid-answer"
    assert refused.json["question"] == "one-colour"
    assert refused.json["errors"] == [
        {"pointer": "/answer", "detail": "Choose one of the options."}
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"answer": "blue"}, "/op"),
        ({"op": str(uuid4())}, "/answer"),
        (answering(sequence=0), "/sequence"),
        (answering(sequence=2**31), "/sequence"),
        (answering(sequence="1"), "/sequence"),
        (answering(points=5), "/points"),
    ],
)
def test_a_faulty_save_says_where(caller, attempt, body, pointer):
    refused = caller(attempt.enrolment.user).put(place(attempt), json=body)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_a_question_that_is_not_asked_is_not_found(caller, attempt):
    refused = caller(attempt.enrolment.user).put(
        place(attempt, "no-question"), json=answering()
    )

    assert refused.status_code == 404
    assert refused.json["type"] == "/problems/unknown-question"


def test_submitting_gives_a_receipt_and_gives_it_again(caller, attempt, quiz):
    client = caller(attempt.enrolment.user)
    for key, answer in right_answers(quiz).items():
        client.put(place(attempt, key), json=answering(answer))

    first = client.post(f"/api/v1/attempts/{attempt.uuid}/submission")
    second = client.post(f"/api/v1/attempts/{attempt.uuid}/submission")
    read = client.get(f"/api/v1/attempts/{attempt.uuid}").json

    assert first.status_code == 200
    assert first.json == second.json == read["receipt"]
    assert first.json["passed"] is True
    assert first.json["points"] == first.json["out_of"] == quiz.out_of
    marks = {mark["question"]: mark for mark in first.json["marks"]}
    assert marks["one-colour"]["answer_in_words"] == ["Blue"]
    assert marks["one-colour"]["right_answer_in_words"] == ["Blue"]
    assert "A clear sky by day is blue." in marks["one-colour"]["feedback"]
    assert marks["one-colour"]["lesson"] == "first-module/first-lesson"


def test_right_answers_are_kept_back_while_they_could_buy_a_pass(caller, attempt):
    client = caller(attempt.enrolment.user)
    client.put(place(attempt), json=answering("red"))

    receipt = client.post(f"/api/v1/attempts/{attempt.uuid}/submission").json

    assert receipt["passed"] is False
    assert receipt["attempts_left"] == 2
    assert all(mark["right_answer_in_words"] is None for mark in receipt["marks"])
    told = {mark["question"]: mark["feedback"] for mark in receipt["marks"]}
    # What is said of the question as a whole names the answer, so it waits as well.
    assert told.pop("one-colour") == ["The sky is red at dusk."]
    assert set(map(tuple, told.values())) == {()}


def test_a_submitted_attempt_takes_no_more_answers(caller, attempt):
    client, body = caller(attempt.enrolment.user), answering()
    saved = client.put(place(attempt), json=body)
    client.post(f"/api/v1/attempts/{attempt.uuid}/submission")

    repeated = client.put(place(attempt), json=body)
    refused = client.put(place(attempt), json=answering("red"))

    assert repeated.json == saved.json
    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/attempt-closed"


def test_attempts_run_out(caller, enrolment):
    client = caller(enrolment.user)
    for _ in range(3):
        started = client.post(QUIZ, json={"op": str(uuid4())})
        client.post(f"{started.headers['Location']}/submission")

    refused = client.post(QUIZ, json={"op": str(uuid4())})

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/no-attempts-left"
    assert refused.json["allowed"] == 3


def test_an_attempt_of_another_is_not_there(session, caller, attempt):
    stranger = a_learner(session)
    an_enrolment(session, stranger)
    session.commit()
    client = caller(stranger)

    answers = [
        client.get(f"/api/v1/attempts/{attempt.uuid}"),
        client.put(place(attempt), json=answering()),
        client.post(f"/api/v1/attempts/{attempt.uuid}/submission"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert {answer.json["type"] for answer in answers} == {"/problems/not-found"}


def test_the_trainer_may_look_at_what_was_submitted_and_at_nothing_before(
    session, caller
):
    trainer = a_trainer(session)
    enrolment = an_enrolment(session, cohort=a_cohort(session, trainer=trainer))
    attempt = an_open_attempt(session, enrolment)
    session.commit()
    client = caller(trainer)

    before = client.get(f"/api/v1/attempts/{attempt.uuid}")
    answered = client.put(place(attempt), json=answering())
    caller(enrolment.user).post(f"/api/v1/attempts/{attempt.uuid}/submission")
    after = client.get(f"/api/v1/attempts/{attempt.uuid}")

    assert [before.status_code, answered.status_code] == [404, 404]
    assert after.status_code == 200


def test_a_quiz_that_is_not_there_cannot_be_started(session, caller, enrolment):
    stranger = a_learner(session)
    session.commit()

    unknown = caller(enrolment.user).post(
        f"/api/v1/courses/{COURSE}/quizzes/no-quiz/attempts", json={"op": str(uuid4())}
    )
    not_enrolled = caller(stranger).post(QUIZ, json={"op": str(uuid4())})

    assert unknown.json["type"] == "/problems/unknown-quiz"
    assert not_enrolled.json["type"] == "/problems/not-enrolled"


def test_an_attempt_is_not_modified_until_something_is_saved(caller, attempt):
    client = caller(attempt.enrolment.user)
    path = f"/api/v1/attempts/{attempt.uuid}"
    tag = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": tag})
    client.put(place(attempt), json=answering())
    changed = client.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, changed.status_code) == (304, 200)
