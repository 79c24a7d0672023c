"""Facts of one case that cannot both hold, or hardly can: told, never settled here.

The questions that two contradicting results answer differently stay unknown by the rules of `criteria` and `interpret`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from tumorboard.board.intake.desk import Desk
from tumorboard.criteria import fusion_tests
from tumorboard.criteria.alterations import LISTED, SILENT, kind
from tumorboard.criteria.denials import dated, specimen_of, stated
from tumorboard.criteria.measured import span, when
from tumorboard.criteria.protein_text import short_text
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate

# OncoTree tissues of one sex; a warning only, for the record of sex and the anatomy may differ.
TISSUES = {
    "female": frozenset({"PENIS", "PROSTATE", "TESTIS"}),
    "male": frozenset({"CERVIX", "OVARY", "UTERUS", "VULVA"}),
}
# Different words of which one is the finer or the coarser name of the other.
_ALIKE = {
    frozenset(pair)
    for pair in (
        ("positive", "high"),
        ("positive", "low"),
        ("negative", "low"),
        ("negative", "ultralow"),
        ("negative", "zero"),
        ("low", "stable"),
    )
}
# What a tumor keeps: a turn is more often a mistake of a test or of a specimen than a change.
_LASTING = ("MSI", "MMR")
_NO_CHANGE = SILENT | {"unannotated"}
_UNDECIDED = frozenset({"", "equivocal"})
# Markers whose number from 1 on is called positive.
_FROM_ONE = frozenset({"ER", "PR", "PDL1"})


def contradictions(desk: Desk, case: Case) -> None:
    """Reports results, sex and tumor, and dates that contradict each other, each at its fact."""
    _results(desk, case)
    _over_time(desk, case)
    _repair(desk, case)
    _events(desk, case)
    _sex(desk, case)
    _birth(desk, case)
    _grades(desk, case)
    for assay in case.assays:
        specimen = case.index.specimens.get(assay.specimen)
        if specimen is not None and _before(assay.date, specimen.collected):
            desk.warning("CAS095", f"assays.{assay.id}.date")


def _results(desk: Desk, case: Case) -> None:
    told: set[str] = set()
    for one, other in combinations(case.biomarkers, 2):
        if (
            one.marker == other.marker
            and one.marker not in told
            and _same_test(case, one, other)
            and _apart(one, other)
        ):
            told.add(one.marker)
            where = next((b.source.field for b in (other, one) if b.source), "biomarkers")
            desk.warning("CAS090", where, marker=one.marker)


def _over_time(desk: Desk, case: Case) -> None:
    """Results of instability or repair that turn from one specimen or day to another: the newest counts, and it is told."""
    for marker in _LASTING:
        pairs = combinations((b for b in case.biomarkers if b.marker == marker and not b.failed), 2)
        if any(_apart(a, b) and not _same_test(case, a, b) for a, b in pairs):
            desk.warning("CAS085", "biomarkers", marker=marker)


def _repair(desk: Desk, case: Case) -> None:
    """Instability and repair protein staining that disagree."""
    said = {(b.marker, b.state) for b in case.biomarkers if not b.failed}
    unstable, deficient = ("MSI", "high") in said, ("MMR", "deficient") in said or _lost(case)
    stable, proficient = ("MSI", "stable") in said, ("MMR", "proficient") in said
    if (deficient and stable and not unstable) or (unstable and proficient and not deficient):
        desk.warning("CAS086", "biomarkers")


def _lost(case: Case) -> bool:
    return any(b.marker in {"MLH1", "MSH2", "MSH6", "PMS2"} and b.state == "lost" for b in case.biomarkers)


@dataclass(frozen=True, slots=True)
class _Told:
    """An event of a gene that was found, or a test of which the result is yes or no."""

    gene: str
    kind: str
    specimen: str
    day: PartialDate | None
    where: str


def _events(desk: Desk, case: Case) -> None:
    """A gene said to be without an event, of the same specimen and time in which the event was found."""
    found = [*_found(desk, case), *_tests(case, "positive")]
    denied = _tests(case, "negative")
    told: dict[tuple[str, str], str] = {}
    for event in found:
        tests = any(_one_time(event, d) for d in denied)
        if tests or stated(case, event.gene, event.kind, event.specimen, event.day):
            told.setdefault((event.gene, event.kind), event.where)
    for (gene, what), where in sorted(told.items()):
        desk.warning("CAS096", where or "alterations", gene=gene, kind=what)


def _found(desk: Desk, case: Case) -> Iterator[_Told]:
    amplified = [n for n in case.copy_numbers if n.call == "amplification"]
    changed = [v for v in case.variants if _changes(desk, v)]
    events: list[tuple[str, str, Variant | CopyNumber | Fusion | SpliceEvent]] = []
    events += [(v.gene, "variant", v) for v in changed] + [(n.gene, "copy_number", n) for n in amplified]
    events += [(gene, "fusion", f) for f in case.fusions for gene in f.genes]
    events += [(s.gene, "splice", s) for s in case.splice_events]
    for gene, what, fact in events:
        where = fact.source.field if fact.source else ""
        specimen = fact.specimen or specimen_of(case, fact.assay)
        yield _Told(gene, what, specimen, dated(case, fact.assay, specimen), where)


def _tests(case: Case, word: str) -> tuple[_Told, ...]:
    """Probes and stains that say whether a gene is rearranged."""
    return tuple(
        _Told(gene, "fusion", _specimen(case, b), when(case, b), b.source.field if b.source else "")
        for gene, marker in fusion_tests.PAIRS
        for b in case.biomarkers
        if b.marker == marker and not b.failed and fusion_tests.said(b) == word
    )


def _one_time(one: _Told, other: _Told) -> bool:
    same = not one.specimen or not other.specimen or one.specimen == other.specimen
    same = same and (one.gene, one.kind) == (other.gene, other.kind)
    return same and not _before(one.day, other.day) and not _before(other.day, one.day)


def _changes(desk: Desk, variant: Variant) -> bool:
    """Whether a variant is at odds with *wild type*: told in words, or known to be oncogenic or pathogenic."""
    if kind(variant) in _NO_CHANGE or variant.protein is None:
        return bool(variant.category)
    known = desk.vocab.alleles.named.get((variant.gene, short_text(variant.protein)), ())
    return any(a.kind in LISTED for a in known) or (not known and variant.annotation == "typed")


def _same_test(case: Case, one: Biomarker, other: Biomarker) -> bool:
    """One specimen and method, and not known to be of two days."""
    if one.failed or other.failed or _specimen(case, one) != _specimen(case, other):
        return False
    methods = {one.method, other.method} - {"", "statement"}
    clones = {one.clone, other.clone} - {""}
    days = when(case, one), when(case, other)
    return len(methods) < 2 and len(clones) < 2 and not _before(*days) and not _before(*reversed(days))


def _specimen(case: Case, measured: Biomarker) -> str:
    assay = case.index.assays.get(measured.assay)
    return measured.specimen or (assay.specimen if assay else "")


def _apart(one: Biomarker, other: Biomarker) -> bool:
    """Whether no single truth fits both: numbers of one scale that do not meet, or words that exclude each other."""
    first, second = span(one), span(other)
    same_scale = one.scale == other.scale and one.unit == other.unit
    if first is not None and second is not None:
        return same_scale and second.within(first.low, first.high).name == "NOT_MET"
    words = {_word(one), _word(other)}
    if len(words) < 2 or words & _UNDECIDED:
        return False
    return frozenset(words) not in _ALIKE or (one.marker == "HER2" and words == {"positive", "low"})


def _word(measured: Biomarker) -> str:
    """What was said, or the word that the number stands for under every rule of the marker."""
    number = span(measured)
    if number is None:
        return measured.state
    if measured.marker == "HER2" and measured.scale == "ihc_score":
        return "positive" if number.low >= 3 else "negative" if number.high <= 1 else ""
    if measured.marker in _FROM_ONE and measured.scale not in {"allred", "h_score"}:
        return "positive" if number.low >= 1 else "negative" if number.high < 1 else ""
    return measured.state


def _sex(desk: Desk, case: Case) -> None:
    disease, sex = case.diagnosis.disease, case.patient.sex
    if disease is None:
        return
    for tissue in sorted(TISSUES.get(sex, frozenset()) & set(desk.vocab.diseases.lineage(disease.code))):
        desk.warning("CAS091", "patient.sex", tissue=tissue.casefold(), sex=sex)


def _birth(desk: Desk, case: Case) -> None:
    birth = case.patient.birth
    if birth is None:
        return
    days = [("diagnosis.diagnosed", case.diagnosis.diagnosed)]
    days += [(f"performance[{p.id[1:]}]", p.date) for p in case.performance]
    days += [(f"treatments[{c.id[1:]}]", d) for c in case.courses for d in (c.start, c.stop)]
    days += [(f"labs[{v.id[1:]}]", v.date) for v in case.labs]
    days += [(f"lesions[{x.id[1:]}]", d) for x in case.lesions for d in (x.date, x.treated_on, x.stable_on)]
    days += [(f"specimens.{s.id}.collected", s.collected) for s in case.specimens]
    days += [(f"assays.{a.id}.date", a.date) for a in case.assays]
    for where in dict.fromkeys(where for where, day in days if _before(day, birth)):
        desk.warning("CAS092", where)


def _grades(desk: Desk, case: Case) -> None:
    for one, other in combinations(case.performance, 2):
        if one.scale == other.scale and one.date == other.date and one.value != other.value:
            desk.warning("CAS094", f"performance[{other.id[1:]}]")


def _before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether the first day lies certainly before the second."""
    return one is not None and other is not None and one.latest < other.earliest
