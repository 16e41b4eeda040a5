"""The OpenAPI document: valid, complete, agreed with the guards, and kept to."""

import gzip
import re
import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, seed, settings
from hypothesis.strategies import booleans
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.orm import Session

import learner_api
from course import jobs, tokens
from course.database import make_engine
from course.models import Award
from learner_api.auth import guard_of
from learner_api.problems import every_problem
from tests import doors, peers
from tests.builders import (
    COURSE,
    NOW,
    a_cohort,
    a_completed_enrolment,
    a_kept_roster,
    a_learner,
    a_roster,
    a_submitted_roadmap,
    an_accommodation,
    an_administrator,
    an_enrolment,
    an_open_attempt,
)
from tests.cohort_letters import a_message
from tests.course.award_lives import asked
from tests.discussing import a_post
from tests.evaluating import a_mailed_link
from tests.exporting import a_schedule, an_export
from tests.html import check_page
from tests.learner_api.operations import WANTED
from tests.programmes import a_kept_paper
from tests.reports import a_report_that_waits
from tests.telling import a_session, an_announcement

DOCUMENT = "/api/v1/openapi.json"
README = Path(learner_api.__file__).with_name("README.md")
EXAMPLES = 6
PLACES = (
    *("accommodation", "application", "attachment", "attempt", "cohort"),
    *("correction", "enrolment", "job", "message", "paper", "person", "plan", "post"),
    *("peer_review", "peer_round", "roster_import", "submission", "thread", "token"),
    *("announcement", "export", "name", "report", "schedule"),
)
POSITIVE, NEGATIVE = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
SEED = 20_100_101
TOO_LARGE = 413

# Those that take a body or a query, which may be wrong.
ASKING = [
    "createExport",
    "listExports",
    "scheduleReport",
    "listReportSchedules",
    "signIn",
    "updateMe",
    "createToken",
    "completeLesson",
    "startAttempt",
    "saveResponse",
    "getProgress",
    "explainCompletion",
    "explainCompletionOf",
    "explainCohortCompletion",
    "signOff",
    "submitEvaluation",
    "chooseFollowUp",
    "submitFollowUp",
    "getCohortEvaluation",
    "getEvaluationResults",
    "listWorksheets",
    "getWorksheet",
    "saveWorksheet",
    "askSecondMarker",
    "giveSecondReview",
    "decideReviews",
    "appealReview",
    "decideAppeal",
    "openPeerReview",
    "planPeerReviews",
    "assignPeerReviews",
    "listPeerAssignments",
    "closePeerReview",
    "savePeerDraft",
    "submitPeerReview",
    "actOnPeerReview",
    "getRoadmap",
    "getRoadmapDocument",
    "submitRoadmap",
    "listRoadmapsToReview",
    "reviewRoadmap",
    "getPapers",
    "submitPaper",
    "listPapers",
    "reviewPaper",
    "requestAward",
    "listCohorts",
    "createCohort",
    "planRoster",
    "applyRoster",
    "undoRoster",
    "getCohortOverview",
    "exportCohortOverview",
    "messageCohort",
    "listCohortMessages",
    "getCohortProgress",
    "getProgressMatrix",
    "exportProgressMatrix",
    "listAccommodations",
    "grantAccommodation",
    "endAccommodation",
    "listAttemptsToMark",
    "markResponse",
    "getCompletionStatistics",
    "exportCompletions",
    "exportStatements",
    "queryStatistics",
    "exportFigures",
    "importQuestions",
    "exportQuestions",
    "getItemStatistics",
    "listPeople",
    "createPerson",
    "updatePerson",
    "previewRegrade",
    "applyRegrade",
    "previewRuleChange",
    "exportRuleChangeList",
    "applyRuleChange",
    "beginTopUp",
    "renewEnrolment",
    "listCertified",
    "exportCertified",
    "postMessage",
    "editMessage",
    "reportMessage",
    "moderateMessage",
]

