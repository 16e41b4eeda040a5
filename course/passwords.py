"""Password hashes: argon2id, slow on purpose.

Verifying takes some 20 ms of one core, so it is done before a writing transaction
begins, never inside one.
"""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from course.account_errors import WeakPassword

MINIMUM_LENGTH = 12

# OWASP's recommended argon2id floor: 19 MiB, 2 passes, 1 lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to keep. Raises ``WeakPassword`` when it is too short."""
    if len(password) < MINIMUM_LENGTH:
        raise WeakPassword(MINIMUM_LENGTH)
    return _hasher.hash(password)


def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; as slow for nobody as for somebody."""
    try:
        _hasher.verify(password_hash or _nobody, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
