"""Key findings: what is oncogenic or otherwise decides something, what was looked for and not found, with pictures."""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.model.alteration import CopyNumber, Origin, Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import AlterationFinding
from tumorboard.reasons import Reason
from tumorboard.report import facts
from tumorboard.report.asked import not_found
from tumorboard.report.pictures import copies, fractions
from tumorboard.report.values import Badge, Block, Bullets, Dense, Section, Term, Text

UNFOLDED = 8  # copy numbers on which nothing rests, shown one by one
STRONG = {"oncogenic", "likely_oncogenic"}
TONES = {"oncogenic": "bad", "likely_oncogenic": "bad", "vus": "mute", "likely_benign": "good", "benign": "good"}


def matters(assessment: Assessment) -> frozenset[str]:
    """Fact ids that carried an option, a resistance, diagnostic or prognostic statement or a germline follow-up, or are
    (likely) oncogenic."""
    ids: set[str] = set()
    for marker in assessment.markers:
        ids |= marker.biomarker.used
    for option in (*assessment.options, *assessment.resistance):
        for n, match in enumerate(option.matches):
            if match.biomarker.verdict.name == "MET" or (n == 0 and option.rank is not None):
                ids |= facts.carrying(match.biomarker)
    case = assessment.case
    if case.findings is not None:
        ids |= {g.alteration for g in case.findings.germline if g.advice != "not_indicated"}
        ids |= {
            key
            for key, finding in case.findings.alterations.items()
            if (finding.oncogenicity and finding.oncogenicity.classification in STRONG)
            or finding.amplified
            or finding.deep_deletion
        }
    return frozenset(ids)


def compose(assessment: Assessment) -> Section:
    """One line per finding that matters, biomarkers after alterations, negative results that matter last."""
    case = assessment.case
    wanted = matters(assessment)
    chosen = [(key, a) for key, a in facts.alterations(case) if key in wanted]
    blocks: list[Block] = []
    order = _places(assessment)
    first = sorted((pair for pair in chosen if pair[0] in order), key=lambda pair: order[pair[0]])
    items = facts.unique(_line(assessment, key, a) for key, a in first)
    if items:
        blocks.append(Bullets(items, Term("report.alterations"), columns=True))
    rest = [(key, a) for key, a in chosen if key not in order]
    copied = [(key, a) for key, a in rest if isinstance(a, CopyNumber)]
    folded = copied if len(copied) > UNFOLDED else []
    further = facts.unique(_line(assessment, key, a) for key, a in rest if (key, a) not in folded)
    if further:
        term = Term("report.alterations_further" if items else "report.alterations")
        blocks.append(Bullets(further, term, columns=True))
    if folded:
        blocks.append(_folded([a for _, a in folded]))
    blocks += _subtype(assessment)
    if case.biomarkers:
        blocks.append(
            Bullets(tuple(facts.biomarker(b) for b in case.biomarkers), Term("report.biomarkers"), columns=True)
        )
    if not blocks:
        blocks.append(Bullets(((Term("report.no_key_finding"),),)))
    blocks += fractions(case, [a for _, a in chosen if isinstance(a, Variant)])
    hidden = {key for key, _ in folded}
    blocks += copies(case, [a for key, a in chosen if isinstance(a, CopyNumber) and key not in hidden])
    blocks += _negative(assessment)
    return Section("findings", Term("report.section.findings"), tuple(blocks), front=True)


def _subtype(assessment: Assessment) -> list[Block]:
    """The subtype that criteria ask, when it is known, with what it rests on."""
    found = assessment.case.findings.biomarkers.get("fuscc_subtype") if assessment.case.findings else None
    if found is None or not found.state or found.reason is None:
        return []
    review: Text = (" ", Badge(Term("flag.needs_review"), "warn")) if found.needs_review else ()
    return [Bullets(((Badge(Term(found.state), "info"), " ", found.reason, *review),), Term("finding.fuscc_subtype"))]


def _folded(rows: list[CopyNumber]) -> Dense:
    """Genes of amplified and deleted stretches on which nothing rests, for looking up."""
    groups: dict[str, list[Text]] = {}
    for row in rows:
        groups.setdefault(row.gene or "–", []).append(facts.name(row)[1:])
    fold: Text = (Reason.of("report.copies_further", count=len(rows)),)
    return Dense(fold, tuple((gene, tuple(items)) for gene, items in sorted(groups.items())), len(rows))


def _places(assessment: Assessment) -> dict[str, int]:
    """Where a finding stands that something rests on: by the first option it carries, then resistance, markers, germline."""
    found: dict[str, int] = {}

    def add(ids: Iterable[str], place: int) -> None:
        for key in ids:
            found[key] = min(place, found.get(key, place))

    ranked = [o for o in assessment.options if o.kept]
    later = len(ranked) + 1
    for place, option in [*enumerate(ranked), *((later, o) for o in assessment.resistance)]:
        for n, match in enumerate(option.matches):
            # What carries an option carries it too while something else (a receptor) is not decided.
            if match.biomarker.verdict.name == "MET" or (n == 0 and place < later):
                add(facts.carrying(match.biomarker), place)
    for marker in assessment.markers:
        add(marker.biomarker.used, later + 1)
    case = assessment.case
    if case.findings is not None:
        add((g.alteration for g in case.findings.germline if g.advice != "not_indicated"), later + 2)
    return found


def _line(assessment: Assessment, key: str, alteration: facts.Alteration) -> Text:
    finding = assessment.case.findings.of(key) if assessment.case.findings else None
    return (*facts.name(alteration), *_badges(finding), *_origin(alteration))


def _badges(finding: AlterationFinding | None) -> Text:
    if finding is None:
        return ()
    parts: list[str | Badge] = []
    if finding.oncogenicity is not None:
        word = finding.oncogenicity.classification
        parts += [" ", Badge(Term(word), TONES.get(word, "mute"))]
    if finding.effect != "unknown":
        parts += [" ", Badge(Term(finding.effect), "info")]
    if finding.amplified:
        parts += [" ", Badge(Term("amplified"), "bad")]
    if finding.deep_deletion:
        parts += [" ", Badge(Term("deep_deletion"), "bad")]
    parts += [p for c in classes(finding) for p in (" ", Badge(c, "info"))]
    return tuple(parts)


def classes(finding: AlterationFinding) -> tuple[Term, ...]:
    """The functional classes of an alteration as words, without the gene that stands beside them."""
    return tuple(Term(f"functional.{c.partition(':')[2] or c}") for c in sorted(finding.classes))


def _origin(alteration: facts.Alteration) -> Text:
    origin = getattr(alteration, "origin", Origin.UNKNOWN)
    told = origin in {Origin.GERMLINE, Origin.POSSIBLE_CHIP}
    return (" ", Badge(Term(f"origin.{origin.value}"), "warn")) if told else ()


def _negative(assessment: Assessment) -> list[Block]:
    """What an adequate test looked for and did not find; genes in which anything of that kind was found stand above."""
    case = assessment.case
    seen = {
        "variant": {v.gene for v in case.variants},
        "copy_number": {n.gene for n in case.copy_numbers},
        "fusion": {g for f in case.fusions for g in f.genes},
        "splice": {s.gene for s in case.splice_events},
    }
    items: list[Text] = []
    for kind, genes in not_found(assessment).items():
        left = tuple(g for g in genes if g not in seen[kind])
        if left:
            items.append((Term(f"report.negative.{kind}"), " ", Reason.of("report.genes_named", genes=left)))
    return [Bullets(tuple(items), Term("report.negative"))] if items else []
