"""Results that the name of a tumor type holds: receptors ("TNBC", "HR+/HER2- breast cancer"), and the name without them.

OncoTree has one code for all of these, so that the name alone would lose them.  They count as the laboratory's word; beside a
measurement that says otherwise they contradict it, and that is told like every contradiction.
"""

from __future__ import annotations

import re

from tumorboard.model.biomarker import Biomarker

_PLUS = r"(?:\s*-?\s*positive|\+(?=$|[\s/,;)]))"
_MINUS = r"(?:\s*-?\s*negative|[-\N{MINUS SIGN}](?=$|[\s/,;)]))"
_NAMES = {
    "HER2": r"her-?2(?:/neu)?|erbb2",
    "HR": r"hr|hormone[\s-]receptor",
    "ER": r"er|o?estrogen[\s-]receptor",
    "PR": r"pr|progesterone[\s-]receptor",
}
_TRIPLE = re.compile(r"\btnbc\b|\btriple[\s-]negative\b|三阴性?", re.IGNORECASE)
_WORDS = tuple(
    (marker, state, re.compile(rf"(?<![\w-])(?:{name}){ending}", re.IGNORECASE))
    for marker, name in _NAMES.items()
    for state, ending in (("positive", _PLUS), ("negative", _MINUS), ("low", r"[\s-]*low\b"))
    if state != "low" or marker == "HER2"
)
_JOIN = re.compile(r"^[\s/,;&()-]+|[\s/,;&(]+$")


def named_facts(text: str) -> tuple[tuple[Biomarker, ...], str]:
    """The results that the name holds, and the name without them; the whole name where it holds none.

    Examples
    --------
    >>> facts, rest = named_facts("HR+/HER2- breast cancer")
    >>> [(f.marker, f.state) for f in facts], rest
    ([('HER2', 'negative'), ('HR', 'positive')], 'breast cancer')
    >>> named_facts("Lung Adenocarcinoma")
    ((), 'Lung Adenocarcinoma')
    """
    found: dict[str, str] = {}
    rest = text
    if _TRIPLE.search(text):
        found |= {"ER": "negative", "PR": "negative", "HER2": "negative"}
        rest = _TRIPLE.sub(lambda m: "breast cancer" if m[0].casefold() == "tnbc" else "", rest, count=1)
    for marker, state, words in _WORDS:
        if words.search(rest):
            found.setdefault(marker, state)
            rest = words.sub(" ", rest)
    if not found:
        return (), text
    while _JOIN.search(rest):
        rest = _JOIN.sub("", rest)
    rest = re.sub(r"(?<=\s)[/,;&](?=\s)|\band\b|\s+", " ", rest)
    made = (Biomarker(marker=m, state=found[m], method="statement") for m in sorted(found))
    return tuple(made), " ".join(rest.split())
