"""A discussion: a learner and a trainer without script, and words that wait with it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from course.models import Post, PostText
from learner_api.addresses import course_address, module_address
from learner_api.commands.demo import COURSE
from tests.browser.answering import Device
from tests.browser.installation import LEARNER, TRAINER, Installation
from tests.browser.looking import PHONE
from tests.browser.sitting import in_record
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

MODULE = "situation-analysis"
ANSWER = "We lack the number of nurses who came back, by parish. The council has it."
BETTER = f"{ANSWER} @Grace Adjei, may we ask for it?"
UNKIND = "Nobody in that ministry can read a table."


def test_a_question_is_discussed_and_looked_after(
    visitor: Callable[..., Visitor],
) -> None:
    learner, trainer = visitor(PHONE), visitor()
    learner.sign_in(LEARNER)
    learner.open(course_address(COURSE))
    learner.follow("The discussion of your cohort")
    learner.open(module_address(COURSE, MODULE))
    learner.follow("Discuss it with your cohort")
    learner.sees("Pinned", "Counting seasonal workers")

    # The question is answered, and said better.
    learner.follow("Which decision in your country")
    learner.sees("What it came to", "The answer", "Grace Adjei")
    learner.press("Post", 422)
    learner.sees("Write your message first.")
    learner.fill(body=ANSWER)
    learner.press("Post")
    learner.sees(ANSWER)
    learner.follow("Edit")
    learner.fill(body=BETTER)
    learner.press("Save")
    learner.sees(BETTER, "edited")
    learner.follow("edited")
    learner.sees("Text 2", "Text 1")

    # A thread is opened, and a post reported.
    learner.open(module_address(COURSE, MODULE))
    learner.follow("Discuss it with your cohort")
    learner.fill(title="Who reads tables?", body=UNKIND)
    learner.press("Open the thread")
    learner.sees(UNKIND)
    thread = learner.path

    trainer.sign_in(TRAINER)
    trainer.follow("Cohorts", exact=True)
    trainer.follow("Planning officials", exact=True)
    trainer.follow("Discussion", exact=True)
    trainer.follow("Posts that were reported")
    trainer.sees("The link leads to a front page")
    trainer.follow("Decide")
    trainer.fill(reason="It is a beginning.")
    trainer.press("Leave it as it is")
    trainer.open("/reported-posts")
    trainer.sees("No post of your cohorts waits for a decision.")
    trainer.open(thread)
    trainer.follow("Hide")
    trainer.fill(reason="It is unkind to colleagues.")
    trainer.press("Hide the post")
    trainer.sees("Hidden", "It is unkind to colleagues.")
    trainer.fill(summary="**Tables** are read by those who asked for them.")
    trainer.press("Keep the summary")
    trainer.sees("What it came to")

    learner.open(thread)
    learner.sees("Why: It is unkind to colleagues.")
    learner.open("/profile/letters")
    learner.tick("No, write me none")
    learner.press("Save")
    learner.sees("Your choice is saved.")


def test_words_without_a_line_wait_and_are_sent_once(
    installation: Installation, device: Callable[..., Device]
) -> None:
    phone = device(size=PHONE)
    phone.sign_in(LEARNER)
    page = phone.context.new_page()
    page.goto(module_address(COURSE, MODULE))
    page.get_by_role("link", name="Discuss it with your cohort").click()
    page.get_by_role("link", name="Which decision in your country").click()
    message, posts = page.get_by_label("Your message"), page.locator("article")

    # A name is chosen among the cohort's; the page is left, and the words are kept.
    message.press_sequentially("I agree with @gra")
    page.get_by_role("button", name="Grace Adjei").click()
    expect(message).to_have_value("I agree with @Grace Adjei ")
    message.press_sequentially("in all of it.")
    page.goto("/")
    page.go_back()
    page.reload()
    expect(message).to_have_value("I agree with @Grace Adjei in all of it.")

    # Without a line they wait; with one they are sent, and are not there again.
    phone.cut()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("There is no connection")
    phone.mend()
    expect(posts.last).to_contain_text("in all of it.")
    expect(posts.last.locator("strong")).to_have_text("@Grace Adjei")
    expect(message).to_have_value("")
    page.reload()
    expect(message).to_have_value("")

    with in_record(installation) as session:
        said = session.scalars(
            select(PostText.body)
            .join(Post, Post.id == PostText.post_id)
            .where(PostText.body.startswith("I agree"))
        ).all()
    assert said == ["I agree with @Grace Adjei in all of it."]
