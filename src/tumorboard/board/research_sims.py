"""SIMS of a case: copy numbers and mutations from its own findings, cut points of the published cohort."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.criteria.leaves.gene_deleted import GeneDeleted
from tumorboard.interpret.expression import sims, sims_triplets
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.research import SimsResult
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.vocab.research import ResearchTables
from tumorboard.vocab.sims import Sims

LUNG = "NSCLC"
DIGITS = 6


def sims_of(
    case: Case, context: Context, tables: ResearchTables, changes: Mapping[str, float], remarks: list[Reason]
) -> SimsResult:
    """Scores and triplets; what a reader must doubt goes to `remarks`."""
    settings, table = sims.Settings(), tables.sims
    copies = _copies(case, context, table)
    nodes = sims.scores(
        table,
        {gene: round(change, DIGITS) for gene, change in changes.items()},
        table.cut_points(settings.scale, settings.membership),
        settings,
        copies=copies,
        mutated=_mutated(case, context, table),
    )
    names = {n.key: n.name for n in table.nodes}
    disease = case.diagnosis.disease
    if disease is None or LUNG not in context.vocab.diseases.lineage(disease.code):
        remarks.append(Reason.of("research.sims_other_tumor"))
    if any(n.cna is not None for n in nodes):
        remarks.append(Reason.of("research.sims_cna_approximate"))
    untested = tuple(names[n.key] for n in nodes if n.mrna is not None and n.cna is None)
    if untested:
        remarks.append(Reason.of("research.sims_copies_untested", nodes=untested))
    lacking = tuple(names[n.key] for n in nodes if n.mrna is None)
    if lacking:
        remarks.append(Reason.of("research.sims_few_genes", nodes=lacking))
    search = sims_triplets.search(table, nodes)
    used = {key for t in search.triplets for key in t.nodes}
    below = tuple(
        names[n.key] for n in nodes if n.key in used and n.change is not None and n.change < 1 and not n.mutated
    )
    if below and settings.scale == "mean_fc":
        remarks.append(Reason.of("research.sims_below_normal", nodes=below))
    return SimsResult(
        nodes=nodes,
        names=names,
        search=search,
        spelled={a: w for a, w in table.written.items() if a not in context.vocab.therapies.entries},
        scale=settings.scale,
        membership=settings.membership,
        combine=settings.combine,
    )


def _copies(case: Case, context: Context, table: Sims) -> dict[str, str]:
    """Gene to amplified, deleted or neutral; a gene whose copies no assay covered, or whose call is not settled, is absent."""
    called: dict[str, str] = {}
    for gene in {g for n in table.nodes for g in n.genes("sheet")}:
        asked = (GeneAmplified(gene), GeneDeleted(gene))
        up, down = (leaf.check(case, context).verdict for leaf in asked)
        if up is Verdict.MET and down is Verdict.NOT_MET:
            called[gene] = "A"
        elif down is Verdict.MET and up is Verdict.NOT_MET:
            called[gene] = "D"
        elif up is down is Verdict.NOT_MET:
            called[gene] = "N"
    return called


def _mutated(case: Case, context: Context, table: Sims) -> dict[str, bool]:
    """Gene to whether it carries an oncogenic variant; a gene that was not tested, or whose variant is not understood, is absent."""
    found = {}
    for gene in table.mutations:
        asked = GeneAltered(genes=(gene,), kinds=("variant",), min_oncogenicity="likely_oncogenic")
        verdict = asked.check(case, context).verdict
        if verdict is not Verdict.UNKNOWN:
            found[gene] = verdict is Verdict.MET
    return found
