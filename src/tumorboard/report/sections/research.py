"""Research methods: what tumor-against-normal RNA, matching scores and surrogates say, unranked, with what they rest on.

Nothing of it is an option.  What could not be done and what to doubt stands first, then each method with its standing.
"""

from __future__ import annotations

from itertools import groupby

from tumorboard.model.assessment import Assessment
from tumorboard.model.research import (
    LedgerItem,
    NodeScore,
    Predicted,
    Research,
    Shared,
    SimsResult,
    SubtypeCall,
    Triplet,
    Workflow,
)
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.heat_values import HeatCell, HeatMap
from tumorboard.report.values import (
    Badge,
    Block,
    Bullets,
    Cell,
    Drug,
    Facts,
    Notice,
    Row,
    Section,
    Table,
    Term,
    Text,
)

AGAINST = {"normal": "research.call_normal", "cohort": "research.call_cohort"}
REFRACTORY, UNTREATED = 50.0, 60.0  # above, and at least: limits of two published cohorts, in percent


def compose(assessment: Assessment) -> Section | None:
    """The section; None where nothing was asked."""
    found = assessment.research
    if found is None:
        return None
    blocks: list[Block] = [Notice((Term("research.notice"),), "warn")]
    if found.remarks:
        blocks.append(Bullets(tuple((r,) for r in found.remarks), Term("research.remarks")))
    if found.sims is not None:
        blocks += _sims(found.sims)
    if found.drugs:
        blocks.append(_drugs(found))
    if found.calls:
        items = tuple(
            (
                c.gene,
                " ",
                Badge(Term(f"call.{c.call}"), "info"),
                " ",
                Reason.of(AGAINST[c.against], change=round(c.change, 2)),
            )
            for c in found.calls
        )
        blocks.append(Bullets(items, Term("research.calls"), columns=True))
    if found.predicted:
        blocks.append(_predicted(found.predicted))
    if found.subtype is not None:
        blocks.append(_subtype(found.subtype))
    if found.workflow is not None:
        blocks.append(_workflow(found.workflow, found))
    if found.ledger is not None:
        blocks.append(_ledger(found))
    blocks += [*_quality(found), _methods(found)]
    return Section("research", Term("report.section.research"), tuple(blocks))


def _sims(sims: SimsResult) -> list[Block]:
    """The heat map of the nodes, highest first, and the triplets."""
    ordered = sorted(sims.nodes, key=lambda n: (-(n.score or 0.0), n.key))
    columns = tuple(Term(f"research.layer.{c}") for c in ("change", "mrna", "cna", "mutation", "score"))
    rows = tuple(((sims.names[n.key],), _cells(n)) for n in ordered)
    heat = HeatMap(Term("research.sims_map"), columns, rows, (Term("research.low"),), (Term("research.high"),))
    redundant = tuple(
        (Reason.of("research.redundant", nodes=tuple(sims.names[n] for n in r.nodes), triplets=r.triplets),)
        for r in sims.search.redundant
    )
    blocks: list[Block] = [heat, _triplets(sims)]
    if redundant:
        blocks.append(Bullets(redundant, Term("research.dropped")))
    return blocks


def _cells(n: NodeScore) -> tuple[HeatCell, ...]:
    change = "–" if n.change is None else f"{n.change:.2f}"
    genes = Reason.of("research.genes_found", found=n.found, asked=n.asked)
    mutated = {True: "10", False: "–", None: "?"}[n.mutated] if n.mutation_asked else ""
    said = {True: Term("research.mutated"), False: Term("research.not_mutated"), None: Term("research.not_tested")}
    mutation = said[n.mutated] if n.mutation_asked else Term("research.no_mutation")
    return (
        (None, change, (Term("research.layer.change"), f" {change}, ", genes)),
        _decile(n.mrna, "mrna"),
        (None, "?", (Term("research.copies_not_tested"),)) if n.cna is None and n.mrna else _decile(n.cna, "cna"),
        (1.0 if n.mutated else None, mutated, (mutation,)),
        (
            None if n.score is None else (n.score - 1) / 9,
            "–" if n.score is None else f"{n.score:.1f}",
            (Term("research.layer.score"), " –" if n.score is None else f" {n.score:.1f}"),
        ),
    )


