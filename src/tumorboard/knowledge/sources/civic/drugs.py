"""The drugs of an item as regimens: a combination or sequence is one, substitutes are one each."""

from __future__ import annotations

import re

from tumorboard.knowledge.sources.civic.tables import Item
from tumorboard.knowledge.sources.civic.variant_names import NotExact
from tumorboard.vocab import Vocabulary

THERAPEUTIC = frozenset({"sensitivity", "resistance"})
# Words by which a name says the salt or form of an agent.
SALT = re.compile(r" (?:anhydrous|hydrochloride|mesylate|tosylate|maleate|phosphate|disodium|dihydrochloride)$")
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
    if len(units) > 1 and item.interaction not in {"Combination", "Sequential"}:
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
    return (vocab.therapies.resolve(low) or vocab.therapies.resolve(SALT.sub("", low)) or low,)
