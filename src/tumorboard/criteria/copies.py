"""What one copy-number row means: amplification by a dated threshold or the source's own word, deep deletion, loss, gain.

A gain is not an amplification and a single-copy loss is not a deep deletion.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.criteria.alterations import finding, in_specimen
from tumorboard.criteria.coverage import Coverage, Question, coverage, least_purity
from tumorboard.criteria.judgment import Judgment, Sighting, both, either, no, open_, yes
from tumorboard.model.alteration import ONE_OR_BOTH, CopyNumber
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.specimen import SpecimenKind
from tumorboard.model.verdict import Verdict

NOT_AMPLIFIED = frozenset({"gain", "neutral", "loss", "deep_loss"})
NOT_DEEP = frozenset({"amplification", "gain", "neutral", "loss"})


@dataclass(frozen=True, slots=True)
class CopyQuestion:
    """`event` is amplification, gain, homozygous_deletion or loss; `min_copies` only with amplification."""

    event: str
    min_copies: float | None = None


def fact(row: CopyNumber) -> str:
    """The fact id."""
    return f"copy_number/{row.id}"


def label(row: CopyNumber) -> str:
    """Gene with its copies, or with what the source said."""
    said = f"{row.copies:g} copies" if row.copies is not None else row.call or "copy number"
    return f"{row.gene} {said}"


def sightings(
    case: Case, context: Context, gene: str, question: CopyQuestion, specimen: str = "any"
) -> tuple[Sighting, ...]:
    """Every copy-number row of the gene, judged."""
    return tuple(
        Sighting(
            fact(row),
            label(row),
            both(judge(case, row, question), in_specimen(case, context, row.specimen, row.assay, specimen)),
            gene,
            "copy_number",
            row.assay,
            row.specimen,
        )
        for row in case.index.copy_numbers.get(gene, ())
    )


def covered(case: Case, context: Context, gene: str, specimen: str = "any") -> Coverage:
    """Whether the absence of a copy-number event is a no: an assay that covers it, or a row that measured the gene."""
    found = coverage(case, context, Question(gene, "copy_number", specimen))
    if found.covered or specimen == "germline":
        return found
    for row in case.index.copy_numbers.get(gene, ()):
        if _measured_well(case, context, row, specimen):
            return Coverage(found.question, True, (row.assay,) if row.assay else ())
    return found


def _measured_well(case: Case, context: Context, row: CopyNumber, specimen: str) -> bool:
    """Whether a row says by itself that the gene was measured, in material pure enough for a negative result."""
    holder = case.index.specimens.get(row.specimen)
    if holder is None or holder.purity is None or (row.copies is None and not row.call):
        return False
    pure = holder.purity >= least_purity(context, case.index.assays.get(row.assay), "copy_number")
    asked = in_specimen(case, context, row.specimen, row.assay, specimen)
    return pure and asked.verdict is Verdict.MET and holder.kind is not SpecimenKind.NORMAL


def judge(case: Case, row: CopyNumber, question: CopyQuestion) -> Judgment:
    """What one row says about the event."""
    match question.event:
        case "amplification" if question.min_copies is not None:
            if row.copies is None:
                return open_("why.no_copies", f"copies:{row.gene}")
            return yes() if row.copies >= question.min_copies else no("why.below_copies")
        case "amplification":
            return _amplified(case, row)
        case "homozygous_deletion":
            return _deep(case, row)
        case "gain":
            return either(yes() if row.call == "gain" else no("why.no_gain"), _amplified(case, row))
        case _:
            return either(yes() if row.call == "loss" else no("why.no_loss"), _deep(case, row))


def _amplified(case: Case, row: CopyNumber) -> Judgment:
    found = finding(case, fact(row))
    if found is None and row.call != "amplification":
        return _not_interpreted(row)
    derived = found.amplified if found else None
    if derived is True:
        return yes()
    if row.call == "amplification":
        # The source's own word counts; our threshold, when it disagrees, asks for a look.
        return yes("why.source_call" if derived is False else "", review=derived is False)
    if derived is False:
        return no("why.not_amplified")
    if row.call in NOT_AMPLIFIED:
        return no(f"why.{row.call}")
    return open_("why.no_call", f"copy_number_call:{row.gene}")


def _deep(case: Case, row: CopyNumber) -> Judgment:
    found = finding(case, fact(row))
    if found is None and row.call != "deep_loss":
        return _not_interpreted(row)
    derived = found.deep_deletion if found else None
    if derived is True:
        return yes()
    if row.call == "deep_loss":
        return yes("why.source_call" if derived is False else "", review=derived is False)
    if derived is False:
        return no("why.not_deep")
    if row.call == "loss" and row.call_rule == ONE_OR_BOTH:
        return open_("why.one_or_both", f"copies_lost:{row.gene}")
    if row.call in NOT_DEEP:
        return no(f"why.{row.call}")
    return open_("why.no_call", f"copy_number_call:{row.gene}")


def _not_interpreted(row: CopyNumber) -> Judgment:
    return open_("why.not_interpreted", f"copy_number_call:{row.gene}")
