"""The views say what the record says: a lived-in record, asked in two ways."""

from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import permutations, product
from random import Random

import pytest
from sqlalchemy import func, select, text

from course import enrolments
from course.award_states import replay
from course.award_status import statuses
from course.countries import GROUPS, all_countries, groups_of
from course.figures.counting import figures
from course.figures.query import StatisticsQuery
from course.models import (
    Achievement,
    Attempt,
    Award,
    AwardEvent,
    Cohort,
    Edition,
    Enrolment,
    LessonCompletion,
    LessonOpening,
    User,
)
from tests import builders
from tests.course import award_lives
from tests.course.award_facts import every_award_fact
from tests.figuring import Person, Run, asked, settled
from tests.laws.histories import World
from tests.named_rows import named_rows

pytestmark = pytest.mark.postgresql


@pytest.fixture
def lived_in(record):
    """A record with withdrawals, moves, regrades, corrections and undone places."""
    world = World(record, Random(3))  # noqa: S311  # the same record in every run
    for _moment in world.live(60):
        pass
    later = world.now + timedelta(days=1)
    cohort = builders.a_cohort(record, now=later)
    builders.an_undone_roster(record, builders.a_roster(record, cohort))
    every_award_fact(record, builders.a_completed_enrolment(record))
    for act in ("suspend", "revoke", "supersede"):
        enrolment = builders.a_completed_enrolment(record)
        award_lives.done(record, act, award_lives.the_award(record, enrolment))
    builders.an_open_attempt(record)
    left = builders.an_enrolment(record)
    boss = world.administrator
    enrolments.withdraw(record, left, reason="Has moved.", now=later, by=boss)
    record.commit()
    return record


def view(session, name):
    """The rows of a view as mappings."""
    found = session.execute(text(f"SELECT * FROM reporting.{name}"))  # noqa: S608
    return [dict(row) for row in found.mappings()]


def everybody(session):
    """What the statistics say of every course at the end, by enrolment."""
    administrator = User(role="administrator")
    courses = session.scalars(select(Enrolment.course_key).distinct()).all()
    return {
        row.enrolment: (course, row)
        for course in courses
        for row in named_rows(
            session, administrator, StatisticsQuery(course, datetime.now(UTC))
        )
    }


def test_enrolments_are_those_of_the_statistics(lived_in):
    known = everybody(lived_in)

    shown = {each["enrolment"]: each for each in view(lived_in, "enrolment")}

    keys = dict(lived_in.execute(select(Cohort.uuid, Cohort.key)).all())
    assert shown.keys() == known.keys()
    assert len({each["standing"] for each in shown.values()}) == 4
    for name, (course, row) in known.items():
        each = shown[name]
        assert each["course"] == course
        assert keys.get(each["cohort"]) == row.cohort
        assert each["edition"] == row.edition
        assert each["enrolled_at"] == row.enrolled_at
        assert (each["withdrawn_at"] is not None) == row.is_withdrawn
        assert each["started_at"] == row.started_at
        assert each["assessed_at"] == row.assessed_at
        assert each["completed_at"] == row.completed_at
        assert each["participated_at"] == row.participated_at
        assert each["standing"] == standing_of(row)


def standing_of(row):
    if row.is_withdrawn:
        return "withdrawn"
    if row.completed_at:
        return "completed"
    return "started" if row.started_at else "enrolled"


def test_whoever_counts_learners_by_sql_counts_as_the_figures_do(record):
    every_step = Run(started=1, assessed=2, completed=3, certified=4)
    ground = settled(
        record,
        [
            Person(runs=(every_step, Run(day=9, started=10, assessed=11))),
            Person(runs=(Run(started=5, participated=6), Run(day=9, participated=12))),
            Person(runs=(Run(withdrawn=1),)),
            Person(),
        ],
    )
    record.commit()

    counted = record.execute(
        text(
            """
            SELECT count(DISTINCT learner) AS enrolled,
                   count(DISTINCT learner) FILTER (WHERE started_at IS NOT NULL)
                       AS started,
                   count(DISTINCT learner) FILTER (WHERE assessed_at IS NOT NULL)
                       AS assessed,
                   count(DISTINCT learner) FILTER (WHERE completed_at IS NOT NULL)
                       AS completed,
                   count(DISTINCT learner) FILTER (WHERE certified_at IS NOT NULL)
                       AS certified,
                   count(DISTINCT learner) FILTER (WHERE participated_at IS NOT NULL)
                       AS participated
            FROM reporting.enrolment
            """
        )
    ).mappings()

    total = figures(record, ground.administrator, asked()).total
    (shown,) = counted
    assert total is not None
    assert dict(shown) == {
        "enrolled": 4,
        "started": 2,
        "assessed": 1,
        "completed": 1,
        "certified": 1,
        "participated": 1,
    }
    assert asdict(total) == {**shown, "withdrawn": 1}


