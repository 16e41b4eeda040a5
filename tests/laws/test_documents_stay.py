"""The fourth law, and the first: documents and facts stay as they were.

A learner has an award, a submitted attempt and an open one. Then everything around
them changes: their name and role, the office, and every content file they came from.
"""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from config.settings import Settings
from course import accounts, enrolments
from course.catalogue import Catalogue, load_catalogue
from course.database import Base, Fact, FactAltered
from course.models import (
    Accommodation,
    AccommodationEnd,
    Attempt,
    AttemptExtension,
    AttemptStart,
    Edition,
    Enrolment,
    Picture,
    ResponseMark,
)
from learner_api.app import create_app
from tests.builders import (
    CONTENT,
    COURSE,
    LESSONS,
    NOW,
    a_cohort,
    a_completed_enrolment,
    a_learner,
    a_reviewed_roadmap,
    a_submitted_roadmap,
    a_trainer,
    an_administrator,
    an_enrolment,
    an_open_attempt,
    miniature_catalogue,
    right_answers,
)
from tests.course.award_facts import every_award_fact
from tests.course.regrades import DROP_WEEK, applied
from tests.laws.acts import (
    ROSTER,
    apply_plan,
    complete,
    create_cohort,
    plan_list,
    save,
    start,
    submit,
    told,
    undo_list,
)
from tests.laws.programs import Program, a_program
from tests.laws.records import every_row
from tests.peers import every_peer_fact

# Each file of the miniature course, what is changed in it, and into what.
CHANGES = {
    "outlines/miniature.toml": [
        ('title = "Movement in miniature"', 'title = "Movement at large"'),
        ('  "second-module",\n', ""),
    ],
    "handbook/first-module/module.md": [
        ('title = "The first module"', 'title = "The module that was first"'),
        ("hours = 2", "hours = 9"),
        ("Explain the first thing", "Forget the first thing"),
    ],
    "handbook/first-module/first-lesson.md": [
        ('title = "The first lesson"', 'title = "The lesson that was first"'),
    ],
    "quizzes/first-quiz.toml": [
        ('title = "The first quiz"', 'title = "The quiz that was first"'),
        ("What colour is a clear sky by day?", "What colour is the sky at dusk?"),
        ('correct = "blue"', 'correct = "red"'),
        ("pass_mark = 70", "pass_mark = 100"),
    ],
}


def the_changed_content(folder: Path) -> Catalogue:
    """The miniature course after its authors have been at every file."""
    shutil.copytree(CONTENT, folder)
    for name, replacements in CHANGES.items():
        file = folder / name
        words = file.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in words, f"{name} has no {old!r}"
            words = words.replace(old, new)
        file.write_text(words, encoding="utf-8")
    return load_catalogue(folder / "handbook", folder / "quizzes", folder / "outlines")


@dataclass(frozen=True, slots=True)
class Documents:
    """What a learner can look at, as it was answered."""

    award: dict[str, Any]
    pdf: bytes
    verification: dict[str, Any]
    submitted: dict[str, Any]
    open: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """A learner who has completed the course and sits in one more attempt."""

    enrolment: Enrolment
    number: str
    submitted: Attempt
    open: Attempt

    def documents(self, program: Program) -> Documents:
        pdf = program.get(f"/awards/{self.number}/document")
        assert pdf.data.startswith(b"%PDF")
        return Documents(
            award=told(program.get(f"/awards/{self.number}")),
            pdf=pdf.data,
            verification=told(program.get(f"/verifications/{self.number}")),
            submitted=told(program.get(f"/attempts/{self.submitted.uuid}")),
            open=told(program.get(f"/attempts/{self.open.uuid}")),
        )


def a_story(app: Flask, session: Session) -> tuple[Story, Program]:
    enrolment = a_completed_enrolment(session, cohort=a_cohort(session))
    submitted = session.scalars(
        select(Attempt).where(Attempt.quiz_key == "first-quiz")
    ).one()
    attempt = an_open_attempt(session, enrolment, "first-quiz")
    program = a_program(app, session, enrolment.user)
    for question, right in right_answers(
        miniature_catalogue().quiz("first-quiz")
    ).items():
        told(program.send(save(attempt.uuid, question, right)))
    number = told(program.get("/awards"))["items"][0]["number"]
    return Story(enrolment, number, submitted, attempt), program


