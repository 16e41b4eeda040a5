"""Officials read each other's roadmaps, and one appeals: on a phone and at a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from course.models import (
    PeerAssignment,
    PeerDraft,
    PeerReview,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
)
from tests.browser.answering import Device
from tests.browser.installation import ADMINISTRATOR, TRAINER, Installation
from tests.browser.looking import PHONE
from tests.browser.sitting import in_record
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

COHORT = "Planning officials"
SUMMARY = "Say who pays after the second year."
UNKIND = "This is no roadmap at all."
APPEAL = "The second table says who pays."


def test_peers_read_each_other_and_authors_read_it_in_the_end(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    with in_record(installation) as session:
        first, *_, last = session.scalars(
            select(PeerAssignment)
            .where(PeerAssignment.id.not_in(select(PeerReview.assignment_id)))
            .order_by(PeerAssignment.id)
        ).all()
        reviewer, author = first.reviewer.user, first.author.user
        mine, theirs = first.reviewer.uuid, first.author.uuid
        unkind_by, unkind_at = last.reviewer.user.email, last.uuid
        unkind_to, their_page = last.author.user.email, last.author.uuid
    learner, trainer = visitor(PHONE), visitor()

    learner.sign_in(reviewer.email)
    learner.open(f"/enrolments/{mine}/roadmap")
    learner.follow("for your review")
    learner.page.get_by_role("row").filter(has_text="To be written").first.wait_for()
    learner.open(f"/peer-reviews/{first.uuid}")
    learner.sees_no(author.name)
    learner.fill(summary=SUMMARY)
    learner.press("Hand in my review", 422)
    learner.sees("Choose a level")
    learner.press("Keep as a draft")
    learner.sees("Your draft is kept.")
    assert learner.field("summary").input_value() == SUMMARY
    _fills_in_and_hands_in(learner)
    learner.sees("Your review is handed in.")

    unkind = visitor()
    unkind.sign_in(unkind_by)
    unkind.open(f"/peer-reviews/{unkind_at}")
    unkind.fill(summary=UNKIND)
    _fills_in_and_hands_in(unkind)
    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow(COHORT)
    trainer.follow("Peer review of roadmaps")
    trainer.follow("Round 1")
    trainer.open(f"/peer-reviews/{unkind_at}")
    trainer.sees(UNKIND, "read by")
    trainer.fill(reason="It helps nobody.")
    trainer.press("Set it aside")
    trainer.sees("It is set aside: its author does not read it.", "It helps nobody.")
    trainer.follow("Peer review, round 1")
    trainer.press("Close the round")
    trainer.sees("The round is closed.")

    reader = visitor(PHONE)
    reader.sign_in(author.email)
    reader.open(f"/enrolments/{theirs}/peer-reviews")
    reader.sees(SUMMARY, "Reviewer 1")
    reader.sees_no(reviewer.name)
    assert [
        each for each in installation.letters_to(author.email) if "is there" in each
    ]
    other = visitor()
    other.sign_in(unkind_to)
    other.open(f"/enrolments/{their_page}/peer-reviews")
    other.sees_no(UNKIND)


def test_a_learner_appeals_and_an_administrator_grants_it(
    visitor: Callable[..., Visitor], installation: Installation
) -> None:
    with in_record(installation) as session:
        submission = session.scalars(
            select(RoadmapSubmission).where(
                RoadmapSubmission.id.not_in(select(RoadmapReview.submission_id)),
                RoadmapSubmission.id.not_in(select(SecondMarker.submission_id)),
            )
        ).one()
        person, place = submission.enrolment.user, f"/roadmaps/{submission.uuid}"
        roadmap = f"/enrolments/{submission.enrolment.uuid}/roadmap"
    trainer, learner, administrator = visitor(), visitor(PHONE), visitor()

    trainer.sign_in(TRAINER)
    trainer.open(place)
    trainer.tick("I send it back with comments")
    trainer.fill(comments="Say who pays.")
    trainer.press("Record my review")
    learner.sign_in(person.email)
    learner.open(roadmap)
    learner.follow("If you think that the review is wrong")
    learner.press("Appeal", 422)
    learner.fill(words=APPEAL)
    learner.press("Appeal")
    learner.sees("It is recorded.", APPEAL)
    trainer.open(place)
    trainer.sees("You had a say in what the appeal is about.")
    administrator.sign_in(ADMINISTRATOR)
    administrator.follow("Roadmaps", exact=True)
    administrator.sees("An appeal: decide")
    administrator.follow(person.name)
    administrator.tick("The roadmap is accepted after all")
    administrator.fill(reason="It does say so.")
    administrator.press("Record the decision")

    learner.open(roadmap)
    learner.sees("Accepted", "It does say so.")
    letters = installation.letters_to(person.email)
    assert [each for each in letters if "Your appeal was granted" in each]


def test_what_is_typed_is_kept_as_a_draft(
    installation: Installation, device: Callable[..., Device]
) -> None:
    with in_record(installation) as session:
        first = session.scalars(
            select(PeerAssignment)
            .where(PeerAssignment.id.not_in(select(PeerReview.assignment_id)))
            .order_by(PeerAssignment.id)
        ).first()
        assert first is not None
        email, address = first.reviewer.user.email, f"/peer-reviews/{first.uuid}"
    phone = device(size=PHONE)
    phone.sign_in(email)
    page = phone.context.new_page()
    page.goto(address)
    page.locator('[name="level.goals"][value="1"]').check()
    page.locator('[name="summary"]').press_sequentially(SUMMARY)

    expect(page.locator("[data-status]")).to_have_text(
        "Your draft is kept.", timeout=15_000
    )

    page.reload()
    expect(page.locator('[name="summary"]')).to_have_value(SUMMARY)
    expect(page.locator('[name="level.goals"][value="1"]')).to_be_checked()
    with in_record(installation) as session:
        draft = session.scalars(select(PeerDraft)).one()
        assert draft.content["levels"] == {"goals": 1}


def _fills_in_and_hands_in(visitor: Visitor) -> None:
    for key in ("evidence", "goals", "people", "steps", "results"):
        visitor.page.locator(f'[name="level.{key}"][value="2"]').check()
    visitor.press("Hand in my review")
