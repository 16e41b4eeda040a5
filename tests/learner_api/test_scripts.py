"""The scripts as they are sent: how much they weigh, and every word they say."""

import json
import re
from html import unescape

import brotli
import pytest

from learner_api.assets import FOLDER, JOINED, WORKER, Asset
from learner_api.message_words import message_words
from learner_api.peer_words import draft_words
from learner_api.saving import practice_words, resent_words, sheet_words
from learner_api.translation import every_form
from learner_api.worksheet_words import sheet_words as worksheet_words
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page
from tests.sittings import QUIZ, start_at

MOST_ON_AN_ATTEMPT = 6144
MOST_ON_A_WORKSHEET = 6400
MOST_ELSEWHERE = 2500
SCRIPTS = sorted(path.name for path in FOLDER.glob("*.js"))


def sent(client, name: str) -> str:
    body: str = client.get(f"/static/{name}").get_data(as_text=True)
    return body


def weight(client, name: str) -> int:
    answer = client.get(f"/static/{name}", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    return len(answer.data)


@pytest.fixture
def attempt_page(client, session, sign_in) -> str:
    """The page of an attempt in which one question is answered."""
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner)
    session.commit()
    sign_in(learner)
    sitting = start_at(client, QUIZ)
    client.post(sitting.path, data={"one-colour": "blue"}, headers=SAME_ORIGIN)
    html: str = client.get(sitting.path).text
    return html


@pytest.mark.parametrize(
    "name", ["attempt.js", "attempt-practice.js", "attempt-timed.js"]
)
def test_all_scripts_of_an_attempt_fit_into_six_kilobytes(client, attempt_page, name):
    scripts = re.findall(r'<script[^>]+src="/static/([\w.-]+)', attempt_page)

    assert scripts == ["attempt.js"]
    assert weight(client, name) <= MOST_ON_AN_ATTEMPT


def test_those_of_a_worksheet_weigh_little_more(client, session, sign_in):
    enrolment = builders.an_enrolment(session)
    session.commit()
    sign_in(enrolment.user)

    html = client.get(f"/enrolments/{enrolment.uuid}/worksheets/first-sheet").text

    scripts = re.findall(r'<script[^>]+src="/static/([\w.-]+)', html)
    assert scripts == ["worksheet.js"]
    assert weight(client, "worksheet.js") <= MOST_ON_A_WORKSHEET


def test_another_page_needs_next_to_nothing(client, session, sign_in):
    learner = builders.a_learner(session)
    session.commit()
    sign_in(learner)

    scripts = re.findall(r'<script[^>]+src="/static/([\w.-]+)', client.get("/").text)

    assert scripts == ["resend.js"]
    assert weight(client, "resend.js") <= MOST_ELSEWHERE


def test_that_of_a_discussion_is_light(client):
    assert weight(client, "message.js") <= MOST_ELSEWHERE


def test_that_of_a_peer_review_is_light(client):
    assert weight(client, "draft.js") <= MOST_ELSEWHERE


def test_that_of_the_public_page_of_a_certificate_is_light(client):
    assert weight(client, "verified.js") <= MOST_ELSEWHERE


@pytest.mark.parametrize("name", [*SCRIPTS, *JOINED])
def test_what_is_sent_is_the_script_without_its_comments(client, name):
    parts = JOINED.get(name, (name,))
    written = "".join((FOLDER / part).read_text(encoding="utf-8") for part in parts)
    code = re.sub(r"^ *//.*|/\*.*?\*/", "", written, flags=re.MULTILINE)

    body = sent(client, name)

    assert not re.search(r"^\s*//|\n|  ", body)
    assert re.sub(r"\s", "", body) == re.sub(r"\s", "", code)
    texts = re.compile(r"'[^'\n]*'|`[^`]*`")
    assert texts.findall(body) == texts.findall(code)


def test_texts_keep_their_spaces(tmp_path):
    script = tmp_path / "any.js"
    script.write_text(
        "// Told.\nconst a = 'x  =  1'; /* not told */\n  say(`y  +  ${ a }`, /b c/);\n"
    )

    body = Asset.read(script).bodies["identity"]

    assert body == b"const a='x  =  1';say(`y  +  ${ a }`,/b c/);"
    assert brotli.decompress(Asset.read(script).bodies["br"]) == body


def test_the_worker_is_asked_for_anew_and_bound_by_the_policy(client):
    answer = client.get(f"/{WORKER}")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    etag = answer.headers["ETag"]
    assert client.get(f"/{WORKER}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("answers.js", sheet_words()),
        ("clock.js", sheet_words()),
        ("draft.js", draft_words()),
        ("message.js", message_words()),
        ("practice.js", practice_words()),
        ("resent.js", resent_words()),
        ("sheets.js", worksheet_words()),
    ],
)
def test_every_word_that_a_script_says_is_told_to_it(name, words):
    said = re.findall(r"\bwords\.(\w+)", (FOLDER / name).read_text(encoding="utf-8"))

    assert said
    assert set(said) <= words.keys()


def test_no_word_is_told_in_vain():
    scripts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.js"))
    kinds = {"attempt-closed", "beaten", "draft"}

    told = sheet_words() | practice_words() | resent_words()

    assert [
        word for word in told if f"words.{word}" not in scripts and word not in kinds
    ] == ["partly", "wrong"]
    sheets = (FOLDER / "sheets.js").read_text(encoding="utf-8")
    assert [word for word in worksheet_words() if f"words.{word}" not in sheets] == []


def test_forms_for_one_and_for_many_bear_the_names_of_the_cldr():
    assert every_form("%(num)s line", "%(num)s lines") == {
        "one": "{num} line",
        "other": "{num} lines",
    }


def test_the_form_tells_the_script_what_is_held(attempt_page):
    form = parse_page(attempt_page).find(".//main//form")

    questions = json.loads(unescape(form.get("data-questions")))

    assert form.get("autocomplete") == "off"
    first = next(each for each in questions if each[0] == "one-colour")
    assert first[1] == "radios"
    assert first[3] == 1
    assert first[4].endswith("Z")
    others = [each for each in questions if each is not first]
    assert all(each[2:] == [None, 0, None] for each in others)
    assert json.loads(form.get("data-words"))["none"].startswith("Each answer")
    assert form.get("data-closes-at") is None


def test_a_stylesheet_is_sent_without_its_comments_and_idle_spaces(tmp_path):
    style = tmp_path / "any.css"
    style.write_text(
        '/* Told;\n not sent. */\na :hover,\nb {\n  font: 1em "Two  {Words}", serif;\n'
        "  inline-size: calc(100% - 1em);\n}\n"
        "@media (width > 40rem) {\n  c { d: e; }\n}\n"
    )

    assert Asset.read(style).bodies["identity"] == (
        b'a :hover,b{font: 1em "Two  {Words}",serif;inline-size: calc(100% - 1em);}'
        b"@media (width > 40rem){c{d: e;}}"
    )


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.css")))
def test_nothing_else_of_a_stylesheet_is_left_out(client, name):
    written = (FOLDER / name).read_text(encoding="utf-8")

    code = re.sub(r"/\*.*?\*/", "", written, flags=re.DOTALL)

    assert re.sub(r"\s", "", sent(client, name)) == re.sub(r"\s", "", code)
