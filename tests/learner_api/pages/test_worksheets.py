"""Worksheets as pages: filled in without a script, and read by whoever may."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from course import enrolments, worksheets
from course.models import WorksheetEntry
from tests import builders
from tests.builders import FILLED_IN, ROW, how_many
from tests.conftest import SAME_ORIGIN
from tests.html import parse_page, text_of
from tests.statements import statements_of

WHO, SURE = "questions/who-moves/answer", "questions/who-moves/sure"
COUNTS = f"bodies/{ROW}/counts"


@pytest.fixture
def trainer(session):
    return builders.a_trainer(session, name="Lea Leader")


@pytest.fixture
def enrolment(session, trainer):
    cohort = builders.a_cohort(session, trainer=trainer)
    learner = builders.a_learner(session, name="Olu Owner")
    enrolment = builders.an_enrolment(session, learner, cohort=cohort)
    session.commit()
    return enrolment


@pytest.fixture
def signed_in(sign_in, enrolment):
    sign_in(enrolment.user)


def address(enrolment, key="first-sheet"):
    return f"/enrolments/{enrolment.uuid}/worksheets/{key}".rstrip("/")


def fields_of(html):
    """What a browser without scripts would send if the form were not touched."""
    form = parse_page(html).find(".//main//form")
    sent = {}
    for each in form.iter():
        name = each.get("name")
        if each.tag == "input" and name:
            sent[name] = each.get("value", "")
        elif each.tag == "textarea":
            sent[name] = (each.text or "").removeprefix("\n")
        elif each.tag == "select":
            chosen = [o for o in each.iter("option") if o.get("selected") is not None]
            sent[name] = chosen[0].get("value") if chosen else ""
    return sent


def send(client, enrolment, fields, key="first-sheet", **changed):
    return client.post(
        address(enrolment, key), data={**fields, **changed}, headers=SAME_ORIGIN
    )


def held(session, enrolment, key="first-sheet"):
    found = worksheets.held_entries(session, enrolment)
    # A session that was read from holds up whoever writes next.
    session.commit()
    return worksheets.values_of(found).get(key, {})


def test_the_list_says_what_each_is_for_and_how_far_it_is(
    session, page, signed_in, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()

    html = page(address(enrolment, ""))

    words = text_of(parse_page(html).find(".//main"))
    assert "My worksheets" in words
    assert "The first sheet It asks a little. It is made for tests." in words
    assert "46 per cent is filled in" in words
    assert "last changed 2 March 2026, 12:00 UTC" in words
    assert "nothing is written yet" in words
    assert f'href="{address(enrolment, "second-sheet")}"' in html


def test_the_course_and_the_tasks_of_a_module_lead_there(page, signed_in, enrolment):
    course = page("/courses/miniature")
    module = page("/courses/miniature/modules/first-module")

    assert f'href="{address(enrolment, "")}"' in course
    words = text_of(parse_page(module).find(".//main"))
    assert "Fill in the first sheet About 20 minutes" in words
    assert "Name the bodies that you know." in words
    assert "Talk to a neighbour About 15 minutes" in words
    assert f'href="{address(enrolment)}"' in module


def test_staff_who_read_a_module_see_its_tasks_without_a_link(
    session, page, sign_in, enrolment, trainer
):
    sign_in(trainer)

    module = page("/courses/miniature/modules/first-module")

    assert "Worksheet: The first sheet" in module
    assert "/enrolments/" not in module


def test_what_is_written_is_saved_and_shown_again(
    session, client, page, signed_in, enrolment
):
    blank = fields_of(page(address(enrolment)))
    [row] = {name.split("/")[1] for name in blank if name.startswith("bodies/")}

    answer = send(
        client,
        enrolment,
        blank,
        **{
            WHO: "Nurses,\r\nmostly.",
            SURE: "yes",
            f"bodies/{row}/name": "The Council",
            f"bodies/{row}/counts": "sdg-1",
            "next": "<b>We ask.</b>",
            "_do": "save",
        },
    )
    again = page(answer.headers["Location"])

    assert answer.status_code == 303
    assert held(session, enrolment) == {
        WHO: "Nurses,\nmostly.",
        SURE: "yes",
        f"bodies/{row}/name": "The Council",
        f"bodies/{row}/counts": "sdg-1",
        "next": "<b>We ask.</b>",
    }
    shown = fields_of(again)
    assert shown[WHO] == "Nurses,\nmostly."
    assert shown[SURE] == "yes"
    assert shown[f"bodies/{row}/counts"] == "sdg-1"
    assert "What you wrote is saved." in again
    assert "<b>We ask" not in again
    # Beneath the row that was filled in stands another to write in.
    assert (
        len({name.split("/")[1] for name in shown if name.startswith("bodies/")}) == 2
    )


def test_a_form_that_was_not_touched_changes_nothing(
    session, client, page, signed_in, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()

    answer = send(client, enrolment, fields_of(page(address(enrolment))), _do="save")

    assert answer.headers["Location"].endswith("?saved=0")
    assert "Nothing had changed" in page(answer.headers["Location"])
    assert how_many(session, WorksheetEntry) == len(FILLED_IN)


def test_a_form_that_stood_open_undoes_nothing_that_was_saved_meanwhile(
    session, client, page, signed_in, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()
    stale = fields_of(page(address(enrolment)))
    builders.a_saved_worksheet(session, enrolment, {"next": "Newer."})
    session.commit()

    send(client, enrolment, stale, **{WHO: "Builders."})

    assert held(session, enrolment) == FILLED_IN | {WHO: "Builders.", "next": "Newer."}


def test_a_form_sent_twice_is_one_save(session, client, page, signed_in, enrolment):
    fields = fields_of(page(address(enrolment)))

    for _ in range(2):
        assert send(client, enrolment, fields, next="We ask.").status_code == 303

    assert how_many(session, WorksheetEntry) == 1


def test_what_cannot_be_kept_is_shown_as_typed_and_the_rest_is_saved(
    session, client, page, signed_in, enrolment
):
    fields = fields_of(page(address(enrolment)))
    [row] = {name.split("/")[1] for name in fields if name.startswith("bodies/")}
    members = f"bodies/{row}/members"

    answer = send(client, enrolment, fields, next="We ask.", **{members: "a dozen"})

    assert answer.status_code == 422
    root = parse_page(answer.text)
    [link] = root.findall(".//*[@class='error-summary']//a")
    assert link.get("href") == f"#{members}"
    assert text_of(link).startswith("Body 1, Members: Write the number in figures")
    assert fields_of(answer.text)[members] == "a dozen"
    assert json.loads(unescape(root.find(".//main//form").get("data-refused"))) == [
        members
    ]
    assert held(session, enrolment) == {"next": "We ask."}


@pytest.mark.parametrize(
    ("before", "chosen", "own", "after"),
    [
        (None, "sdg-1", "", "sdg-1"),
        (None, "", "nurses in training", "nurses in training"),
        (None, "sdg-1", "nurses in training", "nurses in training"),
        ("sdg-1", "sdg-1", "nurses in training", "nurses in training"),
        ("sdg-1", "", "", None),
        ("nurses in training", "mgi-1", "nurses in training", "mgi-1"),
        ("nurses in training", "", "", None),
    ],
)
def test_an_indicator_is_chosen_or_written(
    session, client, page, signed_in, enrolment, before, chosen, own, after
):
    start = {f"bodies/{ROW}/name": "The Council", COUNTS: before}
    builders.a_saved_worksheet(session, enrolment, start)
    session.commit()
    fields = fields_of(page(address(enrolment)))

    send(client, enrolment, fields, **{COUNTS: chosen, f"{COUNTS}.own": own})

    assert held(session, enrolment)[COUNTS] == after
    shown = fields_of(page(address(enrolment)))
    is_listed = after in ("sdg-1", "mgi-1")
    assert shown[COUNTS] == (after if is_listed else "")
    assert shown[f"{COUNTS}.own"] == ("" if is_listed else after or "")


def test_a_row_is_removed_and_put_back_without_a_script(
    session, client, page, signed_in, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()
    fields, row = fields_of(page(address(enrolment))), f"bodies/{ROW}"

    removed = send(client, enrolment, fields, _do=f"remove:{row}", next="And more.")
    without = page(removed.headers["Location"].partition("#")[0])

    assert removed.headers["Location"].endswith(f"&removed={row}#section-bodies")
    assert held(session, enrolment)[row] == "removed"
    assert held(session, enrolment)["next"] == "And more."
    assert "A row was removed." in without
    assert f"{row}/name" not in fields_of(without)

    restored = send(client, enrolment, fields_of(without), _do=f"restore:{row}")

    assert restored.status_code == 303
    shown = fields_of(page(address(enrolment)))
    assert shown[f"{row}/name"] == "The Council"
    entries = how_many(session, WorksheetEntry)
    assert entries == len(FILLED_IN) + 3


def test_a_full_list_offers_no_row_and_refuses_another(
    session, client, page, signed_in, enrolment
):
    fields = fields_of(page(address(enrolment)))
    names = {f"bodies/{ROW}{n}/name": "A body" for n in range(3)}
    builders.a_saved_worksheet(session, enrolment, names)
    session.commit()
    [late] = [name for name in fields if name.endswith("/name")]

    refused = send(client, enrolment, fields, **{late: "One too many"}, next="We ask.")

    assert refused.status_code == 409
    assert "This list holds at most 3 rows. Remove one first." in refused.text
    assert fields_of(refused.text)[late] == "One too many"
    assert fields_of(refused.text)["next"] == "We ask."
    assert "next" not in held(session, enrolment)
    full = fields_of(page(address(enrolment)))
    assert {name for name in full if re.fullmatch("bodies/.*/name", name)} == set(names)


def test_a_field_that_is_no_longer_there_is_said_and_not_passed_over(
    session, client, page, signed_in, enrolment
):
    fields = fields_of(page(address(enrolment)))

    answer = send(client, enrolment, fields, **{"questions/gone/answer": "Precious."})

    assert answer.status_code == 422
    assert "has no field called" in unescape(answer.text)
    assert held(session, enrolment) == {}


@pytest.mark.parametrize(
    "button", ["remove:next", "remove:x/y", "restore:", "add:lost"]
)
def test_a_button_that_is_made_up_does_nothing(
    session, client, page, signed_in, enrolment, button
):
    fields = fields_of(page(address(enrolment)))

    answer = send(client, enrolment, fields, _do=button)

    assert answer.headers["Location"].startswith(f"{address(enrolment)}?saved=0")
    assert "&removed" not in answer.headers["Location"]
    assert how_many(session, WorksheetEntry) == 0


def test_the_next_worksheet_reads_back_what_was_written(
    session, page, signed_in, enrolment
):
    empty = page(address(enrolment, "second-sheet"))
    builders.a_saved_worksheet(session, enrolment)
    session.commit()

    html = page(address(enrolment, "second-sheet"))

    assert "Nothing is written here yet." in empty
    words = text_of(parse_page(html).find(".//main"))
    assert "From your worksheet: The first sheet" in words
    assert "Nurses, mostly." in words
    assert "SDG 1: people who moved" in words
    assert f'href="{address(enrolment)}#section-questions"' in html


def test_the_script_is_told_what_is_held(session, page, signed_in, enrolment):
    [said, *_] = builders.a_saved_worksheet(session, enrolment, {"next": "We ask."})
    session.commit()

    form = parse_page(page(address(enrolment))).find(".//main//form")

    assert form.get("data-sheet") == address(enrolment)[1:]
    assert form.get("data-learner") == str(enrolment.user.uuid)
    assert json.loads(unescape(form.get("data-held"))) == {
        "next": [str(said.op), 1, "2026-03-02T12:00:00Z"]
    }


def test_trainers_and_administrators_read_and_may_not_write(
    session, client, page, sign_in, enrolment, trainer
):
    builders.a_saved_worksheet(session, enrolment)
    administrator = builders.an_administrator(session)
    session.commit()
    for person in (trainer, administrator):
        sign_in(person)

        learner = page(f"/cohorts/{enrolment.cohort.uuid}/learners/{enrolment.uuid}")
        listed = page(address(enrolment, ""))
        html = page(address(enrolment))
        refused = send(client, enrolment, {"next": "Mine."})

        assert f'href="{address(enrolment, "")}"' in learner
        assert "Worksheets of Olu Owner" in listed
        assert "Nurses, mostly." in html
        assert "<textarea" not in html
        assert "Fill it in" not in html
        assert refused.status_code == 403
    assert held(session, enrolment) == FILLED_IN


@pytest.mark.parametrize("make", [builders.a_learner, builders.a_trainer])
def test_to_anybody_else_they_are_not_there(
    session, client, page, sign_in, enrolment, make
):
    stranger = make(session)
    session.commit()
    sign_in(stranger)

    for path in ("", "first-sheet", "first-sheet/reading"):
        page(address(enrolment, path), status=404)
    assert send(client, enrolment, {"next": "Mine."}).status_code == 404


def test_a_worksheet_that_never_was_is_not_found(client, page, signed_in, enrolment):
    page(address(enrolment, "lost-sheet"), status=404)
    page(address(enrolment, "lost-sheet/reading"), status=404)
    assert send(client, enrolment, {}, key="lost-sheet").status_code == 404


def test_reading_shows_words_and_who_wrote_them(session, page, signed_in, enrolment):
    builders.a_saved_worksheet(session, enrolment, {"next": "One.\nTwo.", SURE: "no"})
    session.commit()

    html = page(address(enrolment, "first-sheet/reading"))

    words = text_of(parse_page(html).find(".//main"))
    assert "Olu Owner · last changed 2 March 2026, 12:00 UTC" in words
    assert "Not sure" in words
    assert "One.\nTwo." in html
    assert "Fill it in" in html


def test_who_was_withdrawn_keeps_and_reads_what_they_wrote(
    session, client, page, signed_in, enrolment
):
    builders.a_saved_worksheet(session, enrolment)
    fields = {"next": "More."}
    by = builders.an_administrator(session)
    enrolments.withdraw(session, enrolment, reason="Left.", now=builders.NOW, by=by)
    session.commit()

    html = page(address(enrolment))
    refused = send(client, enrolment, fields)

    assert "Nurses, mostly." in html
    assert "You were taken off this course" in html
    assert "<textarea" not in html
    assert refused.status_code == 409
    assert held(session, enrolment) == FILLED_IN


def test_before_the_cohort_opens_one_reads_what_will_be_asked(
    session, client, page, sign_in
):
    ahead = datetime.now(UTC).date() + timedelta(days=30)
    cohort = builders.a_cohort(
        session, opens_on=ahead, closes_on=date(ahead.year + 1, 12, 31)
    )
    enrolment = builders.an_enrolment(session, cohort=cohort)
    session.commit()
    sign_in(enrolment.user)

    html = page(address(enrolment))
    refused = send(client, enrolment, {"next": "Early."})

    assert "From that day you can write here." in html
    assert "<textarea" not in html
    assert refused.status_code == 409


def test_each_page_asks_three_things(session, app, page, signed_in, enrolment):
    builders.a_saved_worksheet(session, enrolment)
    session.commit()

    for path in ("", "first-sheet", "second-sheet", "first-sheet/reading"):
        with statements_of(app.extensions["course.database"].engine) as sent:
            page(address(enrolment, path))

        # Who asks, the enrolment, and what is held.
        assert len(sent) == 3, sent
