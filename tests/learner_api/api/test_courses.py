"""Courses, modules, lessons and progress."""

from uuid import uuid4

import pytest

from course.models import LessonOpening
from tests.builders import (
    COURSE,
    LESSONS,
    a_cohort,
    a_completed_enrolment,
    a_finished_lesson,
    a_learner,
    a_trainer,
    an_enrolment,
)

COURSES = "/api/v1/courses"
MODULE = f"{COURSES}/{COURSE}/modules/first-module"
LESSON = f"{MODULE}/lessons/first-lesson"
PROGRESS = f"{COURSES}/{COURSE}/progress"


@pytest.fixture
def enrolment(session):
    enrolment = an_enrolment(session, cohort=a_cohort(session))
    session.commit()
    return enrolment


def test_my_courses_say_what_is_left_and_where_to_go_on(session, caller, enrolment):
    a_finished_lesson(session, enrolment)
    session.commit()

    answer = caller(enrolment.user).get(COURSES)

    [course] = answer.json["items"]
    assert course["key"] == COURSE
    assert (course["met"], course["needed"], course["percent"]) == (1, 5, 20)
    assert len(course["outstanding"]) == 4
    assert course["next_step"] == {
        "kind": "lesson",
        "module": "first-module",
        "key": "second-lesson",
        "title": course["outstanding"][0]["title"],
    }
    assert course["cohort"]["uuid"] == str(enrolment.cohort.uuid)
    assert answer.json["available"] == []
    assert answer.json["next"] is None


def test_a_course_that_one_is_not_on_is_offered_as_such(session, caller):
    learner = a_learner(session)
    session.commit()

    answer = caller(learner).get(COURSES)

    assert answer.json["items"] == []
    [offered] = answer.json["available"]
    assert offered["key"] == COURSE
    assert offered["enrolled"] is False


def test_a_module_lists_its_lessons_and_its_quiz(session, caller, enrolment):
    a_finished_lesson(session, enrolment)
    session.commit()

    module = caller(enrolment.user).get(MODULE).json

    assert [(one["key"], one["completed"]) for one in module["lessons"]] == [
        ("first-lesson", True),
        ("second-lesson", False),
    ]
    assert module["quiz"]["key"] == "first-quiz"
    assert module["quiz"]["passed"] is False
    assert module["introduction_html"].startswith("<p>")
    assert "Classify a measure" in module["objectives"]
    assert module["tasks"][0] == {
        "title": "Fill in the first sheet",
        "minutes": 20,
        "steps": ["Answer the two questions.", "Name the bodies that you know."],
        "worksheet": "first-sheet",
    }
    assert module["tasks"][1]["worksheet"] is None


def test_a_lesson_comes_whole_with_its_sources(caller, catalogue, enrolment):
    lesson = caller(enrolment.user).get(LESSON).json

    expected = catalogue.lesson("first-module", "first-lesson")
    assert lesson["body"] == expected.body
    assert "<p>" in lesson["html"]
    assert lesson["minutes"] == expected.minutes
    assert [one["key"] for one in lesson["sources"]] == list(expected.sources)
    assert [one["key"] for one in lesson["figures"]] == list(expected.figures)
    assert lesson["completed"] is False


def test_the_first_reading_of_a_lesson_is_noted_once(session, caller, enrolment):
    client = caller(enrolment.user)

    client.get(LESSON)
    client.get(LESSON)

    assert session.query(LessonOpening).count() == 1
    assert client.get(COURSES).json["items"][0]["next_step"]["key"] == "first-lesson"


def test_a_head_request_is_no_reading(session, caller, enrolment):
    answer = caller(enrolment.user).head(LESSON)

    assert answer.status_code == 200
    assert session.query(LessonOpening).count() == 0


def test_a_lesson_read_again_costs_three_statements_at_most(
    caller, enrolment, counting
):
    client = caller(enrolment.user)
    client.get(LESSON)

    with counting() as statements:
        client.get(LESSON)

    assert len(statements) <= 3, statements


