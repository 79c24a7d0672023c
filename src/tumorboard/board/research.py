"""Every research method that a case brings material for, with a remark for each that could not be run.

Nothing here is an option: no statement asks it, nothing ranks it.  What a method cannot do without stands first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from tumorboard.board import ipredict, winther
from tumorboard.board.ipredict_items import of_case
from tumorboard.board.research_sims import sims_of
from tumorboard.board.research_tissue import WITHHELD, normal_tissue
from tumorboard.criteria.measured import threshold
from tumorboard.interpret.expression import (
    ddpp,
    drug_outliers,
    drug_score,
    fold_change,
    fuscc_surrogate,
    patient,
    reference,
    sims_triplets,
)
from tumorboard.interpret.expression import sims as sims_method
from tumorboard.interpret.expression.centroids import UNCLASSIFIED
from tumorboard.interpret.expression.method import Method
from tumorboard.interpret.expression.units import same_scale
from tumorboard.model.assessment import TherapyOption
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.research import (
    ExpressionCall,
    ExpressionQuality,
    MethodUsed,
    Predicted,
    RankedDrug,
    Research,
    SimsResult,
    SubtypeCall,
)
from tumorboard.model.research_input import ResearchInput
from tumorboard.model.specimen import AssayStatus
from tumorboard.model.verdict import Verdict
from tumorboard.reasons import Reason
from tumorboard.vocab.research import ResearchTables

# targets of antimetabolites of which more has been read as resistance: from memory, medium; it moves no drug, it only warns
RESISTANCE = frozenset({"TYMS", "DHFR", "GART"})
SHOWN = 40  # drugs; those given are kept wherever they stand
DIGITS = 6
ABSENT = {"tumor": "research.no_tumor", "normal": "research.no_normal"}


@dataclass(slots=True)
class _Desk:
    """What has been found so far."""

    case: Case
    context: Context
    tables: ResearchTables
    remarks: list[Reason] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)

    def remark(self, code: str, **params: str | int | float | tuple[str, ...]) -> None:
        self.remarks.append(Reason.of(code, **params))


def research(case: Case, tables: ResearchTables, context: Context, options: Sequence[TherapyOption]) -> Research:
    """What the methods say of an interpreted case."""
    desk = _Desk(case, context, tables)
    asked = case.research or ResearchInput()
    quality, tumor, normal = _tables(desk)
    changes = _changes(desk, tumor, normal)
    sims: SimsResult | None = None
    drugs: tuple[RankedDrug, ...] = ()
    calls: tuple[ExpressionCall, ...] = ()
    if changes is not None:
        sims = sims_of(case, context, tables, changes, desk.remarks)
        desk.methods += [sims_method.METHOD, sims_triplets.METHOD]
        drugs = _ranked(desk, changes, options)
        calls = _against_normal(desk)
    predicted = _predicted(desk, changes, asked)
    subtype = None
    if tumor is not None:
        more, subtype = _against_cohort(desk, tumor, asked)
        calls = (*calls, *more)
    ledger = of_case(case, context, tables, asked.given) if asked.given else None
    if asked.unnamed:
        desk.remark("research.given_unknown", drugs=asked.unnamed)
        ledger = ledger and replace(ledger, score=None)
    if asked.decision is not None and asked.decision.unnamed:
        desk.remark("research.decision_unknown", drugs=asked.decision.unnamed)
    desk.methods += [winther.METHOD, *([ipredict.METHOD] if ledger else [])]
    flow = winther.workflow(
        options, drugs, dna_assessed=_dna_assessed(case), rna_assessed=changes is not None, decision=asked.decision,
        given=asked.given, unnamed=asked.unnamed, progressed=_progressed(case), ledger=ledger, toxicities=tables.sims.toxicities,
    )  # fmt: skip
    return Research(
        methods=tuple(_used(m) for m in desk.methods),
        remarks=tuple(desk.remarks),
        quality=quality,
        sims=sims,
        candidates=len(drugs),
        drugs=_kept(drugs, asked.given),
        calls=calls,
        workflow=flow,
        ledger=ledger,
        subtype=subtype,
        predicted=predicted,
    )


def _tables(
    desk: _Desk,
) -> tuple[tuple[ExpressionQuality, ...], dict[str, float] | None, dict[str, float] | None]:
    """Quality of the patient's tables, and their values per million where an answer would not mislead.

    A table that does not pass a gate is withheld from every method: the site's policy may set other gates.
    """
    quality: list[ExpressionQuality] = []
    found: dict[str, dict[str, float] | None] = {}
    case = desk.case
    pairs = {
        "tumor": (case.expression, case.expression_unit, case.expression_specimen),
        "normal": (case.normal_expression, case.normal_expression_unit, case.normal_expression_specimen),
    }
    limits = {name: threshold(desk.context, f"rna_{name}") for name in ("min_genes", "min_reads", "max_top_share")}
    for name, (values, unit, specimen) in pairs.items():
        found[name] = None
        if not values:
            several = name in (case.research or ResearchInput()).undecided
            desk.remark(
                "research.several_tables" if several else ABSENT[name],
                **({"of": f"research.{name}"} if several else {}),
            )
        elif not patient.usable(values, unit):
            desk.remark("research.refused", of=f"research.{name}")
        else:
            one, lost = patient.gates(values, unit, **limits)
            quality.append(
                ExpressionQuality(
                    of=name,
                    specimen=specimen,
                    genes=one.genes,
                    reads=one.reads,
                    top_share=round(one.top_share, DIGITS),
                    failed=lost,
                )
            )
            if lost:
                desk.remark("research.gates", of=f"research.{name}", gates=tuple(f"gate.{g}" for g in lost))
            else:
                found[name] = patient.per_million(values, unit)
    return tuple(quality), found["tumor"], found["normal"]


def _changes(desk: _Desk, tumor: dict[str, float] | None, normal: dict[str, float] | None) -> dict[str, float] | None:
    """Tumor over normal; None where they cannot be compared."""
    if tumor is None or normal is None:
        return None
    if not same_scale(desk.case.expression_unit, desk.case.normal_expression_unit):
        desk.remark("research.other_scale", tumor=desk.case.expression_unit, normal=desk.case.normal_expression_unit)
        return None
    if fold_change.same_table(tumor, normal):
        desk.remark("research.same_table")
        return None
    if fold_change.same_sample(tumor, normal):
        desk.remark("research.same_sample")
        return None
    doubt = normal_tissue(desk.case, desk.context)
    if doubt is not None:
        desk.remarks.append(doubt)
        if doubt.code in WITHHELD:
            return None
    _few_tumor_cells(desk)
    desk.methods.append(fold_change.METHOD)
    return fold_change.fold_changes(tumor, normal)


def _few_tumor_cells(desk: _Desk) -> None:
    """Of a specimen with few tumor cells the RNA is mostly of other cells: told, as a share below which nothing holds is not known."""
    specimen = desk.case.index.specimens.get(desk.case.expression_specimen)
    limit = threshold(desk.context, "negative_variant_min_purity")
    if specimen is not None and specimen.purity is not None and specimen.purity < limit:
        desk.remark("research.few_tumor_cells", purity=specimen.purity, limit=limit)


def _ranked(desk: _Desk, changes: Mapping[str, float], options: Sequence[TherapyOption]) -> tuple[RankedDrug, ...]:
    """Every agent with a target, by tumor against normal; agents of options whose conditions hold stand first among equals."""
    entries = desk.context.vocab.therapies.entries
    targets = {code: tuple(drug_score.Target(g) for g in e.targets) for code, e in entries.items() if e.targets}
    levels: dict[str, int] = {}
    for option in options:
        for agent in option.therapies:
            levels[agent] = min(levels.get(agent, 3), 1 if option.verdict is Verdict.MET else 2)
    desk.methods.append(drug_score.METHOD)
    drugs = drug_score.ranked(fold_change.log_changes(changes), targets, levels=levels)
    desk.remark("research.rank_direction")
    doubted = {g for d in drugs if d.score > 0 for g in d.supporting} & RESISTANCE
    if doubted:
        desk.remark("research.rank_resistance", genes=tuple(sorted(doubted)))
    return drugs


def _progressed(case: Case) -> tuple[str, ...]:
    ended = [c for c in case.courses if c.stop_reason == "progression" or c.best_response == "PD"]
    return tuple(sorted({agent for c in ended for agent in c.agents}))


def _predicted(desk: _Desk, changes: Mapping[str, float] | None, asked: ResearchInput) -> tuple[Predicted, ...]:
    """The site's predictors on this patient: withheld where the guards do not hold, or without the fold change of every gene."""
    found = []
    for one in asked.ddpp:
        missing = tuple(g for g in one.model.genes if g not in (changes or {}))
        prediction, withheld = None, ddpp.withheld(one.model, exploratory=one.exploratory)
        if changes is not None and not missing and not withheld:
            values = [changes[g] for g in one.model.genes]
            withheld = ddpp.beyond(one.model, values)
            if not withheld:
                prediction = ddpp.predict(one.model, values, exploratory=one.exploratory)
        found.append(Predicted(input=one, prediction=prediction, missing=missing, withheld=withheld))
    if found:
        desk.methods.append(ddpp.METHOD)
    return tuple(found)


