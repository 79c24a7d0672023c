"""Variant names of CIViC as criteria text, only where the criterion says exactly what the name says.

A name that no criterion carries exactly is refused with a code: an expression without a cut-off, a domain without bounds,
"loss" that may be of protein or of gene, a fusion by its exons.  A loose criterion would be a wrong option for somebody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tumorboard.criteria.rearrangements import FIVE_PRIME, THREE_PRIME
from tumorboard.genome.protein import protein_change, short_text
from tumorboard.knowledge.sources.civic.numbering import NotCertain, promoter_change, residue_name
from tumorboard.vocab import Vocabulary

ONCOGENIC = 'min_oncogenicity="likely_oncogenic"'
KINDS = frozenset({"substitution", "nonsense", "deletion", "duplication", "insertion", "delins", "frameshift"})


class NotExact(ValueError):
    """No criterion says exactly this; the argument is a reason of the account."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A gene and an origin: ``any`` or ``germline``."""

    gene: str
    origin: str

    def leaf(self, name: str, *parameters: str) -> str:
        """A leaf's text with the origin where one is asked."""
        more = (f'origin="{self.origin}"',) if self.origin != "any" else ()
        return f"{name}({', '.join((*parameters, *more))})"


def criterion(gene: str, variant: str, origin: str, vocab: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Criteria text of one term, and the genes it speaks of.

    Parameters
    ----------
    origin
        ``any``, or ``germline`` where the item speaks of germline variants.

    Raises
    ------
    NotExact
        With the reason.
    """
    if gene in COMPOSITE:
        return _composite(gene, variant, origin)
    if "::" in gene:
        if variant.casefold() != "fusion":
            raise NotExact("fusion_by_its_exons")
        return _fusion(_partners(gene), origin, vocab)
    if "::" in variant:
        return _fusion(_partners(re.sub(r"(?i) fusion$", "", variant)), origin, vocab)
    symbol = vocab.genes.approved(gene)
    if symbol is None:
        raise NotExact("gene_unknown")
    if (old := _old_fusion(symbol, variant, origin, vocab)) is not None:
        return old
    asked = Asked(symbol, origin)
    for pattern, make in RULES:
        found = pattern.fullmatch(variant.strip())
        if found is not None:
            return make(asked, found), (symbol,)
    if promoter := promoter_change(symbol, variant.strip(), vocab):
        if origin != "any":
            raise NotExact("origin_not_expressible")
        return f'PromoterMutated("{symbol}", changes=["{promoter}"])', (symbol,)
    changes = _changes(symbol, variant)
    if changes:
        listed = ", ".join(f'"{c}"' for c in changes)
        return asked.leaf("ProteinChangeIn", f'"{symbol}"', f"[{listed}]"), (symbol,)
    raise NotExact("variant_not_expressible")


def _changes(gene: str, variant: str) -> tuple[str, ...]:
    """Protein changes of a name: ``L858R``, ``S310F/Y``, ``W288FS``, ``L184P (c.551T>C)``; empty when it is none."""
    bare = re.sub(r"\s*\(c\.[^)]*\)$", "", variant.strip())
    if re.search(r"(?i)fs", bare) and (bare != variant.strip() or re.search(r"(?i)fs[x*]?\d", bare)):
        raise NotExact("frame_not_asked")  # the criterion would hold for every frameshift that begins at this codon
    several = re.fullmatch(r"([A-Z]\d+)([A-Z])((?:/[A-Z])+)", bare)
    words = [several[1] + r for r in (several[2], *several[3].strip("/").split("/"))] if several else [bare]
    found = []
    for word in words:
        spelled = re.sub(r"(?i)(fs|del|dup|ins|delins)", lambda m: m[0].lower(), word)
        try:
            spelled = residue_name(gene, spelled)
        except NotCertain as error:
            raise NotExact("residue_not_certain") from error
        change = protein_change(f"p.{spelled}") if re.match(r"[A-Z]\d", spelled) else None
        if change is None or change.kind not in KINDS:
            return ()
        found.append(short_text(change))
    return tuple(dict.fromkeys(found))


# Measurements that CIViC files like genes: (name, value) -> criterion and the marker it speaks of.
COMPOSITE = {"MSI": {"high": ("MismatchRepairDeficient()", "MSI")}, "TMB": {}, "CK": {}, "Kataegis": {}}


def _composite(name: str, value: str, origin: str) -> tuple[str, tuple[str, ...]]:
    found = COMPOSITE[name].get(value.casefold())
    if found is None or origin != "any":
        raise NotExact("measured_without_cut_off")
    return found[0], (found[1],)


def _partners(text: str) -> tuple[str, str]:
    five, _, three = text.partition("::")
    if not five or not three or " " in text:
        raise NotExact("fusion_by_its_exons")
    return five, three


def _fusion(partners: tuple[str, str], origin: str, vocab: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """A fusion by its partners; ``v`` and ``?`` stand for any or an unknown partner."""
    if origin != "any":
        raise NotExact("origin_not_expressible")
    named = [None if p in {"v", "?"} else vocab.genes.approved(p) for p in partners]
    if any(n is None and p not in {"v", "?"} for n, p in zip(named, partners, strict=True)):
        raise NotExact("gene_unknown")
    sides = {"five_prime": named[0], "three_prime": named[1]}
    for side, gene in sides.items():
        if gene and any(r.value == side for r in vocab.functional.rows(gene, "fusion")):
            other = named[1] if side == "five_prime" else named[0]
            partner = f', partners=["{other}"]' if other else ""
            return f'FusionIn(["{gene}"]{partner})', tuple(n for n in named if n)
    five, three = named
    alone = three if three in THREE_PRIME and not five else five if five in FIVE_PRIME and not three else None
    if alone:
        return f'FusionIn(["{alone}"])', (alone,)
    if five and three:  # sarcoma and leukemia fusions: the criterion knows the pair
        return f'FusionIn(["{three}"], partners=["{five}"])', (five, three)
    raise NotExact("fusion_side_unknown")


def _old_fusion(gene: str, variant: str, origin: str, vocab: Vocabulary) -> tuple[str, tuple[str, ...]] | None:
    """A fusion as written until 2021, ``EML4-ALK`` or ``BCR-ABL T315I`` under one of its genes; None when it is none."""
    found = re.fullmatch(r"([A-Z0-9]{3,})-([A-Z0-9]{3,})(?:\s+(\S+))?", variant.strip())
    partners = [vocab.genes.approved(p) for p in found.groups()[:2]] if found else []
    if found is None or gene not in partners or None in partners:
        return None
    text, genes = _fusion((str(partners[0]), str(partners[1])), origin, vocab)
    if found[3] is None:
        return text, genes
    changes = _changes(gene, found[3])
    if not changes:
        raise NotExact("fusion_by_its_exons")
    listed = ", ".join(f'"{c}"' for c in changes)
    return f'({text} and ProteinChangeIn("{gene}", [{listed}]))', genes


def _by_gene(leaf: str, *more: str) -> Callable[[Asked, re.Match[str]], str]:
    return lambda asked, m: asked.leaf(leaf, f'["{asked.gene}"]', *more)


def _somatic(leaf: str, *more: str) -> Callable[[Asked, re.Match[str]], str]:
    """A leaf that has no origin: refused where the item speaks of germline variants."""

    def make(asked: Asked, m: re.Match[str]) -> str:
        if asked.origin != "any":
            raise NotExact("origin_not_expressible")
        return f"{leaf}({', '.join((f'{chr(34)}{asked.gene}{chr(34)}', *more))})"

    return make


# Exons that older names count otherwise than MANE Select: NPM1 by a transcript with one exon more (NM_002520.7 has eleven), and
# PIK3CA by coding exons, where either count gives an exon of the gene and the name does not say which.
RENUMBERED = {("NPM1", 12): 11}
UNCERTAIN = frozenset({("PIK3CA", 9), ("PIK3CA", 20)})


def _exons(types: str) -> Callable[[Asked, re.Match[str]], str]:
    def make(asked: Asked, m: re.Match[str]) -> str:
        first, last = int(m[1]), int(m[2] or m[1])
        exons = [RENUMBERED.get((asked.gene, e), e) for e in range(first, last + 1)]
        if any((asked.gene, e) in UNCERTAIN for e in exons):
            raise NotExact("exon_count_not_certain")
        listed = ", ".join(map(str, exons))
        # "Exon 2 mutation" is said of drivers, as "KRAS mutation" is; a class of changes (exon 19 deletion) says which it means.
        meant = (ONCOGENIC,) if types == "any" else ()
        return asked.leaf("ExonMutated", f'"{asked.gene}"', f"[{listed}]", f'types="{types}"', *meant)

    return make


# Where "exon N deletion" means small in-frame deletions within the exon; elsewhere the loss of whole exons is meant.
# Source: Lynch et al. 2004, N Engl J Med 350:2129 (EGFR); Hirota et al. 1998, Science 279:577 (KIT).
SMALL_DELETIONS = frozenset({("EGFR", 19), ("KIT", 11)})


def _exon_deletion(asked: Asked, m: re.Match[str]) -> str:
    if m[2] or (asked.gene, int(m[1])) not in SMALL_DELETIONS:
        raise NotExact("whole_exons_lost")
    return _exons("deletion")(asked, m)


def _inactivating_variant(asked: Asked) -> str:
    """A variant that inactivates: the loss of the gene by a deletion is not what the name says."""
    listed = f'["{asked.gene}"]'
    variant = asked.leaf("GeneAltered", listed, 'kinds=["variant"]', ONCOGENIC)
    return f"({asked.leaf('GeneInactivated', listed)} and {variant})"


def _codons(asked: Asked, m: re.Match[str]) -> str:
    listed = ", ".join(re.findall(r"\d+", m[0]))
    return asked.leaf("CodonMutated", f'"{asked.gene}"', f"[{listed}]")


def _skipping(asked: Asked, m: re.Match[str]) -> str:
    if asked.origin != "any":
        raise NotExact("origin_not_expressible")
    return f'ExonSkipping("{asked.gene}", {int(m[1])})'


def _refuse(reason: str) -> Callable[[Asked, re.Match[str]], str]:
    def make(asked: Asked, m: re.Match[str]) -> str:
        raise NotExact(reason)

    return make


def _egfr_viii(asked: Asked, m: re.Match[str]) -> str:
    if asked.gene != "EGFR":
        raise NotExact("variant_not_expressible")
    return 'ExonSkipping("EGFR", 2)'


def _fusion_of(asked: Asked, m: re.Match[str]) -> str:
    return f'FusionIn(["{asked.gene}"])'


def _tert(asked: Asked, m: re.Match[str]) -> str:
    if asked.gene != "TERT":
        raise NotExact("variant_not_expressible")
    return 'PromoterMutated("TERT")'


def _flt3_itd(asked: Asked, m: re.Match[str]) -> str:
    if asked.gene != "FLT3" or asked.origin != "any":
        raise NotExact("variant_not_expressible")
    return 'VariantClassIn("FLT3", ["FLT3:itd"])'


def _of(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


RULES: tuple[tuple[re.Pattern[str], Callable[[Asked, re.Match[str]], str]], ...] = (
    (_of(r"mutation|alteration"), _by_gene("GeneAltered", 'kinds=["variant"]', ONCOGENIC)),
    (_of(r"amplification"), _somatic("GeneAmplified")),
    (_of(r"fusions?|rearrangement"), _fusion_of),
    (_of(r"loss-of-function"), _by_gene("GeneInactivated")),
    (_of(r"inactivating mutation|deleterious mutation"), lambda asked, m: _inactivating_variant(asked)),
    (_of(r"activating mutation|gain-of-function"), lambda asked, m: _activated(asked)),
    (_of(r"truncating mutation"), _by_gene("GeneAltered", 'kinds=["truncating"]')),
    (_of(r"wild ?type"), lambda asked, m: f'WildType(["{asked.gene}"])'),
    (_of(r"exon (\d+)(?:-(\d+))? mutation"), _exons("any")),
    (_of(r"exon (\d+)(?:-(\d+))? del(?:etion)?"), lambda asked, m: _exon_deletion(asked, m)),
    (_of(r"exon (\d+)(?:-(\d+))? insertion"), _exons("insertion")),
    (_of(r"exon (\d+) skipping(?: mutation)?"), _skipping),
    (_of(r"(?:egfr)?v?iii"), _egfr_viii),
    (_of(r"promoter mutation"), _tert),
    (_of(r"itd|internal duplication"), _flt3_itd),
    (_of(r"[A-Z]\d+(?:/[A-Z]?\d+)*"), _codons),
    (_of(r".*expression.*|high|serum levels|phosphorylation|.*methylation|.*localization.*"), _refuse("measured_without_cut_off")),
    (_of(r"loss|deletion|copy number.*|loh|copy-neutral.*"), _refuse("copy_state_not_certain")),
    (_of(r"rs\d+.*|snp\d+|.*polymorphism|.*genotype|.*homozygosity"), _refuse("polymorphism")),
    (_of(r".*domain.*|.*p-loop.*|n-terminal.*"), _refuse("region_without_bounds")),
)  # fmt: skip


def _activated(asked: Asked) -> str:
    if asked.origin != "any":
        raise NotExact("origin_not_expressible")
    return f'GeneActivated(["{asked.gene}"])'
