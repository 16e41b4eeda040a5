"""The forms about a course on their pages, and what came of them for staff."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from course.models import EvaluationAnswer, EvaluationBox, EvaluationGiven
from tests import builders, evaluating
from tests.builders import COURSE, how_many, miniature_catalogue
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of

FORMS = miniature_catalogue().forms
FILLED = {"answer-useful": "4", "answer-pace": "right", "answer-words": "Thank you."}


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session)


@pytest.fixture
def cohort(session, trainer):
    return builders.a_cohort(session, trainer=trainer, title="Ministries")


@pytest.fixture
def enrolment(session, cohort, sign_in):
    made = builders.a_completed_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(made.user)
    return made


def words_of(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return text_of(parse_page(answer.get_data(as_text=True)).find(".//main"))


def sent(client, path, key="end-of-course", **fields):
    form = {"op": str(uuid4()), "form": key, "digest": FORMS[key].digest} | fields
    return client.post(path, data=form, headers=SAME_ORIGIN)


def place(enrolment, what="evaluation"):
    return f"/enrolments/{enrolment.uuid}/{what}"


def test_the_page_tells_what_is_kept_before_it_asks(client, enrolment):
    words = words_of(client, place(enrolment))

    assert "What is kept of this" in words
    assert "without your name, your account or the time" in words
    assert words.index("What is kept") < words.index("Was it useful?")
    assert place(enrolment) in client.get(f"/courses/{COURSE}").get_data(as_text=True)


def test_a_form_is_sent_and_thanked_for(client, session, enrolment):
    answer = sent(client, place(enrolment), **FILLED)

    assert answer.status_code == 303
    words = words_of(client, answer.headers["Location"])
    assert "Thank you" in words
    assert "Was it useful?" not in words
    sheet = session.scalars(select(EvaluationBox)).one().sheets
    assert sheet == [{"useful": 4, "pace": "right", "words": "Thank you."}]


def test_a_double_click_is_one_form(client, session, enrolment):
    op = str(uuid4())

    codes = [sent(client, place(enrolment), **FILLED, op=op).status_code for _ in "12"]

    assert codes == [303, 303]
    assert how_many(session, EvaluationGiven) == 1


def test_what_is_missing_is_named_and_what_was_written_stays(client, enrolment):
    fields = {"answer-words": "Kept <b>words</b>", "answer-pace": "right"}

    answer = sent(client, place(enrolment), **fields)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#answer-useful">Was it useful? Choose an answer.' in page
    assert "Kept &lt;b&gt;words&lt;/b&gt;" in page
    assert 'value="right" checked' in page


def test_a_form_that_was_changed_is_shown_anew(client, enrolment):
    answer = sent(client, place(enrolment), **FILLED, digest="0" * 64)

    assert answer.status_code == 409
    assert "The form was changed" in answer.get_data(as_text=True)


def test_those_who_stopped_are_asked_why(client, session, sign_in):
    begun = builders.an_enrolment(session)
    session.commit()
    sign_in(begun.user)

    assert "Why did you stop?" in words_of(client, place(begun))
    assert "Once more, in some months" not in words_of(client, place(begun))
    fields = {"answer-reasons": ["time", "line"]}
    answer = sent(client, place(begun), "stopping", **fields)

    assert "You can go on with the course" in words_of(
        client, answer.headers["Location"]
    )
    sheets = session.scalars(select(EvaluationBox)).one().sheets
    assert sheets == [{"reasons": ["time", "line"]}]


def test_one_agrees_to_be_asked_again_and_takes_it_back(client, enrolment):
    path = place(enrolment, "follow-up")
    for verdict, told in (("agreed", "You agreed"), ("withdrawn", "May we write")):
        fields = {"op": str(uuid4()), "verdict": verdict}
        answer = client.post(path, data=fields, headers=SAME_ORIGIN)
        assert answer.status_code == 303
        page = words_of(client, answer.headers["Location"].partition("#")[0])
        assert "Your choice is on the record." in page
        assert told in page
    again = client.post(
        path, data={"op": str(uuid4()), "verdict": "withdrawn"}, headers=SAME_ORIGIN
    )
    assert again.status_code == 409
    broken = client.post(path, data={"op": "no"}, headers=SAME_ORIGIN)
    assert broken.status_code == 422


@pytest.fixture
def link(session, enrolment):
    secret = evaluating.a_mailed_link(session, enrolment, now=datetime.now(UTC))
    session.commit()
    return f"/follow-up/{secret}"


def test_the_form_months_later_is_answered_without_signing_in(app, session, link):
    anybody = app.test_client()
    assert "What became of it?" in words_of(anybody, link)

    wrong = sent(anybody, link, "follow-up")
    answer = sent(anybody, link, "follow-up", **{"answer-applied": "yes"})
    again = sent(anybody, link, "follow-up", **{"answer-applied": "no"})

    assert (wrong.status_code, answer.status_code, again.status_code) == (422, 303, 409)
    assert "Nothing more is asked of you" in words_of(anybody, link)
    assert session.scalars(select(EvaluationBox)).one().sheets == [{"applied": "yes"}]


def test_by_the_link_one_is_asked_no_more(app, link):
    anybody = app.test_client()

    answer = anybody.post(f"{link}/withdrawal", headers=SAME_ORIGIN)

    assert "You are not asked again" in words_of(anybody, answer.headers["Location"])
    assert "This link does not hold" in words_of(anybody, link, 410)


def test_staff_see_numbers_before_they_see_answers(
    app, session, cohort, trainer, sign_in
):
    evaluating.all_given(session, [{"useful": 5, "pace": "slow"}] * 4, cohort)
    session.commit()
    leader = app.test_client()
    sign_in(trainer, leader)
    path = f"/cohorts/{cohort.uuid}/evaluation"

    few = words_of(leader, path)
    evaluating.all_given(
        session, [{"useful": 1, "pace": "slow", "words": "<i>Mine</i>"}], cohort
    )
    session.commit()
    enough = leader.get(path).get_data(as_text=True)

    assert "4 answers wait until there are 5 of one group." in few
    assert "Was it useful?" not in few
    assert "Nobody has sat both tests yet." in few
    # Four and one are few: the numbers and the share would tell of the one.
    assert "5 answered; the middle answer is 5." in enough
    assert "% of 5 gave" not in enough
    assert "A dash stands for a number that would tell of fewer than 5 people" in enough
    assert "&lt;i&gt;Mine&lt;/i&gt;" in enough
    assert 'class="plot"' in enough
    assert how_many(session, EvaluationAnswer) == 5


def test_the_file_holds_counts_and_texts_and_nobody_s_row(
    app, session, cohort, trainer, sign_in
):
    sheets = [{"useful": 5, "pace": "fast", "words": "=1+1"}] * 5
    evaluating.all_given(session, sheets, cohort)
    session.commit()
    leader = app.test_client()
    sign_in(trainer, leader)

    answer = leader.get(f"/cohorts/{cohort.uuid}/evaluation.csv")

    rows = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert rows[0].startswith("form,version,shown,question,text,answered,value")
    assert "end-of-course,1,5,pace,How was the pace?,5,fast,Too fast,5" in rows
    assert "end-of-course,1,5,words,What else?,5,,'=1+1," in rows
    assert "evaluation-" in answer.headers["Content-Disposition"]
    assert leader.get(f"/cohorts/{cohort.uuid}/evaluation.pdf").status_code == 404


def test_an_administrator_sees_a_course_as_a_whole(app, session, sign_in):
    evaluating.all_given(session, [{"useful": 5, "pace": "slow"}] * 5)
    boss = builders.an_administrator(session)
    session.commit()
    browser = app.test_client()
    sign_in(boss, browser)

    assert "100 % of 5 gave 4 or 5" in words_of(
        browser, f"/courses/{COURSE}/evaluation"
    )
    data = browser.get(f"/courses/{COURSE}/evaluation.json").get_json()
    assert data
    assert browser.get("/courses/none/evaluation").status_code == 404
    assert f"/courses/{COURSE}/evaluation" in browser.get("/statistics").get_data(
        as_text=True
    )


def test_figures_are_asked_as_of_a_moment(app, session, sign_in):
    evaluating.all_given(session, [{"useful": 5, "pace": "slow"}] * 5)
    boss = builders.an_administrator(session)
    session.commit()
    browser = app.test_client()
    sign_in(boss, browser)
    path = f"/courses/{COURSE}/evaluation"

    before = words_of(browser, f"{path}?as_of=2026-03-01T00:00")
    after = words_of(browser, f"{path}?as_of=2026-04-01T00:00")

    assert "Nobody has given this form yet." in before
    assert "100 % of 5 gave 4 or 5" in after
    assert "Write the moment as date and time" in words_of(
        browser, f"{path}?as_of=noon", 422
    )
    assert browser.get(f"{path}.csv?as_of=noon").status_code == 422
    assert browser.get(f"{path}?colour=red").status_code == 404
