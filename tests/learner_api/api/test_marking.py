"""Marking by API: what waits, the rubric, marks given, what learners then read."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import OutgoingMessage, ResponseMark
from tests import builders
from tests.builders import NOW, how_many
from tests.course.sittings import save
from tests.marked_by_person import (
    ANSWER,
    BEST,
    CHOICE,
    ESSAY,
    FAIR,
    GUIDANCE,
    NOTE,
    a_marker,
    a_waiting_attempt,
    mark,
    quiz_with_text,
)

MARKING = "/api/v1/marking"


@pytest.fixture
def attempt(session):
    cohort = builders.a_cohort(session, title="Ministries")
    learner = builders.a_learner(session, name="Ama Mensah")
    attempt = a_waiting_attempt(
        session, builders.an_enrolment(session, learner, cohort=cohort)
    )
    session.commit()
    return attempt


@pytest.fixture
def client(session, caller, attempt):
    """The trainer who leads the learner's cohort."""
    trainer = a_marker(session, attempt)
    session.commit()
    return caller(trainer)


def place(attempt, question=ESSAY):
    return f"/api/v1/attempts/{attempt.uuid}/responses/{question}/marks"


def marks(levels=BEST, **members):
    return {"op": str(uuid4()), "levels": dict(levels), **members}


def test_what_waits_is_listed_with_whose_it_is(attempt, client):
    listed = client.get(MARKING).json

    assert listed["next"] is None
    assert listed["items"] == [
        {
            "attempt": str(attempt.uuid),
            "course": builders.COURSE,
            "quiz": "second-quiz",
            "title": "Words of your own",
            "learner": str(attempt.enrolment.uuid),
            "name": "Ama Mensah",
            "cohort": str(attempt.enrolment.cohort.uuid),
            "number": 1,
            "submitted_at": "2026-03-02T12:00:00Z",
        }
    ]


def test_the_list_comes_page_by_page_the_oldest_first(
    session, app_on_both, attempt, client
):
    cohort = attempt.enrolment.cohort
    others = [
        a_waiting_attempt(
            session,
            builders.an_enrolment(session, cohort=cohort),
            now=NOW + timedelta(hours=hours),
        )
        for hours in (2, 1)
    ]
    session.commit()

    seen, address = [], f"{MARKING}?limit=1"
    while address:
        page = client.get(address).json
        seen += [item["attempt"] for item in page["items"]]
        address = page["next"]

    assert seen == [str(each.uuid) for each in (attempt, others[1], others[0])]
    assert client.get(f"{MARKING}?after={uuid4()}").status_code == 422


def test_an_attempt_that_its_learner_left_is_closed_and_listed(
    session, attempt, client
):
    quiz = replace(quiz_with_text(), time_limit=30)
    cohort = attempt.enrolment.cohort
    left = builders.an_open_attempt(
        session, builders.an_enrolment(session, cohort=cohort), quiz=quiz
    )
    save(session, left, ESSAY, "Half of what I know.")
    session.commit()

    listed = client.get(MARKING).json["items"]

    assert [item["attempt"] for item in listed] == [
        str(attempt.uuid),
        str(left.uuid),
    ]
    assert listed[1]["submitted_at"] == "2026-03-02T12:30:00Z"


def test_an_answer_comes_with_all_that_marking_it_takes(attempt, client):
    told = client.get(f"{MARKING}/{attempt.uuid}").json

    essay, note = told["answers"]
    assert (essay["question"], note["question"]) == (ESSAY, NOTE)
    assert (essay["answer"], essay["words"], essay["most_words"]) == (ANSWER, 12, 200)
    assert (essay["guidance"], note["guidance"]) == (GUIDANCE, None)
    assert essay["rubric"][0]["key"] == "argument"
    assert essay["rubric"][0]["levels"][2] == {"points": 3, "label": "It holds."}
    assert essay["mark"] is None


def test_a_mark_is_recorded_and_says_what_still_waits(
    app_on_both, session, attempt, client
):
    body = marks(FAIR, comment="One gap.\n\nMend it.")

    made = client.post(place(attempt), json=body)

    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"{MARKING}/{attempt.uuid}"
    told = {key: made.json[key] for key in made.json if key != "marked_at"}
    assert told == {
        "uuid": body["op"],
        "attempt": str(attempt.uuid),
        "question": ESSAY,
        "levels": dict(FAIR),
        "points": 3,
        "out_of": 5,
        "comment": "One gap.\n\nMend it.",
        "marked_by": a_marker(session, attempt).name,
        "waiting": [NOTE],
    }


def test_the_same_mark_sent_again_is_one(session, attempt, client):
    body = marks()

    first = client.post(place(attempt), json=body)
    second = client.post(place(attempt), json=body)
    other = client.post(place(attempt), json={**body, "comment": "Other."})

    assert (first.status_code, second.status_code, other.status_code) == (201, 200, 409)
    assert first.json == second.json
    assert how_many(session, ResponseMark) == 1


def test_the_last_mark_gives_the_result_and_tells_the_learner(
    session, caller, attempt, client
):
    learner = caller(attempt.enrolment.user)
    receipt = f"/api/v1/attempts/{attempt.uuid}/receipt"
    client.post(place(attempt), json=marks(FAIR))
    before = learner.get(receipt).json

    done = client.post(place(attempt, NOTE), json=marks({"matter": 1}))

    after = learner.get(receipt).json
    assert done.json["waiting"] == []
    assert (before["awaits_person"], before["points"]) == (True, None)
    assert (after["awaits_person"], after["points"], after["passed"]) == (
        False,
        5,
        True,
    )
    letter = session.scalars(select(OutgoingMessage)).one()
    assert letter.subject == "Your result is there: Words of your own"
    assert f"/attempts/{attempt.uuid}" in letter.body
    assert client.get(MARKING).json["items"] == []