@pytest.fixture
def changed_app(app_on_both, engine, tmp_path):
    """The same database, served by another office after every file has changed."""
    settings = Settings.for_tests(
        tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        issuer_name="Another office",
        signatory_name="Another signatory",
        signatory_title="Another title",
        office_zone="Pacific/Kiritimati",
        public_url="https://elsewhere.example.org",
    )
    content = the_changed_content(tmp_path / "content")
    changed = create_app(settings, catalogue=content, durable=False)
    yield changed
    changed.extensions["course.database"].engine.dispose()


def rewrite_the_person(session: Session, story: Story) -> None:
    """A new name, country and role, by an administrator."""
    person, by = story.enrolment.user, an_administrator(session)
    now = datetime.now(UTC)
    changes = {"name": "Somebody Else", "country": "KE"}
    accounts.change_profile(session, person, changes, now=now, by=by)
    accounts.change_role(session, person, "trainer", now=now, by=by)
    session.commit()


def test_nothing_that_changes_later_changes_what_was_issued_or_begun(
    app_on_both, changed_app, session
):
    story, program = a_story(app_on_both, session)
    before = story.documents(program)

    rewrite_the_person(session, story)
    later = Program(changed_app, program.secret)

    assert told(later.get("/me"))["name"] == "Somebody Else"
    assert story.documents(later) == before


def test_an_attempt_begun_before_a_change_is_marked_as_it_was_asked(
    app_on_both, changed_app, session
):
    story, program = a_story(app_on_both, session)
    later = Program(changed_app, program.secret)

    told(later.send(save(story.open.uuid, "one-colour", "blue")))
    receipt = told(later.send(submit(story.open.uuid)))

    assert receipt["passed"] is True
    assert (receipt["points"], receipt["pass_mark"]) == (receipt["out_of"], 70)


def test_a_new_attempt_is_given_the_new_quiz(app_on_both, changed_app, session):
    story, program = a_story(app_on_both, session)
    later = Program(changed_app, program.secret)
    told(later.send(submit(story.open.uuid)))

    attempt = told(later.send(start("first-quiz")))
    told(later.send(save(attempt["uuid"], "one-colour", "blue")))
    receipt = told(later.send(submit(attempt["uuid"])))

    marks = {each["question"]: each["points"] for each in receipt["marks"]}
    assert attempt["quiz"]["title"] == "The quiz that was first"
    assert attempt["questions"][0]["prompt"] == "What colour is the sky at dusk?"
    assert marks["one-colour"] == 0
    assert receipt["pass_mark"] == 100


def test_a_new_enrolment_is_held_to_the_new_outline_and_an_old_one_to_its_own(
    app_on_both, changed_app, session
):
    # The cohort is made by the changed application, from the files as they stand.
    old = an_enrolment(session)
    learner = a_learner(session)
    old_program = a_program(changed_app, session, old.user)
    trainer = a_program(changed_app, session, a_trainer(session))
    cohort = told(trainer.send(create_cohort()))
    planned = told(trainer.send(plan_list(cohort["uuid"], learner.email)))
    told(trainer.send(apply_plan(cohort["uuid"], planned)))
    new_program = a_program(changed_app, session, learner)

    for program in (old_program, new_program):
        told(program.send(complete(LESSONS[0])))
    kept = told(old_program.get(f"/courses/{COURSE}/progress"))
    new = told(new_program.get(f"/courses/{COURSE}/progress"))

    assert kept["edition"] == old.edition.digest != new["edition"]
    assert [finding["needed"] for finding in kept["awards"][0]["findings"]] == [3, 2]
    assert [finding["needed"] for finding in new["awards"][0]["findings"]] == [2, 1]
    titles = [each["title"] for each in told(old_program.get("/courses"))["items"]]
    assert titles == ["Movement in miniature"]