@pytest.mark.parametrize("path", [COURSES, MODULE, LESSON, PROGRESS])
def test_reading_again_is_answered_not_modified_until_something_changes(
    session, caller, enrolment, path
):
    client = caller(enrolment.user)
    tag = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": tag})
    a_finished_lesson(session, enrolment)
    session.commit()
    changed = client.get(path, headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert changed.status_code == 200


def test_staff_read_without_an_enrolment_and_learners_do_not(session, caller):
    trainer, learner = a_trainer(session), a_learner(session)
    session.commit()

    read = caller(trainer).get(LESSON)
    refused = caller(learner).get(LESSON)

    assert read.status_code == 200
    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/not-enrolled"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        (f"{COURSES}/{COURSE}/modules/no-module", "unknown-module"),
        (f"{COURSES}/{COURSE}/modules/no-module/lessons/any", "unknown-module"),
        (f"{MODULE}/lessons/no-lesson", "unknown-lesson"),
        (f"{MODULE}/lessons/third-lesson", "unknown-lesson"),
    ],
)
def test_what_is_not_taught_is_not_found(caller, enrolment, path, slug):
    refused = caller(enrolment.user).get(path)

    assert refused.status_code == 404
    assert refused.json["type"] == f"/problems/{slug}"


def test_finishing_a_lesson_is_done_once_however_often_it_is_sent(caller, enrolment):
    client, op = caller(enrolment.user), str(uuid4())

    first = client.put(f"{LESSON}/completion", json={"op": op})
    second = client.put(f"{LESSON}/completion", json={"op": op})

    assert first.status_code == 200
    assert first.json == second.json
    assert first.json["op"] == op
    assert (first.json["met"], first.json["percent"]) == (1, 20)
    assert client.get(LESSON).json["completed"] is True


def test_an_operation_names_one_act_only(caller, enrolment):
    client, op = caller(enrolment.user), str(uuid4())
    client.put(f"{LESSON}/completion", json={"op": op})

    refused = client.put(f"{MODULE}/lessons/second-lesson/completion", json={"op": op})

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/operation-conflict"


def test_the_device_may_say_that_it_happened_earlier(caller, enrolment):
    done = caller(enrolment.user).put(
        f"{LESSON}/completion",
        json={"op": str(uuid4()), "occurred_at": "2026-03-02T15:00:00+03:00"},
    )

    assert done.json["occurred_at"] == "2026-03-02T12:00:00Z"
    assert done.json["recorded_at"] > done.json["occurred_at"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/op"),
        ({"op": "twice"}, "/op"),
        ({"op": str(uuid4()), "done": True}, "/done"),
        ({"op": str(uuid4()), "occurred_at": "2026-03-02T12:00:00"}, "/occurred_at"),
        ({"op": str(uuid4()), "occurred_at": "0001-01-01T00:00+14:00"}, "/occurred_at"),
    ],
)
def test_a_faulty_completion_says_where(caller, enrolment, body, pointer):
    refused = caller(enrolment.user).put(f"{LESSON}/completion", json=body)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]


def test_progress_explains_each_requirement(session, caller, enrolment):
    a_finished_lesson(session, enrolment)
    session.commit()

    progress = caller(enrolment.user).get(PROGRESS).json

    [award] = progress["awards"]
    lessons, quizzes = award["findings"]
    assert progress["percent"] == 20
    assert (lessons["met"], lessons["needed"]) == (1, len(LESSONS))
    assert [one["key"] for one in lessons["outstanding"]] == [
        "second-lesson",
        "third-lesson",
    ]
    assert quizzes["is_met"] is False
    assert award["earned_at"] is None


def test_progress_as_of_an_earlier_moment_is_what_it_was(session, caller, enrolment):
    a_completed = a_completed_enrolment(session)
    session.commit()
    client = caller(a_completed.user)

    before = client.get(PROGRESS, query_string={"as_of": "2026-03-02T11:59:59Z"})
    after = client.get(PROGRESS)

    assert before.json["percent"] == 0
    assert before.json["as_of"] == "2026-03-02T11:59:59Z"
    assert after.json["percent"] == 100
    assert after.json["awards"][0]["earned_at"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"as_of": "yesterday"}, "/query/as_of"),
        ({"as_of": "2199-01-01T00:00:00Z"}, "/query/as_of"),
        ({"asof": "2026-03-02T12:00:00Z"}, "/query/asof"),
    ],
)
def test_a_faulty_query_says_where(caller, enrolment, query, pointer):
    refused = caller(enrolment.user).get(PROGRESS, query_string=query)

    assert refused.status_code == 422
    assert [fault["pointer"] for fault in refused.json["errors"]] == [pointer]
