"""The two files of a report: what stands on the first page, and what draws it."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pypdf
import pytest

from course.documents.errors import NoPicture
from course.documents.report_docx import render_report_docx
from course.documents.report_pdf import render_report_pdf
from course.letterhead import Letterhead, pictures_of
from tests import builders
from tests.builders import NOW, OFFICE
from tests.course.documents.third import LOGO, a_png
from tests.reports import a_report_that_waits

WITH_LOGO = replace(OFFICE, letterhead=replace(OFFICE.letterhead, issuer_logo=LOGO))
FIRST_PAGE = (
    OFFICE.issuer_name,
    "Spring run",
    "Self-paced",
    "English",
    "Written by",
    "Ada Admin",
    f"{NOW:%H:%M} UTC",
)


@pytest.fixture
def cohort(session):
    return builders.a_cohort(session, title="Spring run", mode="self-paced")


@pytest.fixture
def claims(session, cohort):
    return handed_in(session, cohort, OFFICE)


def handed_in(session, cohort, office):
    by = builders.an_administrator(session, name="Ada Admin")
    return a_report_that_waits(session, cohort, by, now=NOW, office=office).claims


def first_page(pdf):
    return pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()


def words_of(word):
    return "\n".join(each.text for each in docx.Document(BytesIO(word)).paragraphs)


def pictures_in(word):
    with ZipFile(BytesIO(word)) as parts:
        return [name for name in parts.namelist() if name.startswith("word/media/")]


def test_the_first_page_says_whose_report_it_is_of_which_run_and_as_of_when(claims):
    in_pdf = first_page(render_report_pdf(claims, {}))
    in_word = words_of(render_report_docx(claims, {}))

    for told in FIRST_PAGE:
        assert told in in_pdf
        assert told in in_word
    assert in_pdf.index(OFFICE.issuer_name) < in_pdf.index("Spring run")


@pytest.mark.parametrize("logo", [LOGO, a_png()], ids=["svg", "png"])
def test_the_office_s_logo_is_drawn_on_both_and_kept_in_the_record(
    session, cohort, logo
):
    office = replace(OFFICE, letterhead=Letterhead(issuer_logo=logo))
    claims = handed_in(session, cohort, office)
    kept = pictures_of(session, claims)
    bare = {key: value for key, value in claims.items() if key != "issuer_logo"}

    word, pdf = render_report_docx(claims, kept), render_report_pdf(claims, kept)

    assert list(kept.values()) == [logo]
    assert len(pictures_in(word)) == len(pictures_in(render_report_docx(bare, {}))) + 1
    shape = docx.Document(BytesIO(word)).inline_shapes[0]
    alternative = f"Logo of {OFFICE.issuer_name}"
    assert shape._inline.docPr.get("descr") == alternative
    assert alternative.encode("utf-16-be") in pdf or alternative.encode() in pdf
    assert len(pdf) > len(render_report_pdf(bare, {}))


def test_a_report_is_never_drawn_without_the_logo_that_it_names(session, cohort):
    claims = handed_in(session, cohort, WITH_LOGO)

    with pytest.raises(NoPicture):
        render_report_pdf(claims, {})
    with pytest.raises(NoPicture):
        render_report_docx(claims, {})


def test_a_small_number_is_a_dash_in_both_files_and_says_why(session, cohort):
    for gender, count in (("female", 6), ("male", 5)):
        for each in range(count):
            learner = builders.a_learner(session, gender=gender)
            enrolment = builders.an_enrolment(session, learner, cohort=cohort)
            if each < 2 or gender == "female":
                builders.a_finished_lesson(session, enrolment)

    claims = handed_in(session, cohort, OFFICE)

    [by_sex] = [
        block
        for each in claims["parts"]
        for block in each["blocks"]
        if block["title"] == "By sex"
    ]
    assert [row[:3] for row in by_sex["rows"]] == [
        ["Women", "6", "–"],
        ["Men", "5", "–"],
    ]
    assert by_sex["note"].startswith(
        "– Not shown: it would tell of fewer than 5 people"
    )
    assert by_sex["note"] in words_of(render_report_docx(claims, {}))
    pages = pypdf.PdfReader(BytesIO(render_report_pdf(claims, {}))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert by_sex["note"] in printed