def test_the_learner_reads_levels_and_comment_once_the_result_is_there(
    caller, attempt, client
):
    learner = caller(attempt.enrolment.user)
    review = f"/api/v1/attempts/{attempt.uuid}/review"
    client.post(place(attempt), json=marks(FAIR, comment="Mend the gap."))
    early = {each["question"]: each for each in learner.get(review).json["questions"]}

    client.post(place(attempt, NOTE), json=marks({"matter": 1}))

    told = {each["question"]: each for each in learner.get(review).json["questions"]}
    assert early[ESSAY]["levels"] is early[ESSAY]["comment"] is None
    assert told[ESSAY]["levels"] == [
        {
            "criterion": "argument",
            "label": "The argument",
            "words": "It has gaps.",
            "points": 1,
            "out_of": 3,
        },
        {
            "criterion": "sources",
            "label": "The sources",
            "words": "Two or more are named.",
            "points": 2,
            "out_of": 2,
        },
    ]
    assert (told[ESSAY]["comment"], told[NOTE]["comment"]) == ("Mend the gap.", "")
    assert told[CHOICE]["levels"] is told[CHOICE]["comment"] is None


@pytest.mark.parametrize(
    ("settings", "levels", "comment", "guidance"),
    [
        ({}, True, True, True),
        ({"show_keys": "never"}, True, True, False),
        ({"show_marks": "never"}, False, True, True),
        ({"show_feedback": "never"}, True, False, True),
    ],
)
def test_each_is_shown_as_the_quiz_shows_marks_feedback_and_keys(
    session, caller, settings, levels, comment, guidance
):
    attempt = a_waiting_attempt(session, quiz=quiz_with_text(**settings))
    mark(session, attempt, ESSAY, BEST, comment="Sealed words.")
    mark(session, attempt, NOTE, {"matter": 1})
    session.commit()
    learner = caller(attempt.enrolment.user)

    told = learner.get(f"/api/v1/attempts/{attempt.uuid}/review").json["questions"][0]
    receipt = learner.get(f"/api/v1/attempts/{attempt.uuid}/receipt").text
    page = learner.get(f"/attempts/{attempt.uuid}").text

    assert (told["levels"] is not None) == levels
    assert ("Sealed words." in str(told)) == ("Sealed words." in page) == comment
    assert ("It holds." in page) == levels
    assert (GUIDANCE in str(told)) == (GUIDANCE in receipt) == guidance


def test_another_trainers_mark_is_not_superseded_unseen(attempt, client):
    first = client.post(place(attempt), json=marks(seen=None))

    late = client.post(place(attempt), json=marks(FAIR, seen=None))
    knowing = client.post(place(attempt), json=marks(FAIR, seen=first.json["uuid"]))

    assert late.status_code == 409
    assert late.json["type"] == "/problems/marked-meanwhile"
    assert knowing.status_code == 201


@pytest.mark.parametrize(
    ("question", "body", "status", "slug"),
    [
        (ESSAY, marks({"argument": 3}), 422, "invalid-levels"),
        (ESSAY, marks({"argument": "3"}), 422, "invalid-request"),
        (ESSAY, marks(comment="x" * 5001), 422, "invalid-request"),
        (CHOICE, marks(), 409, "nothing-to-mark"),
        ("no-question", marks(), 404, "unknown-question"),
    ],
)
def test_what_cannot_be_marked_is_refused(
    session, attempt, client, question, body, status, slug
):
    refused = client.post(place(attempt, question), json=body)

    assert (refused.status_code, refused.json["type"]) == (status, f"/problems/{slug}")
    assert how_many(session, ResponseMark) == 0


def test_levels_that_do_not_fit_are_told_in_words(attempt, client):
    refused = client.post(place(attempt), json=marks({"argument": 3})).json

    assert refused["question"] == ESSAY
    assert refused["errors"] == [
        {
            "pointer": "/levels",
            "detail": "Choose a level for every criterion. "
            "Still without one: The sources.",
        }
    ]


def test_nobody_marks_their_own_and_no_trainer_a_strangers(session, caller, attempt):
    trainer = builders.a_trainer(session)
    own = a_waiting_attempt(session, builders.an_enrolment(session, trainer))
    session.commit()
    client = caller(trainer)

    answers = {
        client.post(place(own), json=marks()).status_code,
        client.get(f"{MARKING}/{own.uuid}").status_code,
    }

    assert answers == {403}
    assert client.post(place(attempt), json=marks()).status_code == 404
    assert client.get(f"{MARKING}/{attempt.uuid}").status_code == 404
    assert client.get(MARKING).json["items"] == []


def test_a_cohorts_progress_names_what_waits(attempt, client):
    cohort = attempt.enrolment.cohort

    listed = client.get(f"/api/v1/cohorts/{cohort.uuid}/progress").json["items"]

    assert listed[0]["waiting_quizzes"] == ["second-quiz"]
    assert listed[0]["failed_quizzes"] == []


def test_the_learners_courses_name_what_waits(caller, attempt):
    told = caller(attempt.enrolment.user).get("/api/v1/courses").json["items"][0]

    assert told["waiting_quizzes"] == ["second-quiz"]
