"""The third law under fire: what was acknowledged survives kill -9.

The real server serves several learners' programs and is killed without warning, again
and again. At the end the programs' books are held against the record.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from threading import Event
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from course import editions, enrolments
from course.catalogue import Catalogue, load_catalogue
from course.models import Attempt, LessonCompletion, Response
from learner_api.commands import main
from tests.builders import a_learner
from tests.laws.programs import a_secret
from tests.laws.seeds import chance
from tests.laws.served import Server, a_free_port
from tests.laws.traffic import Act, Learner

LEARNERS = 5
KILLS = 6
SAVES_A_LIFE = 55
LONGEST_LIFE = 60.0


@pytest.fixture(scope="module")
def content() -> Catalogue:
    """The content that the server serves; which it is does not matter here."""
    return load_catalogue()


@pytest.fixture
def server(engine: Engine, tmp_path: Path) -> Iterator[Server]:
    address = engine.url.render_as_string(hide_password=False)
    server = Server(tmp_path, address, a_free_port())
    yield server
    server.kill()


def some_learners(
    sessions: sessionmaker[Session], content: Catalogue, port: int, draw: Random
) -> list[Learner]:
    course = next(iter(content.courses.values()))
    quizzes = [module.quiz_key for module in course.modules if module.quiz_key]
    learners = []
    with sessions() as session:
        now = datetime.now(UTC)
        edition = editions.course_edition(session, course, now=now)
        for _ in range(LEARNERS):
            person = a_learner(session, now=now)
            enrolments.enrol(session, person, edition, now=now)
            learners.append(
                Learner(
                    port=port,
                    secret=a_secret(session, person),
                    course=course,
                    quizzes={key: content.quiz(key) for key in quizzes},
                    draw=Random(draw.getrandbits(32)),  # noqa: S311  # replayed
                )
            )
        session.commit()
    return learners


@contextmanager
def learning(learners: list[Learner]) -> Iterator[list[Future[None]]]:
    """All of them at it at once, while the block runs."""
    stop = Event()
    with ThreadPoolExecutor(len(learners)) as pool:
        running = [pool.submit(learner.learn, stop) for learner in learners]
        try:
            yield running
        finally:
            stop.set()
    for each in running:
        each.result()


def acknowledged(learners: list[Learner], kind: str) -> int:
    return sum(
        learner.sent[op].kind == kind
        for learner in learners
        for op in list(learner.told)
    )


def record(sessions: sessionmaker[Session]) -> dict[UUID, tuple[Any, ...]]:
    """Everything that the database holds of the programs' acts, by operation."""
    with sessions() as session:
        saves = session.execute(
            select(
                Response.op,
                Attempt.uuid,
                Response.question_key,
                Response.sequence,
                Response.answer,
            ).join(Attempt, Response.attempt_id == Attempt.id)
        ).all()
        lessons = session.execute(
            select(
                LessonCompletion.uuid,
                LessonCompletion.module_key,
                LessonCompletion.lesson_key,
            )
        ).all()
        attempts = session.execute(select(Attempt.uuid, Attempt.quiz_key)).all()
    rows = [
        *((op, (str(attempt), *rest)) for op, attempt, *rest in saves),
        *((op, tuple(place)) for op, *place in lessons),
        *((op, (quiz,)) for op, quiz in attempts),
    ]
    found = dict(rows)
    assert len(found) == len(rows), "an operation was recorded twice"
    return found


def as_recorded(act: Act) -> tuple[Any, ...]:
    if act.kind != "save":
        return act.place
    return (*act.place, act.body["sequence"], act.body["answer"])


def test_what_was_acknowledged_survives_being_killed_again_and_again(
    sessions, server, content
):
    draw = chance(f"kill nine {server.database_url.partition(':')[0]}")
    learners = some_learners(sessions, content, server.port, draw)
    with learning(learners) as running:
        for _ in range(KILLS):
            if draw.random() < 0.25:
                # Not even up yet, and gone again.
                server.start()
                sleep(draw.uniform(0, 0.6))
                server.kill()
            live_a_while(server, learners, running, draw)
            server.kill()
    books = {op: act for learner in learners for op, act in learner.sent.items()}
    promised = {op for learner in learners for op in learner.told}

    held = record(sessions)

    assert acknowledged(learners, "save") >= 300
    assert acknowledged(learners, "lesson") > 0
    assert promised <= held.keys() <= books.keys()
    assert held == {op: as_recorded(books[op]) for op in held}
    server.start()
    send_again(learners, draw)
    assert record(sessions) == {op: as_recorded(act) for op, act in books.items()}
    hand_in(learners)
    is_well(server)


def live_a_while(
    server: Server, learners: list[Learner], running: list[Future[None]], draw: Random
) -> None:
    """Serve until enough was saved since the start, and then a moment longer."""
    server.start()
    enough = acknowledged(learners, "save") + SAVES_A_LIFE
    latest = monotonic() + LONGEST_LIFE
    while acknowledged(learners, "save") < enough:
        assert monotonic() < latest, server.log.read_text(encoding="utf-8")
        for each in running:
            if each.done():
                each.result()
        sleep(0.01)
    sleep(draw.uniform(0, 0.2))


def send_again(learners: list[Learner], draw: Random) -> None:
    """Send what was never acknowledged, and some of what was, in any order, twice."""
    for learner in learners:
        known = [learner.sent[op] for op in draw.sample(sorted(learner.told), 5)]
        again = [*learner.unsure(), *known] * 2
        draw.shuffle(again)
        for act in again:
            # Notes the answer, and that it is the one that was given before.
            while not learner.send(act):
                sleep(0.02)


def hand_in(learners: list[Learner]) -> None:
    """Submit every attempt: each receipt holds the answers of the highest sequences."""
    for learner in learners:
        for attempt in learner.attempts.values():
            receipt = learner.submit(attempt)
            newest: dict[str, Any] = {}
            for act in sorted(
                (each for each in learner.sent.values() if each.kind == "save"),
                key=lambda each: each.body["sequence"],
            ):
                if act.place[0] == str(attempt):
                    newest[act.place[1]] = act.body["answer"]
            held = {each["question"]: each["answer"] for each in receipt["marks"]}
            asked = learner.papers[attempt]
            assert held == {key: newest.get(key) for key in asked}
        learner.hang_up()


def is_well(server: Server) -> None:
    examined = CliRunner().invoke(main, ["doctor"], env=server.environment)
    assert examined.exit_code == 0, examined.output
    assert "All is well" in examined.output
