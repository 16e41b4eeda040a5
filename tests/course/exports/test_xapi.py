"""The record as statements of xAPI: what is said of whom, to whom, and never again."""

from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import accounts, enrolments
from course.database import make_engine
from course.experience import vocabulary
from course.experience.facts import SOURCES
from course.experience.statements import duration
from course.exports.xapi import StatementsQuery, statement_lines, statements
from course.models import Award, Enrolment, EnrolmentEvent, Mark, User
from tests import builders
from tests.builders import COURSE, NOW
from tests.course import award_lives, rule_changes
from tests.laws.corrections import asked_for, regrade
from tests.statements import statements_of
from tests.xapi_rules import faults_of, read_lines

ADDRESS = "https://course.example.org"
EDITION = f"{ADDRESS}/xapi/extensions/edition"
LATER = NOW + timedelta(days=300)


def told(session, asker=None, **asked):
    """What an administrator or this asker is told; each statement keeps the rules."""
    asker = asker or builders.an_administrator(session)
    query = StatementsQuery(COURSE, asked.pop("as_of", LATER), **asked)
    found = list(statements(session, asker, query, ADDRESS))
    assert [fault for each in found for fault in faults_of(each)] == []
    return found


def verbs_of(found):
    return [each["verb"]["display"]["en"] for each in found]


def of_verb(found, verb):
    return [each for each in found if each["verb"]["display"]["en"] == verb]


def test_a_learners_way_is_told_from_the_first_step_to_the_certificate(session):
    enrolment = builders.an_enrolment(session)
    builders.an_opened_lesson(session, enrolment, now=NOW + timedelta(hours=1))
    then = NOW + timedelta(hours=2)
    award_lives.do_everything(session, enrolment, now=then)

    found = told(session)

    assert verbs_of(found) == [
        "registered",
        "initialized",
        *["completed"] * 3,
        *["attempted"] * 2,
        *["passed"] * 2,
        "completed",
        "earned",
    ]
    assert {each["context"]["registration"] for each in found} == {str(enrolment.uuid)}
    assert {each["context"]["extensions"][EDITION] for each in found} == {
        enrolment.edition.digest
    }
    assert {each["actor"]["account"]["name"] for each in found} == {
        str(enrolment.user.uuid)
    }
    assert found[0]["timestamp"] == "2026-03-02T12:00:00Z"


def test_a_lesson_is_part_of_its_module_and_of_the_course(session):
    builders.a_finished_lesson(session, builders.an_enrolment(session))

    lesson = told(session)[-1]

    course = f"{ADDRESS}/courses/{COURSE}"
    module = f"{course}/modules/first-module"
    assert lesson["object"]["id"] == f"{module}/lessons/first-lesson"
    assert lesson["object"]["definition"]["type"] == vocabulary.LESSON
    assert lesson["context"]["contextActivities"] == {
        "parent": [{"objectType": "Activity", "id": module}],
        "grouping": [{"objectType": "Activity", "id": course}],
    }
    assert lesson["result"] == {"completion": True}
    assert lesson["context"]["platform"] == ADDRESS


def test_a_mark_is_told_with_its_points_and_the_time_it_took(session):
    enrolment = builders.an_enrolment(session)
    builders.a_submitted_attempt(session, enrolment)
    mark = session.scalars(select(Mark)).one()

    (marked,) = of_verb(told(session), "passed")

    assert marked["result"] == {
        "score": {
            "scaled": 1.0,
            "raw": mark.points,
            "min": 0,
            "max": mark.out_of,
        },
        "success": True,
        "completion": True,
        "duration": "PT0S",
    }


def test_the_name_of_a_statement_is_made_of_the_fact_and_the_verb(session):
    builders.an_enrolment(session)
    event = session.scalars(select(EnrolmentEvent)).one()

    (registered,) = told(session)

    verb = "http://adlnet.gov/expapi/verbs/registered"
    assert UUID(registered["id"]) == uuid5(event.uuid, f"enrolment_event {verb}")


