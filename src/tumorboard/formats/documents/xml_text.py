"""Text that XML and a typesetter can hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def allowed(text: str) -> str:
    """The text with what XML 1.0 cannot hold shown as U+FFFD, so that nothing vanishes unseen.

    Examples
    --------
    >>> allowed("a\\x00b") == "a\\ufffdb"
    True
    """
    return _FORBIDDEN.sub("\ufffd", text)
