"""The register, an award's life, names and releases as pages, and the public check."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from course import accounts, releases
from course.award_status import verify_award
from course.models import (
    Award,
    AwardEvent,
    NameCorrection,
    OutgoingMessage,
)
from tests import builders
from tests.builders import NOW, how_many
from tests.conftest import SAME_ORIGIN
from tests.course.award_lives import (
    a_completion,
    an_edition,
    answered,
    asked,
    awards_of,
    done,
    the_award,
)
from tests.html import check_page, parse_page, text_of
from tests.tables import rows_of

HISTORY = "What happened to this achievement’s documents, the earliest first"
UNPRINTABLE = "Ama \N{GOTHIC LETTER AHSA}"


@pytest.fixture
def holder(session):
    return builders.a_learner(session, name="Ama Mensah")


@pytest.fixture
def award(session, holder) -> Award:
    award = the_award(session, a_completion(session, holder))
    session.commit()
    return award


@pytest.fixture
def administrator(session, sign_in):
    person = builders.an_administrator(session, name="Ada Admin")
    session.commit()
    sign_in(person)
    return person


def post(client, path, **fields):
    fields = {"op": str(uuid4()), **fields}
    return client.post(path, data=fields, headers=SAME_ORIGIN)


# The public page


@pytest.mark.parametrize(
    ("act", "verdict", "meaning"),
    [
        (None, "This certificate is valid", "It holds"),
        ("suspend", "This certificate is suspended for now", "being looked into"),
        ("revoke", "This certificate has been revoked", "taken back for good"),
        ("supersede", "has been replaced", "because the name was corrected"),
    ],
)
def test_the_check_says_since_when_it_is_so_and_what_that_means(
    app, session, award, act, verdict, meaning
):
    if act:
        done(session, act, award, now=NOW + timedelta(days=3))
    session.commit()

    response = app.test_client().get(f"/verify/{award.number}")

    check_page(response.text, "/verify")
    text = text_of(parse_page(response.text).find(".//main"))
    since = "5 March 2026" if act else "2 March 2026"
    assert verdict in text
    assert f"Since {since}" in text
    assert meaning in text
    assert "Seen and decided." not in response.text
    # Only what compares the code of a paper with this page, and nothing without one.
    assert response.text.count("<script") == 1
    assert "verified.js" in response.text


def test_the_check_says_that_a_term_is_over(app, session, holder):
    award = the_award(session, a_completion(session, holder, valid_years=2))
    long_ago = NOW - timedelta(days=3000)
    old = the_award(session, a_completion(session, valid_years=2, now=long_ago))
    session.commit()
    browser = app.test_client()

    running = text_of(parse_page(browser.get(f"/verify/{award.number}").text))
    over = text_of(parse_page(browser.get(f"/verify/{old.number}").text))

    assert "Valid until 2 March 2028" in running
    assert "This certificate has expired" in over
    assert "Its last day was 14 December 2019." in over
    assert "the time for which the certificate holds is over" in over
    told = browser.get(f"/api/v1/verifications/{old.number}").json
    assert told["status"] == "expired"
    assert told["status_since"] == "2019-12-14T15:00:00Z"


def test_an_old_number_leads_to_the_newest_and_the_newest_names_the_old(
    app, session, award
):
    second = done(session, "supersede", award).newest
    third = done(session, "supersede", second, name="Ama C.").newest
    session.commit()
    browser = app.test_client()

    old = browser.get(f"/verify/{award.number}").text
    new = browser.get(f"/verify/{third.number}").text

    assert f'href="/verify/{third.number}"' in old
    assert f'href="/verify/{second.number}"' not in old
    assert f'href="/verify/{award.number}"' in new
    assert f"Replaces {second.number}, because the name was corrected" in text_of(
        parse_page(new)
    )
    told = browser.get(f"/api/v1/verifications/{award.number}").json
    assert told["successor"] == third.number
    assert told["chain"] == [award.number, second.number, third.number]


def test_no_search_engine_keeps_who_holds_what(app, award):
    browser = app.test_client()
    for path in ("/verify", f"/verify/{award.number}", "/verify/AAAA-BBBB-CCCC"):
        response = browser.get(path)
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in response.text
    api = browser.get(f"/api/v1/verifications/{award.number}")
    assert "noindex" in api.headers["X-Robots-Tag"]


def test_numbers_are_not_found_by_trying(app, award, monkeypatch):
    monkeypatch.setattr("course.throttle.MISSES_PER_ADDRESS", 3)
    browser = app.test_client()

    missed = [browser.get(f"/verify/AAAA-BBBB-CCC{n}").status_code for n in "2345"]
    api = browser.get("/api/v1/verifications/AAAA-BBBB-CCC6")
    real = browser.get(f"/verify/{award.number}")

    assert missed == [404, 404, 404, 429]
    assert api.status_code == 429
    assert int(api.headers["Retry-After"]) > 0
    assert real.status_code == 200


def test_an_award_is_checked_and_drawn_when_account_course_and_quiz_are_gone(
    app_on_both, session, award, holder, sign_in, monkeypatch
):
    from dataclasses import replace

    by = builders.an_administrator(session)
    accounts.close_account(session, holder, now=NOW, by=by)
    session.commit()
    site = app_on_both.extensions["course.site"]
    bare = replace(site.catalogue, courses={}, quizzes={})
    monkeypatch.setitem(
        app_on_both.extensions, "course.site", replace(site, catalogue=bare)
    )
    browser = app_on_both.test_client()
    sign_in(by, browser)

    checked = browser.get(f"/verify/{award.number}")
    document = browser.get(f"/awards/{award.number}/document")

    assert "This certificate is valid" in checked.text
    assert document.data.startswith(b"%PDF-")
    assert "Ama Mensah" in browser.get(f"/register/{award.number}").text


# The register


def test_the_register_is_searched_and_leads_to_each_life(page, administrator, award):
    html = page("/register?search=ama+men&state=valid")
    none = page("/register?search=nobody")

    assert f'href="/register/{award.number}"' in html
    assert "No certificate was found." in none


def test_a_life_is_a_table_of_who_when_and_why(page, session, administrator, award):
    done(session, "suspend", award, by=administrator, reason="Two accounts.")
    session.commit()

    html = page(f"/register/{award.number}")

    rows = rows_of(html, HISTORY)
    assert list(rows) == ["Issued", "Suspended"]
    assert rows["Suspended"][0] == award.number
    assert rows["Suspended"][2:] == ["Ada Admin", "Two accounts."]
    assert f"/register/{award.number}/acts/reinstatement" in html
    assert f"/register/{award.number}/acts/suspension" not in html


@pytest.mark.parametrize(
    ("act", "fields", "state"),
    [
        ("suspension", {}, "suspended"),
        ("revocation", {}, "revoked"),
        ("name", {"name": "Ama B. Mensah"}, "superseded"),
    ],
)
def test_an_act_is_confirmed_with_a_reason_and_done_once(
    page, client, session, administrator, award, act, fields, state
):
    path = f"/register/{award.number}/acts/{act}"
    assert "Reason" in page(path)
    op = str(uuid4())

    empty = post(client, path)
    sent = [post(client, path, op=op, reason="Why.", **fields) for _ in range(2)]

    assert empty.status_code == 422
    check_page(empty.text, path)
    assert "Write why." in empty.text
    assert [each.status_code for each in sent] == [303, 303]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    session.expire_all()
    assert verify_award(session, award.number).status == state
    assert how_many(session, OutgoingMessage) == 1
    assert "Why." in session.scalars(select(OutgoingMessage.body)).one()


def test_an_act_that_the_state_forbids_says_so(client, session, administrator, award):
    done(session, "revoke", award)
    session.commit()
    path = f"/register/{award.number}/acts/reinstatement"

    refused = post(client, path, reason="A mistake.")

    assert refused.status_code == 422
    check_page(refused.text, path)
    assert "This certificate was revoked, and that is final." in refused.text
    assert how_many(session, AwardEvent) == 2


def test_a_name_that_cannot_be_printed_is_said_at_the_field(
    client, session, administrator, award
):
    path = f"/register/{award.number}/acts/name"

    refused = post(client, path, reason="Why.", name=UNPRINTABLE)

    assert refused.status_code == 422
    assert 'href="#name"' in refused.text
    assert awards_of(session, award.achievement.enrolment) == [award]


def test_a_number_that_never_was_and_an_act_that_is_none_lead_nowhere(
    page, administrator, award
):
    page("/register/AAAA-BBBB-CCCC", 404)
    page(f"/register/{award.number}/acts/burning", 404)


# Names


def test_a_holder_asks_and_an_administrator_answers(
    app, client, session, sign_in, holder, administrator, award
):
    own = app.test_client()
    sign_in(holder, own)
    path = f"/awards/{award.number}/name"
    fields = {"name": "Ama B. Mensah", "reason": "I have married."}
    op = str(uuid4())

    asking = own.get(path)
    sent = [post(own, path, op=op, changes_profile="yes", **fields) for _ in range(2)]
    told = own.get(f"/awards/{award.number}").text
    correction = session.scalars(select(NameCorrection)).one()
    session.commit()
    address = f"/name-corrections/{correction.uuid}"
    listed = client.get("/name-corrections").text
    shown = client.get(address).text
    answer = post(client, address, verdict="approved", words="Seen.")

    check_page(asking.text, path)
    assert [each.status_code for each in sent] == [303, 303]
    assert "Waits for an answer" in told
    assert f'href="{address}"' in listed
    assert "I have married." in shown
    assert answer.status_code == 303
    session.expire_all()
    newest = awards_of(session, award.achievement.enrolment)[-1]
    assert newest.claims["holder_name"] == "Ama B. Mensah"
    assert holder.name == "Ama B. Mensah"
    assert f'href="/awards/{newest.number}"' in own.get("/awards").text
    assert "Approved by Ada Admin" in client.get(address).text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (UNPRINTABLE, "A certificate cannot show these characters"),
        ("Ama Mensah", "This is the name that the certificate already bears."),
        ("", "Write the name as it shall stand"),
    ],
)
def test_a_name_is_refused_when_it_is_entered(
    client, session, sign_in, holder, award, name, words
):
    sign_in(holder)
    path = f"/awards/{award.number}/name"

    refused = post(client, path, name=name, reason="Why.")

    assert refused.status_code == 422
    check_page(refused.text, path)
    assert words in refused.text
    assert how_many(session, NameCorrection) == 0


def test_an_answer_given_before_is_not_overruled(client, session, administrator, award):
    correction = asked(session, award)
    answered(session, correction, "declined")
    session.commit()

    late = post(
        client, f"/name-corrections/{correction.uuid}", verdict="approved", words="Yes."
    )

    assert late.status_code == 422
    assert "This request was already answered." in late.text


# Releases


@pytest.fixture
def cohort(session):
    edition = an_edition(session, held_for_release="moderated")
    return builders.a_cohort(session, edition=edition)


def test_a_learner_sees_that_it_is_earned_and_waits(
    page, client, session, sign_in, holder, cohort
):
    a_completion(session, holder, cohort=cohort)
    session.commit()
    sign_in(holder)

    assert "Earned; waits for validation." in page("/awards")
    refused = client.post("/courses/miniature/awards", headers=SAME_ORIGIN)
    assert refused.status_code == 409
    check_page(refused.text, "/courses/miniature/awards")


def test_a_run_is_validated_and_its_certificates_leave_once(
    page, client, session, administrator, holder, cohort
):
    enrolment = a_completion(session, holder, cohort=cohort)
    builders.an_enrolment(
        session, builders.a_learner(session, name="Late One"), cohort=cohort
    )
    token = releases.preview_release(session, cohort).token
    session.commit()
    path = f"/cohorts/{cohort.uuid}/release"
    op = str(uuid4())

    html = page(path)
    empty = post(client, path, token=token)
    sent = [post(client, path, op=op, token=token, note="Checked.") for _ in range(2)]
    again = post(client, path, token=token, note="Checked.")

    rows = rows_of(html, "What becomes of each learner")
    assert rows["Ama Mensah"][1] == "Gets the certificate"
    assert rows["Late One"][1] == "Has not earned it yet"
    assert empty.status_code == 422
    assert [each.status_code for each in sent] == [303, 303]
    assert again.status_code == 409
    check_page(again.text, path)
    assert "The cohort has changed since the list was made" in again.text
    assert len(awards_of(session, enrolment)) == 1
    assert how_many(session, OutgoingMessage) == 1
    assert "Checked." in page(path)