def test_nobody_is_named_where_names_were_not_asked_for(session):
    enrolment = builders.a_completed_enrolment(
        session, builders.a_learner(session, name="Ama Mensah")
    )
    number = session.scalars(select(Award.number)).one()
    asker = builders.an_administrator(session)

    query = StatementsQuery(COURSE, LATER)
    lines = b"".join(statement_lines(session, asker, query, ADDRESS)).decode()

    assert "Ama" not in lines
    assert enrolment.user.email not in lines
    # Whoever has the number finds the name.
    assert number not in lines


def test_names_are_those_of_their_day(session):
    learner = builders.a_learner(session, name="Ama Mensah", email="a+b/c@example.org")
    enrolment = builders.an_enrolment(session, learner)
    later = NOW + timedelta(days=1)
    accounts.change_profile(
        session, learner, {"name": "Ama Owusu"}, now=later, by=learner
    )
    builders.a_finished_lesson(session, enrolment, now=later)

    found = told(session, with_names=True)

    assert [each["actor"]["name"] for each in found] == ["Ama Mensah", "Ama Owusu"]
    assert {each["actor"]["mbox"] for each in found} == {"mailto:a+b%2Fc@example.org"}
    assert all("account" not in each["actor"] for each in found)


def test_a_certificate_leads_to_its_page_where_names_were_asked_for(session):
    builders.a_completed_enrolment(session)
    number = session.scalars(select(Award.number)).one()

    (earned,) = of_verb(told(session, with_names=True), "earned")

    assert earned["object"]["definition"]["moreInfo"] == f"{ADDRESS}/verify/{number}"


def test_whoever_leaves_has_exited_and_whoever_comes_back_resumes(session):
    enrolment = builders.an_enrolment(session)
    by = builders.an_administrator(session)
    for day, verb in ((1, "withdraw"), (2, "restore")):
        reason = {"reason": "Has left."} if verb == "withdraw" else {}
        getattr(enrolments, verb)(
            session, enrolment, now=NOW + timedelta(days=day), by=by, **reason
        )

    assert verbs_of(told(session)) == ["registered", "exited", "resumed"]


def test_a_regrade_voids_the_mark_before_and_says_the_new_one(session):
    enrolment = builders.an_enrolment(session)
    builders.a_submitted_attempt(session, enrolment, answers={"week": True})
    before = told(session)
    later = NOW + timedelta(days=1)
    regrade(
        session,
        "first-quiz",
        (asked_for("one-colour", "credit"),),
        "raise",
        now=later,
        by=builders.an_administrator(session),
    )
    marks = builders.how_many(session, Mark)

    after = told(session)

    assert marks == 2
    assert after[: len(before)] == before
    voiding, anew = after[len(before) :][:2]
    assert voiding["object"] == {"objectType": "StatementRef", "id": before[-1]["id"]}
    assert anew["verb"]["display"]["en"] in ("passed", "failed")


def test_what_was_undone_is_voided(session):
    cohort = builders.a_cohort(session)
    applied = builders.a_roster(session, cohort)
    builders.an_undone_roster(session, applied)
    assert session.scalars(select(Enrolment.run)).one() < 0

    registered, voiding = told(session)

    assert voiding["object"]["id"] == registered["id"]
    assert "platform" not in voiding["context"]


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("revoke", ["voided"]),
        ("supersede", ["voided", "earned"]),
        ("suspend", []),
    ],
)
def test_a_certificate_that_is_no_more_is_voided(session, act, said):
    enrolment = builders.a_completed_enrolment(session)
    before = told(session)
    award_lives.done(session, act, award_lives.the_award(session, enrolment), now=LATER)

    after = told(session)

    assert after[: len(before)] == before
    assert verbs_of(after[len(before) :]) == said
    if said:
        assert after[len(before)]["object"]["id"] == of_verb(before, "earned")[0]["id"]


