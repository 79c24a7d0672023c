"""The drugs of an item as regimens: a combination is one, substitutes are one each.

A sequence is none: the table does not say which drug is given first, and the two orders of one pair of drugs are two claims (EID1483,
EID1484).
"""

from __future__ import annotations

import re

from tumorboard.knowledge.sources.civic.tables import Item
from tumorboard.knowledge.sources.civic.variant_names import NotExact
from tumorboard.vocab import Vocabulary

THERAPEUTIC = frozenset({"sensitivity", "resistance"})
# Words by which a name says the salt or form of an agent.
SALT = re.compile(r" (?:anhydrous|hydrochloride|mesylate|tosylate|maleate|phosphate|disodium|dihydrochloride)$")
# "ALK Inhibitor TAE684": the class before a name that a maker gave says nothing of its own, and the next release may leave it out.
CLASSED = re.compile(r"(?i).*(?:inhibitor|antibody) \(?([a-z]+-?\d[a-z0-9-]*)\)?")
REGIMEN = re.compile(r"(?i)(\S+(?:/\S+)+) regimen")


def regimens(item: Item, predicate: str, vocab: Vocabulary) -> list[tuple[tuple[str, ...], str]]:
    """Regimens with the letter that tells them apart; of a claim without drugs one empty regimen.

    Raises
    ------
    NotExact
        With the reason.
    """
    if predicate not in THERAPEUTIC:
        return [((), "")]
    names = [n.strip() for n in item.therapies.split(",") if n.strip()]
    if not names:
        raise NotExact("therapy_absent")
    units = [_unit(n, vocab) for n in names]
    if item.interaction == "Substitutes" and len(units) > 1:
        return [(unit, chr(ord("a") + n)) for n, unit in enumerate(sorted(set(units)))]
    if len(units) > 1 and item.interaction == "Sequential":
        raise NotExact("order_not_told")
    if len(units) > 1 and item.interaction != "Combination":
        raise NotExact("interaction_unknown")
    return [(tuple(sorted({code for unit in units for code in unit})), "")]


def _unit(name: str, vocab: Vocabulary) -> tuple[str, ...]:
    """The codes of one name: several for a named regimen of known drugs.

    A drug that the table does not know keeps its name as its code: nothing is known of its class.
    """
    regimen = REGIMEN.fullmatch(name)
    if regimen:
        parts = [vocab.therapies.resolve(part) for part in regimen[1].split("/")]
        if None not in parts:
            return tuple(sorted(p for p in parts if p))
    low = name.casefold()
    classed = CLASSED.fullmatch(low)
    bare = classed[1] if classed else low
    known = (vocab.therapies.resolve(n) for n in (low, bare, SALT.sub("", low)))
    return (next((k for k in known if k), bare),)
