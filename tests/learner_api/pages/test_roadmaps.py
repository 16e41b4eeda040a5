"""The pages of roadmaps: the learner's own, and those that trainers read."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from course import enrolments
from course.models import OutgoingMessage, RoadmapReview, RoadmapSubmission
from tests import builders
from tests.builders import NOW, how_many
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def enrolment(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer, title="Ministries")
    learner = builders.a_learner(session, name="Ama Mensah")
    enrolment = builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    return enrolment


@pytest.fixture
def address(enrolment):
    return f"/enrolments/{enrolment.uuid}/roadmap"


@pytest.fixture
def filled_in(session, enrolment):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()


@pytest.fixture
def submitted(session, enrolment):
    """The address of a roadmap that waits."""
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.commit()
    return f"/roadmaps/{submission.uuid}"


@pytest.fixture
def learner(enrolment, sign_in, client):
    sign_in(enrolment.user)
    return client


@pytest.fixture
def leader(app, enrolment, trainer, sign_in):
    browser = app.test_client()
    sign_in(trainer, browser)
    return browser


def send(browser, path, **fields):
    return browser.post(path, data=fields, headers=SAME_ORIGIN)


def words(response):
    return text_of(parse_page(response.get_data(as_text=True)))


def links(response):
    page = parse_page(response.get_data(as_text=True))
    return {text_of(each): each.get("href") for each in page.iter("a")}


def field_named(response, name):
    page = parse_page(response.get_data(as_text=True))
    return next(
        each.get("value") for each in page.iter("input") if each.get("name") == name
    )


def test_what_is_missing_leads_into_the_worksheets(learner, address, enrolment):
    page = learner.get(address)

    sheet = f"/enrolments/{enrolment.uuid}/worksheets/first-sheet"
    found = links(page)
    assert found["The first sheet, What comes next"] == f"{sheet}#section-next"
    assert found["The first sheet, Some bodies: 0 of 1 row is filled in"] == (
        f"{sheet}#section-bodies"
    )
    assert found["Conclusion"].endswith("second-sheet#section-conclusion")
    assert "Conclusion Empty" in words(page)
    assert "Draft It was not handed in yet." in words(page)
    assert "Hand in my roadmap" not in words(page)


def test_what_is_filled_in_can_be_handed_in_and_taken_along(
    learner, address, filled_in
):
    page = learner.get(address)

    assert "43 per cent is filled in" in words(page)
    assert "Bodies Written" in words(page)
    found = links(page)
    assert found["Word file (DOCX), to edit"] == f"{address}/document.docx"
    assert found["PDF, to print and to send"] == f"{address}/document.pdf"
    for path in (f"{address}/document.docx", f"{address}/document.pdf"):
        file = learner.get(path)
        assert file.status_code == 200
        assert file.headers["Content-Disposition"].startswith("attachment;")
    assert learner.get(f"{address}/document.odt").status_code == 404
    assert "Hand in my roadmap" in words(page)


def test_handing_in_twice_is_handing_in_once(session, learner, address, filled_in):
    op = field_named(learner.get(address), "op")

    first, second = (send(learner, f"{address}/submissions", op=op) for _ in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    page = learner.get(first.headers["Location"])
    assert "Your roadmap is handed in." in words(page)
    assert "Waits to be read" in words(page)
    assert "Hand in my roadmap" not in words(page)
    assert how_many(session, RoadmapSubmission) == 1


def test_what_is_not_ready_stays_on_the_page_with_why(learner, address):
    page = send(learner, f"{address}/submissions", op=str(uuid4()))

    assert page.status_code == 409
    assert "Your roadmap is not ready to be handed in." in words(page)
    assert "Before you hand it in, fill in:" in words(page)


def test_while_one_waits_the_page_says_so(learner, address, submitted):
    page = send(learner, f"{address}/submissions", op=str(uuid4()))

    assert page.status_code == 409
    assert "Your roadmap waits for your trainer." in words(page)


def test_the_draft_can_be_read_as_it_stands(learner, address, filled_in):
    page = learner.get(f"{address}/reading")

    assert "Roadmap of a small country" in words(page)
    assert "What follows We ask." in words(page)
    assert "1 Feb 2026" in words(page)
    assert "Conclusion" not in words(page)


def test_characters_that_the_pdf_lacks_are_named(session, learner, address, enrolment):
    values = {**builders.FILLED_IN, "next": "我们 ask."}
    builders.a_saved_worksheet(session, enrolment, values)
    session.commit()

    assert "in place of these characters: 我 们." in words(learner.get(address))


def test_what_is_written_is_text_on_the_page(session, learner, address, enrolment):
    values = {**builders.FILLED_IN, "next": "<script>alert(1)</script>"}
    builders.a_saved_worksheet(session, enrolment, values)
    session.commit()

    page = learner.get(f"{address}/reading").get_data(as_text=True)

    assert "&lt;script&gt;alert(1)" in page


def test_what_waits_is_listed_to_the_trainer_and_leads_to_reading(leader, submitted):
    page = leader.get("/roadmaps")

    assert "1 roadmap waits to be read." in words(page)
    assert links(page)["Ama Mensah"] == submitted
    read = leader.get(submitted)
    assert "What follows We ask." in words(read)
    assert "Ama Mensah · No. 1, handed in on" in words(read)
    assert links(read)["Go to your review"] == "#your-review"
    assert leader.get(f"{submitted}/document.docx").status_code == 200


def test_a_long_list_comes_in_parts(session, leader, enrolment, monkeypatch):
    monkeypatch.setattr("learner_api.pages.roadmaps.SHOWN", 1)
    for _ in range(2):
        other = builders.an_enrolment(session, cohort=enrolment.cohort)
        builders.a_submitted_roadmap(session, other)
    session.commit()

    first = leader.get("/roadmaps")
    second = leader.get(links(first)["Next part"])

    assert "2 roadmaps wait to be read." in words(first)
    assert links(second)["Previous part"] == "/roadmaps"
    assert "Next part" not in links(second)


@pytest.mark.parametrize("after", ["nonsense", "3f0c6d0e-5b5e-4c53-8c5f-2f1f3d0c9a11"])
def test_a_list_after_nothing_is_not_there(leader, after):
    assert leader.get(f"/roadmaps?after={after}").status_code == 404


def test_nothing_that_waits_is_said(leader):
    assert "No roadmap waits to be read." in words(leader.get("/roadmaps"))


def test_it_is_sent_back_and_the_learner_reads_why(
    session, leader, learner, submitted, address
):
    op = field_named(leader.get(submitted), "op")
    answer = send(
        leader,
        f"{submitted}/review",
        op=op,
        verdict="sent-back",
        comments="A strong analysis.\r\n\r\nSay   who pays.",
    )

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/roadmaps?saved=1",
    )
    assert "Your review is recorded" in words(leader.get(answer.headers["Location"]))
    page = learner.get(address)
    assert "Sent back with comments by Lea Leader on" in words(page)
    assert "A strong analysis. Say who pays." in words(page)
    assert "Hand in my roadmap" in words(page)
    read = learner.get(submitted)
    assert "Say who pays." in words(read)
    assert "Your review" not in words(read)
    [letter] = session.scalars(select(OutgoingMessage))
    assert "A strong analysis.\n\nSay who pays." in letter.body


def test_an_acceptance_stays_beside_a_newer_one(
    session, leader, learner, submitted, address, enrolment
):
    send(leader, f"{submitted}/review", op=str(uuid4()), verdict="accepted")
    accepted = learner.get(address)
    send(learner, f"{address}/submissions", op=str(uuid4()))

    assert "It is accepted, and that stays." in words(accepted)
    page = learner.get(address)
    assert "No. 1 was accepted before, and stays so." in words(page)
    assert "No. 2, handed in on" in words(page)
    place = f"/cohorts/{enrolment.cohort.uuid}/learners/{enrolment.uuid}"
    overview = leader.get(place)
    assert "Waits to be read The roadmap that they make · Read it" in words(overview)
    assert "No. 1 was accepted before, and stays so." in words(overview)
    assert links(overview)["The roadmap that they make"] == address


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose whether to accept it or send it back."),
        ({"verdict": "perhaps"}, "Choose one of the options."),
        ({"verdict": "sent-back"}, "Say what should change."),
        ({"verdict": "sent-back", "comments": " \n"}, "Say what should change."),
        (
            {"verdict": "accepted", "comments": "x" * 5001},
            "Write at most 5000 characters here.",
        ),
        ({"verdict": "accepted", "comments": "a\x07b"}, "This holds characters"),
    ],
)
def test_a_review_that_cannot_be_taken_is_shown_again(
    session, leader, submitted, fields, message
):
    page = send(leader, f"{submitted}/review", **{"op": str(uuid4()), **fields})

    assert page.status_code == 422
    assert message in words(page)
    assert how_many(session, RoadmapReview) == 0


def test_the_second_reviewer_reads_the_first_review_and_keeps_their_words(
    session, app, leader, submitted, sign_in
):
    administrator = builders.an_administrator(session)
    session.commit()
    other = app.test_client()
    sign_in(administrator, other)
    send(leader, f"{submitted}/review", op=str(uuid4()), verdict="accepted")

    page = send(
        other,
        f"{submitted}/review",
        op=str(uuid4()),
        verdict="sent-back",
        comments="Not so fast.",
    )

    assert page.status_code == 409
    assert "Somebody else has reviewed this roadmap" in words(page)
    assert "Accepted by Lea Leader on" in words(page)
    assert "What you wrote was not recorded Not so fast." in words(page)
    assert "Record my review" not in words(page)


def test_a_double_click_reviews_once(session, leader, submitted):
    op = str(uuid4())

    answers = [
        send(leader, f"{submitted}/review", op=op, verdict="accepted", comments="Good.")
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert how_many(session, RoadmapReview) == 1


def test_nobody_is_offered_a_review_of_their_own(session, app, sign_in):
    administrator = builders.an_administrator(session)
    submission = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, administrator)
    )
    session.commit()
    browser = app.test_client()
    sign_in(administrator, browser)
    place = f"/roadmaps/{submission.uuid}"

    page = browser.get(place)
    answer = send(browser, f"{place}/review", op=str(uuid4()), verdict="accepted")

    assert "Your review" not in words(page)
    assert answer.status_code == 403


def test_staff_read_a_draft_and_hand_nothing_in(leader, address, filled_in):
    page = leader.get(address)

    assert "Roadmap of Ama Mensah" in words(page)
    assert "Hand in my roadmap" not in words(page)
    answer = send(leader, f"{address}/submissions", op=str(uuid4()))
    assert answer.status_code == 403


def test_who_was_taken_off_the_course_reads_and_hands_nothing_in(
    session, learner, address, enrolment, filled_in
):
    enrolments.withdraw(session, enrolment, reason="Left.", now=NOW, by=enrolment.user)
    session.commit()

    page = learner.get(address)
    answer = send(learner, f"{address}/submissions", op=str(uuid4()))

    assert "You were taken off this course" in words(page)
    assert "Hand in my roadmap" not in words(page)
    assert answer.status_code == 409


def test_the_course_and_the_worksheets_lead_to_the_roadmap(learner, address, enrolment):
    for place in (
        f"/courses/{builders.COURSE}",
        f"/enrolments/{enrolment.uuid}/worksheets",
    ):
        assert address in links(learner.get(place)).values()
