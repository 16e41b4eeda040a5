"""One learner, one trainer and one administrator, from list to certificate to figures.

On both databases: what is refused by one and passed over by the other shows here.
"""

from uuid import uuid4

from tests.builders import (
    COURSE,
    LESSONS,
    QUIZZES,
    a_learner,
    a_trainer,
    an_administrator,
    right_answers,
)

V1 = "/api/v1"


def named(**members):
    return {"op": str(uuid4()), **members}


def test_a_course_runs_from_the_list_to_the_certificate_and_the_figures(
    session, app_on_both, caller, catalogue
):
    trainer = a_trainer(session)
    learner = a_learner(session, name="Ama Mensah", country="GH")
    administrator = an_administrator(session)
    session.commit()
    leads, learns, counts = caller(trainer), caller(learner), caller(administrator)

    cohort = leads.post(
        f"{V1}/cohorts",
        json=named(
            key="first",
            title="The first",
            course=COURSE,
            mode="self-paced",
            opens_on="2026-01-01",
            closes_on="2036-12-31",
        ),
    ).json
    planned = leads.post(
        f"{V1}/cohorts/{cohort['uuid']}/roster/plans",
        json=named(list=f"{learner.email}\nKofi Adjei <kofi@example.org>"),
    ).json
    assert [row["kind"] for row in planned["rows"]] == ["match", "create"]
    applied = leads.post(
        f"{V1}/cohorts/{cohort['uuid']}/roster/plans/{planned['uuid']}/application",
        json={"token": planned["token"]},
    )
    assert applied.json["counts"] == {"match": 1, "create": 1}

    for module, lesson in LESSONS:
        place = f"{V1}/courses/{COURSE}/modules/{module}/lessons/{lesson}"
        assert learns.get(place).status_code == 200
        assert learns.put(f"{place}/completion", json=named()).status_code == 200
    for quiz in QUIZZES:
        begun = learns.post(
            f"{V1}/courses/{COURSE}/quizzes/{quiz}/attempts", json=named()
        )
        attempt = begun.headers["Location"]
        for key, answer in right_answers(catalogue.quiz(quiz)).items():
            saved = learns.put(f"{attempt}/responses/{key}", json=named(answer=answer))
            assert saved.json["answer"] == answer
        receipt = learns.post(f"{attempt}/submission").json
        assert receipt["passed"] is True

    [award] = learns.get(f"{V1}/awards").json["items"]
    assert receipt["course_completed_at"] is not None
    assert learns.get(award["document"]).data.startswith(b"%PDF-")
    verified = app_on_both.test_client().get(f"{V1}/verifications/{award['number']}")
    assert verified.json["claims"]["holder_name"] == "Ama Mensah"

    standings = leads.get(f"{V1}/cohorts/{cohort['uuid']}/progress").json["items"]
    assert [(one["name"], one["state"]) for one in standings] == [
        ("Ama Mensah", "completed"),
        ("Kofi Adjei", "invited"),
    ]
    figures = counts.get(f"{V1}/courses/{COURSE}/statistics?by=country").json
    assert [(one["group"], one["certified"]) for one in figures["counts"]] == [
        ("GH", 1),
        (None, 0),
    ]
    rows = counts.get(
        f"{V1}/courses/{COURSE}/completions.json?purpose=An+audit+of+us."
    ).json["rows"]
    assert {row["name"]: row["award_number"] for row in rows} == {
        "Ama Mensah": award["number"],
        "Kofi Adjei": None,
    }
