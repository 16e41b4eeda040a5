"""The folder of signing keys: what is kept there, and what is refused."""

from datetime import UTC, datetime

import pytest

from config.keys import KeysError, read_key_files
from config.settings import Settings
from course.credentials.keys import NoCurrentKey, SigningKey, kid_of
from learner_api.keys import key_ring_of, make_key, read_ring, retire_key

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "keys"


def faults(folder) -> str:
    with pytest.raises(KeysError) as caught:
        read_ring(folder)
    return " ".join(caught.value.faults)


def found(folder, kid: str) -> SigningKey:
    key = read_ring(folder).find(kid)
    assert key is not None
    return key


def production(tmp_path) -> Settings:
    return Settings.for_tests(tmp_path, environment="production")


def test_a_key_comes_back_as_it_was_made(folder):
    made = make_key(folder, now=NOON)

    (read,) = read_ring(folder).keys

    assert read.kid == made.kid == kid_of(made.public)
    assert read.public == made.public
    assert read.created_at == NOON
    assert made.verifies(read.sign(b"words"), b"words")


def test_nobody_but_the_owner_may_read_a_key_or_its_folder(folder):
    key = make_key(folder, now=NOON)

    assert (folder / f"{key.kid}.pem").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_key_that_others_may_read_is_refused_with_what_to_do(folder, mode):
    key = make_key(folder, now=NOON)
    (folder / f"{key.kid}.pem").chmod(mode)

    said = faults(folder)

    assert "may be read by others than its owner" in said
    assert f"chmod 600 {folder / key.kid}.pem" in said


def test_the_newest_that_is_not_retired_signs(folder):
    old = make_key(folder, now=NOON)
    new = make_key(folder, now=LATER)

    assert read_ring(folder).current.kid == new.kid

    retire_key(folder, new, now=LATER)

    assert read_ring(folder).current.kid == old.kid
    assert found(folder, new.kid).retired_at == LATER


def test_a_retired_key_may_lose_its_private_half(folder):
    old = make_key(folder, now=NOON)
    signature = old.sign(b"words")
    make_key(folder, now=LATER)
    retire_key(folder, old, now=LATER)
    (folder / f"{old.kid}.pem").unlink()

    kept = found(folder, old.kid)

    assert kept.verifies(signature, b"words")
    assert not kept.verifies(signature, b"other words")
    with pytest.raises(NoCurrentKey):
        kept.sign(b"words")


def test_a_demonstration_makes_its_key_once(tmp_path):
    settings = Settings.for_tests(tmp_path)

    first, second = key_ring_of(settings), key_ring_of(settings)

    assert first.current.kid == second.current.kid
    assert len(second.keys) == 1


def test_production_does_not_start_without_a_key(tmp_path):
    with pytest.raises(KeysError, match="Run: course keys create"):
        key_ring_of(production(tmp_path))

    assert not (tmp_path / "keys").exists()


def test_a_current_key_without_its_private_half_is_no_start(tmp_path):
    settings = Settings.for_tests(tmp_path)
    key = make_key(settings.keys_dir, now=NOON)
    (settings.keys_dir / f"{key.kid}.pem").unlink()

    with pytest.raises(KeysError, match=f"does not hold {key.kid}.pem"):
        key_ring_of(settings)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no private key in PEM"),
        (b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "no priv"),
    ],
)
def test_a_spoilt_private_file_is_named(folder, content, said):
    key = make_key(folder, now=NOON)
    (folder / f"{key.kid}.pem").write_bytes(content)

    assert said in faults(folder)
    assert f"{key.kid}.pem" in faults(folder)


def test_a_key_of_another_kind_and_a_locked_one_are_named(folder):
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = make_key(folder, now=NOON)
    path = folder / f"{key.kid}.pem"
    path.write_bytes(
        ec.generate_private_key(ec.SECP256R1()).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    assert "not Ed25519" in faults(folder)

    path.write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret")
        )
    )
    assert "locked by a passphrase" in faults(folder)

    path.write_bytes(
        ed25519.Ed25519PrivateKey.generate().private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
        )
    )
    assert "is not the key" in faults(folder)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"kid": "aaaaaaaaaaaa", "x": "AAAA"}']
)
def test_a_spoilt_description_is_named(folder, content):
    key = make_key(folder, now=NOON)
    (folder / f"{key.kid}.json").write_text(content)

    assert f"{key.kid}.json does not describe" in faults(folder)


def test_a_private_file_without_its_description_is_named(folder):
    key = make_key(folder, now=NOON)
    (folder / f"{key.kid}.json").unlink()

    assert f"has no {key.kid}.json beside it" in faults(folder)


def test_a_folder_that_is_not_there_holds_no_key(folder):
    assert read_key_files(folder) == ()
    assert read_ring(folder).keys == ()
