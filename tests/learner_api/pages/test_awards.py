"""Certificates as pages: mine, one in words, the document, and the public check."""

import pytest
from flask import render_template_string
from sqlalchemy import select

from course import accounts
from course.award_claims import objectives_of
from course.models import Award, AwardEvent
from tests import builders
from tests.conftest import SAME_ORIGIN
from tests.html import check_page, parse_page, text_of

# No certificate can show this letter yet.
UNPRINTABLE = "Ama \N{GOTHIC LETTER AHSA}"


@pytest.fixture
def holder(session, sign_in):
    """A learner who has completed the course and signed in."""
    learner = builders.a_learner(session, name="Ama Mensah")
    builders.a_completed_enrolment(session, learner)
    session.commit()
    sign_in(learner)
    return learner


@pytest.fixture
def number(session, holder):
    """The number of the holder's certificate."""
    number = session.scalars(select(Award.number)).one()
    session.commit()
    return number


def supersede(session, number):
    """Give a second document for the same achievement, as a correction would."""
    old = session.scalars(select(Award).where(Award.number == number)).one()
    claims = {**old.claims, "number": "AAAA-BBBB-CCCC", "holder_name": "Ama B. Mensah"}
    new = Award(
        number=claims["number"],
        achievement_id=old.achievement_id,
        claims=claims,
        digest="d" * 64,
        supersedes_id=old.id,
        occurred_at=old.occurred_at,
        recorded_at=builders.NOW,
    )
    session.add(new)
    session.flush()
    for award, kind in ((old, "superseded"), (new, "issued")):
        note(session, award, kind)
    session.commit()
    return new.number


def note(session, award, kind):
    """Add to the life of a document."""
    session.add(
        AwardEvent(
            award_id=award.id,
            kind=kind,
            occurred_at=builders.NOW,
            recorded_at=builders.NOW,
        )
    )
    session.flush()


def test_who_holds_nothing_is_told_how_a_certificate_comes_about(
    page, session, sign_in
):
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner)
    session.commit()
    sign_in(learner)

    html = page("/awards")

    assert "You hold no certificate yet." in html
    assert "0 of 5 done" in html


def test_my_certificates_lead_to_their_copies(page, number):
    html = page("/awards")

    assert f'href="/awards/{number}"' in html
    assert "Movement in miniature" in html


def test_the_copy_says_in_words_what_the_document_says(page, number):
    html = page(f"/awards/{number}")

    text = text_of(parse_page(html).find(".//main"))
    assert "This certifies that Ama Mensah has completed the course" in text
    assert "Awarded on 2 March 2026" in text
    assert "Certificate number " + number in text
    assert "Signed by Amina Diallo, Head of the Office" in text
    assert "The first module 2" in text
    assert f'href="/awards/{number}/document"' in html
    assert f"/verify/{number}" in html


def test_the_document_is_a_pdf_under_its_number_and_is_sent_once(client, number):
    path = f"/awards/{number.lower().replace('-', '')}/document"

    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data.startswith(b"%PDF-")
    assert first.mimetype == "application/pdf"
    assert (
        f'filename="certificate-{number}.pdf"' in first.headers["Content-Disposition"]
    )
    assert (again.status_code, again.data) == (304, b"")


def test_another_persons_certificate_is_not_there(app, session, sign_in, number):
    stranger = builders.a_learner(session)
    session.commit()
    browser = app.test_client()
    sign_in(stranger, browser)

    for path in (f"/awards/{number}", f"/awards/{number}/document"):
        response = browser.get(path)
        assert response.status_code == 404
        check_page(response.text, path)


def test_a_certificate_held_back_by_a_name_is_issued_once_the_name_is_mended(
    app_on_both, page, client, session, sign_in
):
    learner = builders.a_learner(session)
    learner.name = UNPRINTABLE
    builders.a_completed_enrolment(session, learner)
    session.commit()
    sign_in(learner)

    shown = page("/awards")
    refused = client.post("/courses/miniature/awards", headers=SAME_ORIGIN)
    accounts.change_profile(
        session, learner, {"name": "Ama Mensah"}, now=builders.NOW, by=learner
    )
    session.commit()
    issued = [
        client.post(
            "/courses/miniature/awards",
            data={"kind": "completion"},
            headers=SAME_ORIGIN,
        )
        for _ in range(2)
    ]

    assert "You have earned this certificate." in shown
    assert refused.status_code == 422
    check_page(refused.text, "/courses/miniature/awards")
    assert "Write the name as in the passport" in refused.text
    award = session.scalars(select(Award)).one()
    assert [each.headers["Location"] for each in issued] == [
        f"/awards/{award.number}"
    ] * 2
    assert award.claims["holder_name"] == "Ama Mensah"


