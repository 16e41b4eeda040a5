"""Awards: asked for, read, drawn and verified."""

import pytest

from course import accounts
from course.models import Award
from tests.builders import (
    COURSE,
    NOW,
    a_cohort,
    a_completed_enrolment,
    a_learner,
    a_trainer,
    an_enrolment,
)

AWARDS = "/api/v1/awards"
ASK = f"/api/v1/courses/{COURSE}/awards"


@pytest.fixture
def enrolment(session):
    learner = a_learner(session, name="Ama Mensah")
    enrolment = a_completed_enrolment(session, learner, cohort=a_cohort(session))
    session.commit()
    return enrolment


@pytest.fixture
def number(session, enrolment):
    number = session.query(Award.number).scalar()
    session.commit()
    return number


def test_my_awards_are_listed_with_their_documents(caller, enrolment, number):
    listed = caller(enrolment.user).get(AWARDS).json

    assert listed["next"] is None
    [award] = listed["items"]
    assert award["number"] == number
    assert award["holder_name"] == "Ama Mensah"
    assert award["address"] == f"{AWARDS}/{number}"
    assert award["document"] == f"{AWARDS}/{number}/document"


def test_an_award_already_given_is_given_again_not_anew(caller, enrolment, number):
    answer = caller(enrolment.user).post(ASK, json={"kind": "completion"})

    assert answer.status_code == 200
    assert answer.json["number"] == number
    assert answer.json["status"] == "valid"


def test_an_award_that_was_held_back_is_given_once_the_name_is_mended(session, caller):
    learner = a_learner(session)
    learner.name = "Ama 🎓"
    enrolment = a_completed_enrolment(session, learner)
    session.commit()
    client = caller(enrolment.user)

    refused = client.post(ASK, json={"kind": "completion"})
    accounts.change_profile(
        session, learner, {"name": "Ama Mensah"}, now=NOW, by=learner
    )
    session.commit()
    given = client.post(ASK, json={"kind": "completion"})

    assert refused.json["type"] == "/problems/name-not-printable"
    assert given.status_code == 201
    assert given.headers["Location"] == f"{AWARDS}/{given.json['number']}"
    assert given.json["claims"]["holder_name"] == "Ama Mensah"


def test_an_award_not_earned_yet_says_what_is_outstanding(session, caller):
    enrolment = an_enrolment(session)
    session.commit()

    refused = caller(enrolment.user).post(ASK, json={"kind": "completion"})

    assert refused.status_code == 409
    assert refused.json["type"] == "/problems/not-yet-complete"
    assert len(refused.json["outstanding"]) == 5


def test_an_award_that_the_course_does_not_give_is_refused(caller, enrolment):
    refused = caller(enrolment.user).post(ASK, json={"kind": "excellence"})

    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {"pointer": "/kind", "detail": "This course gives: completion."}
    ]


def test_an_award_tells_its_holder_everything_that_was_frozen(
    caller, enrolment, number
):
    award = caller(enrolment.user).get(f"{AWARDS}/{number}").json

    assert award["claims"]["number"] == number
    assert len(award["claims"]["result"]["quizzes"]) == 2
    assert award["successor"] is None


def test_a_number_that_never_was_and_an_award_of_another_are_unknown(
    session, caller, enrolment, number
):
    stranger = a_learner(session)
    session.commit()
    client = caller(stranger)

    answers = [
        client.get(f"{AWARDS}/{number}"),
        client.get(f"{AWARDS}/{number}/document"),
        client.get(f"{AWARDS}/AAAA-BBBB-CCCC"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert {answer.json["type"] for answer in answers} == {"/problems/unknown-award"}


def test_the_certificate_is_a_pdf_that_is_kept(caller, enrolment, number):
    client = caller(enrolment.user)

    drawn = client.get(f"{AWARDS}/{number}/document")
    tag = drawn.headers["ETag"]
    again = client.get(f"{AWARDS}/{number}/document", headers={"If-None-Match": tag})

    assert drawn.mimetype == "application/pdf"
    assert drawn.data.startswith(b"%PDF-")
    assert "immutable" in drawn.headers["Cache-Control"]
    assert drawn.headers["Content-Disposition"] == (
        f'attachment; filename="certificate-{number}.pdf"'
    )
    assert (again.status_code, again.data) == (304, b"")


def test_anybody_may_verify_a_number_however_it_was_typed(client, enrolment, number):
    typed = number.lower().replace("-", " ")

    found = client.get(f"/api/v1/verifications/{typed}")

    assert found.status_code == 200
    assert found.json["number"] == number
    assert found.json["status"] == "valid"
    assert found.json["claims"]["holder_name"] == "Ama Mensah"


def test_verification_tells_no_score_and_no_contact(client, enrolment, number):
    found = client.get(f"/api/v1/verifications/{number}")

    assert "result" not in found.json["claims"]
    assert "points" not in found.text
    assert "@" not in found.text


def test_a_number_that_never_was_verifies_nothing(client):
    refused = client.get("/api/v1/verifications/AAAA-BBBB-CCCC")

    assert refused.status_code == 404
    assert refused.json["type"] == "/problems/unknown-award"
    assert refused.json["number"] == "AAAA-BBBB-CCCC"


def test_a_trainer_sees_the_awards_of_their_cohort_only(session, caller):
    trainer = a_trainer(session)
    own = a_completed_enrolment(session, cohort=a_cohort(session, trainer=trainer))
    a_completed_enrolment(session, cohort=a_cohort(session))
    session.commit()
    mine, foreign = session.query(Award).order_by(Award.id).all()
    session.commit()
    client = caller(trainer)

    assert own.completed_at is not None
    assert client.get(f"{AWARDS}/{mine.number}").status_code == 200
    assert client.get(f"{AWARDS}/{foreign.number}").status_code == 404


def test_any_page_may_ask_whether_an_award_holds(client, number):
    for asked, status in ((number, 200), ("AAAA-AAAA-AAAA", 404)):
        answer = client.get(
            f"/api/v1/verifications/{asked}", headers={"Origin": "null"}
        )

        assert answer.status_code == status
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_no_other_page_may_ask_anything_else(caller, enrolment, number):
    for address in (AWARDS, f"{AWARDS}/{number}", f"{AWARDS}/{number}/document"):
        answer = caller(enrolment.user).get(address, headers={"Origin": "null"})

        assert "Access-Control-Allow-Origin" not in answer.headers
