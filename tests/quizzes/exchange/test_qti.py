"""QTI packages of other programs, and the structure of ours."""

import re

import pytest
from lxml import etree

from quizzes.exchange import BankRefused, export_bank
from quizzes.exchange.archives import pack
from tests.quizzes.exchange.packing import (
    PNG,
    SAMPLES,
    everything,
    files_of,
    folder_as_zip,
    imported,
    outcomes,
    told,
)

FORMAT = "qti"
NS = {"q": "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"}
CP = {"c": "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"}
NO_FEEDBACK = "There is no general feedback, so a line says so. Write one."


@pytest.fixture(scope="module")
def package():
    return folder_as_zip(SAMPLES / "qti")


@pytest.fixture(scope="module")
def sample(package):
    return imported(package, FORMAT)


def test_every_item_is_told_with_its_file_and_what_became_of_it(sample):
    assert [
        (entry.place, entry.name, entry.outcome)
        for entry in sample.report.entries
        if entry.kind != "file"
    ] == [
        ("passages/delta.xml:2", "The delta", "changed"),
        ("items/longest.xml:4", "ChoiceLongest", "changed"),
        ("items/several.xml:4", "several", "changed"),
        ("items/match.xml:4", "match", "changed"),
        ("items/order.xml:4", "order", "changed"),
        ("items/length.xml:4", "length", "changed"),
        ("items/blanks.xml:4", "blanks", "changed"),
        ("items/essay.xml:4", "essay", "changed"),
        ("items/slider.xml:4", "slider", "refused"),
    ]


def test_what_was_changed_is_told_in_words(sample):
    assert told(sample, "several") == [NO_FEEDBACK]
    assert told(sample, "order") == [
        "Several paragraphs were joined into one.",
        "Its own rules of scoring are not kept: what it declares to be right decides.",
        NO_FEEDBACK,
    ]
    assert told(sample, "blanks") == [
        "Wordings that were half right earn nothing.",
        NO_FEEDBACK,
    ]
    assert told(sample, "essay")[0] == (
        "600 letters were expected; that makes 100 words."
    )


def test_items_say_what_they_said(sample):
    quiz = sample.quiz
    longest = quiz.question("choicelongest")

    assert quiz.title == "Rivers of the world"
    assert quiz.introduction == "Read each question twice."
    assert longest.prompt == "Look at the map. Which river is the longest?"
    assert (longest.correct, longest.points, longest.keep_order) == (
        "the-nile",
        2,
        True,
    )
    assert [one.label for one in longest.choices][2] == "The Nile"
    assert longest.choices[2].feedback == "Right."
    assert quiz.question("several").credit == "partial"
    assert quiz.question("several").correct == ("the-niger", "the-congo")
    assert quiz.question("match").distractors == ("Black Sea",)
    assert [one.label for one in quiz.question("order").items] == [
        "Nile",
        "Congo",
        "Rhine",
    ]
    assert quiz.question("length").unit == "km"
    assert quiz.question("length").mark("6783").correct
    assert not quiz.question("length").mark("6784").correct
    assert quiz.question("blanks").text == "People live on {gap-1} and {gap-2}."
    assert quiz.question("blanks").gaps[0].accepted == ("fish", "fishing")
    assert quiz.question("essay").guidance == "A good answer names two reasons."


def test_a_shared_text_is_a_scenario(sample):
    [scenario] = sample.quiz.scenarios

    assert scenario.paragraphs == (
        "In the delta",
        "The river parts into many arms.",
        "Half of the land is water.",
    )
    assert [one.key for one in sample.quiz.questions if one.scenario] == [
        "blanks",
        "essay",
    ]


def test_pictures_of_the_package_are_kept(sample):
    assert [(one.name, one.data) for one in sample.files] == [("map.png", PNG)]


def test_a_single_item_is_read_without_a_package():
    item = (SAMPLES / "qti" / "items" / "several.xml").read_bytes()

    found = imported(item, FORMAT)

    assert outcomes(found) == [(4, "several", "changed")]


