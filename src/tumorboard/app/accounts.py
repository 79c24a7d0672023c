"""Names of accounts: plain, so that they are what they look like in an audit log, and never those of another provider."""

from __future__ import annotations

import re

from tumorboard.errors import InputError

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


def check_name(account: str) -> None:
    """Nothing, for a name that a local account can have.

    Raises
    ------
    InputError
        ``ACC006``.
    """
    if not _NAME.fullmatch(account):
        raise InputError(
            "this cannot be the name of an account", code="ACC006",
            remedy="Small letters, digits, point, hyphen and underscore; 63 at most.",
        )  # fmt: skip
