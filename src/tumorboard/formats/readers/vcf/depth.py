"""Reads behind an allele, by the convention of whichever caller wrote the sample column.

No two callers agree; each of the fourteen rules is recognized by the FORMAT keys it needs, in order of precedence, and
the rule that fired is part of the answer.  Afterwards the depth is the caller's own ``DP`` unless that is absent or
smaller than the allele depths it should contain.

| rule | recognized by | caller |
|---|---|---|
| ``ad`` | AD with one number per allele | Mutect2, VarDict, germline callers |
| ``ad_rd`` | AD with one number, and RD | VarScan2 |
| ``bcount`` | BCOUNT | SomaticSniper |
| ``strelka_snv`` | AU CU GU TU (first tier) | Strelka2 |
| ``strelka_indel`` | TIR TAR (first tier) | Strelka2 |
| ``caveman`` | FAZ FCZ FGZ FTZ RAZ RCZ RGZ RTZ | CaVEMan |
| ``ao_ro`` | AO RO | FreeBayes, Ion Torrent |
| ``rr_rv`` | RR RV (junction reads) | Delly |
| ``dp4`` | DP4 | samtools mpileup |
| ``pindel`` | PP NP PR NR | cgpPindel |
| ``fa_dp`` | FA DP | Mutect1 |
| ``dv_dp`` | DV DP | bcftools mpileup |
| ``ad_alone`` | AD with one number, no RD | taken as the variant allele |
| ``ad_mismatch`` | AD with another count than alleles | unknown; an issue |

Two more only fill what the fourteen leave unknown: ``adt`` (PCGR's one-column ADT/DPT) and ``fraction`` (an allele
fraction without reads).  Mutect2's ``AF`` is a model estimate and is never preferred to AD.

Source: order and arithmetic as in mskcc/vcf2maf, ``FixAlleleDepths`` (commit bf53e52); Strelka2 user guide for VAF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tumorboard.formats.cells import parse_whole

Fields = Mapping[str, str]
Counts = tuple[int | None, int | None]  # reference reads, alternate reads

BASES = "ACGT"
CAVEMAN = tuple(f"{strand}{base}Z" for strand in "FR" for base in BASES)


class Depth(NamedTuple):
    """Reads of one allele; every number None when the column does not say; `vaf` 0-1."""

    ref: int | None = None
    alt: int | None = None
    total: int | None = None
    vaf: float | None = None
    rule: str = ""


NOTHING = Depth()


def measure(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Depth:
    """Reads of the `index`-th alternate allele (1-based) in one sample column.

    Parameters
    ----------
    sample
        FORMAT key -> text of this sample; missing values as ``.`` or absent.
    alts
        Every alternate allele of the record, ``*`` included, so that indexes into per-allele lists hold.

    Examples
    --------
    >>> measure({"AD": "60,30,10", "DP": "100"}, "C", ("A", "T"), 2)
    Depth(ref=60, alt=10, total=100, vaf=0.1, rule='ad')
    """
    ad = _numbers(sample.get("AD"))
    if len(ad) == len(alts) + 1 and len(ad) > 1:
        if ad[0] is not None or ad[index] is not None:
            return _finish("ad", (ad[0], ad[index]), sample, sum(filter(None, ad)))
        ad = ()
    if len(ad) == 1 and ad[0] is not None and len(alts) == 1 and _number(sample.get("RD")) is not None:
        return _finish("ad_rd", (_number(sample["RD"]), ad[0]), sample)
    if not any(n is not None for n in ad):
        for name, needs, rule in RULES:
            if all(sample.get(key, ".") != "." for key in needs):
                counts = rule(sample, ref, alts, index)
                if counts[1] is not None:
                    return _finish(name, counts, sample)
        return _fraction(sample, len(alts), index)
    if len(ad) == 1 and len(alts) == 1:
        return _finish("ad_alone", (None, ad[0]), sample)
    return Depth(total=_number(sample.get("DP")), rule="ad_mismatch")


def _finish(rule: str, counts: Counts, sample: Fields, allele_sum: int | None = None) -> Depth:
    ref, alt = counts
    total = _number(sample.get("DP", sample.get("DPT") if rule == "adt" else None))
    if rule == "pindel":
        total = _sum(_number(sample["PR"]), _number(sample["NR"]))
    seen = allele_sum if allele_sum is not None else (ref or 0) + (alt or 0)
    if total is None or seen > total:
        total = seen if ref is not None else None if alt is None or total is None else seen
    vaf = None
    if alt is not None:
        over = total
        if rule in FRACTION_OF_BOTH and ref is not None:
            over = ref + alt
        vaf = alt / over if over else None
    return Depth(ref, alt, total, vaf, rule)


# Callers whose own documentation divides by the two alleles, while DP counts other reads too.
FRACTION_OF_BOTH = frozenset({"ad_rd", "strelka_snv", "strelka_indel", "rr_rv", "dp4"})


def _bcount(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    counts = _numbers(sample["BCOUNT"])
    if len(counts) != 4:
        return None, None
    return _by_base(dict(zip(BASES, counts, strict=True)), ref, alts[index - 1])


def _strelka_snv(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    counts = {base: _first(sample[f"{base}U"]) for base in BASES}
    alt = alts[index - 1]
    if alt == "N" and len(alts) == 1:
        others = [n for base, n in counts.items() if base != ref and n is not None]
        return counts.get(ref), max(others, default=None)
    return _by_base(counts, ref, alt)


def _caveman(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    counts = {b: _sum(_number(sample[f"F{b}Z"]), _number(sample[f"R{b}Z"])) for b in BASES}
    return _by_base(counts, ref, alts[index - 1])


def _freebayes(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    observed = _numbers(sample["AO"])
    alt = observed[index - 1] if len(observed) == len(alts) else None
    return _number(sample["RO"]), alt


def _mpileup(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    counts = _numbers(sample["DP4"].replace("%2C", ","))
    if len(counts) != 4 or len(alts) != 1:  # reads of all alternates together
        return None, None
    return _sum(counts[0], counts[1]), _sum(counts[2], counts[3])


def _mutect1(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    fraction, depth = _decimal(sample["FA"], index), _number(sample["DP"])
    return None, None if fraction is None or depth is None else round(fraction * depth)


def _pcgr(sample: Fields, ref: str, alts: Sequence[str], index: int) -> Counts:
    counts = _numbers(sample["ADT"])
    return (counts[0], counts[index]) if len(counts) == len(alts) + 1 else (None, None)


Rule = Callable[[Fields, str, Sequence[str], int], Counts]
RULES: tuple[tuple[str, tuple[str, ...], Rule], ...] = (
    ("bcount", ("BCOUNT",), _bcount),
    ("strelka_snv", ("AU", "CU", "GU", "TU"), _strelka_snv),
    ("strelka_indel", ("TIR", "TAR"), lambda s, r, a, i: (_first(s["TAR"]), _first(s["TIR"]))),
    ("caveman", CAVEMAN, _caveman),
    ("ao_ro", ("AO", "RO"), _freebayes),
    ("rr_rv", ("RR", "RV"), lambda s, r, a, i: (_number(s["RR"]), _number(s["RV"]))),
    ("dp4", ("DP4",), _mpileup),
    ("pindel", ("PP", "NP", "PR", "NR"), lambda s, r, a, i: (None, _sum(_number(s["PP"]), _number(s["NP"])))),
    ("fa_dp", ("FA", "DP"), _mutect1),
    ("dv_dp", ("DV", "DP"), lambda s, r, a, i: (None, _item(s["DV"], i))),
    ("adt", ("ADT",), _pcgr),
)


def _fraction(sample: Fields, alleles: int, index: int) -> Depth:
    depth = _number(sample.get("DP"))
    for key in ("AF", "VAF", "FREQ", "FA"):
        vaf = _decimal(sample.get(key), index)
        if vaf is not None and 0 <= vaf <= 1:
            return Depth(None, None, depth, vaf, "fraction")
    return Depth(total=depth)


def from_info(vaf: str, depth: str, index: int) -> Depth:
    """Reads as PCGR's INFO fields TVAF and TDP state them; also any other pair of fraction and depth."""
    fraction = _decimal(vaf, index)
    if fraction is None or not 0 <= fraction <= 1:
        return NOTHING
    total = _item(depth, 1)
    return Depth(None, None if total is None else round(fraction * total), total, fraction, "info_fraction")


def _by_base(counts: Mapping[str, int | None], ref: str, alt: str) -> Counts:
    return counts.get(ref), counts.get(alt)


def _numbers(text: str | None) -> Sequence[int | None]:
    if not text or text == ".":
        return ()
    return [parse_whole(part) for part in text.split(",")]


def _number(text: str | None) -> int | None:
    return parse_whole(text) if text else None


def _first(text: str) -> int | None:
    return _number(text.split(",")[0])


def _item(text: str, index: int) -> int | None:
    parts = _numbers(text)
    return parts[index - 1] if len(parts) >= index else parts[0] if len(parts) == 1 else None


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _decimal(text: str | None, index: int) -> float | None:
    parts = text.split(",") if text else []
    part = parts[index - 1] if len(parts) >= index else ""
    percent = part.endswith("%")
    try:
        value = float(part.rstrip("%"))
    except ValueError:
        return None
    if value != value:
        return None
    return value / 100 if percent else value
