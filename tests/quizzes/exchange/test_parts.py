"""Names, pictures and HTML: the small parts that every format uses."""

from pathlib import Path

import pytest

import quizzes
from quizzes.exchange.archives import beside
from quizzes.exchange.errors import QuestionRefused
from quizzes.exchange.exchange_format import EXCHANGE_FORMATS, exchange_format
from quizzes.exchange.images import ImageShelf, kind_of
from quizzes.exchange.markup import html_of, words_of_html
from quizzes.exchange.names import Namer, key_from
from quizzes.exchange.plain_writer import Picture
from quizzes.schemas import is_key
from tests.quizzes.exchange.packing import JPEG, PNG


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Which government asked?", "which-government-asked"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("  A  -- B ", "a-b"),
        ("7 wonders", "7-wonders"),
        ("word " * 40, "-".join(["word"] * 9)),
        ("x" * 100, "x" * 48),
    ],
)
def test_a_key_says_what_the_text_says(text, key):
    assert key_from(text) == key


@pytest.mark.parametrize("text", ["你好", "نعم", "Почему?", "…", ""])
def test_a_text_without_latin_letters_has_a_key_that_stays(text):
    assert is_key(key_from(text))
    assert key_from(text) == key_from(text)
    assert key_from("你好") != key_from("再见")


def test_names_in_a_list_are_unique_and_known_ones_stay():
    namer = Namer({"Accra": "capital", "Ghana": "Not a key"})

    assert [namer.name(text) for text in ("Lagos", "lagos!", "Accra", "Ghana")] == [
        "lagos",
        "lagos-2",
        "capital",
        "ghana",
    ]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "png"),
        (JPEG, "jpg"),
        (b"GIF89a....", "gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
        (b"%PDF-1.7", None),
        (b"", None),
    ],
)
def test_a_picture_is_told_by_its_bytes(data, kind):
    assert kind_of(data) == kind


def test_pictures_are_kept_once_each_under_safe_names():
    shelf = ImageShelf()

    assert shelf.keep("Map of Flows.PNG", PNG) == "map-of-flows.png"
    assert shelf.keep("Map of Flows.PNG", PNG) == "map-of-flows.png"
    assert shelf.keep("map-of-flows.png", PNG + b"x") == "map-of-flows-2.png"
    assert shelf.keep("../../evil.php", JPEG) == "evil.jpg"
    assert shelf.keep("As_It_Is.jpeg", JPEG) == "As_It_Is.jpeg"
    assert len(shelf.files) == 4


@pytest.mark.parametrize(
    ("html", "paragraphs", "lost"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."], []),
        ("a<br>b", ["a b"], []),
        ("a &lt; b &amp; c &nbsp; d", ["a < b & c d"], []),
        ("10<sup>-3</sup> and H<sub>2</sub>O", ["10⁻³ and H₂O"], []),
        (
            "<ul><li>one</li><li>two.</li><li>three</li></ul>",
            ["one; two. three"],
            ["A list was written as a sentence."],
        ),
        (
            "<ol><li>one</li><li>two</li></ol>",
            ["(1) one; (2) two"],
            ["A list was written as a sentence."],
        ),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            ["A, B; 1, 2"],
            ["A table was written as a sentence."],
        ),
        (
            "<p>See <a href='https://example.org/x'>the page</a>.</p>",
            ["See the page (https://example.org/x)."],
            ["The address of a link was written out."],
        ),
        (
            "<p><b>Not</b> so</p>",
            ["Not so"],
            ["Emphasis and layout in HTML were made plain text."],
        ),
        (
            "<p>It is <s>gone</s></p>",
            ["It is gone"],
            ["Words that were struck out are no longer."],
        ),
        ("a<script>b</script>", ["a"], ["Scripts and styles were taken out."]),
        ("a<input value=b>", ["a"], ["Fields of a form were taken out."]),
        ("<!-- <video> -->a", ["a"], []),
    ],
)
def test_html_says_the_same_as_plain_text(html, paragraphs, lost):
    words = words_of_html(html)

    assert words.paragraphs == paragraphs
    assert [str(each) for each in words.lost] == lost


@pytest.mark.parametrize("tag", ["video", "audio", "iframe", "object", "svg", "math"])
def test_what_text_cannot_say_refuses_the_question(tag):
    with pytest.raises(QuestionRefused, match="which is not kept"):
        words_of_html(f"<p>Look.</p><{tag}></{tag}>")


def test_html_of_ours_reads_as_it_was():
    texts = ("a <b> & \"c\" 'd' &amp;", "</p>")
    picture = Picture("@@PLUGINFILE@@/a.png", 'It "is" <so> & so')

    words = words_of_html(html_of(texts, (picture,)))

    assert (tuple(words.paragraphs), words.pictures) == (texts, [picture])


def test_addresses_in_a_package_lead_from_the_file_that_has_them():
    assert beside("items/a.xml", "../images/b.png") == "images/b.png"
    assert beside("imsmanifest.xml", "items/a.xml") == "items/a.xml"


def test_a_format_has_one_name_and_a_name_one_format():
    with pytest.raises(TypeError, match="already Gift"):
        exchange_format("gift", title="", suffix="", media_type="")(
            type(EXCHANGE_FORMATS["gift"])
        )
    with pytest.raises(TypeError, match="lower-case words"):
        exchange_format("A Format", title="", suffix="", media_type="")


def test_every_format_is_described_in_the_readme():
    readme = (Path(quizzes.__file__).parent / "README.md").read_text(encoding="utf-8")

    assert [name for name in EXCHANGE_FORMATS if f"`{name}`" not in readme] == []
