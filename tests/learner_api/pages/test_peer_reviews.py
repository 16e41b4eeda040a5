"""The pages of peer review, for trainers and for learners, and of decisions."""

from uuid import uuid4

import pytest

from course import cohorts
from course.models import PeerDraft, PeerReview, RoadmapAppeal
from tests import builders
from tests.builders import how_many
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.peers import (
    SUMMARY,
    a_peer_review,
    a_round,
    assign,
    assignments_of,
    authors_of,
    close,
)
from tests.tables import rows_of


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer, title="Ministries")


@pytest.fixture
def authors(session, cohort):
    made = authors_of(session, cohort, ("Planning", "Labour", "Health"))
    session.commit()
    return made


@pytest.fixture
def leader(app, authors, trainer, sign_in):
    browser = app.test_client()
    sign_in(trainer, browser)
    return browser


@pytest.fixture
def assignment(session, cohort, authors):
    round_ = a_round(session, cohort)
    assign(session, round_)
    found = assignments_of(session, round_)[0]
    session.commit()
    return found


@pytest.fixture
def reviewer(app, assignment, sign_in):
    browser = app.test_client()
    sign_in(assignment.reviewer.user, browser)
    return browser


def sent(browser, address, **data):
    body = {"op": str(uuid4()), **data}
    return browser.post(address, data=body, headers=SAME_ORIGIN)


def in_words(answer):
    return text_of(parse_page(answer.text).find("body"))


ROUND = {
    "rubric": "roadmap",
    "reviews_each": "1",
    "due_on": "2099-12-18",
    "due_time": "17:00",
    "zone": "Africa/Accra",
    "is_anonymous": "yes",
}
REVIEW = {
    "level.vision": "2",
    "comment.vision": "Say by when.",
    "level.bodies": "1",
    "summary": SUMMARY,
    "do": "submit",
}


def test_a_trainer_opens_a_round_sees_the_plan_and_assigns_it(leader, cohort, authors):
    place = f"/cohorts/{cohort.uuid}/peer-rounds"
    assert "Open a round" in leader.get(place).text
    answer = sent(leader, place, **ROUND)
    assert answer.status_code == 303
    address = answer.location.partition("#")[0]
    shown = leader.get(address)
    assert "Friday 18 December 2099, 17:00 (Africa/Accra)" in in_words(shown)
    assert len(rows_of(shown.text, "The plan")) == 3
    form = parse_page(shown.text).find(f'.//form[@action="{address}/assignments"]')
    fields = {each.get("name"): each.get("value") for each in form.iter("input")}

    answer = leader.post(f"{address}/assignments", data=fields, headers=SAME_ORIGIN)

    assert answer.status_code == 303
    told = leader.get(answer.location)
    assert len(rows_of(told.text, "Who reads whom")) == 3
    assert "0 of 3" in in_words(told)
    assert sent(leader, f"{address}/closing").status_code == 303
    assert "Closed" in in_words(leader.get(address))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("due_on", "2020-01-01", "still to come"),
        ("due_on", "", "Choose the day"),
        ("due_time", "five", "17:00"),
        ("zone", "Nowhere/There", "Name a time zone"),
        ("reviews_each", "9", "from 1 to 5"),
        ("rubric", "none", "no such rubric"),
    ],
)
def test_what_is_wrong_with_a_round_is_said(leader, cohort, field, value, words):
    answer = sent(
        leader, f"/cohorts/{cohort.uuid}/peer-rounds", **ROUND | {field: value}
    )

    assert answer.status_code == 422
    assert words in in_words(answer)
    assert 'value="17:00"' in answer.text or field == "due_time"


def test_a_stale_plan_is_shown_anew(leader, assignment):
    address = f"/peer-rounds/{assignment.round.uuid}"

    answer = sent(leader, f"{address}/assignments", seed="1", token="0" * 64)

    assert answer.status_code == 409
    assert "Look at the new one" in in_words(answer)


def test_a_reviewer_drafts_and_hands_in(session, reviewer, assignment):
    address = f"/peer-reviews/{assignment.uuid}"
    listed = reviewer.get(f"/enrolments/{assignment.reviewer.uuid}/peer-reviews")
    assert address in listed.text
    assert assignment.author.user.name not in reviewer.get(address).text

    kept = sent(reviewer, address, **{**REVIEW, "summary": "", "do": "draft"})
    assert kept.status_code == 303
    assert "Say by when." in reviewer.get(address).text
    refused = sent(reviewer, address, **{**REVIEW, "level.bodies": ""})
    assert refused.status_code == 422
    assert "Choose a level" in in_words(refused)
    assert SUMMARY in refused.text
    done = sent(reviewer, address, **REVIEW)

    assert done.status_code == 303
    assert "Handed in" in in_words(reviewer.get(done.location))
    assert SUMMARY in reviewer.get(address).text
    assert (how_many(session, PeerDraft), how_many(session, PeerReview)) == (1, 1)