def changed(package: bytes, path: str, old: str, new: str) -> bytes:
    files = files_of(package)
    text = files[path].decode()
    assert old in text
    return pack({**files, path: text.replace(old, new).encode()})


@pytest.mark.parametrize(
    ("path", "old", "new", "why"),
    [
        (
            "items/longest.xml",
            'adaptive="false"',
            'adaptive="true"',
            "It changes while it is answered",
        ),
        (
            "items/longest.xml",
            "<qti-value>C3</qti-value>",
            "<qti-value>C9</qti-value>",
            "0 of its choices are right",
        ),
        (
            "items/match.xml",
            "<qti-value>V K</qti-value>",
            "<qti-value>V S</qti-value>",
            "goes with nothing, or with more than one",
        ),
        (
            "items/order.xml",
            "<qti-value>R</qti-value>",
            "",
            "does not have each item once",
        ),
        ("items/length.xml", ">6650<", ">long<", "'long' is no number"),
        (
            "items/blanks.xml",
            'response-identifier="R2"',
            'response-identifier="R3"',
            "does not declare what is answered",
        ),
        ("items/longest.xml", "map.png", "sea.png", "which the file does not hold"),
        (
            "items/length.xml",
            "<p>How long is the Nile?</p>",
            "<p><math><mi>x</mi></math></p>",
            "a formula in MathML",
        ),
        (
            "items/blanks.xml",
            "../passages/delta.xml",
            "../passages/other.xml",
            "It belongs to several texts, or to none there is",
        ),
    ],
)
def test_what_cannot_be_taken_whole_is_refused(package, path, old, new, why):
    found = imported(changed(package, path, old, new), FORMAT)

    [entry] = [one for one in found.report.entries if one.file == path]
    assert entry.outcome == "refused"
    assert why in str(entry.remarks[0])
    assert len(found.quiz.questions) == 6


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "why"),
    [
        (
            "imsmanifest.xml",
            "imsqti_test_xmlv3p0",
            "imsqti_test_xmlv2p1",
            "imsmanifest.xml:6",
            "of an older QTI",
        ),
        (
            "imsmanifest.xml",
            "items/order.xml",
            "items/lost.xml",
            "imsmanifest.xml:11",
            "'items/lost.xml', which is not in the package",
        ),
        (
            "tests/rivers.xml",
            "../items/match.xml",
            "../items/gone.xml",
            "tests/rivers.xml:8",
            "'items/gone.xml', which is not an item",
        ),
        (
            "items/order.xml",
            "<p>Rivers differ.</p>",
            "<p>Rivers differ.",
            "items/order.xml:17",
            "This is not XML",
        ),
    ],
)
def test_a_package_that_does_not_hold_together_is_refused(
    package, path, old, new, place, why
):
    with pytest.raises(BankRefused) as error:
        imported(changed(package, path, old, new), FORMAT)

    assert error.value.message.startswith(f"{place}: ")
    assert why in error.value.message


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (pack({"a.txt": b"a"}), "no imsmanifest.xml"),
        (
            b"<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>",
            "older",
        ),
        (b"<quiz/>", "This is not QTI 3.0: it begins with <quiz>"),
        (b"", "This is not XML"),
    ],
)
def test_what_is_no_package_of_qti_3_is_refused(data, why):
    with pytest.raises(BankRefused, match=re.escape(why)):
        imported(data, FORMAT)


@pytest.fixture(scope="module")
def ours():
    quiz, images = everything()
    return files_of(export_bank(quiz, FORMAT, images))


