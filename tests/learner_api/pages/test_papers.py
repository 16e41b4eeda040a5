"""The pages of a programme and of papers: the learner's own, and those that wait."""

from io import BytesIO
from uuid import uuid4

import pytest

from course.models import OutgoingMessage, PaperReview, PaperSubmission
from course.paper_files import MOST_BYTES
from tests import builders
from tests.builders import how_many
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.programmes import (
    FIRST,
    PDF,
    STEPS,
    TITLE,
    a_paper,
    a_paper_review,
    finished,
    on_course,
    programme_catalogue,
)
from tests.statements import statements_of


@pytest.fixture(scope="session")
def catalogue():
    return programme_catalogue()


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def enrolment(session, trainer):
    edition = on_course(session, STEPS).edition
    cohort = builders.a_cohort(session, trainer=trainer, edition=edition)
    learner = builders.a_learner(session, name="Ama Mensah")
    enrolment = on_course(session, STEPS, learner, cohort=cohort)
    session.commit()
    return enrolment


@pytest.fixture
def address(enrolment):
    return f"/enrolments/{enrolment.uuid}/papers"


@pytest.fixture
def learner(enrolment, sign_in, client):
    sign_in(enrolment.user)
    return client


@pytest.fixture
def leader(app, enrolment, trainer, sign_in):
    browser = app.test_client()
    sign_in(trainer, browser)
    return browser


def words(browser, path):
    response = browser.get(path)
    assert response.status_code == 200
    return text_of(parse_page(response.get_data(as_text=True)))


def hand_in(browser, address, content=PDF, **fields):
    data = {"op": str(uuid4()), "title": TITLE, "own_work": "yes", **fields}
    if content is not None:
        data["file"] = (BytesIO(content), "paper.pdf")
    return browser.post(address, data=data, headers=SAME_ORIGIN)


def test_a_learner_sees_what_the_diploma_asks_and_where_they_stand(
    session, learner, enrolment
):
    finished(session, enrolment.user, (FIRST,))
    session.commit()

    told = words(learner, f"/courses/{STEPS}")

    assert "Diploma: 33 per cent" in told
    assert "First steps" in told
    assert "Certified" in told
    assert "You are not on it yet" in told
    assert "Hand in your paper" in told
    assert "The certificate of “Second steps”" in told
    home = words(learner, "/")
    assert "Steps in miniature" in home
    progress = words(learner, f"/courses/{STEPS}/progress")
    assert "1 of 2 done" in progress


def test_a_paper_is_handed_in_read_and_earns_the_diploma(
    session, learner, leader, enrolment, address
):
    finished(session, enrolment.user)
    session.commit()
    assert hand_in(learner, address).status_code == 303
    assert "Your paper is handed in" in words(learner, f"{address}?handed-in=1")
    assert "Your paper (waits to be read)" in words(learner, f"/courses/{STEPS}")
    paper = f"/papers/{session.query(PaperSubmission).one().uuid}"
    session.rollback()
    assert TITLE in words(leader, "/papers")
    assert "Download the paper" in words(leader, paper)
    assert leader.get(f"{paper}/file").data == PDF

    response = leader.post(
        f"{paper}/review",
        data={"op": str(uuid4()), "verdict": "accepted", "comments": ""},
        headers=SAME_ORIGIN,
    )

    assert response.headers["Location"] == "/papers?saved=1"
    assert "No paper waits to be read." in words(leader, "/papers?saved=1")
    told = words(learner, f"/courses/{STEPS}")
    assert "You have completed this programme" in told
    assert "See your diploma" in told
    assert session.query(OutgoingMessage).one().subject == "Your paper is accepted"
    awards = learner.get("/awards").get_data(as_text=True)
    assert "Diploma" in awards