def test_a_certificate_that_is_not_earned_is_refused(client, session, sign_in):
    learner = builders.a_learner(session)
    builders.an_enrolment(session, learner)
    session.commit()
    sign_in(learner)

    response = client.post("/courses/miniature/awards", headers=SAME_ORIGIN)

    assert response.status_code == 409
    check_page(response.text, "/courses/miniature/awards")


def test_anybody_can_check_a_number_however_they_typed_it(app, number):
    stranger = app.test_client()

    for typed in (number, number.lower(), number.replace("-", ""), f" {number} "):
        response = stranger.get("/verify", query_string={"number": typed})
        assert (response.status_code, response.headers["Location"]) == (
            303,
            f"/verify/{number}",
        )
        assert stranger.get(f"/verify/{typed.strip()}").status_code == 200


def test_the_check_shows_every_printed_word_and_no_score_and_no_address(
    app, session, holder, number
):
    response = app.test_client().get(f"/verify/{number}")

    check_page(response.text, f"/verify/{number}")
    text = text_of(parse_page(response.text).find(".//main"))
    award = session.scalars(select(Award)).one()
    printed = [
        award.claims["holder_name"],
        award.claims["course_title"],
        award.claims["kind_title"],
        award.claims["issuer_name"],
        award.claims["signatory_name"],
        award.claims["signatory_title"],
        award.claims["edition"][:12],
        *objectives_of(award.claims),
        *award.claims["rule"],
        *(module["title"] for module in award.claims["modules"]),
        *(quiz["title"] for quiz in award.claims["result"]["quizzes"]),
    ]
    assert "This certificate is valid" in text
    assert [words for words in printed if words not in text] == []
    assert holder.email not in response.text
    assert "points" not in text
    assert "9 of 9" not in text


def test_the_words_of_the_first_certificates_are_shown_as_they_were(app):
    claims = {
        "modules": [{"title": "A module", "hours": 2}],
        "objectives": ["Explain a thing"],
        "rule": ["All lessons finished"],
        "result": {"quizzes": [{"title": "A quiz", "points": 3, "out_of": 4}]},
    }
    page = '{% from "pages/_printed.html" import printed %}{{ printed(claims) }}'

    with app.test_request_context():
        html = render_template_string(page, claims=claims)

    for words in ("A module", "Explain a thing", "All lessons finished", "A quiz"):
        assert words in html
    assert objectives_of(claims) == ["Explain a thing"]


def test_a_replaced_certificate_points_forward(app, page, session, number):
    newer = supersede(session, number)

    response = app.test_client().get(f"/verify/{number}")
    own = page(f"/awards/{number}")
    listed = page("/awards")

    check_page(response.text, f"/verify/{number}")
    assert "This certificate has been replaced" in response.text
    assert f'href="/verify/{newer}"' in response.text
    assert f'href="/awards/{newer}"' in own
    assert number not in listed
    assert newer in listed


def test_a_revoked_certificate_says_so(app, page, session, number):
    award = session.scalars(select(Award)).one()
    note(session, award, "revoked")
    session.commit()

    response = app.test_client().get(f"/verify/{number}")

    assert "This certificate has been revoked" in response.text
    assert "This certificate has been revoked." in page(f"/awards/{number}")


def test_a_number_that_never_was_is_said_not_to_be_there(page):
    html = page("/verify/ABCD-EFGH-JKLM", 404)

    assert "There is no certificate with this number" in html
    assert "ABCD-EFGH-JKLM" in html


def test_what_is_no_number_at_all_is_asked_for_again(app, page):
    long = text_of(parse_page(page("/verify/" + "A" * 300, 404)).find(".//h1"))
    empty = app.test_client().get("/verify/%E2%80%AE")

    assert len(long) < 50
    assert empty.headers["Location"] == "/verify?number="


def test_an_empty_number_is_asked_for_again(page):
    page("/verify")

    html = page("/verify?number=%20-%20", 422)

    assert '<a href="#number">Enter the number of the certificate.</a>' in html


def test_the_badge_and_the_credential_are_offered_beside_the_document(page, number):
    html = page(f"/awards/{number}")

    for file in ("badge.png", "badge.svg", "credential.json", "credential.jwt"):
        assert f'href="/awards/{number}/{file}"' in html
    assert f'src="/verify/{number}/badge.svg"' in html
    assert 'href="https://www.linkedin.com/profile/add?' in html