def test_a_statement_keeps_the_edition_of_its_day(session):
    enrolment = builders.an_enrolment(session)
    before = told(session)
    rule_changes.applied(session, rule_changes.HARDER, "re-evaluate", now=LATER)
    builders.a_finished_lesson(session, enrolment, now=LATER)

    after = told(session)

    assert after[: len(before)] == before
    editions = [each["context"]["extensions"][EDITION] for each in after]
    assert len(set(editions)) == 2


def test_everybody_is_told_of_those_whom_they_lead(session):
    trainer = builders.a_trainer(session)
    ours = builders.a_cohort(session, trainer=trainer)
    theirs = builders.a_cohort(session)
    led = builders.an_enrolment(session, cohort=ours)
    other = builders.an_enrolment(session, cohort=theirs)
    alone = builders.an_enrolment(session)

    def whose(asker, **asked):
        found = told(session, asker, **asked)
        return {UUID(each["context"]["registration"]) for each in found}

    everybody = {led.uuid, other.uuid, alone.uuid}
    administrator = builders.an_administrator(session)
    assert whose(administrator) == everybody
    assert whose(administrator, cohort=theirs.uuid) == {other.uuid}
    assert whose(trainer) == whose(trainer, cohort=ours.uuid) == {led.uuid}
    assert whose(trainer, cohort=theirs.uuid) == set()
    assert whose(led.user) == set()


def test_the_database_is_asked_as_often_for_one_learner_as_for_many(session, engine):
    builders.a_completed_enrolment(session)
    administrator = builders.an_administrator(session)
    query = StatementsQuery(COURSE, LATER, with_names=True)

    def asked():
        with statements_of(engine) as sent:
            found = list(statements(session, administrator, query, ADDRESS))
        return len(sent), len(found)

    asked()
    once, few = asked()
    for _ in range(4):
        builders.a_completed_enrolment(session)
    session.flush()
    again, many = asked()

    assert once == again <= 12
    assert many == 5 * few


def test_sqlite_sorts_nothing(sqlite_template):
    engine = make_engine(f"sqlite:///{sqlite_template}", durable=False)
    query = StatementsQuery(COURSE, LATER, cohort=uuid4())
    with Session(engine) as session, statements_of(engine) as sent:
        list(statements(session, User(role="administrator"), query, ADDRESS))
        streams = [each for each in sent if "ORDER BY" in each]
        plans = [
            step[3]
            for each in streams
            for step in session.connection().exec_driver_sql(
                f"EXPLAIN QUERY PLAN {each}", (1,) * each.count("?")
            )
        ]
    engine.dispose()

    assert len(streams) == len(SOURCES)
    assert [step for step in plans if "FOR ORDER BY" in step] == []


def test_a_reader_may_leave_midway(session):
    builders.a_completed_enrolment(session)
    administrator = builders.an_administrator(session)
    reading = statements(
        session, administrator, StatementsQuery(COURSE, LATER), ADDRESS
    )

    first = next(reading)
    reading.close()

    assert first["verb"]["display"]["en"] == "registered"
    assert builders.how_many(session, Award) == 1


def test_lines_are_statements(session):
    builders.a_completed_enrolment(session, builders.a_learner(session, name="Æ\u2028"))
    administrator = builders.an_administrator(session)
    query = StatementsQuery(COURSE, LATER)

    data = b"".join(statement_lines(session, administrator, query, ADDRESS))

    assert read_lines(data) == told(session, administrator)


@pytest.mark.parametrize(
    ("took", "written"),
    [
        (timedelta(), "PT0S"),
        (timedelta(seconds=-3), "PT0S"),
        (timedelta(seconds=5, milliseconds=129), "PT5.12S"),
        (timedelta(minutes=2), "PT2M"),
        (timedelta(hours=1, seconds=0.5), "PT1H0.5S"),
        (timedelta(days=2, minutes=3, seconds=10), "PT48H3M10S"),
    ],
)
def test_a_time_is_written_as_iso_8601_has_it(took, written):
    assert duration(took) == written