def test_what_was_undone_is_not_shown(lived_in):
    undone = lived_in.scalars(select(Enrolment.uuid).where(Enrolment.run < 0)).all()

    shown = {each["enrolment"] for each in view(lived_in, "enrolment")}

    assert undone
    assert shown.isdisjoint(undone)


def test_a_certificate_that_was_revoked_is_none(lived_in):
    held = {
        each["enrolment"]: each["certified_at"] for each in view(lived_in, "enrolment")
    }

    expected = dict.fromkeys(held)
    documents = lived_in.execute(
        select(Enrolment.uuid, Award.recorded_at, Award.achievement_id)
        .select_from(Award)
        .join(Achievement, Achievement.id == Award.achievement_id)
        .join(Enrolment)
        .where(Achievement.award_kind != "participation")
        .order_by(Award.id.desc())
    ).all()
    revoked = set(
        lived_in.scalars(
            select(Award.achievement_id)
            .join(AwardEvent, AwardEvent.award_id == Award.id)
            .where(AwardEvent.kind == "revoked")
        )
    )
    for enrolment, given_at, achievement in documents:
        if achievement not in revoked:
            expected[enrolment] = given_at

    assert revoked
    assert held == expected


def test_lessons_are_those_that_were_finished(lived_in):
    shown = Counter(each["enrolment"] for each in view(lived_in, "lesson"))

    counted = {
        name: row.lessons_completed
        for name, (_course, row) in everybody(lived_in).items()
        if row.lessons_completed
    }

    assert shown == counted
    opened = lived_in.scalar(
        select(func.count())
        .select_from(LessonCompletion)
        .join(
            LessonOpening,
            (LessonOpening.enrolment_id == LessonCompletion.enrolment_id)
            & (LessonOpening.lesson_key == LessonCompletion.lesson_key)
            & (LessonOpening.module_key == LessonCompletion.module_key),
        )
    )
    shown_opened = sum(
        each["opened_at"] is not None for each in view(lived_in, "lesson")
    )
    assert shown_opened == opened


def test_attempts_bear_the_mark_that_holds(lived_in):
    shown = view(lived_in, "attempt")

    passed = Counter(
        enrolment
        for enrolment, _quiz in {
            (each["enrolment"], each["quiz"]) for each in shown if each["passed"]
        }
    )
    assert passed == {
        name: row.quizzes_passed
        for name, (_course, row) in everybody(lived_in).items()
        if row.quizzes_passed
    }
    assert len(shown) == builders.how_many(lived_in, Attempt)
    assert len({each["attempt"] for each in shown}) == len(shown)
    assert any(each["submitted_at"] is None for each in shown)


def test_awards_stand_as_the_fold_says(lived_in):
    names = dict(lived_in.execute(select(Award.id, Award.uuid)).all())
    states = statuses(lived_in, now=datetime.now(UTC))

    shown = view(lived_in, "award")

    assert {each["award"]: each["state"] for each in shown} == {
        names[award]: state for award, state in states.items()
    }
    assert len(set(states.values())) >= 4
    assert {each["superseded_by"] for each in shown} - {None} == {
        names[each]
        for each in lived_in.scalars(
            select(Award.id).where(Award.supersedes_id.is_not(None))
        )
    }


def test_numbers_of_awards_stand_apart(lived_in):
    numbers = dict(lived_in.execute(select(Award.uuid, Award.number)).all())

    shown = {each["award"]: each["number"] for each in view(lived_in, "award_number")}

    assert shown == numbers