@pytest.mark.parametrize(
    ("content", "fields", "message"),
    [
        (None, {}, "Choose the file of your paper."),
        (PDF, {"title": " "}, "Write the title of your paper."),
        (PDF, {"own_work": ""}, "Confirm that the paper is your own work"),
        (b"text", {}, "This file cannot be taken."),
        (PDF, {"title": "\U0001f600"}, "A diploma cannot show these letters"),
    ],
    ids=["no file", "no title", "no word", "text", "letters"],
)
def test_a_form_that_is_wrong_says_what_to_do(
    session, learner, address, content, fields, message
):
    response = hand_in(learner, address, content, **fields)

    assert response.status_code == 422
    assert message in text_of(parse_page(response.get_data(as_text=True)))
    assert how_many(session, PaperSubmission) == 0


def test_a_file_that_is_far_too_large_is_refused_unread(session, learner, address):
    response = learner.post(
        address,
        data=b"x" * (MOST_BYTES + 200_000),
        content_type="multipart/form-data; boundary=x",
        headers=SAME_ORIGIN,
    )

    assert response.status_code == 422
    assert "5 MB at the most" in text_of(parse_page(response.get_data(as_text=True)))


def test_a_form_sent_twice_hands_in_once_and_another_waits(session, learner, address):
    op = str(uuid4())
    assert hand_in(learner, address, op=op).status_code == 303
    assert hand_in(learner, address, op=op).status_code == 303

    response = hand_in(learner, address)

    assert response.status_code == 409
    assert "Your paper waits to be read" in text_of(
        parse_page(response.get_data(as_text=True))
    )
    assert how_many(session, PaperSubmission) == 1


def test_a_paper_that_was_reviewed_meanwhile_shows_both(session, leader, enrolment):
    paper = a_paper(session, enrolment)
    a_paper_review(session, paper, verdict="sent-back", comments="Say who pays.")
    session.commit()

    response = leader.post(
        f"/papers/{paper.uuid}/review",
        data={"op": str(uuid4()), "verdict": "sent-back", "comments": "Mine."},
        headers=SAME_ORIGIN,
    )

    assert response.status_code == 409
    told = text_of(parse_page(response.get_data(as_text=True)))
    assert "Say who pays." in told
    assert "What you wrote was not recorded" in told
    assert "Mine." in told
    assert how_many(session, PaperReview) == 1


def test_a_list_of_papers_costs_no_more_for_many(session, engine, leader, enrolment):
    def cost():
        with statements_of(engine) as sent:
            leader.get("/papers")
        return len(sent)

    a_paper(session, enrolment)
    session.commit()
    one = cost()
    for _ in range(3):
        a_paper(session, on_course(session, STEPS, cohort=enrolment.cohort))
    session.commit()

    assert cost() <= one


STAFF_PAGES = (
    "/",
    "/cohorts/new",
    f"/courses/{STEPS}",
    f"/statistics?course={STEPS}",
    f"/api/v1/courses/{STEPS}/figures.csv",
    f"/rule-changes/{STEPS}",
    f"/certified?course={STEPS}",
    "/cohorts/{cohort}",
    "/cohorts/{cohort}/completion",
    "/cohorts/{cohort}/release",
    "/cohorts/{cohort}/learners/{enrolment}",
    "/enrolments/{enrolment}/sign-off",
    "/register",
)
LEARNER_PAGES = (
    "/",
    "/awards",
    f"/courses/{STEPS}",
    f"/courses/{STEPS}/progress",
    "/enrolments/{enrolment}/worksheets",
    "/enrolments/{enrolment}/roadmap",
)


def test_every_page_of_a_course_stands_for_a_programme_too(
    app, session, learner, enrolment, sign_in
):
    finished(session, enrolment.user, (FIRST,))
    administrator = app.test_client()
    person = builders.an_administrator(session)
    session.commit()
    sign_in(person, administrator)
    names = {"cohort": enrolment.cohort.uuid, "enrolment": enrolment.uuid}

    asked = [(administrator, each) for each in STAFF_PAGES]
    asked += [(learner, each) for each in LEARNER_PAGES]
    asked.append((app.test_client(), "/"))
    assert administrator.get(f"/courses/{STEPS}/book.epub").status_code == 404
    answered = {
        path: browser.get(path.format(**names)).status_code for browser, path in asked
    }

    assert {path: status for path, status in answered.items() if status != 200} == {}
