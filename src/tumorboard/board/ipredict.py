"""The I-PREDICT matching score as a ledger: every alteration counted, left out or matched, with the rule that did it.

Score = 100 x matched / total over characterized alterations, on the drugs that were really given.  The rules by number:

1   only characterized alterations count; those of unknown significance are left out
2   several mutations of a gene count once; classes of alteration of a gene count each
3   a drug that hits two alterations matches both; two drugs that hit one match it once
4   germline pathogenic alterations count
5   the same alteration in tissue and in plasma counts once
6   high PD-L1 counts, and is matched by an antibody against PD-1 or PD-L1
7   unstable microsatellites or a high burden with a checkpoint inhibitor make the score 100 %
8   ER, PR, AR, HER2 protein count when the matching drug is given (`protein_rule` as_recalled), or always
9   a match hits the gene's product or its immediate downstream effector; a change that makes the drug against the gene fail,
    and a drug made for another allele of it, are no match
10  no drug matched is 0; nothing to match is no score

Source: Sicklick 2019, Nat Med 25:744, doi:10.1038/s41591-019-0407-5 (the fraction); the counting rules are recalled from its
methods and of medium confidence: the tables they rest on can be replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tumorboard.interpret.expression.method import Method
from tumorboard.model.research import Ledger, LedgerItem

METHOD = Method(name="ipredict", version="1", doi=("10.1038/s41591-019-0407-5",), standing="reading")
PROTEIN_RULES = ("as_recalled", "always_in_denominator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One alteration or measurement of a patient.

    Parameters
    ----------
    kind
        mutation, amplification, deletion, gain, loss, rearrangement, pdl1, protein, signature.
    characterized
        Pathogenic or likely pathogenic; a measurement is characterized when it is high or positive.
    alleles
        Of a mutation: its functional classes and its change, ``class:EGFR:gatekeeper``, ``change:T790M``.
    note
        Code of why it is not characterized, where there is more to say than that.
    """

    item: str
    kind: str
    gene: str
    origin: str = "somatic"
    characterized: bool = True
    alleles: frozenset[str] = frozenset()
    note: str = ""


# Whether an agent hits a gene's product or its immediate downstream effector.
Hits = Callable[[str, Found], bool]
# The code of why an agent against the gene does not hit this alteration of it; empty where nothing bars it.
Bars = Callable[[str, Found], str]


def ledger(
    found: Sequence[Found],
    given: Sequence[str],
    hits: Hits,
    *,
    checkpoint: Callable[[str], bool],
    protein_rule: str = "as_recalled",
    barred: Bars = lambda agent, one: "",
) -> Ledger:
    """The score of what was given.

    Parameters
    ----------
    checkpoint
        Whether an agent is a checkpoint inhibitor.
    barred
        What keeps an agent that hits the gene from matching an alteration of it (rule 9).

    Raises
    ------
    ValueError
        If the protein rule is not known.
    """
    if protein_rule not in PROTEIN_RULES:
        raise ValueError(f"protein_rule is one of {', '.join(PROTEIN_RULES)}")
    agents = tuple(dict.fromkeys(given))
    items: dict[tuple[str, str], LedgerItem] = {}
    excluded: list[LedgerItem] = []
    for one in found:
        whys = {} if one.kind == "signature" else {a: barred(a, one) for a in agents if hits(a, one)}
        matched_by = tuple(a for a in agents if (checkpoint(a) if one.kind == "signature" else whys.get(a) == ""))
        rule, counts = _rule(one, protein_rule, matched_by)
        entry = _entry(one, rule, counts, matched_by if counts else ())
        if counts and not matched_by:
            entry = replace(entry, note=next(filter(None, whys.values()), ""))
        key = (one.gene or one.item, one.kind)
        if not counts:
            excluded.append(entry)
        elif key in items:
            other = items[key]
            if (
                entry.in_numerator and not other.in_numerator
            ):  # whichever comes first: one that is matched stands for the gene
                items[key], entry = entry, other
            same = other.item == one.item
            excluded.append(replace(entry, in_denominator=False, in_numerator=False, rule=5 if same else 2))
        else:
            items[key] = entry
    kept = tuple(items.values())
    matched = sum(i.in_numerator for i in kept)
    total = sum(i.in_denominator for i in kept)
    whole = any(i.kind == "signature" and i.matched_by for i in kept)
    score = None if not total and not whole else 100.0 if whole else 100.0 * matched / total
    return Ledger(
        items=kept, excluded=tuple(excluded), matched=matched, total=total, score=score, protein_rule=protein_rule
    )


def _rule(one: Found, protein_rule: str, matched: tuple[str, ...]) -> tuple[int, bool]:
    """The rule that decides about an item, and whether it counts."""
    if not one.characterized:
        return {"pdl1": 6, "signature": 7, "protein": 8}.get(one.kind, 1), False
    if one.kind == "pdl1":
        return 6, True
    if one.kind == "signature":
        return 7, bool(matched)  # it replaces the fraction or says nothing
    if one.kind == "protein":
        return 8, bool(matched) or protein_rule == "always_in_denominator"
    if one.origin == "germline":
        return 4, True
    return (9, True) if matched else (10, True)


def _entry(one: Found, rule: int, counts: bool, matched: tuple[str, ...]) -> LedgerItem:
    fraction = counts and one.kind != "signature"
    return LedgerItem(
        item=one.item, kind=one.kind, gene=one.gene, origin=one.origin, in_denominator=fraction,
        in_numerator=fraction and bool(matched), rule=rule, matched_by=matched, note=one.note,
    )  # fmt: skip
