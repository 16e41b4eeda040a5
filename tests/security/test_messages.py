"""What people write to each other is shown as text; none of it becomes markup."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learner_api.messages import render_message
from tests.conftest import SAME_ORIGIN
from tests.security.test_markdown import BREAKING, LINKS, MARKUP, NAME, Reader
from tests.security.world import OWNER, House

TAGS = {
    *("p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote"),
    *("br", "hr"),
}
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("pre", "tabindex"), ("ol", "start")}
MORE = [
    "# A heading\n\nA second one\n===",
    "![a picture](https://elsewhere.example/seen.png)",
    "[a](/\\elsewhere.example) [b](\\\\elsewhere.example) [c](///elsewhere.example)",
    "[a]: javascript:alert(1)\n\n[a]",
    'https://elsewhere.example/"onmouseover=alert(1)',
    "https://elsewhere.example/<script>alert(1)</script>",
    '```js" onload=alert(1)\ncode\n```',
    "<https://example.org/'onclick='alert(1)>",
    "@<script>alert(1)</script>",
    "&#x6A;avascript:alert(1)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "> " * 40 + "deep",
    "| a |\n|---|\n| <b onclick=alert(1)> |",
]


class Strict(Reader):
    """Collects every tag and attribute that a message may not have."""

    def handle_starttag(self, tag, attrs):
        self.found += [tag] if tag not in TAGS else []
        for name, value in attrs:
            is_safe = (tag, name) in ATTRIBUTES
            if name == "href":
                is_safe = value.startswith(("https://", "http://", "mailto:", "/"))
                is_safe = is_safe and not value.startswith(("//", "/\\"))
            if not is_safe:
                self.found.append(f"{tag} {name}={value}")
        if tag == "a":
            assert dict(attrs)["rel"] == "nofollow ugc noopener"


def acted_on(html: str) -> list[str]:
    reader = Strict()
    reader.feed(html)
    return reader.found


@pytest.mark.parametrize("text", [*MARKUP, *LINKS, *BREAKING, *MORE])
def test_nothing_in_a_message_becomes_markup(text):
    assert acted_on(render_message(text, ["<script>alert(1)</script>"])) == []


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from([*MARKUP, *LINKS, *BREAKING, *MORE, "> ", "- ", "\n\n", "`"]),
        max_size=5,
    ).map("".join),
    st.sampled_from([(), (NAME,), ("A & B",)]),
)
def test_nor_in_any_mixture_of_them(text, names):
    assert acted_on(render_message(text, names)) == []


def test_a_heading_breaks_no_outline_and_a_mention_is_set_off():
    html = render_message("# Hello\n\n@A & B says hello to @A & Bo", ["A & B"])

    assert html == (
        "<p><strong>Hello</strong></p>\n"
        "<p><strong>@A &amp; B</strong> says hello to @A &amp; Bo</p>\n"
    )


def test_markup_in_titles_names_and_reasons_is_text(house: House):
    room = "/cohorts/<uuid:cohort>/discussion/<module_key>"
    op = uuid4()
    address = house.address(room)
    browser = house.app.test_client(use_cookies=False)
    carried = {**SAME_ORIGIN, "Cookie": house.cookies["owner"]}
    try:
        browser.post(
            address,
            data={"op": str(op), "title": NAME, "body": f"{NAME} *{OWNER}*"},
            headers=carried,
        )
        for path in (address, f"{address}/threads/{op}", f"/posts/{op}/edit"):
            html = browser.get(path, headers=carried).get_data(as_text=True)
            assert "<script>alert" not in html
            assert "&lt;script&gt;alert" in html
    finally:
        house.restore()


def test_no_address_of_anybody_is_told_in_a_room(house: House):
    places = [
        "/cohorts/<uuid:cohort>/discussion",
        "/cohorts/<uuid:cohort>/discussion/<module_key>",
        "/cohorts/<uuid:cohort>/discussion/<module_key>/threads/<uuid:thread>",
        "/api/v1/cohorts/<uuid:cohort>/discussion/<module_key>/threads/<uuid:thread>",
        "/api/v1/cohorts/<uuid:cohort>/names",
        "/api/v1/posts/<uuid:post>",
    ]

    for place in places:
        answer = house.ask(
            "GET", place, "owner", query_string={"q": "o"} if "names" in place else {}
        )
        assert answer.status_code == 200
        assert "@example.org" not in answer.get_data(as_text=True)


def test_posts_of_other_cohorts_are_nobodys(house: House):
    thread = "/cohorts/<uuid:cohort>/discussion/<module_key>/threads/<uuid:thread>"
    foreign = house.records["foreign cohort"]
    address = house.address(thread).replace(house.records["cohorts"], foreign)

    # The other trainer leads that cohort, which has no such thread.
    for path in (address, f"/api/v1{address}"):
        browser = house.app.test_client(use_cookies=False)
        carried = {**SAME_ORIGIN, "Cookie": house.cookies["other trainer"]}
        assert browser.get(path, headers=carried).status_code == 404
