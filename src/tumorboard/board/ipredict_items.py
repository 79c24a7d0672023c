"""What of a case enters the matching score: its alterations with whether they are characterized, and its measurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tumorboard.board.ipredict import Bars, Found, Hits, ledger
from tumorboard.criteria.measured import newest_first, span, threshold
from tumorboard.genome.protein import short_text
from tumorboard.model.alteration import CopyNumber, Origin, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding
from tumorboard.model.research import Ledger
from tumorboard.vocab import Therapies
from tumorboard.vocab.research import ResearchTables

STRONG = frozenset({"oncogenic", "likely_oncogenic"})
HARMFUL = frozenset({"pathogenic", "likely_pathogenic", "pathogenic/likely_pathogenic"})
PROTEINS = {"er": ("ER", "ESR1"), "pr": ("PR", "PGR"), "ar": ("AR", "AR"), "her2": ("HER2", "ERBB2")}
CHECKPOINT = "immune_checkpoint_inhibitor"
UNSETTLED = {
    "loss": ("loss", "not_deep"),
    "deep_loss": ("deletion", "not_settled"),
    "gain": ("gain", "not_amplified"),
    "amplification": ("amplification", "not_settled"),
}
MATTERS = {call: {"both", "tumor_suppressor" if "loss" in call else "oncogene"} for call in UNSETTLED}
ACTING = frozenset({"gain_of_function", "loss_of_function", "switch", "dominant_negative"})


def of_case(case: Case, context: Context, tables: ResearchTables, given: tuple[str, ...]) -> Ledger:
    """The ledger of an interpreted case for the agents given."""
    found = (*_alterations(case, context), *_measurements(case, context))
    therapies = context.vocab.therapies
    return ledger(
        found,
        given,
        _hits(therapies, tables),
        checkpoint=lambda agent: CHECKPOINT in therapies.classes(agent),
        barred=bars(found, therapies, tables),
    )


def bars(found: Sequence[Found], therapies: Therapies, tables: ResearchTables) -> Bars:
    """What keeps a drug against a gene from matching alterations of it in this tumor.

    Resistance is of the gene's product: a change that makes the drug fail bars it for the driver beside it too.  A drug made
    for one allele matches that allele alone, and none that is not told.
    """
    alleles: dict[str, frozenset[str]] = {}
    for one in found:
        alleles[one.gene] = alleles.get(one.gene, frozenset()) | one.alleles

    def told(table: Mapping[tuple[str, str], frozenset[str]], gene: str, agent: str) -> frozenset[str]:
        drugs = (agent, *therapies.classes(agent))
        return frozenset(a for drug in drugs for a in table.get((gene, drug), frozenset()))

    def barred(agent: str, one: Found) -> str:
        entry = therapies.entries.get(agent)
        if entry is None or one.gene not in entry.targets or one.kind in {"pdl1", "protein", "signature"}:
            return ""
        if told(tables.spared, one.gene, agent) & alleles.get(one.gene, frozenset()):
            return "resistance"
        wanted = told(tables.only, one.gene, agent)
        return "other_allele" if wanted and not wanted & one.alleles else ""

    return barred


def _hits(therapies: Therapies, tables: ResearchTables) -> Hits:
    def hits(agent: str, one: Found) -> bool:
        entry = therapies.entries.get(agent)
        if entry is None:
            return False
        if one.kind == "pdl1":
            return bool({"anti_pd1", "anti_pdl1"} & set(entry.classes))
        if one.gene in entry.targets:
            # less of a suppressor is not hit by what binds it
            return one.kind != "deletion"
        if one.kind == "protein":
            return one.gene in {"ESR1", "PGR"} and "endocrine_therapy" in entry.classes
        return bool(tables.downstream.get(one.gene, frozenset()) & set(entry.classes))

    return hits


def _alterations(case: Case, context: Context) -> Iterator[Found]:
    known = case.findings.alterations if case.findings else {}
    for v in case.variants:
        if v.gene:
            name = f"{v.gene} {v.hgvs_p or v.category}".strip()
            said = _characterized(known.get(f"variant/{v.id}")) or _harmful(v)
            origin = v.origin.value if v.origin in {Origin.SOMATIC, Origin.GERMLINE} else "unknown"
            finding = known.get(f"variant/{v.id}")
            alleles = {f"class:{c}" for c in finding.classes} if finding else set()
            alleles |= {f"change:{short_text(v.protein)}"} if v.protein else set()
            yield Found(
                item=name, kind="mutation", gene=v.gene, origin=origin, characterized=said, alleles=frozenset(alleles)
            )
    for n in case.copy_numbers:
        yield from _copies(n, known.get(f"copy_number/{n.id}"), context)
    for f in case.fusions:
        finding = known.get(f"fusion/{f.id}")
        for gene in sorted(f.genes):
            role = _role(context, gene)
            if role in {"oncogene", "both"} or len(f.genes) == 1:
                item = "::".join(g for g in (f.five_prime, f.three_prime) if g)
                yield Found(item=item, kind="rearrangement", gene=gene, characterized=_characterized(finding))


def _copies(n: CopyNumber, finding: AlterationFinding | None, context: Context) -> Iterator[Found]:
    if finding is None:
        return
    role = _role(context, n.gene)
    if finding.amplified:
        yield Found(item=n.gene, kind="amplification", gene=n.gene, characterized=role in {"oncogene", "both"})
    elif finding.deep_deletion:
        yield Found(item=n.gene, kind="deletion", gene=n.gene, characterized=role in {"tumor_suppressor", "both"})
    elif n.call in UNSETTLED and role in MATTERS[n.call]:
        # Rule 1 leaves it out, and says so: a loss that is not of both copies is not known to be deleterious.
        kind, note = UNSETTLED[n.call]
        yield Found(item=n.gene, kind=kind, gene=n.gene, characterized=False, note=note)


def _role(context: Context, gene: str) -> str:
    entry = context.vocab.genes.entries.get(gene)
    return entry.role if entry else ""


def _characterized(finding: AlterationFinding | None) -> bool:
    if finding is None:
        return False
    if finding.oncogenicity is not None:
        return finding.oncogenicity.classification in STRONG
    return finding.effect in ACTING


def _harmful(v: Variant) -> bool:
    return v.origin is Origin.GERMLINE and v.clinvar.strip().lower().replace(" ", "_") in HARMFUL


def _measurements(case: Case, context: Context) -> Iterator[Found]:
    found = case.findings.biomarkers if case.findings else {}
    if (msi := found.get("msi")) is not None and msi.state == "msi_high":
        yield Found(item="msi_high", kind="signature", gene="", origin="signature")
    tmb = found.get("tmb")
    if tmb is not None and tmb.value is not None and tmb.value >= threshold(context, "ipredict_tmb_high"):
        yield Found(item="tmb_high", kind="signature", gene="", origin="signature")
    for one in newest_first(case, context, ["PDL1"])[:1]:
        number = span(one)
        share = one.scale.upper() in {"TPS", "TC"} and number is not None
        high = one.state == "high" or bool(
            share and number and number.low >= threshold(context, "ipredict_pdl1_high_percent")
        )
        yield Found(item="pdl1", kind="pdl1", gene="CD274", origin="protein", characterized=high)
    for name, (marker, gene) in PROTEINS.items():
        finding = found.get(name)
        if finding is not None and finding.state:
            positive = finding.state == "positive"
            yield Found(item=marker, kind="protein", gene=gene, origin="protein", characterized=positive)
