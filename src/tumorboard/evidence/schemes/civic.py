"""CIViC: the evidence level that CIViC's curators gave an item, with its definition; never derived for another source.

The definitions leave open an item with exactly five patients, so no level is made out of a number of patients.  The level
is that of the item whatever the patient's tumor is: how the tumors relate is shown beside it.

Source: griffithlab/civic-docs, evidence level.
"""

from __future__ import annotations

from tumorboard.evidence.schemes.rules import Graded, Rule, Scheme
from tumorboard.reasons import Reason

MEANINGS = (
    ("A", "validated: proven or consensus association"),
    ("B", "clinical: trial or other primary patient data"),
    ("C", "case study: individual cases"),
    ("D", "preclinical: in vivo or in vitro"),
    ("E", "inferential: indirect"),
)


def _level(letter: str, meaning: str) -> Rule:
    def holds(g: Graded) -> bool:
        return g.civic == letter

    return Rule(letter, letter, f"{letter}, {meaning}", holds, lambda g: Reason.of("source.civic", level=g.civic))


RULES = (
    *(_level(letter, meaning) for letter, meaning in MEANINGS),
    Rule("N0", "", "not an item of CIViC", lambda g: True, lambda g: Reason.of("civic_level.not_of_civic")),
)

SCHEME = Scheme(
    "civic",
    "as released",
    "griffithlab/civic-docs",
    RULES,
    tuple(letter for letter, _ in MEANINGS),
    tuple((letter, letter) for letter, _ in MEANINGS),
)