def test_what_was_typed_is_shown_where_the_round_was_closed_meanwhile(
    session, reviewer, assignment
):
    close(session, assignment.round)
    session.commit()

    answer = sent(reviewer, f"/peer-reviews/{assignment.uuid}", **REVIEW)

    assert answer.status_code == 409
    assert SUMMARY in answer.text
    assert how_many(session, PeerReview) == 0


def test_the_author_reads_it_after_closing_without_a_name(
    app, session, assignment, sign_in
):
    a_peer_review(session, assignment)
    close(session, assignment.round)
    session.commit()
    browser = app.test_client()
    sign_in(assignment.author.user, browser)

    answer = browser.get(f"/enrolments/{assignment.author.uuid}/peer-reviews")

    assert SUMMARY in answer.text
    assert "Reviewer 1" in in_words(answer)
    assert assignment.reviewer.user.name not in answer.text
    assert str(assignment.reviewer.uuid) not in answer.text


def test_a_trainer_reads_all_and_sets_one_aside(session, leader, assignment):
    a_peer_review(session, assignment)
    session.commit()
    address = f"/peer-reviews/{assignment.uuid}"
    shown = leader.get(address)
    assert assignment.reviewer.user.name in shown.text
    assert assignment.author.user.name in shown.text
    without = sent(leader, f"{address}/acts", act="set-aside", reason="")
    assert "Say why." in in_words(without)

    answer = sent(leader, f"{address}/acts", act="set-aside", reason="Unkind.")

    assert answer.status_code == 303
    assert "Unkind." in leader.get(address).text
    again = sent(leader, f"{address}/acts", act="set-aside", reason="Unkind.")
    assert again.status_code == 409


def test_a_second_marker_is_asked_and_two_reviews_are_decided_between(
    app, session, leader, cohort, authors, sign_in
):
    other = builders.a_trainer(session, name="Sena Second")
    cohorts.add_trainer(session, cohort, other)
    submission = builders.a_submitted_roadmap(
        session, builders.an_enrolment(session, cohort=cohort)
    )
    session.commit()
    second = app.test_client()
    sign_in(other, second)
    place = f"/roadmaps/{submission.uuid}"
    assert "Sena Second" in leader.get(place).text
    nobody = sent(leader, f"{place}/second-marker", marker="nobody")
    assert nobody.status_code == 409

    asked = sent(leader, f"{place}/second-marker", marker=str(other.uuid))
    assert asked.status_code == 303
    first = sent(leader, f"{place}/review", verdict="accepted", comments="Good.")
    assert "told once both reviews are in" in in_words(leader.get(first.location))
    assert "Your second review" in in_words(second.get("/roadmaps"))
    assert "Good." not in second.get(place).text
    without = sent(second, f"{place}/second-review", verdict="sent-back", comments="")
    assert without.status_code == 422
    sent(second, f"{place}/second-review", verdict="sent-back", comments="Who pays?")
    both = leader.get(place)
    assert "The two reviews differ" in in_words(both)
    assert "Who pays?" in both.text
    unsaid = sent(leader, f"{place}/decision", verdict="sent-back", reason="")
    assert unsaid.status_code == 422
    done = sent(leader, f"{place}/decision", verdict="sent-back", reason="It is so.")

    assert "It is so." in leader.get(done.location).text


def test_a_learner_appeals_and_another_trainer_answers(
    app, session, leader, cohort, authors, sign_in
):
    other = builders.an_administrator(session)
    enrolment = builders.an_enrolment(session, cohort=cohort)
    submission = builders.a_submitted_roadmap(session, enrolment)
    session.commit()
    place = f"/roadmaps/{submission.uuid}"
    sent(leader, f"{place}/review", verdict="sent-back", comments="Who pays?")
    learner, decider = app.test_client(), app.test_client()
    sign_in(enrolment.user, learner)
    sign_in(other, decider)
    roadmap = learner.get(f"/enrolments/{enrolment.uuid}/roadmap")
    assert f"{place}#appeal" in roadmap.text
    unsaid = sent(learner, f"{place}/appeal", words=" ")
    assert unsaid.status_code == 422

    assert sent(learner, f"{place}/appeal", words="Page two.").status_code == 303
    again = sent(learner, f"{place}/appeal", words="Page three.")
    assert again.status_code == 409
    assert how_many(session, RoadmapAppeal) == 1
    session.commit()
    assert "You had a say" in in_words(leader.get(place))
    refused = sent(leader, f"{place}/appeal-decision", answer="upheld", reason="No.")
    assert refused.status_code == 403
    assert "An appeal: decide" in in_words(decider.get("/roadmaps"))
    done = sent(decider, f"{place}/appeal-decision", answer="accepted", reason="Yes.")

    assert done.status_code == 303
    assert "on appeal" in in_words(learner.get(place))
