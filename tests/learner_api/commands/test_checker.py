"""``course write-checker`` and ``course check-payload``."""

import pytest

from course.credentials.compact import compact_payload
from learner_api.checker.writing import fingerprint
from learner_api.keys import key_ring_of, read_ring
from tests import builders
from tests.course.credentials.printed_claims import CLAIMS


@pytest.fixture
def key(migrated):
    return key_ring_of(migrated).current


def test_the_checker_is_written_and_its_keys_are_named(course, record, key, tmp_path):
    builders.a_completed_enrolment(record)
    record.commit()
    file = tmp_path / "checker.html"

    result = course("write-checker", str(file))

    assert result.exit_code == 0, result.output
    assert fingerprint(key) in result.stdout
    html = file.read_text(encoding="utf-8")
    assert fingerprint(key) in html
    assert "laterPages" in html


def test_a_folder_that_is_not_there_is_told(course, migrated, tmp_path):
    result = course("write-checker", str(tmp_path / "none" / "checker.html"))

    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_language_without_words_is_refused(course, migrated, tmp_path):
    result = course("write-checker", str(tmp_path / "x.html"), "--language", "tlh")

    assert result.exit_code == 2
    assert "'tlh' is not" in result.stderr


def test_a_payload_is_checked_claim_by_claim(course, key):
    text = f"{CLAIMS['verify_url']}#{compact_payload(CLAIMS, key)}"

    result = course("check-payload", text)

    assert result.exit_code == 0
    assert f"Valid: signed with key {key.kid}" in result.stdout
    for line in (
        f"Holder name: {CLAIMS['holder_name']}",
        f"Number: {CLAIMS['number']}",
        "Valid until: 2029-11-27",
        "Chen Wei, Chief of the Learning Unit",
        "Second page: SHA-256 ",
    ):
        assert line in result.stdout


def test_altered_unknown_and_no_payload_each_have_their_answer(course, key, migrated):
    payload = compact_payload(CLAIMS, key)
    altered = payload[:-1] + ("A" if payload[-1] != "A" else "Q")
    flipped = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    foreign = compact_payload(CLAIMS, builders.KEY)
    assert read_ring(migrated.keys_dir).find(builders.KEY.kid) is None

    for text, words in (
        (flipped, "Altered"),
        (foreign, f"Unknown issuer: there is no key {builders.KEY.kid}"),
        ("Good morning", "not the code of a certificate"),
    ):
        result = course("check-payload", text)
        assert result.exit_code == 1
        assert words in result.stderr
        assert CLAIMS["holder_name"] not in result.output
    assert course("check-payload", altered).exit_code == 1
