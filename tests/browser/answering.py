"""People who answer a quiz in browsers that run scripts, and what the record holds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions, responses
from course.database import make_engine
from course.models import Attempt, Response
from learner_api.commands.demo import COURSE
from learner_api.database import Database
from quizzes import Question, Quiz
from tests import builders
from tests.browser.installation import PASSWORD, Installation

QUIZ = "why-migration-and-development"
DESK = (1280, 900)

_numbers = count(1)


@dataclass(frozen=True)
class Sitting:
    """One learner's open attempt, and the record of what was saved of it."""

    served: Installation
    email: str
    learner: str
    uuid: str
    quiz: Quiz

    @property
    def path(self) -> str:
        return f"/attempts/{self.uuid}"

    def question(self, key: str) -> Question:
        return self.quiz.question(key)

    def rows(self, key: str) -> list[Any]:
        """Every answer to this question that was recorded, in order."""
        with in_record(self.served) as session:
            found = session.scalars(
                select(Response)
                .where(Response.attempt_id == self._attempt(session).id)
                .where(Response.question_key == key)
                .order_by(Response.id)
            )
            return [each.answer for each in found]

    def held(self, key: str) -> Any:
        """The answer that counts."""
        with in_record(self.served) as session:
            held = responses.held_answers(session, self._attempt(session), key)
            return held[key].answer if key in held else None

    def _attempt(self, session: Session) -> Attempt:
        return session.scalars(
            select(Attempt).where(Attempt.uuid == UUID(self.uuid))
        ).one()


@contextmanager
def in_record(served: Installation) -> Iterator[Session]:
    """The database that the server serves from."""
    database = Database(make_engine(served.settings.database_url, durable=False))
    try:
        with database.writing() as session:
            yield session
    finally:
        database.engine.dispose()


def a_sitting(
    served: Installation,
    *,
    change: Callable[[Quiz], Quiz] = lambda quiz: quiz,
    email: str = "",
) -> Sitting:
    """A new learner with an attempt that holds no answer yet."""
    catalogue = served.prepared.catalogue
    now = datetime.now(UTC)
    with in_record(served) as session:
        person = builders.a_learner(
            session,
            email=email or f"answers-{next(_numbers)}@example.org",
            name="Ana Sousa",
            now=now,
        )
        enrolment = builders.an_enrolment(
            session,
            person,
            edition=editions.course_edition(session, catalogue.course(COURSE), now=now),
            now=now,
        )
        quiz = change(catalogue.quiz(QUIZ))
        attempt = builders.an_open_attempt(
            session, enrolment, quiz=quiz, op=uuid4(), now=now, by=person
        )
        return Sitting(served, person.email, str(person.uuid), str(attempt.uuid), quiz)


class Device:
    """A browser of somebody's own, with scripts, and the pages open in it."""

    def __init__(
        self, browser: Browser, served: Installation, size: tuple[int, int] = DESK
    ) -> None:
        self.served = served
        self.context: BrowserContext = browser.new_context(
            base_url=served.address,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="UTC",
        )

    def sign_in(self, email: str) -> None:
        """Open a session, as the page of signing in does."""
        answer = self.context.request.post(
            "/api/v1/session",
            data={"email": email, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, answer.text()

    def sign_out(self) -> None:
        self.context.clear_cookies()

    def open(self, path: str) -> "Tab":
        """Open a page in a tab of its own."""
        page = self.context.new_page()
        page.goto(path)
        return Tab(page)

    def sit(self, sitting: Sitting) -> "Tab":
        """Sign in as the learner of this attempt and open it."""
        self.sign_in(sitting.email)
        return self.open(sitting.path)

    def line(self, *, is_up: bool) -> None:
        self.context.set_offline(not is_up)


@dataclass(frozen=True)
class Tab:
    """One page that is open, as its reader uses it."""

    page: Page

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]')

    def choice(self, name: str, value: str) -> Locator:
        return self.page.locator(f'[name="{name}"][value="{value}"]')

    def box(self, key: str) -> Locator:
        """All of one question."""
        return self.page.locator(".question").filter(has=self.page.locator(f"#{key}"))

    def line(self, key: str) -> Locator:
        """The line that says where the answer to a question is."""
        return self.page.locator(f"#{key}-status")

    def says(self, key: str, words: str) -> None:
        """Wait until the line of a question says this."""
        expect(self.line(key)).to_contain_text(words)

    @property
    def bar(self) -> Locator:
        return self.page.locator(".saving")

    @property
    def voice(self) -> Locator:
        """What a screen reader is told."""
        return self.page.locator("[data-voice]")

    def sees(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def sees_no(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("body")).not_to_contain_text(each)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def come_back(self) -> None:
        """Turn to this tab after another: pages cannot tell how it came about."""
        self.page.evaluate("dispatchEvent(new Event('focus'))")

    def close(self) -> None:
        self.page.close()


def drop_replies(route: Route) -> None:
    """Let a request through to the server, and lose what it answers."""
    route.fetch()
    route.abort("connectionreset")


def saves_of(page: Page, seen: list[dict[str, Any]]) -> None:
    """Note every save that a page sends."""
    page.on(
        "request",
        lambda each: (
            seen.append({"url": each.url, **each.post_data_json})
            if each.method == "PUT" and "/responses/" in each.url
            else None
        ),
    )