# What is checked of every answer. A body that is valid by the document may still be
# refused for what it means, so acceptance is not among them.
HELD = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def operations(document):
    """Every operation with its method and path."""
    return [
        (method, path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    ]


@pytest.fixture
def document(client):
    return client.get(DOCUMENT).json


def test_the_document_is_valid_openapi_3_1(app, document):
    schemathesis.openapi.from_wsgi(DOCUMENT, app).validate()

    assert document["openapi"].startswith("3.1")


def test_every_operation_that_is_promised_is_there_once(document):
    found = [operation["operationId"] for _, _, operation in operations(document)]

    assert sorted(found) == sorted(WANTED)


def test_every_route_of_the_api_is_in_the_document(app, document):
    documented = {(method, path) for method, path, _ in operations(document)}

    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/v1/"):
            continue
        path = "".join(
            part if not is_dynamic else f"{{{part}}}"
            for is_dynamic, part in rule._trace
        ).removeprefix("|")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            assert (method.lower(), path) in documented


def test_the_guards_agree_with_the_document(app, document):
    said = {
        operation["operationId"]: operation for _, _, operation in operations(document)
    }

    with app.app_context():
        for rule in app.url_map.iter_rules():
            if not rule.rule.startswith("/api/v1/"):
                continue
            first, *others = rule.endpoint.rpartition(".")[2].split("_")
            operation = said[first + "".join(map(str.capitalize, others))]
            guard = guard_of(rule.endpoint)
            assert operation["x-guard"] == guard
            assert bool(operation["security"]) == (guard != "public")
            assert ("401" in operation["responses"]) == (
                guard != "public" or "wrong-credentials" in operation["x-problems"]
            )
            if guard in ("staff", "administrator"):
                assert "403" in operation["responses"]


def test_a_stranger_is_let_into_public_operations_alone(client, document):
    for method, path, operation in operations(document):
        address = path.replace("{suffix}", "csv").replace("{kind}", "docx")
        for name in PLACES:
            address = address.replace(f"{{{name}}}", str(uuid4()))

        status = client.open(address, method=method.upper(), json={}).status_code

        assert (status == 401) == bool(operation["security"]), (method, path, status)


def test_roles_are_held_to_what_the_document_says(session, app, document):
    learner = a_learner(session)
    _, secret = tokens.create_token(session, learner, "test", now=NOW, days=36_500)
    session.commit()
    bearer = {"Authorization": f"Bearer {secret}"}

    for method, path, operation in operations(document):
        address = path.replace("{suffix}", "csv").replace("{kind}", "docx")
        for name in PLACES:
            address = address.replace(f"{{{name}}}", str(uuid4()))

        answer = app.test_client().open(
            address, method=method.upper(), json={}, headers=bearer
        )

        forbidden = answer.status_code == 403 and (
            answer.json["type"] == "/problems/forbidden"
        )
        staff = operation["x-guard"] in ("staff", "administrator")
        assert forbidden == staff, (method, path)


def test_the_document_is_not_modified_while_the_application_runs(client):
    first = client.get(DOCUMENT)

    again = client.get(DOCUMENT, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


def test_every_problem_and_operation_is_explained_in_the_readme():
    readme = README.read_text(encoding="utf-8")

    missing = [
        name for name in (*every_problem(), *WANTED) if f"`{name}`" not in readme
    ]

    assert missing == []


def test_the_documentation_lists_every_operation(client):
    answer = client.get("/api/docs")

    check_page(answer.text, "/api/docs")
    for operation in WANTED:
        assert f'id="{operation}"' in answer.text


def test_every_operation_is_told_whole_on_the_page_that_the_list_leads_to(client):
    listed = client.get("/api/docs").text

    told = {
        operation: page
        for page in set(re.findall(r'href="(/api/docs/[^"#]+)#', listed))
        for operation in re.findall(r'class="operation" id="(\w+)"', read(client, page))
    }

    assert told.keys() == set(WANTED)
    for operation, page in told.items():
        assert f'href="{page}#{operation}"' in listed


def test_no_page_of_the_documentation_is_long_to_load(client):
    listed = client.get("/api/docs").text

    pages = {"/api/docs", *re.findall(r'href="(/api/docs/[^"#]+)#', listed)}

    for page in pages:
        assert len(gzip.compress(client.get(page).data)) < 20_000, page


def test_a_group_of_operations_that_is_not_there_is_not_found(client):
    assert client.get("/api/docs/no-such-group").status_code == 404


def read(client, address):
    """A page that was looked at."""
    answer = client.get(address)
    check_page(answer.text, address)
    return answer.text


@pytest.fixture(scope="module")
def kept(sqlite_template, tmp_path_factory):
    """A record that every operation finds something in, and what is there."""
    path = tmp_path_factory.mktemp("known") / "course.sqlite"
    shutil.copyfile(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}", durable=False)
    with Session(engine, expire_on_commit=False) as session:
        known = known_of(session)
    # The last to close it writes the log of changes into the file itself.
    engine.dispose()
    return path, known


@pytest.fixture
def known(engine, kept):
    """Keys and names of records that are there, and a token that may see them."""
    path, known = kept
    engine.dispose()
    shutil.copyfile(path, engine.url.database)
    return known


def known_of(session):
    """Put a record of every kind there, and tell how they are called."""
    administrator = an_administrator(session)
    enrolment = an_enrolment(session, administrator)
    attempt = an_open_attempt(session, enrolment)
    cohort = a_cohort(session)
    a_completed_enrolment(session, cohort=cohort)
    learner = a_learner(session)
    granted = an_accommodation(session, cohort, extra_attempts=1)
    token, _ = tokens.create_token(session, administrator, "spare", now=NOW)
    _, secret = tokens.create_token(
        session, administrator, "test", now=NOW, days=36_500
    )
    number = session.query(Award.number).scalar()
    submission = a_submitted_roadmap(session, an_enrolment(session, cohort=cohort))
    paper = a_kept_paper(session, an_enrolment(session, cohort=cohort))
    report = a_report_that_waits(session, cohort, administrator, now=NOW)
    correction = asked(session, session.query(Award).first())
    named = {"course": COURSE, "edition": cohort.edition.digest, "cohort": None}
    job, _ = jobs.ask(
        session, "rule-change", named, op=uuid4(), now=NOW, by=administrator
    )
    post = a_post(session, None, cohort=cohort, by=administrator)
    message = a_message(session, cohort)
    taken = an_export(session, by=administrator)
    monthly = a_schedule(session, by=administrator)
    announced = an_announcement(session, cohort, by=administrator)
    scheduled = a_session(session, cohort, by=administrator)
    session.commit()
    return {
        "headers": {"Authorization": f"Bearer {secret}"},
        "course": COURSE,
        "module": "first-module",
        "lesson": "first-lesson",
        "quiz": "first-quiz",
        "question": "one-colour",
        **_at_the_doors(session),
        **_among_peers(session),
        "accommodation": str(granted.uuid),
        "announcement": str(announced.uuid),
        "attempt": str(attempt.uuid),
        "name": str(scheduled.uuid),
        "cohort": str(cohort.uuid),
        "correction": str(correction.uuid),
        "enrolment": str(enrolment.uuid),
        "export": str(taken.uuid),
        "schedule": str(monthly.uuid),
        "job": str(job.uuid),
        "worksheet": "first-sheet",
        "person": str(learner.uuid),
        "token": str(token.uuid),
        "purpose": "revocation",
        "batch": 0,
        "number": number,
        "suffix": "json",
        "submission": str(submission.uuid),
        "report": str(report.uuid),
        "paper": str(paper.uuid),
        "message": str(message.uuid),
        "module_key": "first-module",
        "post": str(post.uuid),
        "thread": str(post.thread),
        "kind": "docx",
    }


def _among_peers(session: Session) -> dict[str, str]:
    """A round in which learners read each other's roadmaps."""
    cohort = a_cohort(session)
    peers.authors_of(session, cohort)
    round_ = peers.a_round(session, cohort)
    peers.assign(session, round_)
    first = peers.assignments_of(session, round_)[0]
    peers.a_peer_review(session, first)
    session.commit()
    return {"peer_round": str(round_.uuid), "peer_review": str(first.uuid)}


def _at_the_doors(session: Session) -> dict[str, str]:
    """A call with an application, a list that waits and one that was applied."""
    call = doors.a_call(session)
    application = doors.an_application(session, call)
    letter = doors.a_letter(session, application)
    kept = a_kept_roster(session, call.cohort, "ama@example.org")
    applied = a_roster(session, call.cohort)
    graduate = a_completed_enrolment(session)
    secret = a_mailed_link(session, graduate, now=NOW)
    session.commit()
    return {
        "call": call.cohort.key,
        "application": str(application.uuid),
        "attachment": str(letter.uuid),
        "plan": str(kept.uuid),
        "roster_import": str(applied.uuid),
        "secret": secret,
    }


@pytest.mark.parametrize("operation_id", WANTED)
def test_every_answer_to_what_is_allowed_is_allowed(app, known, operation_id):
    send_many(app, operation_of(app, operation_id), known, POSITIVE)


@pytest.mark.parametrize("operation_id", ASKING)
def test_what_the_document_does_not_allow_is_refused(app, known, operation_id):
    send_many(app, operation_of(app, operation_id), known, NEGATIVE)


def _is_amiss(case):
    """Whether something is not allowed apart from the address and the headers."""
    return any(
        component.mode is NEGATIVE
        for place, component in case.meta.components.items()
        if place in (ParameterLocation.BODY, ParameterLocation.QUERY)
    )


_read: list[Any] = []


def operation_of(app, operation_id):
    """An operation as the document tells it, which is the same of every application.

    To write and to read it takes longer than to send the requests.
    """
    if not _read:
        _read.append(schemathesis.openapi.from_wsgi(DOCUMENT, app))
    return _read[0].find_operation_by_id(operation_id)


def send_many(app, operation, known, mode):
    """Send requests made by chance, the same every time, and check every answer."""
    # The checks read answers as they come, so none is to come compressed.
    headers = {**known["headers"], "Accept-Encoding": "identity"}

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), is_known=booleans())
    def send(case, is_known):
        if is_known:
            # Chance alone would never find a record that is there.
            places = case.path_parameters or {}
            places.update({name: known[name] for name in places})
            # What is put right here may be all that was not allowed.
            assume(mode is POSITIVE or _is_amiss(case))
        answer = case.call(headers=headers, app=app)
        # A body that is too large is refused, though the check knows no 413.
        apart = [negative_data_rejection] if answer.status_code == TOO_LARGE else []
        case.validate_response(answer, checks=HELD, excluded_checks=apart)

    send()
