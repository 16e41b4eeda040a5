"""The report on a run: words kept, figures frozen, validated and released as one."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from course import cohort_reports, editions, releases, report_reviews
from course.award_errors import StaleRelease
from course.course_module import CourseQuiz
from course.documents.report_docx import render_report_docx
from course.documents.report_pdf import render_report_pdf
from course.errors import NotPermitted
from course.figures.counting import figures
from course.figures.query import StatisticsQuery
from course.models import Award, Cohort, OutgoingMessage, ReportWords, User
from course.report_errors import (
    ReportAnswered,
    ReportIncomplete,
    ReportWaiting,
    WordsChanged,
)
from course.report_figures import figures_of
from course.report_groups import CountedGroup, without_small
from tests import builders
from tests.builders import NOW, OFFICE, how_many
from tests.course.award_lives import a_completion, an_edition, release_letter
from tests.figuring import LATER, Person, Run, settled
from tests.reports import letter
from tests.statements import statements_of


@pytest.fixture
def cohort(session):
    edition = an_edition(session, held_for_release="moderated")
    return builders.a_cohort(session, edition=edition)


@pytest.fixture
def administrator(session):
    return builders.an_administrator(session)


def write(session, cohort, by, body="Six weeks were held.", after=0, **said):
    values = {"op": uuid4(), "section": "done", "now": NOW, **said}
    return cohort_reports.save_words(
        session, cohort, body=body, after=after, by=by, **values
    )


def submit(session, cohort, by, office=OFFICE):
    report, _ = cohort_reports.submit_report(
        session, cohort, op=uuid4(), letter=letter, now=NOW, office=office, by=by
    )
    return report


def review(session, report, by, verdict="validated", **said):
    preview = releases.preview_release(session, report.cohort)
    values = {"op": uuid4(), "token": preview.token, "reason": "Read.", **said}
    return report_reviews.review_report(
        session,
        report,
        verdict=verdict,
        letter=letter,
        release_letter=release_letter,
        now=NOW,
        office=OFFICE,
        by=by,
        **values,
    )


def test_every_save_is_kept_and_a_second_writer_is_told_who_was_first(
    session, cohort, administrator
):
    write(session, cohort, administrator)
    other = builders.an_administrator(session, name="Olu Other")

    with pytest.raises(WordsChanged) as refused:
        write(session, cohort, other, "Mine.", after=0)
    write(session, cohort, other, "Both.", after=1)

    assert refused.value.data == {"name": administrator.name}
    assert cohort_reports.words_of(session, cohort)["done"].body == "Both."
    assert how_many(session, ReportWords) == 2


def test_a_save_that_comes_again_is_kept_once(session, cohort, administrator):
    op = uuid4()

    first, is_new = write(session, cohort, administrator, op=op)
    again, is_newer = write(session, cohort, administrator, op=op)

    assert (first.id, is_new, is_newer) == (again.id, True, False)


def test_a_report_without_words_is_not_handed_in(session, cohort, administrator):
    with pytest.raises(ReportIncomplete):
        submit(session, cohort, administrator)


def test_the_figures_are_those_of_the_statistics(session, cohort, administrator):
    a_completion(session, cohort=cohort)
    builders.an_enrolment(session, builders.a_learner(session), cohort=cohort)
    write(session, cohort, administrator)

    claims = submit(session, cohort, administrator).claims

    query = StatisticsQuery(cohort.course_key, NOW, cohort=cohort.uuid)
    total = figures(session, administrator, query).total
    told = claims["figures"]
    assert total is not None
    assert [told[key] for key in ("enrolled", "started", "completed")] == [
        total.enrolled,
        total.started,
        total.completed,
    ]
    assert (told["certified"], told["held"]) == (total.certified, 1) == (0, 1)


def test_whoever_took_the_course_twice_in_a_run_is_one_of_its_people(session):
    over = Run(1, started=1, completed=2, certified=3, finished=(0, 1, 2))
    twice = Person("KE", "female", organisation="Élan", runs=(over, over))
    once = Person("KE", "female", organisation="Élan", runs=(Run(1, withdrawn=5),))
    ground = settled(session, [twice] * 4 + [once] * 2)
    course = editions.course_of(session, ground.editions[0])

    counted = figures_of(
        session, ground.cohorts[1], course, as_of=LATER, by=ground.administrator
    )

    assert counted.total == CountedGroup(None, 6, 4, 4, 4)
    assert counted.withdrawn == 2
    assert set(counted.modules.values()) == {4}
    [women], [nation] = counted.by_gender, counted.by_organisation
    assert (women.group, women.enrolled) == ("female", 6)
    assert (nation.group, nation.enrolled) == ("Élan", 6)


def test_a_test_that_only_measures_is_not_shown_as_failed(session, administrator):
    course = replace(
        builders.miniature_catalogue().course(builders.COURSE),
        assessments=(CourseQuiz("before", "Where you start", "pre-test"),),
    )
    edition = editions.course_edition(session, course, now=NOW)
    cohort = builders.a_cohort(session, edition=edition)
    write(session, cohort, administrator)

    parts = submit(session, cohort, administrator).claims["parts"]

    [rows] = [
        block["rows"]
        for part in parts
        for block in part["blocks"]
        if block["title"] == "Quizzes"
    ]
    assert rows[-1] == ["Where you start", "0", "–", "–"]


def test_a_report_costs_as_many_statements_however_many_learn(
    session, engine, cohort, administrator
):
    course = editions.course_of(session, cohort.edition)
    counts = []
    for more in (2, 20):
        for _each in range(more):
            a_completion(session, builders.a_learner(session), cohort=cohort)
        session.commit()
        with Session(engine) as own, statements_of(engine) as sent:
            by = own.get_one(User, administrator.id)
            here = own.get_one(Cohort, cohort.id)
            counted = figures_of(own, here, course, as_of=NOW, by=by)
        counts.append(len(sent))

    assert counted.held == counted.total.enrolled == 22
    assert counts[0] == counts[1] <= 20


def test_a_version_gives_the_same_bytes_after_the_cohort_changed(
    session, cohort, administrator
):
    write(session, cohort, administrator)
    report = submit(session, cohort, administrator)
    pdf, word = (
        render_report_pdf(report.claims, {}),
        render_report_docx(report.claims, {}),
    )
    a_completion(session, cohort=cohort)
    write(session, cohort, administrator, "Otherwise.", after=1)
    session.flush()
    session.expire_all()

    assert render_report_pdf(report.claims, {}) == pdf
    assert render_report_docx(report.claims, {}) == word
    assert report.digest == cohort_reports.digest_of(report.claims)
    assert pdf.startswith(b"%PDF")


def test_validating_releases_what_was_shown_and_tells_the_writer(
    session, cohort, administrator
):
    a_completion(session, cohort=cohort)
    write(session, cohort, administrator)
    report = submit(session, cohort, administrator)

    said, _ = review(session, report, administrator)

    assert said.release_id is not None
    assert how_many(session, Award) == 1
    subjects = set(session.scalars(select(OutgoingMessage.subject)))
    assert {f"handed-in: {cohort.title}", f"validated: {cohort.title}"} <= subjects


def test_a_stale_preview_is_refused_and_nothing_is_validated(
    session, cohort, administrator
):
    write(session, cohort, administrator)
    report = submit(session, cohort, administrator)
    token = releases.preview_release(session, cohort).token
    a_completion(session, cohort=cohort)

    with pytest.raises(StaleRelease):
        review(session, report, administrator, token=token)

    [version] = cohort_reports.versions_of(session, cohort)
    assert version.state == "waiting"
    assert how_many(session, Award) == 0


def test_what_was_sent_back_is_handed_in_as_a_new_version(
    session, cohort, administrator
):
    write(session, cohort, administrator)
    first = submit(session, cohort, administrator)
    with pytest.raises(ReportWaiting):
        submit(session, cohort, administrator)
    review(session, first, administrator, "sent-back")

    second = submit(session, cohort, administrator)

    with pytest.raises(ReportAnswered):
        review(session, first, administrator)
    assert (first.number, second.number) == (1, 2)
    assert [v.state for v in cohort_reports.versions_of(session, cohort)] == [
        "waiting",
        "sent-back",
    ]


def test_a_learner_neither_writes_nor_validates(session, cohort, administrator):
    learner = builders.a_learner(session)
    write(session, cohort, administrator)
    report = submit(session, cohort, administrator)

    with pytest.raises(NotPermitted):
        write(session, cohort, learner, after=1)
    with pytest.raises(NotPermitted):
        review(session, report, learner)
    assert cohort_reports.find_report(session, learner, report.uuid) is None


def test_small_groups_join_the_others_until_they_are_enough():
    some = CountedGroup("female", 9, 9, 9, 9)
    counts = [some, replace(some, group="male", enrolled=6)]
    few = replace(some, group="other", enrolled=2)

    alone = without_small([few])
    together = without_small([*counts, few])

    assert alone == ()
    assert [(each.group, each.enrolled) for each in together] == [
        ("female", 9),
        (None, 8),
    ]