def test_our_manifest_lists_every_file_and_what_it_needs(ours):
    manifest = etree.fromstring(ours["imsmanifest.xml"])
    resources = {
        one.get("identifier"): one for one in manifest.findall(".//c:resource", CP)
    }

    hrefs = {one.get("href") for one in manifest.findall(".//c:file", CP)}
    needed = {
        one.get("identifierref") for one in manifest.findall(".//c:dependency", CP)
    }

    assert manifest.findtext("c:metadata/c:schema", namespaces=CP) == "QTI Package"
    assert manifest.findtext("c:metadata/c:schemaversion", namespaces=CP) == "3.0.0"
    assert hrefs == set(ours) - {"imsmanifest.xml"}
    assert needed <= set(resources)
    assert {one.get("type") for one in resources.values()} == {
        "imsqti_test_xmlv3p0",
        "imsqti_item_xmlv3p0",
        "imsqti_stimulus_xmlv3p0",
        "webcontent",
    }
    assert all(one.get("href") in ours for one in resources.values())


def test_our_test_refers_to_every_item_in_order(ours):
    quiz, _ = everything()
    test = etree.fromstring(ours["test.xml"])

    references = test.findall(".//q:qti-assessment-item-ref", NS)

    assert [one.get("href") for one in references] == [
        f"items/{question.key}.xml" for question in quiz.questions
    ]
    for one in references:
        item = etree.fromstring(ours[one.get("href")])
        assert item.get("identifier") == one.get("identifier")


# In this order the schema of an item has its parts.
PARTS = (
    "qti-response-declaration",
    "qti-outcome-declaration",
    "qti-assessment-stimulus-ref",
    "qti-item-body",
    "qti-response-processing",
    "qti-modal-feedback",
)


def items_of(files):
    return {
        path: etree.fromstring(data)
        for path, data in files.items()
        if path.startswith("items/")
    }


def test_our_items_have_their_parts_in_the_order_of_the_standard(ours):
    for path, item in items_of(ours).items():
        names = [
            etree.QName(part).localname for part in item if isinstance(part.tag, str)
        ]

        assert names == sorted(names, key=PARTS.index), path
        assert names.count("qti-item-body") == 1, path
        assert {"identifier", "title", "adaptive", "time-dependent"} <= set(item.attrib)


def test_our_items_name_nothing_that_they_do_not_declare(ours):
    for path, item in items_of(ours).items():
        declared = {
            one.get("identifier")
            for kind in ("response", "outcome")
            for one in item.findall(f"q:qti-{kind}-declaration", NS)
        }
        asked = {
            one.get("response-identifier")
            for one in item.iter()
            if isinstance(one.tag, str) and one.get("response-identifier")
        }
        used = {
            one.get("identifier")
            for name in ("variable", "correct", "map-response", "set-outcome-value")
            for one in item.iterfind(f".//q:qti-{name}", NS)
        } | {
            one.get("outcome-identifier")
            for one in item.iter()
            if isinstance(one.tag, str) and one.get("outcome-identifier")
        }

        assert asked <= declared, path
        assert used <= declared, path


def test_identifiers_are_such_as_the_standard_takes(ours):
    name = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
    for path, data in ours.items():
        if not path.endswith(".xml"):
            continue
        for one in etree.fromstring(data).iter():
            if isinstance(one.tag, str) and one.get("identifier"):
                assert name.fullmatch(one.get("identifier")), path


def test_what_is_right_in_our_items_is_among_what_is_offered(ours):
    for path, item in items_of(ours).items():
        for declaration in item.findall("q:qti-response-declaration", NS):
            if declaration.get("base-type") not in ("identifier", "directedPair"):
                continue
            values = declaration.findall("q:qti-correct-response/q:qti-value", NS)
            offered = {
                one.get("identifier")
                for one in item.find("q:qti-item-body", NS).iter()
                if isinstance(one.tag, str) and one.get("identifier")
            }
            for value in values:
                assert set(value.text.split()) <= offered, path


def test_an_ordering_is_not_listed_in_its_right_order(ours):
    for key in ("seasons", "steps"):
        item = etree.fromstring(ours[f"items/{key}.xml"])
        right = [one.text for one in item.findall(".//q:qti-value", NS)]
        listed = [
            one.get("identifier") for one in item.findall(".//q:qti-simple-choice", NS)
        ]

        assert right[: len(listed)] != listed