def _decile(value: int | None, layer: str) -> HeatCell:
    level = None if value is None else (value - 1) / 9
    mark = "–" if value is None else str(value)
    return (level, mark, (Term(f"research.layer.{layer}"), f" {mark}"))


def _triplets(sims: SimsResult) -> Table:
    columns = tuple(Term(f"research.col.{c}") for c in ("triplet", "mean", "drugs", "overlaps"))
    rows = tuple(_triplet(t, sims) for t in sims.search.triplets)
    return Table(Term("research.triplets"), columns, rows, empty=Term("research.no_triplet"), wide=3)


def _triplet(t: Triplet, sims: SimsResult) -> Row:
    drugs: list[Text] = [
        (sims.names[node], ": ", *facts.listed(_agent(a, sims) for a in agents))
        for node, agents in zip(t.nodes, t.drugs, strict=True)
    ]
    overlaps: list[Text] = [
        (Term(f"toxicity.{o.toxicity}"), ": ", *facts.listed((Drug(a),) for a in o.agents)) for o in t.overlaps
    ]
    if t.unknown:
        overlaps.append((Term("research.unknown_toxicity"), " ", *facts.listed(_agent(a, sims) for a in t.unknown)))
    names = " + ".join(sims.names[n] for n in t.nodes)
    mean = f"{t.score:.1f}"
    return Row((Cell(((names,),)), Cell(((mean,),)), Cell(tuple(drugs)), Cell(tuple(overlaps))))


def _agent(code: str, sims: SimsResult) -> Text:
    return (sims.spelled[code],) if code in sims.spelled else (Drug(code),)


def _drugs(found: Research) -> Table:
    """Drugs with the same targets above normal and the same score stand in one row."""
    columns = tuple(Term(f"research.col.{c}") for c in ("rank", "drug", "score", "supporting", "unmeasured"))
    rows = []
    for (rank, score, supporting, unmeasured), drugs in groupby(
        found.drugs, key=lambda d: (d.rank, d.score, d.supporting, d.unmeasured)
    ):
        rows.append(
            Row(
                (
                    Cell(((Reason.of("research.rank_of", rank=rank, count=found.candidates),),)),
                    Cell((facts.listed(_given(d.agent, found) for d in drugs),)),
                    Cell(((f"{score:+.2f}",),)),
                    Cell(((", ".join(supporting) or "–",),)),
                    Cell(((", ".join(unmeasured) or "–",),)),
                )
            )
        )
    return Table(Term("research.drugs"), columns, tuple(rows), wide=1)


def _given(agent: str, found: Research) -> Text:
    given = found.workflow.given if found.workflow else ()
    known: Text = _before(agent, found.workflow) if found.workflow else (Drug(agent),)
    return (*known, *((" ", Badge(Term("research.given"), "info")) if agent in given else ()))


def _before(agent: str, w: Workflow) -> Text:
    """A drug, with the word that the disease progressed on it before."""
    return (Drug(agent), *((" ", Badge(Term("research.progressed"), "warn")) if agent in w.progressed else ()))


def _predicted(found: tuple[Predicted, ...]) -> Table:
    """Each predictor with its guards first, then what it says of this patient."""
    columns = tuple(Term(f"research.col.{c}") for c in ("drug", "guards", "prediction"))
    return Table(Term("research.predicted"), columns, tuple(_predictor(p) for p in found))


