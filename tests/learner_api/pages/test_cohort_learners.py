"""Putting lists of learners into a cohort, and one learner at a time."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from course.award_states import ACTS
from course.history import Happening
from course.models import (
    Award,
    Edition,
    Enrolment,
    EnrolmentEvent,
    OutgoingMessage,
    RosterImport,
    User,
)
from course.models.rule_change import EFFECTS
from course.sign_offs import sign_off
from course.top_ups import begin_top_up
from learner_api.history_words import happening_words
from tests import builders
from tests.awards_held import happened, superseded
from tests.course.rule_changes import HARDER, REASON, TOP_UP_BY, applied
from tests.html import check_page
from tests.statements import statements_of
from tests.tables import rows_of

LIST = "name,email\nJosé Núñez,jose@example.org\nAma Mensah,ama@example.org\n"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")


@pytest.fixture
def cohort(session, sign_in):
    """A cohort whose trainer has signed in."""
    trainer = builders.a_trainer(session, name="Tomas Trainer")
    cohort = builders.a_cohort(session, trainer=trainer)
    session.commit()
    sign_in(trainer)
    return cohort


@pytest.fixture
def here(cohort):
    return f"/cohorts/{cohort.uuid}/learners"


def a_file(data, name="learners.csv"):
    return {"op": str(uuid4()), "list": "", "file": (BytesIO(data), name)}


def send_large(client, here, data):
    """Upload a large file; the test client would leave a file of its own open."""
    body = (
        b'--parts\r\nContent-Disposition: form-data; name="file"; filename="l.csv"'
        b"\r\n\r\n" + data + b"\r\n--parts--\r\n"
    )
    kind = "multipart/form-data; boundary=parts"
    return client.post(here, data=body, content_type=kind)


def test_a_pasted_list_says_what_became_of_each_row(
    app_on_both, session, client, here, page
):
    builders.a_learner(session, email="known@example.org")
    session.commit()
    assert "One learner on each line" in page(here)
    pasted = "Ama Mensah <ama@example.org>\nKnown@Example.org\nama@example.org"

    response = client.post(here, data={"op": str(uuid4()), "list": pasted})

    assert response.status_code == 303
    rows = rows_of(page(response.location))
    assert rows["1"] == ["ama@example.org", "New: invited by mail"]
    assert rows["2"] == ["known@example.org", "Known: added, and told by mail"]
    assert rows["3"] == ["ama@example.org", "Stands in the list twice: counted once"]
    letters = session.scalars(select(OutgoingMessage.recipient_email)).all()
    assert sorted(letters) == ["ama@example.org", "known@example.org"]


def test_a_double_click_adds_and_writes_once(session, client, here):
    form = {"op": str(uuid4()), "list": "ama@example.org"}

    first = client.post(here, data=form)
    second = client.post(here, data=form)

    assert first.location == second.location
    assert counted(session, Enrolment) == 1
    assert counted(session, OutgoingMessage) == 1
    assert counted(session, RosterImport) == 1


def test_the_same_operation_with_another_list_is_refused(session, client, here):
    op = str(uuid4())
    client.post(here, data={"op": op, "list": "ama@example.org"})

    response = client.post(here, data={"op": op, "list": "ben@example.org"})

    assert response.status_code == 409
    assert counted(session, Enrolment) == 1


def test_bad_rows_are_named_by_number_and_nothing_is_done(session, client, here):
    pasted = "email\nama@example.org\nnot an address\n\nben.example.org"

    response = client.post(here, data={"op": str(uuid4()), "list": pasted})

    assert response.status_code == 422
    check_page(response.text, here)
    assert list(rows_of(response.text)) == ["3", "5"]
    assert "Nothing was changed: 2 rows cannot be used." in response.text
    assert f">\n{pasted}</textarea>" in response.text
    assert counted(session, Enrolment) == 0


def test_a_list_that_was_mended_goes_through_under_the_same_operation(
    session, client, here
):
    op = str(uuid4())
    client.post(here, data={"op": op, "list": "not an address"})

    response = client.post(here, data={"op": op, "list": "ama@example.org"})

    assert response.status_code == 303
    assert counted(session, Enrolment) == 1


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_is_read_whatever_program_wrote_it(session, client, here, encoding):
    response = client.post(here, data=a_file(LIST.encode(encoding)))

    assert response.status_code == 303, response.text
    name = session.scalar(select(User.name).where(User.email == "jose@example.org"))
    assert name == "José Núñez"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 and so on", "This is a workbook."),
        (b"\x81\x8d\x8f", "The file is no text."),
        (b"ama@example.org\0", "The list holds signs that are no text."),
        (b"\xff\xfe\x00", "The file is no text."),
        (b'"' + b"a" * 200_000, "A line of the list is too long."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_send(
    session, client, here, data, words
):
    response = client.post(here, data=a_file(data))

    assert response.status_code == 422
    check_page(response.text, here)
    assert words in response.text
    assert 'href="#file"' in response.text
    assert counted(session, Enrolment) == 0


@pytest.mark.parametrize("size", [1_000_001, 2_000_000])
def test_a_file_beyond_the_limit_shows_the_form_again(session, client, here, size):
    response = send_large(client, here, b"a" * size)

    assert response.status_code == 422
    check_page(response.text, here)
    assert "larger than 1 MB" in response.text
    assert 'name="op" value="' in response.text


def test_the_text_of_a_file_with_bad_rows_is_kept_to_be_mended(client, here):
    response = client.post(here, data=a_file(b"ama@example.org\nnobody\n"))

    assert response.status_code == 422
    check_page(response.text, here)
    assert ">\nama@example.org\nnobody\n</textarea>" in response.text


def test_a_file_and_a_pasted_list_together_are_refused(session, client, here):
    form = a_file(b"ama@example.org") | {"list": "ben@example.org"}

    response = client.post(here, data=form)

    assert response.status_code == 422
    check_page(response.text, here)
    assert "Send either a file or a pasted list." in response.text
    assert "ben@example.org</textarea>" in response.text
    assert counted(session, Enrolment) == 0


def test_an_empty_form_says_so(client, here):
    response = client.post(here, data={"op": str(uuid4()), "list": " \n"})

    assert response.status_code == 422
    check_page(response.text, here)
    assert "The list is empty." in response.text


def test_a_list_of_another_cohort_is_not_shown_here(session, client, here, page):
    listed = client.post(here, data={"op": str(uuid4()), "list": "ama@example.org"})
    op = listed.location.rsplit("/", 1)[1]
    trainer = session.scalars(select(User).where(User.role == "trainer")).one()
    other = builders.a_cohort(session, trainer=trainer)
    session.commit()

    page(f"/cohorts/{other.uuid}/lists/{op}", 404)


def test_one_learners_page_tells_findings_attempts_and_dates(
    app_on_both, session, cohort, page
):
    person = builders.a_learner(
        session, name="Ama Mensah", country="GH", affiliation="government"
    )
    enrolment = builders.an_enrolment(session, person, cohort=cohort)
    builders.a_finished_lesson(session, enrolment)
    builders.a_submitted_attempt(session, enrolment, "first-quiz", answers={})
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    builders.an_open_attempt(session, enrolment, "second-quiz")
    session.commit()

    html = page(address_of(cohort, enrolment))

    for words in ("Ghana", "National government", "1 of 3 done", "1 of 2 done"):
        assert words in html
    catalogue = builders.miniature_catalogue()
    sittings = rows_of(html, "Attempts at quizzes")
    first, second = (catalogue.quiz(key).title for key in builders.QUIZZES)
    assert list(sittings) == [
        f"{first}, attempt 1",
        f"{first}, attempt 2",
        f"{second}, attempt 1",
    ]
    assert [row[0] for row in sittings.values()] == [
        "Not passed",
        "Passed",
        "Not submitted",
    ]
    assert sittings[f"{first}, attempt 1"][1].startswith("0 of ")
    assert sittings[f"{second}, attempt 1"][1:] == ["–", "2 March 2026, 12:00 UTC", "–"]
    lessons = rows_of(html, f"Lessons: {catalogue.module('first-module').title}")
    assert list(lessons.values()) == [["2 March 2026, 12:00 UTC"], ["Not finished"]]


def test_one_learners_page_asks_as_many_statements_whatever_they_did(
    app, session, client, cohort
):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    builders.a_submitted_attempt(session, enrolment, "first-quiz")
    session.commit()
    here = address_of(cohort, enrolment)
    engine = app.extensions["course.database"].engine
    client.get(here)

    with statements_of(engine) as few:
        client.get(here)
    builders.a_submitted_attempt(session, enrolment, "second-quiz", answers={})
    builders.a_submitted_attempt(session, enrolment, "second-quiz")
    builders.a_finished_lesson(session, enrolment)
    session.commit()
    with statements_of(engine) as many:
        client.get(here)

    assert len(few) == len(many)


def test_one_learners_history_tells_rules_sign_offs_and_documents_in_words(
    app_on_both, session, cohort, page
):
    trainer = session.scalars(select(User).where(User.role == "trainer")).one()
    enrolment = builders.a_completed_enrolment(session, cohort=cohort)
    award = session.scalars(select(Award)).one()
    later = iter(builders.NOW + timedelta(hours=each) for each in range(1, 9))
    applied(session, HARDER, "top-up", now=next(later))
    begin_top_up(
        session,
        enrolment,
        op=uuid4(),
        now=next(later),
        office=builders.OFFICE,
        by=enrolment.user,
    )
    for verdict, reason in (("given", "Took part."), ("withdrawn", "Mixed up.")):
        sign_off(
            session,
            enrolment,
            op=uuid4(),
            verdict=verdict,
            reason=reason,
            now=next(later),
            office=builders.OFFICE,
            by=trainer,
        )
    for kind in ("suspended", "reinstated"):
        happened(session, award, kind, now=next(later))
    newer = superseded(session, award, now=next(later))
    session.commit()

    rows = rows_of(
        page(address_of(cohort, enrolment)), "What was done, the latest first"
    )

    held_to = session.get_one(Edition, now_held_to(session, enrolment))
    edition = held_to.digest.removeprefix("sha256:")[:12]
    assert list(rows) == [
        f"Certificate {newer.number}: issued",
        f"Certificate {award.number}: replaced",
        f"Certificate {award.number}: reinstated",
        f"Certificate {award.number}: suspended",
        "The sign-off was taken back: Mixed up.",
        "Signed off: Took part.",
        f"Began to top up, and went over to the new rule, edition {edition}: {REASON}",
        "Was asked to do what a new rule asks more, by 30 September 2026: " + REASON,
        f"Certificate {award.number}: issued",
        "Earned: Certificate of Completion",
        "Enrolled",
    ]
    assert rows["Signed off: Took part."][0] == "Tomas Trainer"


def test_whatever_the_record_may_say_of_an_enrolment_has_its_words(app):
    kinds = [
        *("enrolled", "assigned", "withdrawn", "restored", "renewal", "renewed"),
        *(f"rule-{effect}" for effect in EFFECTS),
        *("sign-off-given", "sign-off-withdrawn"),
        *("earned", "earned-held", "released"),
        *(f"award-{kind}" for kind in ("issued", "expired", *ACTS)),
    ]

    with app.test_request_context():
        told = [
            happening_words(
                Happening(
                    kind,
                    builders.NOW,
                    None,
                    award_kind="completion",
                    number="AAAA-BBBB-CCCC",
                    edition="sha256:0123456789abcdef",
                    until=TOP_UP_BY,
                ),
                {"completion": "Certificate of Completion"},
            )
            for kind in kinds
        ]

    assert len(set(told)) == len(kinds)
    assert not [words for words in told if "%" in words or "None" in words]


def test_withdrawing_asks_for_the_reason_and_keeps_it(session, client, cohort, page):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    here = address_of(cohort, enrolment)

    refused = client.post(f"{here}/withdrawal", data={"reason": " "})
    done = client.post(f"{here}/withdrawal", data={"reason": "Changed post"})
    again = client.post(f"{here}/withdrawal", data={"reason": "Changed post"})

    assert refused.status_code == 422
    check_page(refused.text, here)
    assert 'href="#reason"' in refused.text
    assert (done.status_code, again.status_code) == (303, 303)
    html = page(here)
    assert "Withdrawn: Changed post" in html
    assert "Tomas Trainer" in html
    assert kinds_of(session) == ["enrolled", "withdrawn"]


def test_a_withdrawn_learner_is_restored_once(session, client, cohort, page):
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    here = address_of(cohort, enrolment)
    client.post(f"{here}/withdrawal", data={"reason": "By mistake"})
    assert "Restore this learner" in page(here)

    client.post(f"{here}/restoration")
    client.post(f"{here}/restoration")

    assert "Withdraw this learner" in page(here)
    assert kinds_of(session) == ["enrolled", "withdrawn", "restored"]


def test_a_learner_is_found_under_their_own_cohort_alone(session, client, cohort, page):
    elsewhere = builders.an_enrolment(session, cohort=builders.a_cohort(session))
    alone = builders.an_enrolment(session)
    session.commit()

    page(address_of(cohort, elsewhere), 404)
    page(address_of(cohort, alone), 404)
    answer = client.post(
        f"{address_of(cohort, elsewhere)}/withdrawal", data={"reason": "x"}
    )

    assert answer.status_code == 404
    assert kinds_of(session) == ["enrolled", "enrolled"]


def address_of(cohort, enrolment):
    return f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}"


def now_held_to(session, enrolment):
    session.refresh(enrolment)
    return enrolment.edition_id


def counted(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def kinds_of(session):
    session.rollback()
    return session.scalars(
        select(EnrolmentEvent.kind).order_by(EnrolmentEvent.id)
    ).all()
