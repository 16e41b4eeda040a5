"""The catalogue, the open door, and somebody who comes without an account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from course.models import Enrolment, OutgoingMessage, Registration, User
from tests import builders, doors
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page

SOON = datetime.now(UTC).date() + timedelta(days=20)
LATE = SOON + timedelta(days=100)
NEWCOMER = "new.comer@planning.gov.example"


@pytest.fixture
def door(session, app):
    """An open door with a code and a domain."""
    cohort = builders.a_cohort(session, closes_on=LATE, title="Planning, spring")
    made = doors.an_open_door(
        session,
        cohort,
        deadline=SOON,
        quota=5,
        with_code=True,
        domains=("gov.example",),
    )
    doors.a_code(session, cohort)
    session.commit()
    return made


def post(client, path, **fields):
    return client.post(path, data=fields, headers=SAME_ORIGIN)


def op_of(html):
    return first_of(r'name="op" value="([^"]+)"', html)


def first_of(pattern, text):
    """What the first place of this pattern holds."""
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def code_of(session, door):
    from course.join_codes import code_of

    kept = code_of(session, door.cohort)
    assert kept is not None
    code = kept.code
    # A reader that stays open would keep the application from writing.
    session.rollback()
    return code


def letter_to(session, email):
    found = session.scalars(
        select(OutgoingMessage)
        .where(OutgoingMessage.recipient_email == email)
        .order_by(OutgoingMessage.id.desc())
    ).first()
    session.expunge(found)
    session.rollback()
    return found


def test_the_catalogue_lists_open_calls_and_may_be_kept(page, client, door):
    html = page("/calls")

    assert "Planning, spring" in html
    kept = client.get("/calls")
    assert kept.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in kept.headers["Vary"]
    again = client.get("/calls", headers={"If-None-Match": kept.headers["ETag"]})
    assert again.status_code == 304


def test_the_page_of_a_call_says_what_such_calls_say(page, door):
    html = page(f"/calls/{door.cohort.key}")

    for words in (
        "Officials of ministries of planning.",
        "Amina Diallo, amina.diallo@example.org",
        "English",
        "gov.example",
        "What you will be able to do",
        "Deadline",
        "Hours of study",
    ):
        assert words in html
    assert code_of_nothing(html)


def code_of_nothing(html):
    """No code stands on the page for everybody."""
    return not re.search(r'value="[A-Z2-9]{4}-[A-Z2-9]{4}"', html)


def test_a_closed_cohort_has_no_page(page, session):
    cohort = builders.a_cohort(session)
    session.commit()

    page(f"/calls/{cohort.key}", 404)


def test_somebody_new_registers_confirms_and_lands_in_the_course(client, session, door):
    here = f"/calls/{door.cohort.key}"

    sent = post(client, f"{here}/registration", email=NEWCOMER, accepts="yes")

    assert sent.headers["Location"].endswith("/registration/sent")
    assert client.get(sent.headers["Location"]).status_code == 200
    assert builders.how_many(session, User) == 1
    link = first_of(r"(/registrations/\S+)", letter_to(session, NEWCOMER).body)
    assert NEWCOMER in client.get(link).get_data(as_text=True)
    landed = post(client, link, name="New Comer", password=builders.PASSWORD)
    assert landed.headers["Location"] == f"/courses/{builders.COURSE}"
    # The notice was accepted with the registration, so the course opens at once.
    assert client.get(landed.headers["Location"]).status_code == 200
    person = session.scalar(select(User).where(User.email == NEWCOMER))
    enrolment = session.scalar(select(Enrolment).where(Enrolment.user_id == person.id))
    assert enrolment.cohort_id == door.cohort.id
    # The link works once.
    assert client.get(link).status_code == 410


def test_somebody_invited_elsewhere_who_never_came_takes_up_that_account(
    client, session, door
):
    invited = builders.a_learner(session, email=NEWCOMER, password_hash=None)
    session.commit()
    here = f"/calls/{door.cohort.key}"
    post(client, f"{here}/registration", email=NEWCOMER, accepts="yes")
    link = first_of(r"(/registrations/\S+)", letter_to(session, NEWCOMER).body)

    landed = post(client, link, name="New Comer", password=builders.PASSWORD)

    assert landed.headers["Location"] == f"/courses/{builders.COURSE}"
    session.expire_all()
    assert (invited.name, invited.password_hash is None) == ("New Comer", False)


def test_somebody_whom_an_undone_list_had_invited_comes_in_by_the_door(
    client, session, door
):
    applied = builders.a_roster(session, builders.a_cohort(session), NEWCOMER)
    builders.an_undone_roster(session, applied)
    session.commit()
    here = f"/calls/{door.cohort.key}"
    post(client, f"{here}/registration", email=NEWCOMER, accepts="yes")
    link = first_of(r"(/registrations/\S+)", letter_to(session, NEWCOMER).body)

    landed = post(client, link, name="New Comer", password=builders.PASSWORD)

    assert client.get(landed.headers["Location"]).status_code == 200
    person = session.scalars(select(User).where(User.email == NEWCOMER)).one()
    assert (person.name, person.closed_at) == ("New Comer", None)


def test_a_link_that_was_never_followed_joins_nothing(client, session, door):
    post(client, f"/calls/{door.cohort.key}/registration", email=NEWCOMER, accepts="1")

    assert builders.how_many(session, Enrolment) == 0
    assert builders.how_many(session, Registration) == 1


def test_nobody_registers_without_accepting_the_notice(client, session, door):
    answer = post(client, f"/calls/{door.cohort.key}/registration", email=NEWCOMER)

    assert answer.status_code == 422
    assert "Read the privacy notice" in answer.get_data(as_text=True)
    assert builders.how_many(session, OutgoingMessage) == 0


def test_a_program_that_fills_in_every_box_is_told_all_is_well(client, session, door):
    answer = post(
        client,
        f"/calls/{door.cohort.key}/registration",
        email=NEWCOMER,
        accepts="yes",
        website="https://spam.example",
    )

    assert answer.status_code == 303
    assert builders.how_many(session, OutgoingMessage) == 0


def test_whoever_has_an_account_is_written_to_and_the_page_says_the_same(
    client, session, door
):
    builders.a_learner(session, email=NEWCOMER)
    session.commit()

    answer = post(
        client,
        f"/calls/{door.cohort.key}/registration",
        email=NEWCOMER,
        accepts="yes",
    )

    assert answer.headers["Location"].endswith("/registration/sent")
    assert "You have an account already" in letter_to(session, NEWCOMER).subject
    assert builders.how_many(session, Registration) == 0


@pytest.mark.parametrize(
    ("email", "code", "words"),
    [
        ("kofi@example.org", "", "This call is for people with its join code"),
        ("kofi@example.org", "ZZZZ-ZZZZ", "does not fit this course"),
        ("not an address", "", "Write the whole address"),
    ],
)
def test_who_may_not_come_in_is_told_so_before_a_letter_leaves(
    client, session, door, email, code, words
):
    answer = post(
        client,
        f"/calls/{door.cohort.key}/registration",
        email=email,
        code=code,
        accepts="yes",
    )

    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert builders.how_many(session, OutgoingMessage) == 0


def test_whoever_is_signed_in_joins_with_a_click(client, sign_in, session, door):
    person = builders.a_learner(session)
    session.commit()
    sign_in(person)
    here = f"/calls/{door.cohort.key}"
    code = code_of(session, door)
    html = client.get(f"{here}?code={code}").get_data(as_text=True)
    assert parse_page(html).find(".//input[@name='code']").get("value") == code

    joined = post(client, f"{here}/joining", op=op_of(html), code=code)

    assert joined.headers["Location"] == f"/courses/{builders.COURSE}"
    assert "You are in this cohort" in client.get(here).get_data(as_text=True)


def test_an_old_code_is_refused_in_words(client, sign_in, session, door):
    old = code_of(session, door)
    person = builders.a_learner(session)
    doors.a_code(session, door.cohort)
    session.commit()
    sign_in(person)
    here = f"/calls/{door.cohort.key}"

    answer = post(client, f"{here}/joining", op=op_of(client.get(here).text), code=old)

    assert answer.status_code == 422
    assert "was replaced by a newer one" in answer.get_data(as_text=True)


def test_codes_are_not_found_by_trying(client, sign_in, session, door, monkeypatch):
    from course import throttle

    monkeypatch.setattr(throttle, "MISSES_PER_ADDRESS", 2)
    sign_in_somebody(session, sign_in)
    here = f"/calls/{door.cohort.key}"
    op = op_of(client.get(here).text)

    tried = [
        post(client, f"{here}/joining", op=op, code="ZZZZ-ZZZZ").status_code
        for _ in range(3)
    ]

    assert tried == [422, 422, 429]


def test_a_trainer_opens_changes_renews_and_closes(client, sign_in, session):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer, closes_on=LATE)
    session.commit()
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}/door"
    html = client.get(here).get_data(as_text=True)
    said = {
        "door": "open",
        "for_whom": "Officials.",
        "languages": "en, fr",
        "focal_point_name": "Amina Diallo",
        "focal_point_address": "The office",
        "domains": "@gov.example planning.example",
        "with_code": "yes",
        "deadline": SOON.isoformat(),
        "quota": "40",
    }

    opened = post(client, here, op=op_of(html), **said)

    assert opened.status_code == 303
    html = client.get(here).get_data(as_text=True)
    first = first_of(r'class="number">([^<]+)<', html)
    assert "<svg" in html
    assert "gov.example, planning.example" in html
    post(client, f"{here}/code", op=op_of(html))
    html = client.get(here).get_data(as_text=True)
    assert first not in html
    refused = post(client, f"{here}/closing", op=op_of(html))
    assert refused.status_code == 422
    post(client, f"{here}/closing", op=op_of(html), reason="It is full.")
    assert "It is full." in client.get(here).get_data(as_text=True)
    assert client.get(f"/calls/{cohort.key}").status_code == 404


def test_what_a_door_cannot_say_is_named(client, sign_in, session):
    trainer = builders.a_trainer(session)
    cohort = builders.a_cohort(session, trainer=trainer, closes_on=LATE)
    session.commit()
    sign_in(trainer)
    here = f"/cohorts/{cohort.uuid}/door"

    answer = post(
        client,
        here,
        op=op_of(client.get(here).get_data(as_text=True)),
        door="open",
        domains="gov",
        languages="English!",
        quota="none",
        deadline="soon",
    )

    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    for words in ("Write whom", "Write a domain", "Write languages", "in figures"):
        assert words in html


def sign_in_somebody(session, sign_in):
    person = builders.a_learner(session)
    session.commit()
    sign_in(person)
    return person
