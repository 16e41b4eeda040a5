"""``course keys`` and ``course check-credential``."""

from pathlib import Path

import pytest
from sqlalchemy import select

from config.keys import read_key_files
from course.award_credentials import credential_of
from course.credentials.baking import baked_in
from course.credentials.compact import compact_payload
from course.models import Award, AwardEvent
from course.seals import seal_of
from learner_api.app import create_app, office_of
from learner_api.keys import read_ring
from tests import builders
from tests.builders import NOW
from tests.conftest import SAME_ORIGIN


@pytest.fixture
def award(record, migrated) -> Award:
    """An award that was given under the first key, and not signed yet."""
    builders.a_completed_enrolment(record, office=office_of(migrated))
    award: Award = record.scalars(select(Award)).one()
    record.commit()
    return award


def written(tmp_path: Path, record, award: Award, form: str = "document") -> Path:
    kept = credential_of(record, award)
    # A session that goes on reading would hold the turn of whoever writes.
    record.commit()
    assert kept is not None
    path = tmp_path / "credential"
    path.write_text(getattr(kept, form), encoding="utf-8")
    return path


def test_the_first_key_is_made_once(course, migrated):
    made = course("keys", "create")
    again = course("keys", "create")

    (key,) = read_ring(migrated.keys_dir).keys
    assert made.exit_code == 0
    assert key.kid in made.stdout
    assert again.exit_code == 1
    assert "course keys rotate" in again.stderr


def test_keys_are_listed_with_their_state(course, migrated):
    course("keys", "create")
    course("keys", "rotate")

    lines = course("keys", "list").stdout.splitlines()

    assert [line.split("\t")[1] for line in lines] == ["retired", "signs"]


def test_a_key_that_others_may_read_is_named_in_one_line(course, migrated):
    course("keys", "create")
    (file,) = read_key_files(migrated.keys_dir)
    path = migrated.keys_dir / f"{file.kid}.pem"
    path.chmod(0o644)

    result = course("keys", "list")

    assert result.exit_code == 2
    assert f"chmod 600 {path}" in result.stderr


def test_production_is_not_served_without_a_key(course, migrated):
    result = course(
        "serve",
        COURSE_ENVIRONMENT="production",
        COURSE_SECRET_KEY="k7" * 24,
        COURSE_PUBLIC_URL="https://course.example.org",
        COURSE_ISSUER_NAME="An office",
        COURSE_SIGNATORY_NAME="A person",
        COURSE_SIGNATORY_TITLE="Head",
    )

    assert result.exit_code == 2
    assert "Run: course keys create" in result.stderr


def test_what_an_old_key_signed_outlives_it(course, migrated, record, award, tmp_path):
    (old,) = read_ring(migrated.keys_dir).keys

    rotated = course("keys", "rotate")
    (migrated.keys_dir / f"{old.kid}.pem").unlink()

    assert "signed 1 awards" in rotated.stdout
    assert f"Retired key {old.kid}" in rotated.stdout
    ring = read_ring(migrated.keys_dir)
    assert ring.current.kid != old.kid
    for form in ("document", "token"):
        file = written(tmp_path, record, award, form)
        checked = course("check-credential", str(file))
        assert checked.exit_code == 0, checked.output
        assert "GENUINE" in checked.stdout
        assert old.kid in file.read_text() or form == "token"


def test_what_an_old_key_signed_is_downloaded_as_before(
    course, migrated, record, award, catalogue
):
    (old,) = read_ring(migrated.keys_dir).keys
    holder = award.achievement.enrolment.user
    record.commit()
    course("keys", "rotate")
    (migrated.keys_dir / f"{old.kid}.pem").unlink()
    app = create_app(migrated, catalogue=catalogue, durable=False)
    browser = app.test_client()
    fields = {"email": holder.email, "password": builders.PASSWORD}
    browser.post("/sign-in", data=fields, headers=SAME_ORIGIN)

    credential = browser.get(f"/awards/{award.number}/credential.json")
    badge = browser.get(f"/awards/{award.number}/badge.png")
    keys = browser.get("/issuer/did.json").get_json()["assertionMethod"]

    method = credential.get_json()["proof"]["verificationMethod"]
    assert method.endswith(f"#{old.kid}")
    assert baked_in(badge.data) == credential.text
    assert method in keys
    assert len(keys) == 2
    app.extensions["course.database"].engine.dispose()


def test_a_lost_key_is_replaced(course, migrated, record, award):
    (old,) = read_ring(migrated.keys_dir).keys
    (migrated.keys_dir / f"{old.kid}.pem").unlink()

    assert "course keys rotate" in course("keys", "seal").stderr
    assert course("keys", "rotate").exit_code == 0

    # What the lost key had sealed and not signed, the new one signs.
    assert "signed 1 awards" in course("keys", "seal").stdout


def test_the_register_has_the_last_word(course, migrated, record, award, tmp_path):
    course("keys", "seal")
    file = written(tmp_path, record, award)
    assert "it holds" in course("check-credential", str(file)).stdout

    record.add(
        AwardEvent(award_id=award.id, kind="revoked", occurred_at=NOW, recorded_at=NOW)
    )
    record.commit()
    result = course("check-credential", str(file))

    assert result.exit_code == 1
    assert "GENUINE" in result.stdout
    assert "REVOKED" in result.stderr


def test_each_wrong_file_has_its_own_answer(course, migrated, record, award, tmp_path):
    course("keys", "seal")
    file = written(tmp_path, record, award)
    text = file.read_text(encoding="utf-8")
    name = award.claims["holder_name"]
    (key,) = read_ring(migrated.keys_dir).keys

    def said(content: str, **settings: str) -> str:
        file.write_text(content, encoding="utf-8")
        result = course("check-credential", str(file), **settings)
        assert result.exit_code == 1
        return str(result.stderr)

    assert "ALTERED" in said(text.replace(name, "Somebody Else"))
    assert "UNKNOWN KEY" in said(text.replace("issuer#", "issuer#x"))
    elsewhere = said(text, COURSE_PUBLIC_URL="https://other.example")
    assert "ANOTHER ISSUER" in elsewhere
    assert "did:web:127.0.0.1%3A8000:issuer" in elsewhere
    assert "NO CREDENTIAL" in said("Dear Sir or Madam")
    assert "NO CREDENTIAL" in said("x" * 1_000_001)
    other = compact_payload({**award.claims, "holder_name": "Somebody Else"}, key)
    assert "SIGNED, AND YET" in said(other)
    never = {**award.claims, "number": "ZZZZ-ZZZZ-ZZZZ"}
    assert "no award of this number" in said(compact_payload(never, key))


def test_the_text_of_a_code_is_checked_too(course, migrated, record, award, tmp_path):
    file = tmp_path / "code.txt"
    seal = seal_of(record, award)
    record.commit()
    assert seal is not None
    file.write_text(f"{award.claims['verify_url']}#{seal.payload}\n", encoding="utf-8")

    result = course("check-credential", str(file))

    assert result.exit_code == 0
    assert "it holds" in result.stdout
