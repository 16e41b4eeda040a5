"""What authors write and people type is shown as text; none of it becomes markup."""

import re
import shutil
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from learner_api.markdown import render_markdown
from modules import HandbookFilesError, load_handbook
from tests import builders
from tests.conftest import SAME_ORIGIN

HANDBOOK = Path(__file__).parents[1] / "content" / "handbook"
PLACE = "first-module/first-lesson.md"

MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "A word <b onmouseover='alert(1)'>and</b> another.",
    "<!-- a comment -->",
    "<style>body { display: none }</style>",
    "<iframe src='https://elsewhere.example'></iframe>",
    "</p></section></main><form action='https://elsewhere.example'>",
]
LINKS = [
    "[Press](javascript:alert(1))",
    "[Press](JaVaScRiPt:alert(1))",
    "[Press](data:text/html;base64,PHNjcmlwdD4=)",
    "[Press](vbscript:msgbox)",
    "[Press](//elsewhere.example)",
    "![A picture](javascript:alert(1))",
    "![A picture](https://elsewhere.example/seen.png)",
    "<javascript:alert(1)>",
]
BREAKING = [
    '[Press](https://example.org/"onmouseover="alert(1))',
    '[Press](https://example.org "title\\" onmouseover=\\"alert(1)")',
    '![a" onerror="alert(1)](picture.png)',
    '## A heading " onclick="alert(1)',
    "`<script>alert(1)</script>`",
    # No HTML by the rules of Markdown, though a browser would take it for some.
    "<svg/onload=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
NAME = "<script>alert('name')</script>"
HARMLESS_TAGS = {"p", "a", "img", "h2", "h3", "code", "pre", "div", "section", "em"}
HARMLESS_ATTRIBUTES = {"href", "rel", "title", "src", "alt", "id", "class", "loading"}
HARMLESS_SCHEMES = {"", "https", "http", "mailto"}


class Reader(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.found += [tag] if tag not in HARMLESS_TAGS else []
        for name, value in attrs:
            scheme = urlsplit(value).scheme if name in ("href", "src") else ""
            if name not in HARMLESS_ATTRIBUTES or scheme not in HARMLESS_SCHEMES:
                self.found.append(f"{tag} {name}={value}")


def render(text: str) -> str:
    return render_markdown(
        text, lesson_url=lambda module, lesson: f"/{module}/{lesson}"
    )


def acted_on(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A Handbook whose files may be spoilt."""
    return Path(shutil.copytree(HANDBOOK, tmp_path / "handbook"))


@pytest.mark.parametrize("text", MARKUP + LINKS)
def test_an_author_who_writes_it_is_told_the_file_and_the_line(folder, text):
    lesson = folder / PLACE
    before = lesson.read_text(encoding="utf-8")
    lesson.write_text(f"{before}\n{text}\n", encoding="utf-8")
    line = len(before.splitlines()) + 2

    with pytest.raises(HandbookFilesError) as caught:
        load_handbook(folder)

    assert {(fault.file, fault.line) for fault in caught.value.faults} == {
        (PLACE, line)
    }


@pytest.mark.parametrize("text", MARKUP + LINKS[:4] + BREAKING)
def test_were_it_shown_all_the_same_it_would_do_nothing(text):
    assert acted_on(render(text)) == []


# A file of ours, named by its digest, with data that holds no markup, and no body.
OWN_SCRIPT = re.compile(
    r'''<script defer src="/static/[a-z-]+\.js\?v=[0-9a-f]{12}"'''
    r"""( data-[a-z]+=("[^"<>]*"|'[^'<>]*'))*></script>"""
)


def without_own_scripts(html: str) -> str:
    """The page without the scripts that it loads itself: any other was brought in."""
    return OWN_SCRIPT.sub("", html)


@pytest.mark.parametrize("text", MARKUP)
def test_a_script_that_was_brought_in_is_none_of_ours(text):
    assert without_own_scripts(text) == text


@pytest.fixture
def marked(session, app):
    """A trainer, a cohort and a learner with an award, all named by markup."""
    trainer = builders.a_trainer(session, name=NAME)
    cohort = builders.a_cohort(session, trainer=trainer, title=NAME)
    learner = builders.a_learner(session, name=NAME, organisation=NAME)
    enrolment = builders.a_completed_enrolment(session, learner, cohort=cohort)
    administrator = builders.an_administrator(session, name=NAME)
    session.commit()
    return trainer, cohort, learner, enrolment, administrator


def test_what_people_call_themselves_is_text_on_every_page(app, sign_in, marked):
    trainer, cohort, learner, enrolment, administrator = marked
    browser = app.test_client()
    sign_in(learner, browser)
    number = browser.get("/api/v1/awards").get_json()["items"][0]["number"]
    pages = {
        learner: ("/", "/profile", "/awards", f"/awards/{number}", f"/verify/{number}"),
        trainer: (
            "/cohorts",
            f"/cohorts/{cohort.uuid}",
            f"/cohorts/{cohort.uuid}/learners/{enrolment.uuid}",
            "/statistics",
        ),
        administrator: ("/people", f"/people/{learner.uuid}"),
    }

    for person, addresses in pages.items():
        sign_in(person, browser)
        for address in addresses:
            html = browser.get(address).get_data(as_text=True)

            assert "<script" not in without_own_scripts(html), address
            assert escape(NAME, quote=False)[:11] in html, address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/people", "search"),
        ("/sign-in", "next"),
        ("/verify", "number"),
        ("/statistics", "as_of"),
        ("/cohorts", "after"),
    ],
)
def test_what_an_address_asks_for_is_text(house, address, name):
    asked = {name: f'"><script>alert(1)</script>{NAME}'}

    response = house.ask("GET", address, "administrator", query_string=asked)

    assert "<script" not in without_own_scripts(response.get_data(as_text=True))


def test_what_was_typed_into_a_form_comes_back_as_text(house):
    fields = {"email": f'">{NAME}', "password": NAME}

    response = house.ask("POST", "/sign-in", "anonymous", data=fields)

    assert "<script" not in without_own_scripts(response.get_data(as_text=True))
    assert escape(NAME) not in response.get_data(as_text=True).split('value="')[0]


def test_an_answer_is_text_wherever_it_is_shown(app, session, sign_in):
    quiz = builders.miniature_catalogue().quiz("first-quiz")
    text = next(each.key for each in quiz.questions if each.type_name == "short-text")
    enrolment = builders.an_enrolment(session)
    attempt = builders.an_open_attempt(session, enrolment)
    session.commit()
    browser = app.test_client()
    sign_in(enrolment.user, browser)
    kept = browser.put(
        f"/api/v1/attempts/{attempt.uuid}/responses/{text}",
        json={"op": str(attempt.uuid), "answer": NAME},
    )
    open_pages = [
        browser.get(f"/attempts/{attempt.uuid}").get_data(as_text=True),
        browser.get(f"/attempts/{attempt.uuid}/review").get_data(as_text=True),
    ]

    browser.post(f"/attempts/{attempt.uuid}/submission", headers=SAME_ORIGIN)
    receipt = browser.get(f"/attempts/{attempt.uuid}").get_data(as_text=True)

    assert kept.status_code == 200
    for html in (*open_pages, receipt):
        assert "<script" not in without_own_scripts(html)
        assert "&lt;script&gt;" in html


def test_a_name_cannot_break_out_of_the_json_it_is_sent_in(app, sign_in, marked):
    browser = app.test_client()
    sign_in(marked[2], browser)

    response = browser.get("/api/v1/me")

    assert response.mimetype == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.get_json()["name"] == NAME
