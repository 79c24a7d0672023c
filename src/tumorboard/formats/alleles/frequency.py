"""Population frequencies among the fields of an annotation."""

from __future__ import annotations

import re

FREQUENCY = re.compile(r"(?:^|_)(?:AF|MAF|GMAF)(?:_|$)")
NOT_FREQUENCY = re.compile(r"POPS?$|(?:^|_)(?:POPAF|TLOD|TVAF|TUMOR|NORMAL)", re.I)


def is_frequency(name: str) -> bool:
    """Whether an annotation field holds a population allele frequency, by its name."""
    return bool(FREQUENCY.search(name)) and not NOT_FREQUENCY.search(name)


def frequency(text: str) -> float:
    """The highest of the frequencies joined by ``&``, each perhaps behind its allele; -1 when there is none."""
    try:
        value = float(text)
    except ValueError:
        parts = text.split("&")
        if len(parts) > 1:
            return max(map(frequency, parts))
        return frequency(text.rpartition(":")[2]) if ":" in text else -1.0
    return value if 0 <= value <= 1 else -1.0
