"""One question to OncoKB with the site's own token; the answer is lines of text and is kept nowhere."""

from __future__ import annotations

import os
from collections.abc import Iterator

from tumorboard.knowledge import oncokb


def answered(gene: str, change: str, disease: str, *, url: str = "") -> Iterator[str]:
    """OncoKB's answer on a protein change of a gene in a tumor type.

    Raises
    ------
    InputError, ToolError
        As `knowledge.oncokb`: without a token nothing is asked.
    """
    asked = oncokb.Asked(gene, change.removeprefix("p."), disease)
    found = oncokb.ask(asked, oncokb.token(os.environ), url=url or oncokb.URL)
    yield from oncokb.lines(asked, found)