def a_row_of_every_fact(app: Flask, session: Session) -> None:
    """A world in which every kind of fact has happened."""
    story, program = a_story(app, session)
    enrolment, by = story.enrolment, a_trainer(session)
    now = datetime.now(UTC)
    enrolments.withdraw(session, enrolment, reason="Has left.", now=now, by=by)
    trainer = a_program(app, session, by)
    module, lesson = LESSONS[0]
    told(program.get(f"/courses/{COURSE}/modules/{module}/lessons/{lesson}"))
    cohort = told(trainer.send(create_cohort()))["uuid"]
    planned = told(trainer.send(plan_list(cohort, ROSTER)))
    applied_list = told(trainer.send(apply_plan(cohort, planned)))
    told(trainer.send(undo_list(cohort, applied_list)))
    a_reviewed_roadmap(session, a_submitted_roadmap(session))
    applied(session, DROP_WEEK)
    every_award_fact(session, a_completed_enrolment(session))
    every_peer_fact(session)
    session.add_all(_what_nobody_did(session, story.open))
    session.commit()


def _what_nobody_did(session: Session, attempt: Attempt) -> list[Fact]:
    """Rows of the facts that this story has no occasion for."""
    now: dict[str, Any] = {"occurred_at": NOW, "recorded_at": NOW}
    granted = Accommodation(
        user_id=attempt.enrolment.user_id,
        extra_time_percent=25,
        extra_attempts=0,
        reason="Asked for.",
        **now,
    )
    session.add(granted)
    session.flush()
    return [
        AccommodationEnd(accommodation_id=granted.id, reason="Is over.", **now),
        AttemptExtension(
            attempt_id=attempt.id, accommodation_id=granted.id, closes_at=NOW, **now
        ),
        AttemptStart(attempt_id=attempt.id, **now),
        Picture(digest="0" * 64, content=b"a logo", **now),
        ResponseMark(
            attempt_id=attempt.id,
            question_key="an-essay",
            points=1,
            out_of=2,
            levels={},
            comment="",
            **now,
        ),
    ]


def fact_models() -> list[Any]:
    """Every model whose rows are facts, and the editions that they are judged by."""
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return [each for each in models if issubclass(each, Fact) or each is Edition]


def test_no_fact_can_be_altered_or_deleted_through_the_models(app_on_both, session):
    a_row_of_every_fact(app_on_both, session)
    facts = [model for model in fact_models() if model is not Edition]

    for model in facts:
        session.rollback()
        row = session.scalars(select(model).limit(1)).one()
        row.recorded_at = datetime(2030, 1, 1, tzinfo=UTC)
        with pytest.raises(FactAltered):
            session.flush()
        session.rollback()
        session.delete(session.scalars(select(model).limit(1)).one())
        with pytest.raises(FactAltered):
            session.flush()
        session.rollback()
        with pytest.raises(FactAltered):
            session.execute(update(model).values(recorded_at=row.recorded_at))
        with pytest.raises(FactAltered):
            session.execute(delete(model))


def test_no_fact_can_be_altered_or_deleted_in_the_databases_own_words(
    app_on_both, session
):
    a_row_of_every_fact(app_on_both, session)
    before = every_row(session)

    for table in (model.__table__ for model in fact_models()):
        assert before[table.name], f"nothing is in {table.name}"
        for statement in (
            update(table).values(recorded_at=datetime(2030, 1, 1, tzinfo=UTC)),
            update(table).values(id=table.c.id + 1000),
            delete(table),
        ):
            with pytest.raises(DBAPIError, match=f"{table.name} rows are facts"):
                # Not by way of the session, whose own guard would be first.
                session.connection().execute(statement)
            session.rollback()
    assert every_row(session) == before


def test_a_submission_cannot_be_taken_back(app_on_both, session):
    story, _ = a_story(app_on_both, session)

    for moment in (None, datetime(2030, 1, 1, tzinfo=UTC)):
        taking_back = (
            update(Attempt)
            .where(Attempt.id == story.submitted.id)
            .values(submitted_at=moment)
        )
        with pytest.raises(DBAPIError, match="attempt rows are facts"):
            session.connection().execute(taking_back)
        session.rollback()
