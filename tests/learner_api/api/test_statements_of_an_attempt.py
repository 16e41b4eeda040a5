"""What one attempt asks of the database, counted."""

from uuid import uuid4

from sqlalchemy import Engine

from learner_api.database import Database
from tests.builders import COURSE, an_enrolment, an_open_attempt
from tests.statements import statements_of

START = f"/api/v1/courses/{COURSE}/quizzes/first-quiz/attempts"
MOST = 40


def engine_of(app) -> Engine:
    database: Database = app.extensions["course.database"]
    return database.engine


def answering(answer):
    return {"op": str(uuid4()), "answer": answer}


def test_an_attempt_with_ten_answers_asks_forty_statements_at_most(
    app, session, client, sign_in
):
    # Content is read once in a process, whoever asks first.
    an_open_attempt(session)
    enrolment = an_enrolment(session)
    session.commit()
    sign_in(enrolment.user)
    headers = {"Sec-Fetch-Site": "same-origin"}

    with statements_of(engine_of(app)) as sent:
        started = client.post(START, json={"op": str(uuid4())}, headers=headers)
        place = f"/api/v1/attempts/{started.json['uuid']}"
        for number in range(10):
            save = answering(("blue", "red")[number % 2])
            client.put(f"{place}/responses/one-colour", json=save, headers=headers)
        submitted = client.post(f"{place}/submission", json={}, headers=headers)

    assert submitted.json["answers"][0]["sequence"] == 10
    assert len(sent) <= MOST


def test_a_save_asks_two_statements_however_many_attempts_there_are(
    app, session, client, sign_in
):
    enrolment = an_enrolment(session)
    attempt = an_open_attempt(session, enrolment)
    session.commit()
    sign_in(enrolment.user)
    place = f"/api/v1/attempts/{attempt.uuid}/responses/one-colour"
    headers = {"Sec-Fetch-Site": "same-origin"}
    client.put(place, json=answering("red"), headers=headers)

    with statements_of(engine_of(app)) as sent:
        client.put(place, json=answering("blue"), headers=headers)

    assert [each.split()[0] for each in sent] == ["SELECT", "INSERT"]
