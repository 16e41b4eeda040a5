"""Forms about a course by API: giving them, being asked again, what they came to."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import EvaluationBox, EvaluationGiven, FollowUpChoice
from tests import builders, evaluating
from tests.builders import COURSE, how_many, miniature_catalogue

API = "/api/v1"
FORMS = miniature_catalogue().forms
A_SHEET = {"useful": 5, "pace": "right", "words": "More of it."}


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer)


@pytest.fixture
def enrolment(session, cohort):
    made = builders.a_completed_enrolment(session, cohort=cohort)
    session.commit()
    return made


@pytest.fixture
def client(enrolment, caller):
    return caller(enrolment.user)


def place(enrolment: Any, what: str = "evaluation") -> str:
    return f"{API}/enrolments/{enrolment.uuid}/{what}"


def filled(**overrides: Any) -> dict[str, Any]:
    form = "end-of-course"
    said = {
        "op": str(uuid4()),
        "form": form,
        "digest": FORMS[form].digest,
        "answers": A_SHEET,
    }
    return said | overrides


def test_the_form_is_read_given_and_known_to_be_given(session, client, enrolment):
    before = client.get(place(enrolment)).json
    answer = client.post(place(enrolment), json=filled(digest=before["form"]["digest"]))
    after = client.get(place(enrolment)).json

    assert before["form"]["key"] == "end-of-course"
    assert before["given_at"] is None
    asked = {each["key"]: each for each in before["form"]["questions"]}
    assert [each["label"] for each in asked["useful"]["options"]] == [
        "1 Not useful",
        "2",
        "3 Fairly",
        "4",
        "5 Very useful",
        "Does not apply",
    ]
    assert answer.status_code == 201
    assert answer.json.keys() == {"uuid", "form", "given_at"}
    assert after["given_at"] == answer.json["given_at"]
    assert session.scalars(select(EvaluationBox)).one().sheets == [A_SHEET]


def test_sent_again_it_is_given_once(session, client, enrolment):
    body = filled()

    first = client.post(place(enrolment), json=body)
    again = client.post(place(enrolment), json=body | {"answers": {}})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert how_many(session, EvaluationGiven) == 1


@pytest.mark.parametrize(
    ("overrides", "status", "slug"),
    [
        ({"answers": {"useful": 9}}, 422, "form-incomplete"),
        ({"form": "stopping"}, 409, "form-not-offered"),
        ({"digest": "0" * 64}, 409, "form-changed"),
        ({"form": "follow-up"}, 422, "invalid-request"),
    ],
)
def test_what_cannot_be_taken_is_refused(client, enrolment, overrides, status, slug):
    answer = client.post(place(enrolment), json=filled(**overrides))

    assert answer.status_code == status
    assert answer.json["type"] == f"/problems/{slug}"


def test_a_refusal_says_what_is_wrong_and_where(client, enrolment):
    answer = client.post(place(enrolment), json=filled(answers={"useful": 9}))

    assert answer.json["errors"] == [
        {"pointer": "/answers/useful", "detail": "Choose one of the options."},
        {"pointer": "/answers/pace", "detail": "Choose an answer."},
    ]


def test_it_is_not_given_twice(client, enrolment):
    client.post(place(enrolment), json=filled())

    answer = client.post(place(enrolment), json=filled())

    assert answer.json["type"] == "/problems/form-given-already"


def test_one_agrees_to_be_asked_again_and_takes_it_back(session, client, enrolment):
    for verdict in ("agreed", "withdrawn"):
        body = {"op": str(uuid4()), "verdict": verdict}
        answer = client.post(place(enrolment, "follow-up"), json=body)
        assert answer.status_code == 201
        assert client.get(place(enrolment)).json["follow_up"] == verdict
        again = client.post(place(enrolment, "follow-up"), json=body)
        assert (again.status_code, again.json) == (200, answer.json)

    repeated = client.post(
        place(enrolment, "follow-up"), json={"op": str(uuid4()), "verdict": "withdrawn"}
    )
    assert repeated.json["type"] == "/problems/follow-up-unchanged"
    assert how_many(session, FollowUpChoice) == 2


@pytest.fixture
def link(session, enrolment):
    """The secret of a link that was mailed today."""
    secret = evaluating.a_mailed_link(session, enrolment, now=datetime.now(UTC))
    session.commit()
    return f"{API}/follow-ups/{secret}"


def test_whoever_has_the_link_answers_once(app, session, link):
    anybody = app.test_client()
    found = anybody.get(link).json
    body = {
        "op": str(uuid4()),
        "digest": found["form"]["digest"],
        "answers": {"applied": "yes", "story": "We have a plan."},
    }

    answer = anybody.post(link, json=body)
    again = anybody.post(link, json=body)
    other = anybody.post(link, json=body | {"op": str(uuid4())})

    assert found["course"] == COURSE
    assert (answer.status_code, again.status_code) == (201, 200)
    assert other.json["type"] == "/problems/form-given-already"
    assert anybody.get(link).json["answered_at"] == answer.json["given_at"]
    assert session.scalars(select(EvaluationBox)).one().sheets == [body["answers"]]


def test_by_the_link_one_is_asked_no_more(app, link):
    anybody = app.test_client()

    assert anybody.post(f"{link}/withdrawal").status_code == 204
    assert anybody.get(link).status_code == 410
    assert anybody.get(f"{link}x").json["type"] == "/problems/follow-up-invalid"


def test_staff_read_what_was_said_by_fives(session, cohort, trainer, caller):
    evaluating.all_given(session, [A_SHEET] * 6, cohort)
    session.commit()

    of_cohort = caller(trainer).get(f"{API}/cohorts/{cohort.uuid}/evaluation")
    administrator = builders.an_administrator(session)
    session.commit()
    boss = caller(administrator)
    of_course = boss.get(f"{API}/courses/{COURSE}/evaluation")

    for answer in (of_cohort, of_course):
        found = answer.json["forms"][0]
        assert (found["form"], found["given"], found["shown"]) == (
            "end-of-course",
            6,
            5,
        )
        useful, pace, words = found["versions"][0]["questions"]
        assert (useful["good_percent"], useful["middle"]) == (100, 5.0)
        assert {each["value"]: each["count"] for each in pace["counts"]} == {
            "slow": 0,
            "right": 5,
            "fast": 0,
        }
        assert words["texts"] == ["More of it."] * 5
    assert of_cohort.json["cohort"] == str(cohort.uuid)
    assert of_course.json["cohort"] is None
    assert of_course.json["step"] == 5
    assert of_course.json["gain"] is None


def test_results_take_few_statements(session, cohort, trainer, caller, counting):
    evaluating.all_given(session, [A_SHEET] * 10, cohort)
    session.commit()
    client = caller(trainer)
    with counting() as statements:
        client.get(f"{API}/cohorts/{cohort.uuid}/evaluation")

    # Who asks, the cohort, its edition, and what is told of it.
    assert len(statements) <= 9
