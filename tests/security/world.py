"""Six people who ask, one learner whose records they ask for, and the way to ask.

The owner has done everything on a course, in a cohort that the leader leads. The
stranger learns in another cohort, which the other trainer leads. Each question is put
to the same database: whatever an answer changed is taken back before the next one.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from config.settings import Settings
from course import jobs, registrations, tokens
from course.catalogue import Catalogue
from course.database import make_engine
from course.letter_choices import REMINDERS
from course.models import User
from course.notices import load_notices
from learner_api.app import create_app
from learner_api.stop_tokens import stop_tokens
from tests import builders, doors, programmes
from tests.cohort_letters import a_message
from tests.conftest import SAME_ORIGIN
from tests.course import regrades, rule_changes
from tests.discussing import a_post
from tests.marked_by_person import ESSAY, a_waiting_attempt
from tests.reports import a_report_that_waits
from tests.security import export_routes, peer_routes
from tests.telling import a_session, an_address, an_announcement

ASKERS = (
    "anonymous",
    "owner",
    "stranger",
    "leader",
    "other trainer",
    "administrator",
)
OWNER, STRANGER = "owner@example.org", "stranger@example.org"
OTHER = "other.trainer@example.org"
COHORT = UUID("5a6f3c1e-8d1b-4c59-9a53-0d1a4be7f0b1")
APPLICATION = UUID("0b7f9a52-3c55-4a53-8f0c-6a1f0b9d2e11")
FAR = date(2100, 1, 1)
REASON = "A certificate of her doctor was seen."
API = "/api/v1"
# What is marked is not the attempt that is open, which every other route is about.
MARKS = f"{API}/attempts/<uuid:attempt>/responses/<question>/marks"
READING = frozenset({"GET", "HEAD", "OPTIONS"})

# What names are needed for, as an address says it.
FOR = "purpose=An+audit+of+us."


@dataclass(frozen=True, slots=True)
class House:
    """An application over a database that goes back to what it was."""

    app: Flask
    database: Path
    kept: Path
    cookies: Mapping[str, str]
    secrets: Mapping[str, str]
    records: Mapping[str, str]

    def ask(
        self,
        method: str,
        rule: str,
        asker: str,
        *,
        by: str = "cookie",
        headers: Mapping[str, str] = SAME_ORIGIN,
        query: str = "",
        **body: Any,
    ) -> TestResponse:
        """Ask a route about the owner's records, as somebody, and take it back.

        ``query`` follows whatever the route is asked with anyway.
        """
        carried = dict(headers)
        if asker != "anonymous":
            if by == "cookie":
                carried["Cookie"] = self.cookies[asker]
            else:
                carried["Authorization"] = f"Bearer {self.secrets[asker]}"
        browser = self.app.test_client(use_cookies=False)
        address = self.address(rule)
        if query:
            address += f"{'&' if '?' in address else '?'}{query}"
        response = browser.open(address, method=method, headers=carried, **body)
        response.get_data()
        response.close()
        if method not in READING:
            self.restore()
        return response

    def address(self, rule: str, place: int | None = None, crooked: str = "") -> str:
        """The address of a route with the owner's records in it.

        At one ``place``, counted from 0, it holds something ``crooked`` instead.
        """
        if rule in self.records and place is None:
            return self.records[rule]
        places = count()

        def record(match: re.Match[str]) -> str:
            if next(places) == place:
                return crooked
            before = rule[: match.start()].rstrip("/.").rpartition("/")[2]
            return self.records[before]

        return re.sub(r"<[^>]+>", record, rule)

    def restore(self) -> None:
        """Put the database back as it was when the world was made."""
        log = Path(f"{self.database}-wal")
        if not (log.exists() and log.stat().st_size):
            # Whatever is committed stands in the log first: nothing was.
            return
        self.app.extensions["course.database"].engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{self.database}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.database)


@contextmanager
def a_house(folder: Path, template: Path, catalogue: Catalogue) -> Iterator[House]:
    """The application and its world, in a folder of its own."""
    database = folder / "course.sqlite"
    shutil.copyfile(template, database)
    engine = make_engine(f"sqlite:///{database}", durable=False)
    with Session(engine, expire_on_commit=False) as session:
        people, records, secrets = _make_world(session, folder)
        session.commit()
    settings = Settings.for_tests(folder, database_url=f"sqlite:///{database}")
    owner = people["owner"].uuid
    records["stop-letters"] = stop_tokens(settings).token(REMINDERS, owner)
    # The last to close it writes the log of changes into the file itself.
    engine.dispose()
    kept = folder / "kept.sqlite"
    shutil.copyfile(database, kept)
    app = create_app(settings, catalogue=catalogue, durable=False)
    app.testing = True
    cookies = {name: cookie_of(app, person) for name, person in people.items()}
    house = House(app, database, kept, cookies, secrets, records)
    house.restore()
    yield house
    app.extensions["course.database"].engine.dispose()


def cookie_of(app: Flask, person: User) -> str:
    """Sign in through the form and hand over the cookie that came back."""
    response = app.test_client(use_cookies=False).post(
        "/sign-in",
        data={"email": person.email, "password": builders.PASSWORD},
        headers=SAME_ORIGIN,
    )
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Set-Cookie"].partition(";")[0]


def asked_of(app: Flask) -> list[tuple[str, Rule]]:
    """Every method of every route, apart from those that Flask adds by itself."""
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method not in ("HEAD", "OPTIONS")
    ]


def _make_world(
    session: Session,
    folder: Path,
) -> tuple[dict[str, User], dict[str, str], dict[str, str]]:
    people = {
        "owner": builders.a_learner(session, name="Olu Owner", email=OWNER),
        "stranger": builders.a_learner(session, name="Stella Stranger", email=STRANGER),
        "leader": builders.a_trainer(session, name="Lea Leader"),
        "other trainer": builders.a_trainer(session, name="Otto Trainer", email=OTHER),
        "administrator": builders.an_administrator(session, name="Ada Administrator"),
    }
    cohort = builders.a_cohort(session, trainer=people["leader"], op=COHORT)
    other = builders.a_cohort(session, trainer=people["other trainer"])
    enrolment = builders.a_completed_enrolment(session, people["owner"], cohort=cohort)
    session.flush()
    foreign = builders.an_enrolment(session, people["stranger"], cohort=other)
    builders.a_saved_worksheet(session, enrolment)
    roadmap = builders.a_submitted_roadmap(session, enrolment)
    foreign_roadmap = builders.a_submitted_roadmap(session, foreign)
    paper, foreign_paper = (
        programmes.a_kept_paper(session, each) for each in (enrolment, foreign)
    )
    attempt = builders.an_open_attempt(session, enrolment)
    waiting = a_waiting_attempt(session, enrolment)
    read_by_peers = peer_routes.records(session, cohort, enrolment, people["leader"])
    granted, elsewhere_granted = (
        builders.an_accommodation(
            session, each, extra_attempts=1, reason=REASON, by=people["administrator"]
        )
        for each in (enrolment, foreign)
    )
    now = datetime.now(UTC)
    own_token, _ = tokens.create_token(session, people["owner"], "a program", now=now)
    newcomer = builders.a_learner(session, password_hash=None)
    invitation = tokens.create_invitation(session, newcomer, "invitation", now=now)
    regrade, _ = regrades.applied(
        session, regrades.WEEK_AS_FILED, by=people["administrator"]
    )
    correction = _a_name_correction(session)
    course = builders.miniature_catalogue().course(builders.COURSE)
    call = doors.a_call(session, cohort)
    application = doors.an_application(session, call, people["owner"], op=APPLICATION)
    letter = doors.a_letter(session, application)
    foreign_application = doors.an_application(
        session, doors.a_call(session, other), people["stranger"]
    )
    led = [
        builders.a_cohort(session, trainer=people["leader"], closes_on=FAR)
        for _ in range(2)
    ]
    spring = doors.a_call(session, led[0], deadline=FAR)
    freely = doors.an_open_door(session, led[1], deadline=FAR)
    registration = registrations.register_address(
        session,
        cohort,
        "new.comer@example.org",
        code=None,
        notice=load_notices().in_force,
        now=now,
    )
    change, _ = rule_changes.applied(
        session, course, "finish", by=people["administrator"]
    )
    asked = {"course": builders.COURSE, "edition": course.digest, "cohort": None}
    job, _ = jobs.ask(
        session,
        "rule-change-preview",
        asked,
        op=uuid4(),
        now=now,
        by=people["administrator"],
    )
    post = a_post(session, enrolment)
    announced = an_announcement(session, cohort, by=people["leader"], mail=False)
    scheduled = a_session(session, cohort, by=people["leader"])
    link = _a_link(session, now)
    applied, elsewhere = uuid4(), uuid4()
    _assign(session, cohort, people["leader"], applied)
    _assign(session, other, people["other trainer"], elsewhere)
    planned = builders.a_kept_roster(
        session, cohort, "new.kept@example.org", by=people["leader"], now=now
    )
    message, foreign_message = (a_message(session, each) for each in (cohort, other))
    report = a_report_that_waits(session, cohort, people["leader"], now=now)
    records = {
        "courses": builders.COURSE,
        "modules": "first-module",
        "lessons": "first-lesson",
        "quizzes": "first-quiz",
        "attempts": str(attempt.uuid),
        "enrolments": str(enrolment.uuid),
        "worksheets": "first-sheet",
        "roadmaps": str(roadmap.uuid),
        "reports": str(report.uuid),
        "papers": str(paper.uuid),
        **export_routes.records(session, folder / "exports", cohort, people["leader"]),
        **read_by_peers,
        "programmes": builders.COURSE,
        "document": "docx",
        "marking": str(waiting.uuid),
        "answers": ESSAY,
        MARKS: f"{API}/attempts/{waiting.uuid}/responses/{ESSAY}/marks",
        "accommodations": str(granted.uuid),
        "responses": _a_question(),
        "awards": _number_of(session),
        "register": _number_of(session),
        "acts": "suspension",
        "name-corrections": correction,
        "verify": _number_of(session),
        "verifications": _number_of(session),
        "cohorts": str(cohort.uuid),
        "learners": str(enrolment.uuid),
        "lists": str(applied),
        "announcements": str(announced.uuid),
        "sessions": str(scheduled.uuid),
        "calendar": an_address(session, people["owner"]),
        "discussion": "first-module",
        "threads": str(post.thread),
        "posts": str(post.uuid),
        "marked": str(post.uuid),
        "moderation": "hidden",
        "imports": str(applied),
        "messages": str(message.uuid),
        "overview": "csv",
        "progress-matrix": "csv",
        "plans": str(planned.uuid),
        "roster": "csv",
        "trainers": str(people["leader"].uuid),
        "people": str(people["owner"].uuid),
        "questions": _a_question(),
        "wordings": builders.miniature_catalogue()
        .quiz("first-quiz")
        .question(_a_question())
        .digest,
        "regrades": str(regrade.uuid),
        "tokens": str(own_token.uuid),
        "welcome": invitation,
        "registrations": registration,
        "calls": cohort.key,
        "/calls/<call>/application": f"/calls/{spring.cohort.key}/application",
        f"{API}/calls/<call>/applications": (
            f"{API}/calls/{spring.cohort.key}/applications"
        ),
        "/calls/<call>/registration": f"/calls/{freely.cohort.key}/registration",
        "/calls/<call>/joining": f"/calls/{freely.cohort.key}/joining",
        f"{API}/calls/<call>/joinings": f"{API}/calls/{freely.cohort.key}/joinings",
        "applications": str(application.uuid),
        "attachments": str(letter.uuid),
        "privacy-notice": "1",
        "problems": "not-found",
        "docs": "attempts",
        "completions": "csv",
        f"{API}/courses/<course>/completions.<suffix>": (
            f"{API}/courses/{builders.COURSE}/completions.csv?{FOR}"
        ),
        f"{API}/courses/<course>/certified.<suffix>": (
            f"{API}/courses/{builders.COURSE}/certified.csv?{FOR}"
        ),
        f"{API}/courses/<course>/rule-change-lists.<suffix>": (
            f"{API}/courses/{builders.COURSE}/rule-change-lists.csv?{FOR}"
        ),
        "/rule-changes/<course_key>/file": (
            f"/rule-changes/{builders.COURSE}/file?group=falls-short"
        ),
        "figures": "csv",
        "tables": "figures",
        "<table>": "csv",
        "book": "epub",
        "credential": "json",
        "badge": "png",
        "status": "revocation",
        "<purpose>": "0",
        "static": "course.css",
        "question-banks": "first-quiz",
        "media": "first-quiz",
        "<quiz>": "sky.png",
        "pictures": "map.png",
        "rule-changes": builders.COURSE,
        "jobs": str(job.uuid),
        "<course_key>": str(change.uuid),
        "rule-change-lists": "csv",
        "certified": "csv",
        "evaluation": "csv",
        "follow-up": link,
        "follow-ups": link,
        # What belongs to the other trainer and to the stranger.
        "foreign cohort": str(other.uuid),
        "foreign application": str(foreign_application.uuid),
        "foreign learner": str(foreign.uuid),
        "foreign list": str(elsewhere),
        "foreign message": str(foreign_message.uuid),
        "foreign roadmap": str(foreign_roadmap.uuid),
        "foreign paper": str(foreign_paper.uuid),
        "foreign accommodation": str(elsewhere_granted.uuid),
    }
    secrets = {
        name: tokens.create_token(session, person, "walking", now=now)[1]
        for name, person in people.items()
    }
    return people, records, secrets


def _assign(session: Session, cohort: Any, by: User, op: UUID) -> None:
    """A list was applied a moment ago, so that it can still be taken back."""
    text = f"new.{op.hex[:8]}@example.org"
    builders.a_roster(session, cohort, text, op=op, by=by, now=datetime.now(UTC))


def _a_name_correction(session: Session) -> str:
    """Somebody who is none of those who ask waits for another name."""
    from tests.course.award_lives import asked, the_award

    other = builders.a_completed_enrolment(session)
    return str(asked(session, the_award(session, other)).uuid)


def _a_link(session: Session, now: datetime) -> str:
    """Somebody who is none of those who ask was asked what became of the course."""
    from tests.evaluating import a_mailed_link

    return a_mailed_link(session, builders.a_completed_enrolment(session), now=now)


def _number_of(session: Session) -> str:
    return str(session.scalar(text("SELECT number FROM award ORDER BY id")))


def _a_question() -> str:
    return builders.miniature_catalogue().quiz("first-quiz").questions[0].key
