"""What is somebody else's is not there: not by a detour, and not by a single word."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from learner_api.roadmap_views import MEDIA_TYPES
from tests import builders
from tests.security.routes import API, ROUTES
from tests.security.world import FOR, OWNER, REASON, STRANGER, House

READ = [route.removeprefix("GET ") for route in ROUTES if route.startswith("GET")]
# Kinds of file that are archives of texts, perhaps with pictures among them.
PACKAGES = ("application/epub+zip", MEDIA_TYPES["docx"])
# What a certificate prints, anybody who holds its number may check.
PUBLISHED = ("/verify/<number>", f"{API}/verifications/<number>")


def words_of(house: House, rule: str, asker: str) -> str:
    response = house.ask("GET", rule, asker)
    kind = response.mimetype or ""
    if kind == "application/pdf" or kind.startswith("image"):
        return ""
    if kind in PACKAGES:
        archive = ZipFile(BytesIO(response.data))
        return "\n".join(
            archive.read(name).decode(errors="replace") for name in archive.namelist()
        )
    return response.get_data().decode(errors="replace")


@pytest.mark.parametrize("rule", [each for each in READ if each not in PUBLISHED])
@pytest.mark.parametrize("asker", ["anonymous", "stranger", "other trainer"])
def test_nobody_reads_of_a_learner_who_is_not_theirs(house, rule, asker):
    words = words_of(house, rule, asker)

    assert "Olu Owner" not in words
    assert OWNER not in words
    # A refusal may repeat the number that it was asked for.
    assert "<number>" in rule or house.records["awards"] not in words


@pytest.mark.parametrize("rule", READ)
@pytest.mark.parametrize("asker", ["anonymous", "owner", "leader"])
def test_neither_does_the_trainer_of_another_cohort(house, rule, asker):
    words = words_of(house, rule, asker)

    assert "Stella Stranger" not in words
    assert STRANGER not in words
    assert house.records["foreign cohort"] not in words


@pytest.mark.parametrize("rule", PUBLISHED)
def test_checking_a_certificate_tells_no_score_and_no_contact(house, rule):
    words = words_of(house, rule, "anonymous")

    assert "Olu Owner" in words
    assert OWNER not in words
    assert "Olu Owner" not in words_of(house, rule.partition("<")[0] + "X", "anonymous")


@pytest.mark.parametrize(
    "address",
    [
        "/cohorts/{cohort}/learners/{foreign learner}",
        "/cohorts/{foreign cohort}/learners/{learner}",
        "/cohorts/{foreign cohort}/learners/{foreign learner}",
        "/cohorts/{cohort}/lists/{foreign list}",
        "/cohorts/{foreign cohort}/lists/{list}",
        "/cohorts/{foreign cohort}/lists",
        "/cohorts/{foreign cohort}/plans/{plan}",
        "/cohorts/{foreign cohort}/overview",
        "/cohorts/{foreign cohort}/matrix",
        "/cohorts/{foreign cohort}/messages",
        "/cohorts/{cohort}/messages/{foreign message}",
        "/cohorts/{cohort}/messages?after={foreign message}",
        f"{API}/cohorts/{{foreign cohort}}/overview",
        f"{API}/cohorts/{{cohort}}/overview?after={{foreign learner}}",
        f"{API}/cohorts/{{foreign cohort}}/overview.csv",
        f"{API}/cohorts/{{foreign cohort}}/progress-matrix",
        f"{API}/cohorts/{{cohort}}/progress-matrix?after={{foreign learner}}",
        f"{API}/cohorts/{{foreign cohort}}/progress-matrix.csv",
        f"{API}/cohorts/{{foreign cohort}}/messages",
        f"{API}/cohorts/{{cohort}}/messages/{{foreign message}}",
        f"{API}/cohorts/{{cohort}}/messages?after={{foreign message}}",
        f"{API}/cohorts/{{foreign cohort}}/roster.csv",
        f"{API}/cohorts/{{foreign cohort}}/roster/imports",
        f"{API}/cohorts/{{cohort}}/roster/imports/{{foreign list}}",
        "/cohorts?after={foreign cohort}",
        "/statistics?cohort={foreign cohort}",
        "/statistics/completions.csv?cohort={foreign cohort}",
        "/statistics/completions.json?cohort={foreign cohort}&by=country",
        "/statistics/lessons?cohort={foreign cohort}",
        "/statistics/tables/figures.csv?cohort={foreign cohort}",
        f"{API}/courses/miniature/figures?cohort={{foreign cohort}}&by=country",
        f"{API}/courses/miniature/figures.csv?cohort={{foreign cohort}}",
        f"{API}/courses/miniature/statistics?by=country&cohort={{foreign cohort}}",
        f"{API}/courses/miniature/completions.csv?{FOR}&cohort={{foreign cohort}}",
        f"{API}/courses/miniature/completions.json?by=gender&cohort={{foreign cohort}}",
        f"{API}/courses/miniature/statements.jsonl?cohort={{foreign cohort}}",
        f"{API}/cohorts/{{foreign cohort}}/progress",
        f"{API}/cohorts/{{cohort}}/progress?after={{foreign learner}}",
        f"{API}/cohorts?after={{foreign cohort}}",
        "/cohorts/{foreign cohort}/accommodations/new",
        "/cohorts/{cohort}/learners/{foreign learner}/accommodations/new",
        "/cohorts/{cohort}/accommodations/{foreign accommodation}/end",
        f"{API}/accommodations?cohort={{foreign cohort}}",
        f"{API}/accommodations?learner={{foreign learner}}",
        f"{API}/accommodations?after={{foreign accommodation}}",
        "/roadmaps/{foreign roadmap}",
        "/roadmaps/{foreign roadmap}/document.docx",
        "/roadmaps?after={foreign roadmap}",
        "/enrolments/{foreign learner}/roadmap",
        f"{API}/roadmaps/{{foreign roadmap}}",
        f"{API}/roadmaps/{{foreign roadmap}}/document.pdf",
        f"{API}/roadmaps?after={{foreign roadmap}}",
        f"{API}/enrolments/{{foreign learner}}/roadmap",
        "/papers/{foreign paper}",
        "/papers/{foreign paper}/file",
        "/papers?after={foreign paper}",
        "/enrolments/{foreign learner}/papers",
        f"{API}/papers/{{foreign paper}}",
        f"{API}/papers/{{foreign paper}}/file",
        f"{API}/papers?after={{foreign paper}}",
        f"{API}/enrolments/{{foreign learner}}/papers",
    ],
)
def test_no_detour_leads_a_trainer_to_another_cohort(house, address):
    records = house.records
    names = {
        "cohort": records["cohorts"],
        "learner": records["learners"],
        "list": records["lists"],
        "plan": records["plans"],
        **{name: value for name, value in records.items() if "foreign" in name},
    }

    response = house.ask("GET", address.format(**names), "leader")

    assert response.status_code in (404, 422)
    assert "Stella" not in response.get_data().decode(errors="replace")


@pytest.mark.parametrize("act", ["withdrawal", "restoration"])
def test_no_detour_lets_a_trainer_act_on_another_cohort(house, act):
    own, foreign = house.records["cohorts"], house.records["foreign learner"]
    theirs = house.records["foreign cohort"]

    for address in (
        f"/cohorts/{own}/learners/{foreign}/{act}",
        f"/cohorts/{theirs}/learners/{foreign}/{act}",
    ):
        response = house.ask("POST", address, "leader", data={"reason": "Not mine."})

        assert response.status_code == 404


@pytest.mark.parametrize("rule", READ)
@pytest.mark.parametrize("asker", ["owner", "stranger", "other trainer"])
def test_why_something_was_granted_is_told_to_those_who_answer_alone(
    house, rule, asker
):
    words = words_of(house, rule, asker)

    if asker != "other trainer" or "accommodations" not in rule:
        assert REASON not in words


def test_no_detour_lets_a_trainer_grant_or_end_what_is_not_theirs(house):
    records, grant = house.records, {"extra_attempts": 5, "reason": "Not mine."}

    asked = [
        ("/accommodations", {"cohort": records["foreign cohort"], **grant}),
        ("/accommodations", {"learner": records["foreign learner"], **grant}),
        (
            f"/accommodations/{records['foreign accommodation']}/end",
            {"reason": "Not mine."},
        ),
    ]

    for path, body in asked:
        body = {"op": records["attempts"], **body}
        response = house.ask("POST", f"{API}{path}", "leader", json=body)

        assert response.status_code == 404


def test_a_list_of_learners_takes_nobody_out_of_another_cohort(house):
    body = {"op": house.records["attempts"], "list": STRANGER}
    address = f"{API}/cohorts/{house.records['cohorts']}/roster/plans"

    response = house.ask("POST", address, "leader", json=body)

    assert [row["reason"] for row in response.get_json()["rows"]] == ["elsewhere"]
    assert "Stella" not in response.get_data().decode(errors="replace")


@pytest.mark.parametrize("rule", [each for each in READ if "/attempts/" in each])
@pytest.mark.parametrize("asker", ["owner", "leader", "administrator"])
def test_an_open_attempt_tells_nobody_what_is_right(house, rule, asker):
    words = words_of(house, rule, asker)

    for telling in ("feedback", "right_answer", "correct", "accepted"):
        assert f'"{telling}' not in words
    for question in builders.miniature_catalogue().quiz("first-quiz").questions:
        for feedback in question.feedback_for(question.correct_answer):
            assert feedback in question.prompt or feedback not in words


@pytest.mark.parametrize("path", ["learners/{foreign learner}", "lists/{foreign list}"])
def test_not_even_an_administrator_finds_a_record_under_another_cohort(house, path):
    address = f"/cohorts/{house.records['cohorts']}/{path}"

    response = house.ask("GET", address.format(**house.records), "administrator")

    assert response.status_code == 404
