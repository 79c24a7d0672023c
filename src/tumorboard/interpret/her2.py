"""HER2 status from IHC and ISH, by the decision table of the tumor's guideline.

Breast: ASCO/CAP 2018 and the 2023 update, with low, ultralow and zero as the labels of antibody-drug conjugates ask.
Esophagus and stomach: CAP/ASCP/ASCO 2016.  Other tumors have no such guideline: only 3+ is called positive, and 2+ only
with amplification and for review.  Sequencing amplification of ERBB2 is not a HER2 status.

Source: Wolff et al. 2018, J Clin Oncol 36:2105; Wolff et al. 2023, J Clin Oncol 41:3867; Bartley et al. 2017, J Clin
Oncol 35:446; DESTINY-Breast06, Bardia et al. 2024, N Engl J Med 391:2110 (ultralow).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tumorboard.criteria.measured import newest_first, threshold, when
from tumorboard.interpret.measurements import failed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import Finding
from tumorboard.reasons import Reason

STATES = frozenset({"positive", "low", "ultralow", "zero", "negative"})
BREAST, GASTRIC, NONE = "asco_cap_breast", "asco_cap_gastric", "ihc_score_only"
ULTRALOW = frozenset({"faint_le_10_percent", "ultralow"})
NO_STAINING = frozenset({"no_staining", "zero"})
ISH_MISSING = ("biomarker.HER2:ish",)
FINAL_MISSING = ("biomarker.HER2:final_statement",)


@dataclass(frozen=True, slots=True)
class Sample:
    """What was measured on one specimen: `ish` is positive, negative, unclear or empty (not done)."""

    score: float | None
    detail: str
    ish: str
    stated: str
    used: tuple[str, ...]
    dated: bool
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """`state` empty: not decided, `missing` says what would decide."""

    state: str
    reason: Reason
    missing: tuple[str, ...] = ()
    needs_review: bool = False


def her2(case: Case, context: Context) -> Finding | None:
    """positive, low, ultralow, zero or negative by the guideline in `method`; None when it was not measured."""
    guideline = _guideline(case, context)
    samples = _samples(case, context)
    if not samples:
        return failed("her2", case, ["HER2"])
    decided = [(s, decide(guideline, s)) for s in samples]
    settled = [(s, d) for s, d in decided if d.state]
    sample, status = settled[0] if settled else decided[0]
    others = [s for s, d in settled[1:] if d.state != status.state]
    used = tuple(dict.fromkeys((*sample.used, *(u for s in others for u in s.used))))
    if others and not (sample.dated and all(s.dated for s in others)):
        reason = Reason.of("finding.contradictory", states=tuple(sorted({d.state for _, d in settled})))
        return Finding(
            name="her2", method=guideline, reason=reason, used=used, missing=FINAL_MISSING, needs_review=True
        )
    return Finding(
        name="her2",
        state=status.state,
        method=guideline,
        reason=status.reason,
        used=used,
        missing=status.missing,
        needs_review=status.needs_review or bool(others),
    )


def _guideline(case: Case, context: Context) -> str:
    disease = case.diagnosis.disease
    if disease is None:
        return NONE
    lineage = context.vocab.diseases.lineage(disease.code)
    return BREAST if "BREAST" in lineage else GASTRIC if "STOMACH" in lineage else NONE


def decide(guideline: str, sample: Sample) -> Status:
    """The status of one specimen."""
    if sample.conflict:
        return Status("", Reason.of("her2.same_specimen_contradictory"), FINAL_MISSING, needs_review=True)
    score = sample.score
    if score is None:
        return _without_ihc(sample)
    if score == 3:
        return _checked(sample, "positive", Reason.of("her2.score", score=3))
    if score == 2:
        return _equivocal(guideline, sample)
    if guideline != BREAST:
        return _checked(sample, "negative", Reason.of("her2.score", score=score))
    if score == 1:
        return _checked(sample, "low", Reason.of("her2.score", score=1))
    if sample.detail in ULTRALOW or sample.stated == "ultralow":
        return _checked(sample, "ultralow", Reason.of("her2.faint"))
    if sample.detail in NO_STAINING or sample.stated == "zero":
        return _checked(sample, "zero", Reason.of("her2.no_staining"))
    return _checked(sample, "negative", Reason.of("her2.zero_or_ultralow"), missing=("biomarker.HER2:staining",))


def _equivocal(guideline: str, sample: Sample) -> Status:
    if sample.ish == "positive":
        return Status("positive", Reason.of("her2.amplified"), needs_review=guideline == NONE)
    if sample.ish == "negative":
        return Status("low" if guideline == BREAST else "negative", Reason.of("her2.not_amplified"))
    if sample.ish == "unclear":
        if sample.stated in {"positive", "negative", "low"}:
            final = "low" if guideline == BREAST and sample.stated == "negative" else sample.stated
            return Status(final, Reason.of("her2.final_statement"))
        return Status("", Reason.of("her2.work_up"), FINAL_MISSING)
    if sample.stated == "positive":
        return Status("positive", Reason.of("her2.final_statement"), needs_review=True)
    return Status("", Reason.of("her2.ish_missing"), ISH_MISSING)


def _without_ihc(sample: Sample) -> Status:
    if sample.stated:
        return Status(sample.stated, Reason.of("her2.final_statement"))
    if sample.ish == "positive":
        return Status("positive", Reason.of("her2.amplified"))
    if sample.ish == "negative":
        return Status("negative", Reason.of("her2.not_amplified"), ("biomarker.HER2:ihc_score",))
    return Status("", Reason.of("her2.work_up" if sample.ish else "her2.nothing"), ("biomarker.HER2:ihc_score",))


def _checked(sample: Sample, state: str, reason: Reason, *, missing: tuple[str, ...] = ()) -> Status:
    """The state by score, unless the laboratory's own word contradicts it: then a person decides."""
    positive = state == "positive"
    if sample.stated and (sample.stated == "positive") != positive:
        return Status("", Reason.of("her2.same_specimen_contradictory"), FINAL_MISSING, needs_review=True)
    # By the table the score decides at 0 and 1+ whatever ISH says; amplification beside it is still worth a look.
    return Status(state, reason, missing, needs_review=not positive and sample.ish == "positive")


