"""The privacy notice: its versions as files, and who accepted which."""

from datetime import date
from uuid import uuid4

import pytest

from course import consent
from course.door_errors import StaleNotice
from course.errors import OperationConflict
from course.models import NoticeAcceptance
from course.notices import load_notices
from tests import builders

# What somebody may have accepted is never edited: a change is the next folder.
KEPT = {
    1: "3e1f118c043e9de967a04428819b7000d2432a4f08dcbeaf48174c14bb43b19f",
    2: "30c5476e89eef63cac5b7f9df7e9bed6ca56f707b81485768272eb2f3a14c9c6",
}


def accepted(session, person, version=None, op=None):
    notice = load_notices().in_force
    return consent.accept_notice(
        session,
        person,
        notice,
        version or notice.version,
        op=op or uuid4(),
        now=builders.NOW,
    )


def a_version(folder, number, text, changed="New."):
    place = folder / str(number)
    place.mkdir()
    (place / "en.md").write_text(text, encoding="utf-8")
    told = f'in_force_from = 2026-12-0{number}\nchanged = "{changed}"\n'
    (place / "notice.toml").write_text(told, encoding="utf-8")


def test_no_version_that_may_have_been_accepted_was_edited():
    found = {each.number: each.version for each in load_notices().versions}

    assert {number: found[number] for number in KEPT} == KEPT
    assert len(found) == len(KEPT), "Add the version of the new notice to KEPT."


def test_a_notice_says_what_people_ask():
    text = load_notices().in_force.text()

    for heading in (
        "What is kept",
        "Why",
        "Who sees it",
        "How long",
        "What you can ask for",
    ):
        assert f"\n## {heading}\n" in text


def test_the_newest_is_in_force_and_tells_what_has_changed(tmp_path):
    a_version(tmp_path, 1, "# One\n")
    a_version(tmp_path, 2, "# Two\n", "Letters are kept shorter.")
    a_version(tmp_path, 9, "# Nine\n", "Donors are named.")

    notices = load_notices(tmp_path)
    first, _, newest = notices.versions

    assert notices.in_force is newest
    assert newest.in_force_from == date(2026, 12, 9)
    assert notices.changed_since(first.version) == (
        "Letters are kept shorter.",
        "Donors are named.",
    )
    assert notices.changed_since(newest.version) == ()
    assert notices.changed_since(None) == ()
    assert notices.versions[1].text("fr") == "# Two\n"
    assert len({each.version for each in notices.versions}) == 3


def test_a_version_is_accepted_once(session):
    person = builders.a_learner(session, accepts_notice=False)
    op = uuid4()

    first, is_new = accepted(session, person, op=op)
    again, is_new_again = accepted(session, person)

    assert (is_new, is_new_again) == (True, False)
    assert first is again
    assert consent.versions_accepted(session, person) == (first.version,)
    assert builders.how_many(session, NoticeAcceptance) == 1
    other = builders.a_learner(session, accepts_notice=False)
    with pytest.raises(OperationConflict):
        accepted(session, other, op=op)


def test_another_version_than_that_in_force_is_not_accepted(session):
    person = builders.a_learner(session, accepts_notice=False)

    with pytest.raises(StaleNotice):
        accepted(session, person, version="0" * 64)
