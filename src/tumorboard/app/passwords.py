"""Passwords: what is asked of them, their hash (argon2id), and how long an account waits after failures."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from tumorboard.errors import InputError

SHORTEST = (
    12  # NIST SP 800-63B-4 asks for 15 where a password is all there is; sign-on with a second factor is OIDC's part
)
LONGEST = 256
FREE_FAILURES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# The usual settings of argon2-cffi (RFC 9106, low memory): 64 MiB each, so that no crowd of sign-ins fills the memory.
_HASHER = PasswordHasher()
_AT_ONCE = threading.Semaphore(4)


def hashed(password: str, account: str = "") -> str:
    """The hash of a new password.

    Raises
    ------
    InputError
        ``ACC020`` if it is too short or too long, of few characters, or holds the name of the account (one of four letters or more).
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters", code="ACC020")
    if len(set(password)) < 5 or (len(account) > 3 and account.casefold() in password.casefold()):
        raise InputError("this password is too easy to guess", code="ACC020", remedy="Use several unrelated words.")
    with _AT_ONCE:
        return _HASHER.hash(password)


def holds(hash_: str, password: str) -> bool:
    """Whether the password is the one of the hash; takes as long for an account that is not there (an empty hash)."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(hash_ or _nobody(), password[: LONGEST + 1]) and bool(hash_)
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")


def wait(failures: int) -> timedelta:
    """How long the account waits after so many failures in a row: none for the first, then doubled each time."""
    beyond = failures - FREE_FAILURES
    return timedelta() if beyond < 0 else min(FIRST_WAIT * 2 ** min(beyond, 20), LONGEST_WAIT)