def _samples(case: Case, context: Context) -> list[Sample]:
    """Measurements by specimen, newest first; those without a specimen belong together by date."""
    groups: dict[tuple[str, str], list[Biomarker]] = {}
    for measured in newest_first(case, context, ["HER2"]):
        if measured.method == "ngs":
            continue
        assay = case.index.assays.get(measured.assay)
        specimen = measured.specimen or (assay.specimen if assay else "")
        day = when(case, measured)
        key = (specimen, "") if specimen else ("", str(day) if day else "")
        groups.setdefault(key, []).append(measured)
    return [_sample(case, context, group) for group in groups.values()]


def _sample(case: Case, context: Context, group: Sequence[Biomarker]) -> Sample:
    # The group stands newest first, so the first of each kind is the one in force.
    scores = [b for b in group if b.value is not None and (b.scale == "ihc_score" or b.method == "ihc")]
    ish = [b for b in group if b.method == "ish"]
    words = [b for b in group if b.state in STATES and b.method != "ish" and b not in scores]
    own = next((b.state for b in scores[:1] if b.state in STATES), "")
    stated = words[0].state if words else own
    score = scores[0].value if scores else None
    used = tuple(f"biomarker/{b.id}" for b in sorted((*scores, *ish, *words), key=lambda b: b.id))
    conflict = any(b.value != score for b in _not_older(case, scores))
    positive = {b.state == "positive" for b in (*words[:1], *_not_older(case, words))}
    conflict = conflict or len(positive) > 1
    hybridized = "unclear" if _contradict([*ish[:1], *_not_older(case, ish)]) else _ish(context, ish)
    dated = all(when(case, b) is not None for b in group)
    return Sample(score, next((b.detail for b in scores if b.detail), ""), hybridized, stated, used, dated, conflict)


def _not_older(case: Case, rows: Sequence[Biomarker]) -> list[Biomarker]:
    """The rows after the first that are not certainly older than it: none of them may be passed over."""
    first = when(case, rows[0]) if rows else None
    days = [(b, when(case, b)) for b in rows[1:]]
    return [b for b, day in days if first is None or day is None or day.latest >= first.earliest]


def _contradict(rows: Sequence[Biomarker]) -> bool:
    """Whether hybridizations of one time give two numbers for one quantity, or two words."""
    numbers: dict[str, set[float]] = {}
    for b in rows:
        if b.value is not None:
            numbers.setdefault(b.unit or b.scale, set()).add(b.value)
    words = {b.state for b in rows if b.state in {"positive", "negative"}}
    return len(words) > 1 or any(len(values) > 1 for values in numbers.values())


def _ish(context: Context, rows: Sequence[Biomarker]) -> str:
    """Groups 1 and 5 of the dual-probe table are positive and negative; groups 2 to 4 need the guideline's work-up."""
    if not rows:
        return ""
    ratio = next((b.value for b in rows if b.value is not None and "ratio" in {b.scale, b.unit}), None)
    copies = next((b.value for b in rows if b.value is not None and "copies" in {b.scale, b.unit}), None)
    if ratio is None and copies is None:
        word = next((b.state for b in rows if b.state), "")
        return word if word in {"positive", "negative"} else "unclear"
    if ratio is None or copies is None:
        return _one_number(context, rows, ratio, copies)
    high = ratio >= threshold(context, "her2_ish_ratio")
    many = copies >= threshold(context, "her2_ish_copies")
    return "positive" if high and many else "negative" if not high and not many else "unclear"


def _one_number(context: Context, rows: Sequence[Biomarker], ratio: float | None, copies: float | None) -> str:
    """A single number: a single-probe count decides at its ends; a ratio alone only with the laboratory's word."""
    word = next((b.state for b in rows if b.state in {"positive", "negative"}), "")
    if ratio is not None:
        high = ratio >= threshold(context, "her2_ish_ratio")
        return word if word == ("positive" if high else "negative") else "unclear"
    if copies is not None and copies >= threshold(context, "her2_ish_copies_high"):
        return "positive"
    return "negative" if copies is not None and copies < threshold(context, "her2_ish_copies") else "unclear"
