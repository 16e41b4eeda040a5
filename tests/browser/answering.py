"""People who answer a quiz in browsers that run scripts, and what the record holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Route,
    expect,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import editions, responses
from course.catalogue import Catalogue
from course.database import make_engine
from course.models import Attempt, Response
from learner_api.commands.demo import COURSE
from learner_api.database import Database
from quizzes import Quiz, load_quizzes
from tests import builders
from tests.browser.installation import PASSWORD, Installation

DESK = (1280, 900)

# The questions of the quiz that is sat, by their types.
RADIO, OTHER_RADIO, THIRD_RADIO = "sky", "grass", "snow"
BOXES = "even"
TRUTH = "sunset"
NUMBER = "year"
MATCHING = "young"
ORDERING = "months"
PLACES = ("january", "march", "june", "august", "october")

# An older browser, which has not heard of this yet.
_LACKING = "Object.defineProperty(window, '%s', { value: undefined });"
_UNTIL_SENT = """async () => {
  while ((await waiting.list()).length) await waiting.wake();
}"""
_LISTEN = """() => {
  const voice = document.querySelector('[data-voice]');
  window.heard = [];
  new MutationObserver(() => voice.textContent && heard.push(voice.textContent))
    .observe(voice, { childList: true });
}"""

_numbers = count(1)


@dataclass(frozen=True)
class Sitting:
    """One learner's open attempt, and the record of what was saved of it."""

    served: Installation
    email: str
    uuid: UUID

    @property
    def path(self) -> str:
        return f"/attempts/{self.uuid}"

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
        return session.scalars(select(Attempt).where(Attempt.uuid == self.uuid)).one()


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
    ago: timedelta = timedelta(0),
    **changes: Any,
) -> Sitting:
    """A new learner's attempt without an answer, begun some time ago.

    The quiz that they sit has the questions above, and belongs to the first module.
    ``changes`` are fields of it that are to differ.
    """
    catalogue = served.prepared.catalogue
    now = datetime.now(UTC) - ago
    with in_record(served) as session:
        person = builders.a_learner(
            session,
            email=f"answers-{next(_numbers)}@example.org",
            name="Ana Sousa",
            now=now,
        )
        enrolment = builders.an_enrolment(
            session,
            person,
            edition=editions.course_edition(session, catalogue.course(COURSE), now=now),
            now=now,
        )
        quiz = _quiz(catalogue, **changes)
        attempt = builders.an_open_attempt(
            session, enrolment, quiz=quiz, op=uuid4(), now=now, by=person
        )
        return Sitting(served, person.email, attempt.uuid)


def _quiz(catalogue: Catalogue, **changes: Any) -> Quiz:
    (quiz,) = load_quizzes(Path(__file__).parent / "bank").values()
    module = catalogue.course(COURSE).modules[0]
    lesson = f"{module.key}/{module.lessons[0].key}"
    quiz = replace(quiz, key=str(module.quiz_key), **changes)
    taught = tuple(replace(each, lesson=lesson) for each in quiz.questions)
    return replace(quiz, questions=taught)


class Device:
    """A browser of somebody's own, with scripts, and the pages open in it."""

    def __init__(
        self,
        browser: Browser,
        served: Installation,
        *,
        size: tuple[int, int] = DESK,
        has_worker: bool = False,
        lacks: tuple[str, ...] = (),
    ) -> None:
        self.faults: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=served.address,
            viewport={"width": size[0], "height": size[1]},
            locale="en-GB",
            timezone_id="UTC",
            reduced_motion="reduce",
            service_workers="allow" if has_worker else "block",
        )
        self.context.on("weberror", lambda each: self.faults.append(str(each.error)))
        for name in lacks:
            self.context.add_init_script(_LACKING % name)

    def sign_in(self, email: str) -> None:
        """Open a session, as the page of signing in does."""
        answer = self.context.request.post(
            "/api/v1/session",
            data={"email": email, "password": PASSWORD},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.ok, answer.text()

    def sign_out(self) -> None:
        """End the session, as if it had run out."""
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

    def cut(self) -> None:
        """Cut the line."""
        self.context.set_offline(True)

    def mend(self) -> None:
        """Mend the line."""
        self.context.set_offline(False)


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

    def saves(self, key: str) -> None:
        """Wait until the answer to a question is saved."""
        self.says(key, "Saved")

    @property
    def bar(self) -> Locator:
        """What says in sum how the answers are."""
        return self.page.locator(".saving")

    @property
    def voice(self) -> Locator:
        """What a screen reader is told."""
        return self.page.locator("[data-voice]")

    def listen(self) -> None:
        """Note from now on what a screen reader is told."""
        self.page.evaluate(_LISTEN)

    def heard(self) -> list[str]:
        """All that was said since somebody listens."""
        return list(self.page.evaluate("heard"))

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

    def try_again(self) -> None:
        """Have the page send what waits, and wait until it has tried."""
        self.page.evaluate("waiting.wake()")

    def until_sent(self) -> None:
        """Have the page send what waits until nothing does."""
        self.page.evaluate(_UNTIL_SENT)

    def close(self) -> None:
        self.page.close()


def drop_replies(route: Route) -> None:
    """Let a request through to the server, and lose what it answers."""
    route.fetch()
    route.abort("connectionreset")


def double(route: Route) -> None:
    """Let a request reach the server twice."""
    route.fetch()
    route.continue_()


def note_saves(page: Page) -> list[dict[str, Any]]:
    """Everything that a page sends to be saved from now on, in order."""
    seen: list[dict[str, Any]] = []

    def note(request: Request) -> None:
        if request.method == "PUT":
            body: dict[str, Any] = request.post_data_json or {}
            seen.append({"path": urlsplit(request.url).path, **body})

    page.on("request", note)
    return seen
