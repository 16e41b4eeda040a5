"""Papers: what file is taken, handing one in, and what is said of it."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import enrolments, paper_reviews, papers
from course.awards import AwardOffice
from course.errors import (
    CourseError,
    EnrolmentWithdrawn,
    NotPermitted,
    OperationConflict,
)
from course.models import (
    OutgoingMessage,
    PaperReview,
    PaperSubmission,
    User,
)
from course.paper_errors import (
    HonourNeeded,
    NoPaperAsked,
    PaperAlreadyAccepted,
    PaperCommentsNeeded,
    PaperNotTaken,
    PaperReviewedMeanwhile,
    PaperWaiting,
    TitleNotPrintable,
)
from course.paper_files import MOST_BYTES, format_of
from tests import builders
from tests.builders import NOW, how_many
from tests.programmes import (
    FIRST,
    PDF,
    PROGRAMME_OFFICE,
    SECOND,
    STEPS,
    a_paper,
    a_paper_review,
    a_word_file,
    award_of,
    awards_given,
    finish,
    finished,
    on_course,
    paper_letter,
)
from tests.threads import at_once

LATER = NOW + timedelta(hours=1)
OFFICE: AwardOffice = PROGRAMME_OFFICE


@pytest.fixture
def enrolment(session):
    return on_course(session, STEPS)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (a_word_file(), "docx"),
        (PDF + b"x" * (MOST_BYTES - len(PDF)), "pdf"),
    ],
)
def test_a_file_is_known_by_what_is_in_it(content, kind):
    assert format_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"A paper in plain text.",
        b"\xd0\xcf\x11\xe0 an old Word file",
        b"PK\x03\x04 an archive that breaks off",
        a_word_file("xl/workbook.xml"),
        a_word_file("word/document.xml", "word/vbaProject.bin"),
        b"MZ" + PDF,
        PDF + b"x" * MOST_BYTES,
    ],
    ids=["empty", "text", "old", "broken", "sheet", "macros", "program", "large"],
)
def test_any_other_file_is_refused_whatever_it_is_called(session, enrolment, content):
    with pytest.raises(PaperNotTaken):
        a_paper(session, enrolment, content)

    assert how_many(session, PaperSubmission) == 0


def test_each_paper_is_a_row_kept_byte_for_byte(session, enrolment):
    first = a_paper(session, enrolment)
    a_paper_review(session, first, verdict="sent-back", comments="Say who pays.")
    second = a_paper(session, enrolment, a_word_file(), title="Another", now=LATER)

    standing = papers.standing_of(session, enrolment)

    assert [each.submission for each in standing.history] == [second, first]
    assert [each.state for each in standing.history] == ["waiting", "sent-back"]
    assert papers.content_of(session, first) == PDF
    assert (second.number, second.format) == (2, "docx")
    assert papers.standing_of(session, enrolment, as_of=NOW).state == "sent-back"


def test_the_same_operation_hands_in_once(session, enrolment):
    op = uuid4()

    assert a_paper(session, enrolment, op=op) is a_paper(session, enrolment, op=op)
    with pytest.raises(OperationConflict):
        a_paper(session, enrolment, PDF + b"%", op=op)
    with pytest.raises(OperationConflict):
        a_paper(session, on_course(session, STEPS), op=op)

    assert how_many(session, PaperSubmission) == 1


def test_what_cannot_be_handed_in_is_refused_in_words(session, enrolment):
    staff = builders.an_administrator(session)
    with pytest.raises(HonourNeeded):
        a_paper(session, enrolment, is_own_work=False)
    with pytest.raises(TitleNotPrintable) as refusal:
        a_paper(session, enrolment, title="Ҩ \U0001f600")
    assert "\U0001f600" in refusal.value.message
    with pytest.raises(NoPaperAsked):
        a_paper(session, on_course(session, FIRST))
    a_paper(session, enrolment)
    with pytest.raises(PaperWaiting):
        a_paper(session, enrolment)
    other = on_course(session, STEPS)
    enrolments.withdraw(session, other, reason="Moved.", now=NOW, by=staff)
    with pytest.raises(EnrolmentWithdrawn):
        a_paper(session, other)

    assert how_many(session, PaperSubmission) == 1


def test_after_an_acceptance_nothing_more_is_handed_in(session, enrolment):
    a_paper_review(session, a_paper(session, enrolment))

    with pytest.raises(PaperAlreadyAccepted):
        a_paper(session, enrolment)


def test_a_review_is_recorded_once_and_told_once(session, enrolment):
    paper, op = a_paper(session, enrolment), uuid4()
    staff = builders.an_administrator(session)
    with pytest.raises(PaperCommentsNeeded):
        a_paper_review(session, paper, verdict="sent-back", comments=" \n", by=staff)

    said = partial(a_paper_review, session, paper, op=op, by=staff)
    assert said() is said()

    with pytest.raises(OperationConflict):
        a_paper_review(session, paper, op=op, comments="Well.", by=staff)
    with pytest.raises(PaperReviewedMeanwhile):
        a_paper_review(session, paper, verdict="sent-back", comments="No.")
    (letter,) = session.scalars(select(OutgoingMessage))
    assert letter.subject == "Your paper: accepted"


def test_nobody_reviews_their_own_paper_nor_does_a_learner(session):
    staff = builders.an_administrator(session)
    paper = a_paper(session, on_course(session, STEPS, staff))

    for person in (staff, builders.a_learner(session)):
        with pytest.raises(NotPermitted):
            a_paper_review(session, paper, by=person)


def test_papers_wait_for_those_who_answer_for_their_learners(session, enrolment):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer, edition=enrolment.edition)
    own = a_paper(session, on_course(session, STEPS, cohort=cohort), now=LATER)
    other = a_paper(session, enrolment)
    administrator = builders.an_administrator(session)
    to_review = partial(paper_reviews.papers_to_review, session)

    assert to_review(trainer) == [own]
    assert to_review(administrator) == [other, own]
    assert to_review(administrator, after=other) == [own]
    assert to_review(enrolment.user) == []
    assert paper_reviews.count_to_review(session, trainer) == 1
    assert paper_reviews.find_paper(session, trainer, other.uuid) is None
    assert paper_reviews.find_paper(session, enrolment.user, own.uuid) is None
    a_paper_review(session, own, by=trainer)
    assert to_review(trainer) == []


def in_turn(sessions: Any, *acts: Any) -> list[Any]:
    """What each act made of a session of its own, all let go at once."""

    def act(number: int) -> Any:
        with sessions() as own:
            made = acts[number](own)
            own.commit()
            return made

    return at_once(len(acts), act)


def test_two_courses_that_are_finished_at_once_give_one_diploma(session, sessions):
    learner = builders.a_learner(session)
    programme = on_course(session, STEPS, learner)
    a_paper_review(session, a_paper(session, programme))
    courses = [on_course(session, key, learner) for key in (FIRST, SECOND)]
    session.commit()

    def done(own, key):
        person = own.get_one(User, learner.id)
        finish(own, enrolments.enrolment_on(own, person, key, for_update=True))

    made = in_turn(sessions, *(partial(done, key=key) for key in (FIRST, SECOND)))

    assert made == [None, None]
    session.expire_all()
    assert len(awards_given(session, programme)) == 1
    assert [
        each["certificate"] for each in award_of(session, programme).claims["courses"]
    ] == [award_of(session, each).number for each in courses]


def test_of_two_reviewers_at_once_one_is_recorded(session, sessions, enrolment):
    learner = enrolment.user
    finished(session, learner)
    paper = a_paper(session, enrolment)
    staff = builders.an_administrator(session)
    session.commit()

    def reviewed(own, verdict):
        by = own.get_one(User, staff.id)
        found = paper_reviews.find_paper(own, by, paper.uuid, for_update=True)
        assert found is not None
        review, _ = paper_reviews.review_paper(
            own,
            found,
            op=uuid4(),
            verdict=verdict,
            comments="Read.",
            letter=paper_letter,
            now=LATER,
            office=OFFICE,
            by=by,
        )
        return review.verdict

    made = in_turn(
        sessions,
        partial(reviewed, verdict="accepted"),
        partial(reviewed, verdict="sent-back"),
    )

    verdicts = [each for each in made if isinstance(each, str)]
    refused = [each for each in made if isinstance(each, CourseError)]
    assert [type(each) for each in refused] == [PaperReviewedMeanwhile]
    assert how_many(session, PaperReview) == 1
    assert len(awards_given(session, enrolment)) == (verdicts == ["accepted"])