def _predictor(p: Predicted) -> Row:
    m = p.input.model
    basis = Reason.of("research.ddpp_basis", patients=m.patients, genes=m.genes, aggregate=m.aggregate)
    outside = Reason.of("research.ddpp_left_out", r=round(m.left_out_r, 2)) if m.left_out_r is not None else None
    guards: list[Text] = [
        (Reason.of("research.ddpp_permuted", p=round(m.permutation_p, 3), runs=m.permutations),),
        *([(outside,)] if outside else []),
        (Reason.of("research.ddpp_naive", r=round(m.r, 2), p=float(f"{m.naive_p:.2g}")),),
    ]
    says: list[Text]
    if p.withheld:
        says = [(Badge(Term("research.withheld"), "warn"), " ", Term(f"research.ddpp.{p.withheld}"))]
    elif p.missing:
        says = [(Reason.of("research.ddpp_missing", genes=p.missing),)]
    elif p.prediction is None:
        says = [(Term("research.ddpp.no_changes"),)]
    else:
        low, value, high = (round(x, 1) for x in (p.prediction.low, p.prediction.value, p.prediction.high))
        says = [(Reason.of("research.ddpp_says", outcome=p.input.outcome, value=value, low=low, high=high),)]
        if p.prediction.exploratory:
            says.append((Badge(Term("research.exploratory"), "warn"),))
    return Row((Cell(((Drug(p.input.agent),), (basis,))), Cell(tuple(guards)), Cell(tuple(says))))


def _subtype(s: SubtypeCall) -> Facts:
    shown = facts.listed((Term(f"research.class.{name}"), f" {r:+.2f}") for name, r in s.correlations.items())
    called: Text = (
        (Term(s.label),)
        if s.label == s.best
        else (Term(s.label), " (", Term("research.nearest"), " ", Term(s.best), ")")
    )
    return Facts(
        (
            (Term("research.subtype"), called),
            (Term("research.margin"), (f"{s.margin:.2f}",)),
            (Term("research.correlations"), shown),
            (Term("research.rests_on"), (Reason.of("research.genes_and_samples", genes=s.genes, samples=s.samples),)),
        )
    )


def _workflow(w: Workflow, found: Research) -> Table:
    pairs: list[tuple[Term, Text]] = [(Term("research.arm"), (Term(f"arm.{w.arm}"),))]
    if w.dna:
        pairs.append((Term("research.dna_candidates"), facts.listed(_regimen(r, w) for r in w.dna)))
    if w.rna:
        pairs.append((Term("research.rna_candidates"), facts.listed(_before(a, w) for a in w.rna)))
    if w.decision is not None:
        agents: Text = _named(w.decision.agents, w.decision.unnamed) or (Term("report.none"),)
        arm: Text = (" · ", Term(f"arm.{w.decision.arm}")) if w.decision.arm else ()
        on: Text = (f" · {w.decision.on}",) if w.decision.on else ()
        pairs.append((Term("research.decision"), (*agents, *arm, *on)))
        pairs += _shared(w.decided)
    if w.given or w.unnamed:
        pairs.append((Term("research.given_drugs"), _named(w.given, w.unnamed)))
        if w.received != w.decided:
            pairs += _shared(w.received)
        pairs.append((Term("research.dna_score"), _share(w.dna_score)))
        pairs.append((Term("research.rna_score"), _share(w.rna_score)))
        if found.ledger is not None and found.ledger.score is not None:
            limits = {"refractory": found.ledger.score > REFRACTORY, "untreated": found.ledger.score >= UNTREATED}
            said = facts.listed(
                (Term(f"research.limit.{name}"), " ", Term("research.yes" if yes else "research.no"))
                for name, yes in limits.items()
            )
            pairs.append((Term("research.limits"), said))
    columns = (Term("research.col.step"), Term("research.col.here"))
    rows = tuple(Row((Cell(((head,),)), Cell((text,)))) for head, text in pairs)
    return Table(Term("research.workflow"), columns, rows, wide=1)