def test_every_life_of_a_document_comes_to_the_same_state(record):
    enrolment = builders.an_enrolment(record)
    now = datetime.now(UTC)
    moments = {"occurred_at": now, "recorded_at": now}
    acts = ("superseded", "suspended", "reinstated", "revoked", "expired")
    lives = [life for length in range(4) for life in permutations(acts, length)]
    lives += [("suspended", "reinstated", "suspended"), ("suspended", "suspended")]
    ends = (None, now - timedelta(days=1), now + timedelta(days=1))
    expected = {}
    for number, (life, end) in enumerate(product(lives, ends)):
        achievement = Achievement(
            enrolment_id=enrolment.id,
            award_kind=f"kind-{number}",
            edition_id=enrolment.edition_id,
            **moments,
        )
        record.add(achievement)
        record.flush()
        award = Award(
            number=f"N-{number}",
            achievement_id=achievement.id,
            claims={},
            digest="0" * 64,
            expires_at=end,
            **moments,
        )
        record.add(award)
        record.flush()
        for kind in ("issued", *life):
            record.add(AwardEvent(award_id=award.id, kind=kind, **moments))
            record.flush()
        expected[award.uuid] = replay(("issued", *life), end, now)
    record.commit()

    assert {each["award"]: each["state"] for each in view(record, "award")} == expected


def test_learners_come_without_names_and_names_apart(lived_in):
    people = {
        person.uuid: person
        for person in lived_in.scalars(select(User).where(User.role == "learner"))
    }

    shown = {each["learner"]: each for each in view(lived_in, "learner")}
    named = {each["learner"]: each for each in view(lived_in, "learner_name")}

    assert shown.keys() == named.keys()
    assert people.keys() <= shown.keys()
    for name, person in people.items():
        said = shown[name]
        assert said["country"] == person.country
        assert said["gender"] == person.gender
        assert said["affiliation"] == person.affiliation
        assert said["organisation"] == person.organisation
        assert said["age_band"] == person.age_band
        assert (named[name]["name"], named[name]["email"]) == (
            person.name,
            person.email,
        )
    assert {each["learner"] for each in view(lived_in, "enrolment")} <= shown.keys()


def test_a_trainer_is_a_learner_once_they_are_on_a_course(record):
    trainer = builders.a_trainer(record)
    builders.an_enrolment(record, trainer)
    builders.a_trainer(record)
    record.commit()

    assert [each["learner"] for each in view(record, "learner")] == [trainer.uuid]


def test_cohorts_and_editions_are_as_they_stand(lived_in):
    cohorts = {each["cohort"]: each for each in view(lived_in, "cohort")}
    courses = {
        (each["course"], each["edition"]): each
        for each in view(lived_in, "course_edition")
    }

    for cohort in lived_in.scalars(select(Cohort)):
        shown = cohorts.pop(cohort.uuid)
        assert shown["key"] == cohort.key
        assert (cohort.course_key, shown["edition"]) in courses
        assert shown["edition"] == cohort.edition.digest
        assert (shown["opens_on"], shown["closes_on"]) == (
            cohort.opens_on,
            cohort.closes_on,
        )
    assert cohorts == {}
    for edition in lived_in.scalars(select(Edition).where(Edition.kind == "course")):
        shown = courses.pop((edition.key, edition.digest))
        assert shown["title"] == edition.content["title"]
        assert shown["modules"] == len(edition.content["modules"])
    assert courses == {}


def test_countries_are_in_the_groups_of_today(record):
    today = datetime.now(UTC).date()

    shown = {each["country"]: each for each in view(record, "country")}

    assert shown.keys() == {each.code for each in all_countries()}
    for each in all_countries():
        row = shown[each.code]
        assert (row["m49"], row["region"], row["subregion"]) == (
            each.number,
            each.region,
            each.subregion,
        )
        assert {code: row[f"name_{code}"] for code in each.names} == each.names
        assert {group for group in GROUPS if row[group]} == groups_of(each.code, today)
    assert shown["NA"]["name_en"] == "Namibia"


def test_a_learners_country_is_one_of_them(record):
    builders.a_learner(record, country="NA")
    record.commit()

    joined = record.execute(
        text(
            "SELECT country.name_fr FROM reporting.learner "
            "JOIN reporting.country USING (country)"
        )
    ).scalars()

    assert list(joined) == ["Namibie"]
