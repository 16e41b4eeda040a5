"""``course demo``: who is there then, what they have done, and when it refuses."""

import os
import re
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.settings import Settings
from course import (
    applications,
    calls,
    cohort_reports,
    cohorts,
    editions,
    roadmap_tasks,
    roadmaps,
    run_calendar,
)
from course.accounts import find_person
from course.catalogue import load_catalogue
from course.database import Fact, make_engine
from course.doctor import examine
from course.enrolments import enrolment_on
from course.figures.counting import figures
from course.figures.query import StatisticsQuery
from course.models import (
    Attempt,
    Award,
    Cohort,
    Enrolment,
    EvaluationAnswer,
    EvaluationBox,
    Mark,
    OutgoingMessage,
    RoadmapAppeal,
    RoadmapReview,
    RoadmapSubmission,
    SecondMarker,
    User,
    WorksheetEntry,
)
from course.pace import pace_of, studied_modules
from course.passwords import password_matches
from learner_api.commands import main
from learner_api.database import Database
from learner_api.demonstration import ATTENDING, OFFICIALS
from tests import builders

COURSE = "mainstreaming"
# Officials who have applied to the next run and are on none.
APPLICANTS = 6
SIGN_INS = ("learner@example.org", "trainer@example.org", "administrator@example.org")


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration, loaded once."""
    folder = tmp_path_factory.mktemp("demonstration") / "data"
    folder.mkdir()
    shutil.copyfile(sqlite_template, folder / "course.sqlite")
    own = {name: None for name in os.environ if name.startswith("COURSE_")}
    settings = {**own, "COURSE_DATA_DIR": str(folder)}
    result = CliRunner().invoke(main, ["demo"], env=settings)
    assert result.exit_code == 0, result.output
    (folder / "said").write_text(result.stdout)
    return folder


@pytest.fixture
def demonstration(loaded: Path) -> Iterator[Session]:
    """A session that only reads it."""
    engine = make_engine(Settings.for_tests(loaded).database_url)
    with Database(engine).read() as session:
        yield session
    engine.dispose()


@pytest.fixture
def copied(loaded: Path, tmp_path: Path) -> Path:
    """A copy of it, where ``course`` looks for its data."""
    return Path(shutil.copytree(loaded, tmp_path / "data"))


@pytest.fixture
def changed(copied: Path) -> Iterator[Session]:
    """A session on the copy."""
    engine = make_engine(Settings.for_tests(copied).database_url, durable=False)
    with Database(engine).write() as session:
        yield session
    engine.dispose()


def password_in(said: str) -> str:
    found = re.search(r"with the password +(\S+)", said)
    assert found
    return found[1]


def test_three_people_can_sign_in_with_the_password_that_is_printed(
    loaded, demonstration
):
    said = (loaded / "said").read_text()
    password = password_in(said)

    for email in SIGN_INS:
        person = find_person(demonstration, email)
        assert email in said
        assert person is not None
        assert person.role == email.partition("@")[0]
        assert password_matches(person.password_hash, password)


def test_the_password_is_kept_for_its_owner_alone(loaded):
    path = loaded / "demonstration-password"

    assert path.read_text().strip() == password_in((loaded / "said").read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_everybody_is_marked_as_invented_and_has_no_real_address(demonstration):
    people = demonstration.scalars(select(User)).all()

    assert len(people) == 22 + APPLICANTS
    assert all(person.is_demonstration for person in people)
    assert all(person.email.endswith("@example.org") for person in people)


def test_the_trainer_leads_the_cohort_of_the_learner(demonstration):
    trainer = find_person(demonstration, "trainer@example.org")
    learner = find_person(demonstration, "learner@example.org")
    assert trainer
    assert learner

    led = cohorts.list_cohorts(demonstration, trainer)
    (size,) = [each for each in led if each.cohort.key == "planning-officials"]

    today = datetime.now(UTC).date()
    opening = [each for each in led if each.cohort.opens_on > today]
    assert [each.learners for each in opening] == [0, 0]
    assert enrolment_on(demonstration, learner, COURSE).cohort == size.cohort
    assert size.cohort.opens_on < today < size.cohort.closes_on
    # One of the thirteen has left.
    assert (size.learners, size.completed) == (12, 2)


def test_the_learner_has_finished_two_lessons(demonstration):
    learner = find_person(demonstration, "learner@example.org")
    assert learner

    enrolment = enrolment_on(demonstration, learner, COURSE)

    assert len(enrolment.standing["lessons"]) == 2
    assert enrolment.standing["quizzes"] == {}
    assert 0 < enrolment.percent < 100


def test_learners_are_in_every_state(demonstration):
    cohort = demonstration.scalars(
        select(Cohort).where(Cohort.key == "planning-officials")
    ).one()

    standings = cohorts.cohort_progress(demonstration, cohort)

    assert {each.state for each in standings} == {
        "completed",
        "under-way",
        "not-started",
        "invited",
        "withdrawn",
    }
    assert any(each.failed_quizzes for each in standings)


def test_somebody_is_in_every_third_of_the_course_and_somebody_at_its_end(
    demonstration,
):
    enrolments = demonstration.scalars(select(Enrolment)).all()

    assert {each.percent // 33 for each in enrolments} == {0, 1, 2, 3}


def test_some_hold_awards_of_both_kinds(demonstration):
    kinds = [award.claims["kind"] for award in demonstration.scalars(select(Award))]

    assert kinds.count("completion") == 2
    assert kinds.count("participation") > 2


def test_whoever_completed_has_a_roadmap_that_was_accepted_and_two_wait(
    demonstration,
):
    completed = demonstration.scalars(
        select(Enrolment).where(Enrolment.completed_at.is_not(None))
    ).all()
    waiting = set(
        demonstration.scalars(
            select(RoadmapSubmission.enrolment_id).where(
                RoadmapSubmission.id.not_in(select(RoadmapReview.submission_id))
            )
        )
    )
    verdicts = demonstration.scalars(select(RoadmapReview.verdict)).all()

    states = {roadmaps.standing_of(demonstration, each).state for each in completed}
    assert states == {"accepted"}
    # One for its trainer alone, and one for two people.
    assert len(waiting) == 2
    assert waiting.isdisjoint(each.id for each in completed)
    # One was sent back and accepted later; of the other an appeal waits.
    assert sorted(verdicts) == ["accepted", "accepted", "sent-back", "sent-back"]


def test_an_appeal_and_a_second_review_wait_for_the_trainer(demonstration):
    trainer = find_person(demonstration, "trainer@example.org")
    assert trainer

    [appeal] = demonstration.scalars(select(RoadmapAppeal)).all()
    [asked] = demonstration.scalars(select(SecondMarker)).all()

    assert asked.marker_id == trainer.id
    tasks = roadmap_tasks.roadmap_tasks(demonstration, trainer)
    assert {each.submission.id for each in tasks} == {
        appeal.submission_id,
        asked.submission_id,
    }


def test_one_run_is_over_and_its_report_waits_after_it_was_sent_back(demonstration):
    administrator = find_person(demonstration, "administrator@example.org")
    assert administrator

    [waiting] = cohort_reports.reports_waiting(demonstration, administrator)

    cohort = waiting.report.cohort
    versions = cohort_reports.versions_of(demonstration, cohort)
    assert [each.state for each in versions] == ["waiting", "sent-back"]
    assert cohort.closes_on < waiting.report.recorded_at.date()
    assert waiting.report.claims["figures"]["enrolled"] == ATTENDING


def test_in_the_cohort_some_are_on_track_and_some_behind(demonstration):
    cohort = demonstration.scalars(
        select(Cohort).where(Cohort.key == "planning-officials")
    ).one()
    course = editions.course_of(demonstration, cohort.edition)
    weeks = run_calendar.weeks_of(demonstration, cohort)
    today = datetime.now(UTC).date()

    late = [
        any(
            each.state == "overdue"
            for each in pace_of(weeks, studied_modules(course, it.standing, ()), today)
        )
        for it in demonstration.scalars(
            select(Enrolment).where(Enrolment.cohort_id == cohort.id)
        )
    ]

    assert late.count(True) >= 4
    assert late.count(False) >= 5


def test_some_have_begun_a_worksheet_and_not_filled_it(demonstration):
    writers = demonstration.scalars(
        select(WorksheetEntry.enrolment_id).distinct()
    ).all()
    handed_in = demonstration.scalars(select(RoadmapSubmission.enrolment_id)).all()

    assert set(writers) > set(handed_in)


def test_quizzes_were_passed_and_failed(demonstration):
    passed = demonstration.scalars(select(Mark.passed)).all()

    assert passed.count(True) >= 40
    assert passed.count(False) >= 9
    assert demonstration.scalar(select(func.max(Attempt.number))) == 3


def test_figures_are_spread_over_countries_and_grow_with_time(demonstration):
    administrator = find_person(demonstration, "administrator@example.org")
    assert administrator
    now = datetime.now(UTC)

    earlier, later = (
        figures(
            demonstration,
            administrator,
            StatisticsQuery(COURSE, moment, by=("country",)),
        )
        for moment in (now - timedelta(days=80), now)
    )

    assert len(later.groups) >= 10
    assert earlier.total
    assert later.total
    assert (earlier.total.started or 0) < (later.total.started or 0)


def test_nothing_happened_in_the_future_or_out_of_turn(demonstration):
    now = datetime.now(UTC)

    for mapper in User.registry.mappers:
        if issubclass(mapper.class_, Fact):
            fact = mapper.class_
            moments = demonstration.scalars(
                select(fact.recorded_at).order_by(fact.id)
            ).all()
            assert all(moment <= now for moment in moments)
            assert moments == sorted(moments)


def test_the_record_is_as_if_they_had_been_there(demonstration):
    assert [each for found in examine(demonstration) for each in found] == []


def test_whoever_begins_sits_the_pre_test_and_finishers_the_tests_at_the_end(
    demonstration,
):
    purposes = {quiz.key: quiz.purpose for quiz in load_catalogue().quizzes.values()}
    learner = find_person(demonstration, "learner@example.org")
    assert learner

    sat = {
        enrolment.user_id: {purposes[key] for key in enrolment.standing["quizzes"]}
        - {"module-quiz"}
        for enrolment in demonstration.scalars(select(Enrolment))
    }

    assert sat.pop(learner.id) == set()
    assert sorted(map(sorted, sat.values())) == [
        *[[]] * 2,
        # Two have finished, and seven came to the workshop.
        *[["final-assessment", "post-test", "pre-test"]] * 9,
        *[["pre-test"]] * 8,
    ]


def test_one_run_can_be_joined_and_one_applied_to(demonstration):
    today = datetime.now(UTC).date()

    found = calls.open_calls(demonstration, today=today)

    assert [(each.cohort.key, each.call.door) for each in found] == [
        ("open-run", "open"),
        ("senior-planners", "application"),
    ]
    applied = applications.list_applications(demonstration, found[1].cohort)
    assert len(applied) == APPLICANTS
    assert {each.standing.state for each in applied} == {"applied"}
    assert 0 < sum(bool(each.lacks) for each in applied) < APPLICANTS


def test_no_two_people_say_the_same_of_the_course(demonstration):
    written = [each.answers for each in demonstration.scalars(select(EvaluationAnswer))]
    for box in demonstration.scalars(select(EvaluationBox)):
        written += box.sheets
    forms = load_catalogue().forms.values()
    texts = {each.key for form in forms for each in form.questions if is_text(each)}

    said = [sheet[key] for sheet in written for key in texts if sheet.get(key)]

    assert len(said) > 10
    assert len(set(said)) == len(said)


def is_text(question):
    return question.kind == "text"


def test_no_mail_goes_out_to_anybody_invented(demonstration):
    assert demonstration.scalars(select(OutgoingMessage)).all() == []


def test_loading_it_twice_changes_nothing(course, copied, changed):
    before = changed.scalars(select(User.password_hash).order_by(User.id)).all()

    result = course("demo")

    changed.rollback()
    after = changed.scalars(select(User.password_hash).order_by(User.id)).all()
    assert result.exit_code == 0
    assert result.stdout == (copied / "said").read_text()
    assert after == before


def test_the_password_that_is_set_is_the_one_that_works(course, changed):
    result = course("demo", COURSE_DEMO_PASSWORD="a word of my own")

    learner = find_person(changed, "learner@example.org")
    assert learner
    assert "with the password  a word of my own\n" in result.stdout
    assert password_matches(learner.password_hash, "a word of my own")


def test_a_password_file_that_was_lost_is_made_again(course, copied, changed):
    (copied / "demonstration-password").unlink()

    result = course("demo")

    learner = find_person(changed, "learner@example.org")
    assert learner
    assert password_matches(learner.password_hash, password_in(result.stdout))


def test_more_officials_can_be_asked_for(course, record):
    result = course("demo", "--learners", "20")

    learners = record.scalars(select(User.email).where(User.role == "learner")).all()
    assert result.exit_code == 0
    # One who signs in, those who came to the workshop, and those who applied besides.
    assert len(set(learners)) == 20 + 1 + ATTENDING + APPLICANTS


def test_many_more_have_come_in_cohorts_and_sign_in_with_the_same_password(
    course, record
):
    result = course("demo", "--learners", "130")

    learners = record.scalars(select(User).where(User.email.like("learner.%"))).all()
    editions_kept = editions.editions_of_course(record, COURSE)
    assert result.exit_code == 0
    assert len(learners) == 130 - len(OFFICIALS)
    assert all(each.is_demonstration for each in learners)
    assert any(
        password_matches(each.password_hash, password_in(result.stdout))
        for each in learners[:20]
        if each.password_hash
    )
    # The edition of today is the newest of three.
    assert len(editions_kept) == 3
    assert editions_kept[0].digest == load_catalogue().course(COURSE).digest


def test_it_is_not_loaded_beside_real_people(course, record):
    builders.a_learner(record)
    record.commit()

    result = course("demo")

    assert result.exit_code == 1
    assert "1 real people" in result.stderr
    assert record.scalar(select(func.count()).select_from(User)) == 1


def test_it_is_refused_in_production(course, migrated):
    result = course(
        "demo",
        COURSE_ENVIRONMENT="production",
        COURSE_SECRET_KEY="k" * 40,
        COURSE_PUBLIC_URL="https://course.example",
        COURSE_ISSUER_NAME="Office",
        COURSE_SIGNATORY_NAME="Ama Owusu",
        COURSE_SIGNATORY_TITLE="Head",
    )

    assert result.exit_code == 1
    assert "not for production" in result.stderr
    assert not (migrated.data_dir / "demonstration-password").exists()
