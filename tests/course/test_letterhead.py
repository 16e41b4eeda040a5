"""What awards show of those who give them, and that they show it for ever."""

from dataclasses import replace
from hashlib import sha256

from sqlalchemy import select

from course.documents import render_certificate
from course.letterhead import Letterhead, Partner, Signatory, pictures_of
from course.models import Award, Picture
from tests import builders
from tests.course.documents.third import LOGO, SIGNATURE, a_png

LETTERHEAD = Letterhead(
    signatories=(
        Signatory("Amina Diallo", "Head", SIGNATURE),
        Signatory("B. Sow", "Chief"),
    ),
    issuer_logo=LOGO,
    partners=(Partner("A ministry", a_png()), Partner("A fund", LOGO)),
)
OFFICE = replace(builders.OFFICE, letterhead=LETTERHEAD)


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def an_award(session, office=OFFICE, **completed):
    """The award of somebody who has completed the course."""
    builders.a_completed_enrolment(session, office=office, **completed)
    session.commit()
    return session.scalars(select(Award).order_by(Award.id.desc())).first()


def test_an_award_freezes_who_signs_and_which_pictures_it_shows(session):
    claims = an_award(session).claims

    assert claims["signatories"] == [
        {"name": "Amina Diallo", "title": "Head", "signature": digest(SIGNATURE)},
        {"name": "B. Sow", "title": "Chief"},
    ]
    assert claims["issuer_logo"] == digest(LOGO)
    assert claims["partners"] == [
        {"name": "A ministry", "logo": digest(a_png())},
        {"name": "A fund", "logo": digest(LOGO)},
    ]
    assert claims["signatory_name"] == "Amina Diallo"


def test_each_picture_is_kept_once_however_many_awards_show_it(session):
    an_award(session)
    an_award(session)

    kept = session.scalars(select(Picture.content)).all()
    assert sorted(kept) == sorted([LOGO, SIGNATURE, a_png()])


def test_without_pictures_nothing_is_kept_or_said(session):
    award = an_award(session, office=builders.OFFICE)

    assert builders.how_many(session, Picture) == 0
    assert award.claims.keys().isdisjoint({"signatories", "issuer_logo", "partners"})
    assert pictures_of(session, award.claims) == {}


def test_an_award_is_drawn_the_same_after_the_logo_changed(session):
    award = an_award(session)
    before = render_certificate(
        award.claims, pictures=pictures_of(session, award.claims)
    )

    changed = replace(LETTERHEAD, issuer_logo=SIGNATURE)
    later = an_award(session, office=replace(OFFICE, letterhead=changed))

    session.expire_all()
    again = render_certificate(
        award.claims, pictures=pictures_of(session, award.claims)
    )
    assert again == before
    assert later.claims["issuer_logo"] == digest(SIGNATURE)
