"""Facts of one case that cannot both hold, or hardly can: told, never settled here.

The questions that two contradicting results answer differently stay unknown by the rules of `criteria` and `interpret`.
"""

from __future__ import annotations

from itertools import combinations

from tumorboard.board.intake.desk import Desk
from tumorboard.criteria.measured import span, when
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
_UNDECIDED = frozenset({"", "equivocal"})
# Markers whose number from 1 on is called positive.
_FROM_ONE = frozenset({"ER", "PR", "PDL1"})


def contradictions(desk: Desk, case: Case) -> None:
    """Reports results, sex and tumor, and dates that contradict each other, each at its fact."""
    _results(desk, case)
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