def _named(agents: tuple[str, ...], unnamed: tuple[str, ...]) -> Text:
    """Drugs of the record; one that was not recognized stands as it was written."""
    unknown: Text = (" ", Badge(Term("research.not_recognized"), "warn"))
    return facts.listed((*((Drug(a),) for a in agents), *((name, *unknown) for name in unnamed)))


def _shared(shared: Shared) -> list[tuple[Term, Text]]:
    """The toxicities that drugs of one combination share, and the drugs of which the table says nothing."""
    said: list[Text] = [
        (Term(f"toxicity.{o.toxicity}"), " (", *facts.listed((Drug(a),) for a in o.agents), ")")
        for o in shared.overlaps
    ]
    if shared.unknown:
        said.append((Term("research.unknown_toxicity"), " ", *facts.listed((Drug(a),) for a in shared.unknown)))
    return [(Term("research.col.overlaps"), facts.listed(said))] if said else []


def _regimen(agents: tuple[str, ...], w: Workflow) -> Text:
    parts: list[object] = []
    for agent in agents:
        parts += [" + ", *_before(agent, w)] if parts else _before(agent, w)
    return tuple(parts)  # type: ignore[arg-type]


def _share(score: float | None) -> Text:
    return (Term("report.not_known"),) if score is None else (f"{100 * score:.0f} %",)


def _ledger(found: Research) -> Table:
    ledger = found.ledger
    items = (*ledger.items, *ledger.excluded) if ledger else ()
    columns = tuple(Term(f"research.col.{c}") for c in ("item", "counts", "matched_by", "rule"))
    return Table(Term("research.ledger"), columns, tuple(_item(i) for i in items), wide=3)


def _item(i: LedgerItem) -> Row:
    name: Text = (Term(f"research.item.{i.item}"),) if i.kind in {"signature", "pdl1"} else (i.item,)
    counts = Badge(Term("research.yes"), "good") if i.in_denominator else Badge(Term("research.no"), "mute")
    by: Text = facts.listed((Drug(a),) for a in i.matched_by) or ("–",)
    kind: Text = (" ", Term(f"research.kind.{i.kind}"))
    note: Text = (" (", Term(f"ipredict.note.{i.note}"), ")") if i.note else ()
    return Row(
        (
            Cell(((*name, *kind),)),
            Cell(((counts,),)),
            Cell((by,)),
            Cell(((f"{i.rule}. ", Term(f"ipredict.rule.{i.rule}"), *note),)),
        )
    )


def _quality(found: Research) -> list[Block]:
    if not found.quality:
        return []
    columns = tuple(Term(f"research.col.{c}") for c in ("table", "genes", "reads", "top_share", "gates"))
    rows = tuple(
        Row(
            (
                Cell(((Term(f"research.{q.of}"), *((f" ({q.specimen})",) if q.specimen else ())),)),
                Cell(((f"{q.genes:,}",),)),
                Cell(((f"{q.reads:,.0f}" if q.reads is not None else "–",),)),
                Cell(((f"{100 * q.top_share:.0f} %",),)),
                Cell((facts.listed((Term(f"gate.{g}"),) for g in q.failed) or (Term("research.passed"),),)),
            )
        )
        for q in found.quality
    )
    return [Table(Term("research.quality"), columns, rows, wide=4)]


def _methods(found: Research) -> Table:
    columns = tuple(Term(f"research.col.{c}") for c in ("method", "standing", "evidence", "source"))
    rows = tuple(
        Row(
            (
                Cell(((Term(f"method.{m.name}"), f" {m.version}"),)),
                Cell(((Term(f"standing.{m.standing}"),),)),
                Cell(((Term(f"method.{m.name}.evidence"),),)),
                Cell((((", ".join([*(f"doi:{d}" for d in m.doi), *(f"PMID {p}" for p in m.pmid)]) or "–"),),)),
            )
        )
        for m in found.methods
    )
    return Table(Term("research.methods"), columns, rows, wide=2)