def _against_normal(desk: _Desk) -> tuple[ExpressionCall, ...]:
    """The outlier mode: on counts of both tissues only."""
    case = desk.case
    if {case.expression_unit, case.normal_expression_unit} != {"counts"}:
        return ()
    desk.methods.append(drug_outliers.METHOD)
    found = drug_outliers.outliers(case.expression or {}, case.normal_expression or {}, _drug_genes(desk))
    if found.lost:
        desk.remark("research.low_counts", genes=len(found.lost))
    return tuple(
        ExpressionCall(gene=c.gene, call=c.call, change=round(c.change, DIGITS), against="normal") for c in found.called
    )


def _against_cohort(
    desk: _Desk, tumor: Mapping[str, float], asked: ResearchInput
) -> tuple[tuple[ExpressionCall, ...], SubtypeCall | None]:
    """Outliers of the site's cohort, and the subtype surrogate of a triple-negative tumor."""
    known = asked.reference
    if known is None:
        desk.remark("research.no_reference")
        return (), None
    if not same_scale(desk.case.expression_unit, known.unit):
        desk.remark("research.other_scale", tumor=desk.case.expression_unit, normal=known.unit)
        return (), None
    logs = patient.logs(tumor)
    calls = reference.against(logs, known, _drug_genes(desk))
    found = desk.case.findings.biomarkers.get("fuscc_subtype") if desk.case.findings else None
    if found is None or (found.reason is not None and found.reason.code in NOT_ASKED):
        return calls, None
    subtype = reference.surrogate(logs, known, desk.tables.markers.pattern)
    if subtype is None:
        desk.remark("research.no_markers")
        return calls, None
    desk.methods.append(fuscc_surrogate.METHOD)
    if found.state and subtype.label != UNCLASSIFIED and subtype.label != found.state:
        desk.remark("research.subtypes_differ", stated=found.state, surrogate=subtype.label)
    return calls, subtype


NOT_ASKED = frozenset({"fuscc.not_triple_negative", "fuscc.receptors_unknown"})


def _dna_assessed(case: Case) -> bool:
    """Whether an alteration was found or an assay that was done looked for some."""
    found = case.variants or case.copy_numbers or case.fusions or case.splice_events
    undone = {AssayStatus.FAILED, AssayStatus.PENDING}
    return bool(found) or any(
        {"variant", "copy_number", "fusion"} & set(a.kinds) and a.status not in undone for a in case.assays
    )


def _drug_genes(desk: _Desk) -> frozenset[str]:
    return frozenset(t for e in desk.context.vocab.therapies.entries.values() for t in e.targets)


def _kept(drugs: Sequence[RankedDrug], given: Sequence[str]) -> tuple[RankedDrug, ...]:
    """The first that a target supports, and those given; the rank tells how many stand between."""
    best = [d for d in drugs if d.supporting and d.score > 0][:SHOWN]
    return tuple(sorted({*best, *(d for d in drugs if d.agent in given)}, key=lambda d: (d.rank, d.agent)))


def _used(method: Method) -> MethodUsed:
    return MethodUsed(
        name=method.name, version=method.version, standing=method.standing, doi=method.doi, pmid=method.pmid
    )
