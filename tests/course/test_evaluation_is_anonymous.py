"""No answer leads to a person: not by a value, an order, or what a database notes."""

from collections import Counter
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from course import evaluations
from course.database import Base, FactAltered
from course.evaluation_boxes import LEFT_AFTER, gather_leftovers
from course.models import (
    Enrolment,
    EvaluationAnswer,
    EvaluationBox,
    EvaluationForm,
    EvaluationGiven,
)
from course.small_groups import STEP
from tests import builders, evaluating
from tests.builders import NOW, how_many, miniature_catalogue
from tests.evaluating import FORM

PEOPLE = 8 * STEP
# What the two sides may have in common: the group, which is what is shown.
OF_THE_GROUP = {"form_id", "cohort_id"}
FORMS = miniature_catalogue().forms


@pytest.fixture
def dump(session):
    """Every row of every table, once forty people have each said something else.

    Each person's own words name them, so that the test knows what nobody else may.
    """
    cohort = builders.a_cohort(session)
    people = evaluating.people_at_the_end(session, PEOPLE, cohort)
    form = FORMS[FORM]
    for number, enrolment in enumerate(people):
        evaluations.record(
            session,
            enrolment,
            form,
            {"useful": 1 + number % 5, "pace": "right", "words": f"words {number}"},
            digest=form.digest,
            op=uuid4(),
            now=NOW + timedelta(minutes=number),
        )
        session.commit()
    session.expire_all()
    return {
        table.name: [dict(row) for row in session.execute(select(table)).mappings()]
        for table in Base.metadata.sorted_tables
    }


def scalars(value):
    """Every value in a row, those inside of documents too."""
    if isinstance(value, dict):
        return {each for inner in value.values() for each in scalars(inner)}
    if isinstance(value, list):
        return {each for inner in value for each in scalars(inner)}
    return {value}


def test_what_somebody_said_shares_no_value_with_who_gave_it(dump):
    answers = [
        {name: value for name, value in row.items() if name not in OF_THE_GROUP}
        for row in dump["evaluation_answer"]
    ]
    assert len(answers) == PEOPLE
    said = {value for row in answers for value in scalars(row)} - {None}
    telling = {each for each in said if isinstance(each, UUID) or "words" in str(each)}
    assert len(telling) == 2 * PEOPLE

    for table, rows in dump.items():
        if table == "evaluation_answer":
            continue
        there = {str(value) for row in rows for value in scalars(row)}
        assert not {str(each) for each in telling} & there, table


def test_the_two_tables_have_no_column_in_common_but_the_group():
    given = {column.name for column in inspect(EvaluationGiven).columns}
    answer = {column.name for column in inspect(EvaluationAnswer).columns}

    assert given & answer == OF_THE_GROUP
    assert answer == OF_THE_GROUP | {"key", "course_key", "mode", "month", "answers"}


def test_the_order_of_the_rows_tells_no_more_than_chance(dump, session):
    """Of forty guesses by order one is right on average; nine are never."""
    stored = [row["answers"]["words"] for row in dump["evaluation_answer"]]
    by_key = session.scalars(select(EvaluationAnswer).order_by(EvaluationAnswer.key))
    keyed = [each.answers["words"] for each in by_key]
    given = [f"words {number}" for number in range(PEOPLE)]

    assert sorted(stored) == sorted(keyed) == sorted(given)
    for guess in (stored, keyed, stored[::-1]):
        if session.get_bind().dialect.name == "postgresql" and guess is not keyed:
            # Its rows lie by box: what is guessed is who of five.
            continue
        assert sum(a == b for a, b in zip(guess, given, strict=True)) < 9


def test_all_of_a_box_were_written_by_one_transaction(dump, session):
    """What PostgreSQL notes of each row tells of five at once, and not which."""
    if session.get_bind().dialect.name == "sqlite":
        words = session.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'evaluation_answer'")
        )
        assert "WITHOUT ROWID" in words
        return
    written = session.execute(
        text(
            "SELECT xmin::text, answers->>'words' FROM evaluation_answer ORDER BY ctid"
        )
    ).all()
    boxes = Counter(number for number, _ in written)
    assert set(boxes.values()) == {STEP}
    # Within a box, the order of the rows is not that of giving.
    numbers = [int(words.split()[1]) % STEP for _, words in written]
    assert sum(at % STEP == each for at, each in enumerate(numbers)) < 25


def test_one_box_holds_what_waits_and_nothing_tells_its_sheets_apart(session):
    sheets = [{"useful": point, "pace": "right"} for point in (1, 2, 3, 4)]
    evaluating.all_given(session, sheets)

    box = session.scalars(select(EvaluationBox)).one()
    assert sorted(each["useful"] for each in box.sheets) == [1, 2, 3, 4]
    assert how_many(session, EvaluationAnswer) == 0
    assert all(each.keys() == {"useful", "pace"} for each in box.sheets)


def test_a_box_is_shuffled_with_every_sheet(session, monkeypatch):
    seen: list[int] = []

    def turn_round(held: list[object]) -> None:
        seen.append(len(held))
        held.reverse()

    monkeypatch.setattr("course.evaluation_boxes._chance.shuffle", turn_round)
    sheets = [{"useful": point, "pace": "right"} for point in (1, 2, 3)]

    evaluating.all_given(session, sheets)

    assert seen == [1, 2, 3]
    box = session.scalars(select(EvaluationBox)).one()
    assert [each["useful"] for each in box.sheets] == [3, 1, 2]


def test_answers_are_never_altered_or_deleted(session):
    evaluating.all_given(session, [evaluating.A_SHEET] * STEP)
    session.commit()
    for table in (EvaluationAnswer, EvaluationForm):
        row = session.scalars(select(table)).first()
        session.delete(row)
        with pytest.raises(FactAltered):
            session.flush()
        session.rollback()
    for statement in (
        "UPDATE evaluation_answer SET mode = 'moderated'",
        "DELETE FROM evaluation_answer",
        "UPDATE evaluation_form SET version = 9",
    ):
        with pytest.raises(DBAPIError, match="never altered or deleted"):
            session.execute(text(statement))
        session.rollback()


def test_what_a_cohort_leaves_behind_goes_to_the_course(session):
    cohorts = [builders.a_cohort(session) for _ in range(2)]
    for cohort in cohorts:
        evaluating.all_given(session, [evaluating.A_SHEET] * 3, cohort)
    over = cohorts[0].closes_on + LEFT_AFTER

    assert gather_leftovers(session, today=over, now=NOW) == 0
    assert how_many(session, EvaluationAnswer) == 0

    today = over + timedelta(days=1)
    assert gather_leftovers(session, today=today, now=NOW) == 6
    assert gather_leftovers(session, today=today, now=NOW) == 0
    answers = session.scalars(select(EvaluationAnswer)).all()
    assert len(answers) == 6
    assert {each.cohort_id for each in answers} == {None}
    assert {each.mode for each in answers} == {"moderated"}
    assert {each.month.day for each in answers} == {1}


def test_the_fact_that_a_form_was_given_holds_nothing_of_it(session):
    columns = {column.name for column in inspect(EvaluationGiven).columns}
    assert "digest" not in columns
    assert "answers" not in columns
    assert {column.name for column in inspect(Enrolment).columns}.isdisjoint({"sheet"})
