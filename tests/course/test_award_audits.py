"""The doctor finds an act that its rows deny, and a seal that is false."""

import json
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from course.act_audit import act_count, audit_acts
from course.award_credentials import Signed, keep_credentials
from course.credentials.keys import KeyRing
from course.credentials.web_token import signed_token
from course.database import Base
from course.models import AwardSeal
from course.renewals import renew
from course.seal_audit import audit_seals
from tests import builders
from tests.awards_held import held_until
from tests.builders import KEY, KEYS, NOW
from tests.course.award_lives import (
    a_completion,
    an_edition,
    answered,
    asked,
    released,
    the_award,
)


@pytest.fixture
def award(session):
    ana = builders.a_learner(session, name="Ana Silva")
    return the_award(session, a_completion(session, ana))


def acts(session):
    session.flush()
    return [each for *_, faults in audit_acts(session) for each in faults]


def begun_anew(session, enrolment):
    edition, by = builders.an_edition(session), enrolment.user
    return renew(
        session, enrolment, edition, op=uuid4(), today=NOW.date(), now=NOW, by=by
    )


def seals(session, ring=KEYS):
    session.flush()
    return [each for *_, faults in audit_seals(session, ring) for each in faults]


def alter(session, table, **values):
    """Change every row of a table of facts, as somebody with a database shell would."""
    session.flush()
    connection = session.connection()
    place = "" if connection.dialect.name == "sqlite" else f' ON "{table}"'
    connection.execute(text(f'DROP TRIGGER "fact_{table}_update"{place}'))
    connection.execute(Base.metadata.tables[table].update().values(values))
    session.expire_all()


def test_acts_of_the_verbs_are_well(session, award):
    answered(session, asked(session, award), "approved")
    newest = the_award(session, award.achievement.enrolment)
    answered(session, asked(session, newest, name="Ana Another"), "declined")
    cohort = builders.a_cohort(
        session, edition=an_edition(session, held_for_release="moderated")
    )
    a_completion(session, cohort=cohort)
    released(session, cohort)
    renewed = builders.a_completed_enrolment(session)
    held_until(session, renewed, NOW.date())
    begun_anew(session, renewed)

    assert acts(session) == []
    assert act_count(session) == len(list(audit_acts(session))) == 4


def test_an_approval_without_its_document_is_found(session, award):
    correction = asked(session, award)
    answered(session, correction, "declined")
    alter(session, "name_correction_answer", verdict="approved")

    assert acts(session) == ["it was approved, and no certificate came of it"]


def test_a_document_with_another_name_than_was_asked_is_found(session, award):
    answered(session, asked(session, award), "approved")
    alter(session, "name_correction", name="Somebody Else")

    (fault,) = acts(session)
    assert fault.endswith("bears another name than was asked for")


def test_a_document_that_came_of_a_refusal_is_found(session, award):
    answered(session, asked(session, award), "approved")
    alter(session, "name_correction_answer", verdict="declined")

    (fault,) = acts(session)
    assert fault.startswith("it was declined, and certificate")


def test_a_release_that_counts_otherwise_is_found(session):
    edition = an_edition(session, held_for_release="moderated")
    cohort = builders.a_cohort(session, edition=edition)
    a_completion(session, cohort=cohort)
    outcome = released(session, cohort).outcome
    told = {
        "counts": outcome["counts"] | {"issues": 2},
        "numbers": [*outcome["numbers"], "LOST-LOST-LOST"],
    }
    alter(session, "cohort_release", outcome=told)

    assert acts(session) == [
        "it released 2 awards and ended the waiting of 1",
        "it issued certificate LOST-LOST-LOST, which is not there",
    ]


def test_a_renewal_of_somebody_elses_run_is_found(session):
    renewed = builders.a_completed_enrolment(session)
    held_until(session, renewed, NOW.date())
    begun_anew(session, renewed)
    other = builders.an_enrolment(session)
    session.flush()
    alter(session, "renewal", renews_id=other.id)

    (fault,) = acts(session)
    assert fault.endswith(f"is not the run after {other.uuid}")


def test_seals_of_the_verbs_are_well(session, award):
    assert seals(session) == []


def test_a_seal_of_a_key_that_is_not_here_is_found(session, award):
    assert seals(session, KeyRing(())) == [
        "the key that signed it is not among the keys of this place"
    ]


def test_a_seal_that_was_altered_is_found(session, award):
    payload = session.scalars(select(AwardSeal)).one().payload
    last = "A" if payload[40] != "A" else "B"
    alter(session, "award_seal", payload=payload[:40] + last + payload[41:])

    assert seals(session) == ["its signed text is not what the key signed"]


def test_a_seal_of_another_certificate_and_place_is_found(session, award):
    alter(session, "award", claims={**award.claims, "holder_name": "Somebody Else"})
    alter(session, "award_seal", status_list=7)

    assert seals(session) == [
        "its signed text says otherwise than the certificate",
        "it stands on status list 7",
    ]


def signed(session, award, holder="Ana Silva", document_says="2026-03-02T12:00:00Z"):
    """A credential as far as the doctor reads it, with its token by the key."""
    claims = {
        "id": f"https://course.example.org/verify/{award.number}",
        "issuer": "https://course.example.org/issuer",
        "validFrom": "2026-03-02T12:00:00Z",
        "credentialSubject": {
            "identifier": [{"identityType": "name", "identityHash": holder}]
        },
    }
    token = signed_token(claims, KEY, method="key-1")
    document = claims | {"validFrom": document_says, "proof": {"proofValue": "z1"}}
    made = Signed(award.id, KEY.kid, json.dumps(document), token)
    keep_credentials(session, [made], now=NOW)


def test_a_credential_that_says_what_was_signed_is_well(session, award):
    signed(session, award)

    assert seals(session) == []


def test_a_credential_of_another_holder_is_found(session, award):
    signed(session, award, holder="Somebody Else")

    assert seals(session) == ["it names another holder than the certificate"]


def test_a_document_that_differs_from_its_token_is_found(session, award):
    signed(session, award, document_says="2020-01-01T00:00:00Z")

    assert seals(session) == ["its document says otherwise than its token"]


@pytest.mark.parametrize("token", ["a.b.c", "no token"])
def test_a_token_that_was_altered_is_found(session, award, token):
    signed(session, award)
    alter(session, "award_credential", token=token)

    assert seals(session) == ["its token is not what the key signed"]
