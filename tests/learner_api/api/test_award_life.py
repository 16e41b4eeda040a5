"""The life of awards for programs: acts, histories, names and releases."""

from uuid import uuid4

import pytest

from course.models import Award
from tests import builders
from tests.course.award_lives import a_completion, an_edition, the_award

API = "/api/v1"


@pytest.fixture
def award(session) -> Award:
    learner = builders.a_learner(session, name="Ama Mensah")
    award = the_award(session, a_completion(session, learner))
    session.commit()
    return award


@pytest.fixture
def administrator(session, caller):
    person = builders.an_administrator(session, name="Ada Admin")
    session.commit()
    return caller(person)


def body(**fields):
    return {"op": str(uuid4()), "reason": "Seen and decided.", **fields}


def test_an_award_is_suspended_reinstated_and_revoked(administrator, award):
    address = f"{API}/awards/{award.number}"

    states = [
        administrator.post(f"{address}/{act}", json=body()).json["status"]
        for act in ("suspension", "reinstatement", "revocation")
    ]
    life = administrator.get(f"{address}/life").json

    assert states == ["suspended", "valid", "revoked"]
    assert [each["kind"] for each in life["history"]] == [
        "issued",
        "suspended",
        "reinstated",
        "revoked",
    ]
    assert life["history"][-1]["by"] == "Ada Admin"
    assert life["history"][-1]["reason"] == "Seen and decided."
    assert life["differs_from_record"] is False


@pytest.mark.parametrize(
    ("acts", "slug"),
    [
        (("reinstatement",), "not-suspended"),
        (("suspension", "suspension"), "already-suspended"),
        (("revocation", "revocation"), "already-revoked"),
        (("revocation", "reinstatement"), "award-revoked"),
    ],
)
def test_what_the_state_forbids_is_a_problem_of_its_own(
    administrator, award, acts, slug
):
    for act in acts:
        answer = administrator.post(f"{API}/awards/{award.number}/{act}", json=body())

    assert answer.status_code == 409
    assert answer.json["type"] == f"/problems/{slug}"


def test_a_replacement_is_written_once_and_the_old_number_leads_to_it(
    administrator, client, award
):
    address = f"{API}/awards/{award.number}/supersession"
    sent = body(cause="name", name="Ama B. Mensah")

    first = administrator.post(address, json=sent)
    again = administrator.post(address, json=sent)
    late = administrator.post(address, json=body(cause="name", name="Ama C."))

    assert (first.status_code, again.status_code) == (201, 200)
    number = first.json["number"]
    assert again.json["number"] == number
    assert first.json["chain"] == [award.number, number]
    assert first.json["claims"]["supersedes"] == {
        "number": award.number,
        "reason": "name",
    }
    assert late.json["type"] == "/problems/award-superseded"
    assert late.json["newest"] == number
    told = client.get(f"{API}/verifications/{award.number}").json
    assert (told["status"], told["successor"]) == ("superseded", number)


@pytest.mark.parametrize(
    "fields", [{"cause": "name"}, {"cause": "mark", "name": "Ama"}, {"cause": "whim"}]
)
def test_a_replacement_says_why_and_names_a_name_only_for_a_name(
    administrator, award, fields
):
    answer = administrator.post(
        f"{API}/awards/{award.number}/supersession", json=body(**fields)
    )

    assert answer.status_code == 422


def test_a_replacement_that_says_nothing_new_is_refused(administrator, award):
    answer = administrator.post(
        f"{API}/awards/{award.number}/supersession", json=body(cause="words")
    )

    # The application's office is another than that of the tests' builders.
    assert answer.status_code == 201
    again = administrator.post(
        f"{API}/awards/{answer.json['number']}/supersession", json=body(cause="words")
    )
    assert again.json["type"] == "/problems/nothing-to-supersede"


def test_the_register_comes_in_pages(session, administrator, award):
    for _ in range(2):
        a_completion(session)
    session.commit()

    first = administrator.get(f"{API}/register?limit=2").json
    second = administrator.get(first["next"]).json
    found = administrator.get(f"{API}/register?search=ama%20mensah").json

    assert [len(each["items"]) for each in (first, second)] == [2, 1]
    assert second["next"] is None
    assert [each["number"] for each in found["items"]] == [award.number]
    assert administrator.get(f"{API}/register?state=revoked").json["items"] == []


def test_a_name_is_asked_for_listed_and_approved(session, caller, administrator, award):
    person = award.achievement.enrolment.user
    session.commit()
    holder = caller(person)
    sent = {"op": str(uuid4()), "name": "Ama B. Mensah", "reason": "I have married."}
    address = f"{API}/awards/{award.number}/name-corrections"

    first, again = (holder.post(address, json=sent) for _ in range(2))
    waiting = administrator.get(f"{API}/name-corrections?waiting=true").json["items"]
    uuid = first.json["uuid"]
    answer = administrator.post(
        f"{API}/name-corrections/{uuid}/approval",
        json={"op": str(uuid4()), "words": "The passport was seen."},
    )
    late = administrator.post(
        f"{API}/name-corrections/{uuid}/refusal",
        json={"op": str(uuid4()), "words": "No."},
    )

    assert (first.status_code, again.status_code) == (201, 200)
    assert [each["uuid"] for each in waiting] == [uuid]
    assert answer.json["verdict"] == "approved"
    assert late.json["type"] == "/problems/correction-answered"
    [newest, _old] = holder.get(f"{API}/awards").json["items"]
    assert newest["holder_name"] == "Ama B. Mensah"


def test_a_run_is_looked_at_and_released(session, caller, administrator):
    edition = an_edition(session, held_for_release="moderated")
    cohort = builders.a_cohort(session, edition=edition)
    enrolment = a_completion(session, cohort=cohort)
    session.commit()
    address = f"{API}/cohorts/{cohort.uuid}/release"
    learner = caller(enrolment.user)

    waits = learner.post(
        f"{API}/courses/{builders.COURSE}/awards", json={"kind": "completion"}
    )
    listed = administrator.get(address).json
    sent = {"op": str(uuid4()), "token": listed["token"], "note": "Checked."}
    first, again = (administrator.post(address, json=sent) for _ in range(2))

    assert waits.json["type"] == "/problems/waits-for-release"
    assert [row["fate"] for row in listed["rows"]] == ["issues"]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    [held] = learner.get(f"{API}/awards").json["items"]
    assert first.json["numbers"] == [held["number"]]
