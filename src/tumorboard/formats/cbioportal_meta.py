"""The meta file of a cBioPortal study that lies beside a data file and names it: how the data were made.

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43): ``key: value`` lines, ``data_filename`` names the data.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from tumorboard.formats.opening import Opened
from tumorboard.formats.reports import Reports

MOST_FILES = 60
MOST_LINES = 60
NOTHING: Mapping[str, str] = MappingProxyType({})


def meta_beside(path: Path) -> Mapping[str, str]:
    """The keys of the meta file for `path`; empty when there is none.

    What is wrong with a meta file is not reported: it is not the file that was asked for, and only adds to it.
    """
    for candidate in islice(sorted(path.parent.glob("meta_*.txt")), MOST_FILES):
        found: dict[str, str] = {}
        for line in islice(Opened(candidate, Reports(candidate.name), longest=1 << 16).lines(), MOST_LINES):
            key, mark, value = (line.text or "").partition(":")
            if mark:
                found.setdefault(key.strip(), value.strip())
        if found.get("data_filename") == path.name:
            return MappingProxyType(found)
    return NOTHING
