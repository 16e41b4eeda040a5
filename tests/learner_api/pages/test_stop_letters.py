"""Letters of one kind are stopped by their link, by a person or by a mail program."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import uuid4

import pytest
from itsdangerous import Signer, URLSafeTimedSerializer
from sqlalchemy import select

from config.settings import Settings
from course import outbox
from course.letter_choices import DISCUSSION, REMINDERS, wants
from course.models import DigestChoice, OutgoingMessage, ReminderChoice
from learner_api.database import Database
from learner_api.mail import Sent, send_waiting
from learner_api.stop_tokens import StopTokens, stop_tokens
from tests import builders
from tests.builders import NOW, how_many
from tests.conftest import SAME_ORIGIN

# What a mail program sends, from its own site or from no site at all.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
PROGRAMS: tuple[dict[str, str], ...] = (
    {},
    {"Origin": "https://mail.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
)


@pytest.fixture
def learner(session):
    learner = builders.a_learner(session, name="Olu Adeyemi", email="olu@example.org")
    session.commit()
    return learner


@pytest.fixture
def tokens(app):
    return stop_tokens(app.extensions["course.site"].settings)


@pytest.fixture
def link(learner, tokens):
    return f"/stop-letters/{tokens.token(REMINDERS, learner.uuid)}"


def wanted(session, learner):
    found = wants(session, REMINDERS, learner), wants(session, DISCUSSION, learner)
    session.rollback()
    return found


def test_opening_the_link_says_what_would_stop_and_changes_nothing(
    session, learner, link, client
):
    for method in ("get", "head", "get"):
        answer = getattr(client, method)(link)
        assert answer.status_code == 200

    assert "Stop reminders" in answer.text
    assert "Olu gets a reminder" in answer.text
    for private in ("Adeyemi", "olu@example.org"):
        assert private not in answer.text
    assert answer.text.count('<form method="post"') == 1
    assert wanted(session, learner) == (True, True)
    assert how_many(session, ReminderChoice) == 0


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        (REMINDERS, "Olu gets no more reminders.", (False, True)),
        (DISCUSSION, "no more letters about what is new", (True, False)),
    ],
)
def test_the_button_stops_that_kind_and_says_how_to_get_them_again(
    session, learner, tokens, client, kind, words, expected
):
    link = f"/stop-letters/{tokens.token(kind, learner.uuid)}"

    answers = [client.post(link, headers=SAME_ORIGIN) for _ in range(2)]

    for answer in (*answers, client.get(link)):
        assert answer.status_code == 200
        assert words in answer.text
        assert 'href="/profile/letters"' in answer.text
        assert "<form" not in answer.text.partition("<main")[2].partition("</main")[0]
    assert wanted(session, learner) == expected
    assert how_many(session, ReminderChoice) + how_many(session, DigestChoice) == 1


@pytest.mark.parametrize("headers", PROGRAMS)
@pytest.mark.parametrize("kind", ["multipart/form-data", None])
def test_a_mail_program_stops_them_from_wherever_it_is(
    session, learner, link, app, headers, kind
):
    program = app.test_client(use_cookies=False)

    answer = program.post(link, data=ONE_CLICK, headers=headers, content_type=kind)

    # A program follows no redirect.
    assert answer.status_code == 200
    assert wanted(session, learner) == (False, True)


def test_who_is_signed_in_stops_the_letters_of_the_link_and_not_their_own(
    session, learner, link, sign_in, client
):
    other = builders.a_learner(session)
    session.commit()
    sign_in(other)

    client.post(link, headers={"Sec-Fetch-Site": "cross-site"})

    assert wanted(session, learner) == (False, True)
    assert wanted(session, other) == (True, True)


def test_a_link_that_was_not_signed_for_this_stops_nothing(
    session, learner, tokens, app, client
):
    key = app.config["SECRET_KEY"]
    good = tokens.token(REMINDERS, learner.uuid)
    wrong = [
        "x",
        good[:-1],
        f"{good}x",
        good.replace(REMINDERS, DISCUSSION),
        good.replace(learner.uuid.hex, uuid4().hex),
        tokens.token(REMINDERS, uuid4()),
        tokens.token("everything", learner.uuid),
        StopTokens(["another key" * 4]).token(REMINDERS, learner.uuid),
        # Signed with the same key for another purpose.
        Signer(key).sign(f"{REMINDERS}.{learner.uuid.hex}").decode(),
        URLSafeTimedSerializer(key).dumps([REMINDERS, learner.uuid.hex]),
    ]

    for token in wrong:
        for method in ("get", "post"):
            answer = getattr(client, method)(f"/stop-letters/{token}")
            assert answer.status_code == 404, token
            assert "This link stops no letters" in answer.text
    assert wanted(session, learner) == (True, True)


def test_a_token_opens_nothing_else(app, tokens, learner, client):
    token = tokens.token(REMINDERS, learner.uuid)
    client.set_cookie("course_session", token)

    assert "/sign-in" in client.get("/profile").location
    assert client.get("/welcome/" + token).status_code != 200
    bearer = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/me", headers=bearer).status_code == 401


def test_a_closed_account_has_no_letters_to_stop(session, learner, link, client):
    learner.closed_at = NOW
    session.commit()

    assert client.get(link).status_code == 404
    assert client.post(link).status_code == 404
    assert how_many(session, ReminderChoice) == 0


def test_a_link_outlives_a_change_of_the_key(tmp_path, learner):
    old = Settings.for_tests(tmp_path, secret_key="o" * 40)
    new = Settings.for_tests(
        tmp_path, secret_key="n" * 40, secret_key_fallbacks=("o" * 40,)
    )
    gone = Settings.for_tests(tmp_path, secret_key="n" * 40)
    token = stop_tokens(old).token(DISCUSSION, learner.uuid)

    assert stop_tokens(new).read(token) == (DISCUSSION, learner.uuid)
    assert stop_tokens(gone).read(token) is None
    newer = stop_tokens(new).token(DISCUSSION, learner.uuid)
    assert stop_tokens(gone).read(newer) == (DISCUSSION, learner.uuid)


def sent(session, engine, folder, stop_link) -> tuple[bytes, EmailMessage]:
    """One letter as it leaves."""
    person = builders.a_learner(session)
    letter = outbox.Stoppable("Due soon", "Go on.", stop_link)
    outbox.tell(session, person, letter, now=NOW, occasion=f"one:{uuid4()}")
    session.commit()
    settings = Settings.for_tests(folder)
    assert send_waiting(Database(engine), settings) == Sent(1, 0)
    (path,) = settings.mail_dir.glob("*.eml")
    raw = path.read_bytes()
    return raw, message_from_bytes(raw, policy=default)


def test_a_letter_names_its_link_to_mail_programs(
    session, engine, tmp_path, tokens, learner
):
    link = (
        "https://a-rather-long-name-of-a-server.course.example.org/stop-letters/"
        f"{tokens.token(REMINDERS, learner.uuid)}"
    )

    raw, letter = sent(session, engine, tmp_path, link)

    # One line as it is: encoded words are no address.
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in raw
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    session.expire_all()
    row = session.scalars(select(OutgoingMessage)).one()
    assert (row.body, row.stop_link) == ("", None)


def test_one_click_is_for_https_alone(session, engine, tmp_path):
    _, letter = sent(session, engine, tmp_path, "http://127.0.0.1:8000/stop-letters/x")

    assert letter["List-Unsubscribe"] == "<http://127.0.0.1:8000/stop-letters/x>"
    assert letter["List-Unsubscribe-Post"] is None


def test_other_letters_name_none(session, engine, tmp_path):
    raw, _ = sent(session, engine, tmp_path, None)

    assert re.search(rb"(?i)list-unsubscribe", raw) is None
