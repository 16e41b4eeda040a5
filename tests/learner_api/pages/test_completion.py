"""What stands between people and a certificate, on the pages of both sides."""

from uuid import uuid4

import pytest

from course.models import SignOff
from tests import builders
from tests.builders import COURSE, LESSONS, QUIZZES, how_many
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.rules import a_ruled_edition


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(
        session, trainer=trainer, title="Ministries", edition=a_ruled_edition(session)
    )


@pytest.fixture
def enrolment(session, cohort):
    learner = builders.a_learner(session, name="Ama Mensah")
    made = builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    return made


@pytest.fixture
def learner(enrolment, sign_in, client):
    sign_in(enrolment.user)
    return client


@pytest.fixture
def leader(app, enrolment, trainer, sign_in):
    browser = app.test_client()
    sign_in(trainer, browser)
    return browser


def done_but_for_words(session, enrolment):
    for place in LESSONS:
        builders.a_finished_lesson(session, enrolment, *place)
    for quiz in QUIZZES:
        builders.a_submitted_attempt(session, enrolment, quiz)
    session.commit()


def words_of(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return text_of(parse_page(answer.get_data(as_text=True)).find(".//main"))


def links_of(browser, path):
    page = parse_page(browser.get(path).get_data(as_text=True))
    return {text_of(link): link.get("href") for link in page.find(".//main").iter("a")}


def test_a_learner_sees_from_the_first_day_what_each_certificate_asks(learner):
    words = words_of(learner, f"/courses/{COURSE}/progress")

    for sentence in (
        "What stands between you and your certificate",
        "Certificate of Completion",
        "Every lesson of the core modules finished",
        "At least 60 per cent scored on average in the quizzes of the core modules",
        "0 per cent, 60 needed",
        "A roadmap for one’s own country accepted by a trainer",
        "Signed off by a trainer",
        "Certificate of Participation",
        "At least 2 of the 3 lessons of the core modules finished",
        "Any 2 more of the 3 will do, for example:",
    ):
        assert sentence in words


def test_each_thing_that_is_left_leads_to_where_it_is_done(learner, enrolment):
    links = links_of(learner, f"/courses/{COURSE}/progress")

    place = f"/courses/{COURSE}"
    assert links["The first lesson"] == (
        f"{place}/modules/first-module/lessons/first-lesson"
    )
    assert links["Quiz: The first quiz"] == f"{place}/quizzes/first-quiz"
    assert links["Hand in your roadmap"] == f"/enrolments/{enrolment.uuid}/roadmap"
    assert links["Your trainer signs off"] == f"{place}/progress"


def test_the_course_page_names_both_certificates_and_what_is_missing(
    session, learner, enrolment
):
    done_but_for_words(session, enrolment)

    words = words_of(learner, f"/courses/{COURSE}")
    links = links_of(learner, f"/courses/{COURSE}")

    assert "Hand in your roadmap" in links
    assert "Your trainer signs off" in links
    assert "Certificate of Participation Earned" in " ".join(words.split())


def test_before_anything_is_done_the_course_page_says_so_of_both(learner):
    words = words_of(learner, f"/courses/{COURSE}")

    assert "3 lessons, 2 quizzes, 1 score, the roadmap, the sign-off" in words
    assert "0 per cent. Still missing: 2 lessons." in words


def test_the_start_page_leads_on_to_the_roadmap(session, learner, enrolment):
    done_but_for_words(session, enrolment)

    links = links_of(learner, "/")

    assert links["Continue"] == f"/enrolments/{enrolment.uuid}/roadmap"


def test_a_roadmap_that_waits_is_told_as_waiting(session, learner, enrolment):
    done_but_for_words(session, enrolment)
    builders.a_submitted_roadmap(session, enrolment)
    session.commit()

    assert "Your roadmap (waits to be read)" in words_of(learner, "/")
    assert "waits to be read" in words_of(learner, f"/courses/{COURSE}/progress")


def test_in_a_run_without_a_trainer_nothing_is_asked_of_one(session, app, sign_in):
    alone = builders.an_enrolment(session, edition=a_ruled_edition(session))
    session.commit()
    browser = app.test_client()
    sign_in(alone.user, browser)

    words = words_of(browser, f"/courses/{COURSE}/progress")

    assert "Hand in your roadmap" not in words
    assert "Asked where a trainer leads the course" in words


def test_trainers_see_whom_one_thing_holds_up(session, leader, cohort, enrolment):
    done_but_for_words(session, enrolment)
    builders.a_reviewed_roadmap(
        session, builders.a_submitted_roadmap(session, enrolment)
    )
    other = builders.a_learner(session, name="Bo Lund")
    builders.an_enrolment(session, other, cohort=cohort)
    session.commit()

    words = words_of(leader, f"/cohorts/{cohort.uuid}/completion")

    assert "1 is held up only by this: A trainer’s sign-off" in words
    assert "1: Lessons of “The first module”" in words
    assert "2: A trainer’s sign-off" in words
    assert "Earned by 1 of 2 learners" in words
    links = links_of(leader, f"/cohorts/{cohort.uuid}/completion")
    assert links["Ama Mensah"] == f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"


def test_the_page_of_a_cohort_leads_there(leader, cohort):
    links = links_of(leader, f"/cohorts/{cohort.uuid}")

    assert links["What holds the learners up"] == f"/cohorts/{cohort.uuid}/completion"


def test_a_cohort_without_learners_says_so(session, leader, trainer):
    empty = builders.a_cohort(session, trainer=trainer)
    session.commit()

    words = words_of(leader, f"/cohorts/{empty.uuid}/completion")

    assert "No learner is in this cohort yet." in words


def sent(browser, enrolment, **fields):
    return browser.post(
        f"/enrolments/{enrolment.uuid}/sign-off",
        data={
            "op": str(uuid4()),
            "verdict": "given",
            "reason": "Presented the results.",
            **fields,
        },
        headers=SAME_ORIGIN,
    )


def test_a_trainer_signs_off_and_takes_it_back(session, leader, cohort, enrolment):
    page = f"/enrolments/{enrolment.uuid}/sign-off"
    learners = f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"
    assert links_of(leader, learners)["Sign off, or take that back"] == page
    assert "Not signed off" in words_of(leader, page)

    given = sent(leader, enrolment)
    after = words_of(leader, f"{page}?saved=1")
    taken = sent(leader, enrolment, verdict="withdrawn", reason="By mistake.")

    assert (given.status_code, taken.status_code) == (303, 303)
    assert "Your word is on the record." in after
    assert "Presented the results." in after
    words = words_of(leader, page)
    assert "Not signed off" in words
    assert "By mistake." in words
    assert "Lea Leader" in words


def test_a_sign_off_asks_why_and_says_so_once(session, leader, enrolment):
    op = str(uuid4())

    without = sent(leader, enrolment, reason=" ")
    twice = [sent(leader, enrolment, op=op).status_code for _ in range(2)]
    late = sent(leader, enrolment)

    assert without.status_code == 422
    assert "Write why." in without.get_data(as_text=True)
    assert twice == [303, 303]
    assert late.status_code == 409
    assert "somebody else was first" in late.get_data(as_text=True)
    assert how_many(session, SignOff) == 1


def test_nobody_signs_off_for_themselves(session, app, sign_in, cohort, trainer):
    own = builders.an_enrolment(session, trainer, cohort=cohort)
    session.commit()
    browser = app.test_client()
    sign_in(trainer, browser)

    assert browser.get(f"/enrolments/{own.uuid}/sign-off").status_code == 403
    assert sent(browser, own).status_code == 403
