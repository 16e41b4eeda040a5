"""Lists of names on pages: whoever takes one says first what for."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from course import editions
from course.exports import EXPORT_FORMATS
from course.models import Export
from tests import builders
from tests.builders import COURSE, LESSONS, NOW, how_many, miniature_catalogue
from tests.conftest import SAME_ORIGIN
from tests.course.rule_changes import a_rule
from tests.exporting import PURPOSE
from tests.html import check_page, parse_page

DAY = {"course": COURSE, "on": "2026-03-05", "as_known_on": "2026-03-06T00:00:00Z"}
TODAY = miniature_catalogue().course(COURSE).digest
REGISTER = f"/certified/file?{urlencode(DAY)}"
LIST = f"/rule-changes/{COURSE}/file?edition={TODAY}&group=falls-short"
FILES = "/statistics/exports"


@pytest.fixture(autouse=True)
def administrator(session, sign_in):
    """Signed in; Ama is certified, and would fall short of the rule of today."""
    administrator = builders.an_administrator(session, name="Ada Administrator")
    edition = editions.course_edition(session, a_rule(LESSONS[:1], ()), now=NOW)
    ama = builders.a_learner(session, name="Ama Mensah")
    enrolment = builders.an_enrolment(session, ama, edition=edition)
    builders.a_finished_lesson(session, enrolment, *LESSONS[0])
    session.commit()
    sign_in(administrator)
    return administrator


@pytest.fixture
def take(client):
    """Fill in the form of this page and send it."""

    def take(address, **typed):
        form = {"purpose": PURPOSE, "format": "csv", **typed}
        return client.post(address, data=form, headers=SAME_ORIGIN)

    return take


@pytest.mark.parametrize("address", [REGISTER, LIST])
def test_the_page_says_what_the_file_holds_and_asks_what_for(page, session, address):
    shown = page(address)

    main = parse_page(shown).find(".//main")
    assert main.find(".//form").get("action") == address
    assert "Learners by name" in shown
    assert "Ama Mensah" not in shown
    assert how_many(session, Export) == 0


@pytest.mark.parametrize(
    ("address", "name"), [(REGISTER, "certified"), (LIST, "rule-change")]
)
@pytest.mark.parametrize("suffix", sorted(EXPORT_FORMATS))
def test_the_file_is_handed_over_and_that_is_on_record(
    take, session, administrator, address, name, suffix
):
    answer = take(address, format=suffix)

    assert answer.status_code == 200
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert f".{suffix}" in disposition
    if suffix in ("csv", "json", "jsonl"):
        assert "Ama Mensah" in answer.text
    taken = session.scalars(select(Export)).one()
    assert (taken.actor_id, taken.purpose) == (administrator.id, PURPOSE)
    assert (taken.list_name, taken.format) == (name, suffix)


@pytest.mark.parametrize("address", [REGISTER, LIST])
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"purpose": ""}, "Say in 10 to 500 characters what the names"),
        ({"purpose": "Because."}, "Say in 10 to 500 characters what the names"),
        ({"purpose": "x" * 501}, "Write at most 500 characters"),
        ({"format": "pdf"}, "Choose one of the options"),
    ],
)
def test_without_a_purpose_the_form_is_shown_again(take, session, address, typed, said):
    answer = take(address, **typed)

    check_page(answer.text, address)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Ama Mensah" not in answer.text
    assert how_many(session, Export) == 0


def test_what_was_typed_stays_in_the_form(take):
    answer = take(REGISTER, purpose="Because.", format="xlsx")

    assert 'value="Because."' in answer.text
    assert '<option value="xlsx" selected>' in answer.text


def test_who_took_what_is_told_on_the_page_of_files_and_of_the_account(
    take, page, session, administrator
):
    take(REGISTER)
    take(LIST)

    listed = page(FILES)
    register, _ = session.scalars(select(Export).order_by(Export.id))
    told = page(f"{FILES}/{register.uuid}")

    assert "Learners by name: who was certified" in listed
    assert "Learners by name: whom another rule would touch" in listed
    assert listed.count(PURPOSE) == 2
    assert "Handed over" in listed
    assert "5 March 2026" in told
    assert "was never kept here" in told
    assert "Ada Administrator" in told
    assert "Ask for the same again" not in told
    account = page(f"/people/{administrator.uuid}")
    assert account.count(f"Took out learners’ names: {PURPOSE}") == 2


@pytest.mark.parametrize(
    "address",
    [
        "/certified/file?course=none",
        "/certified/file?on=soon",
        "/certified/file?cohort=none",
        f"/rule-changes/{COURSE}/file",
        f"/rule-changes/{COURSE}/file?group=none",
        f"/rule-changes/{COURSE}/file?group=gains&edition=none",
        "/rule-changes/none/file?group=gains",
    ],
)
def test_what_is_not_there_is_404(page, take, address):
    page(address, 404)
    assert take(address).status_code == 404


def test_the_pages_lead_to_it(page):
    assert "/certified/file?" in page(f"/certified?{urlencode(DAY)}")
    preview = page(f"/rule-changes/{COURSE}/preview?edition={TODAY}")
    assert LIST.replace("&", "&amp;") in preview
    assert "rule-change-lists" not in preview
