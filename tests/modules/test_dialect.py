"""The dialect adds four things to CommonMark and lets no raw markup through."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from modules import handbook_parser

HARMLESS = {
    *("a", "blockquote", "br", "caption", "code", "em", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "img", "li", "ol", "p", "pre", "section", "strong", "table", "tbody"),
    *("td", "th", "thead", "tr", "ul"),
}


class Tags(HTMLParser):
    """Gathers the tags and attributes of some HTML as a browser would see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += attrs


def kinds(text: str) -> list[str]:
    tokens = handbook_parser().parse(text)
    return [token.type for token in tokens if not token.type.startswith("paragraph")]


def test_a_citation_is_a_token_of_its_own():
    (children,) = filter(
        None, (token.children for token in handbook_parser().parse("So.[@almanac]"))
    )

    assert [(token.type, token.content) for token in children] == [
        ("text", "So."),
        ("citation", "almanac"),
    ]


def test_a_figure_is_a_block_only_when_it_stands_alone():
    assert kinds("[[figure:measures]]") == ["figure"]
    assert kinds("[[figure:measures]]\nand words") == ["inline"]
    assert kinds("    [[figure:measures]]") == ["code_block"]


def test_a_box_ends_the_paragraph_above_it_and_holds_blocks():
    assert kinds("Words\n::: note A title\n- item\n:::\nMore") == [
        "inline",
        "box_open",
        "bullet_list_open",
        "list_item_open",
        "inline",
        "list_item_close",
        "bullet_list_close",
        "box_close",
        "inline",
    ]


def test_a_box_keeps_its_kind_and_the_whole_of_its_title():
    (box,) = (t for t in handbook_parser().parse("::: note A b  c\nd\n:::") if t.meta)

    assert box.meta == {"kind": "note", "title": "A b  c", "closed": True}


def test_a_caption_paragraph_becomes_the_caption_of_the_table_below_it():
    found = kinds("Table: Ports\n\n| a |\n| --- |\n| 1 |")

    assert found[:4] == ["table_open", "caption_open", "inline", "caption_close"]


def test_raw_markup_comes_out_as_it_was_typed():
    html = handbook_parser().render("<script>x</script>\n\nA <b onclick=x>b</b>.")

    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<b" not in html


def test_an_address_that_could_do_harm_is_taken_away():
    html = handbook_parser().render("[a](javascript:x) ![b](data:image/png;base64,x)")

    assert "javascript" not in html
    assert "data:" not in html


@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    *(
                        "<script>",
                        "<img onerror=x>",
                        "</a>",
                        "<!--",
                        "::: note ",
                        ":::",
                    ),
                    *("[a](javascript:x)", "[@", "]", "[[figure:", "]]", "\n", "\n\n"),
                    *("Table: ", "| a |\n| --- |\n", "# ", "- ", "> ", "`", "~~~\n"),
                    *('"', "'", "&", "[x]: ", "<https://", ">", "![", "]("),
                ]
            ),
        ),
        max_size=12,
    )
)
def test_no_text_brings_markup_of_its_own(pieces):
    tags = Tags(handbook_parser().render("".join(pieces)))

    assert tags.names <= HARMLESS
    for name, value in tags.attributes:
        assert not name.startswith("on")
        if name in ("href", "src"):
            assert not (value or "").lower().startswith(("javascript:", "data:"))
