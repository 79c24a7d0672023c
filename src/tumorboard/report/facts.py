"""How the facts of a case read in a line: alterations, biomarkers, courses, regimens; and what each fact id is called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from tumorboard.genome.protein import short_text
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.assessment import Grade, TherapyOption
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case
from tumorboard.model.specimen import Assay, Specimen
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.model.verdict import Evaluation, Verdict
from tumorboard.reasons import Reason
from tumorboard.report.values import Drug, Inline, Term, Text

Alteration = Variant | CopyNumber | Fusion | SpliceEvent
T = TypeVar("T")
NAMED = frozenset(
    {"substitution", "nonsense", "deletion", "duplication", "insertion", "delins", "frameshift", "synonymous"}
)


def alterations(case: Case) -> tuple[tuple[str, Alteration], ...]:
    """Every alteration with its fact id, in the order of the case."""
    return (
        *((f"variant/{v.id}", v) for v in case.variants),
        *((f"copy_number/{n.id}", n) for n in case.copy_numbers),
        *((f"fusion/{f.id}", f) for f in case.fusions),
        *((f"splice/{s.id}", s) for s in case.splice_events),
    )


def rests_on(option: TherapyOption, case: Case, by_id: Mapping[str, Alteration]) -> tuple[Text, ...]:
    """The alterations and measurements that the best statement of an option rests on, each once, in the order of the case.

    `by_id` is ``dict(alterations(case))``, made once for many options.
    """
    used = carrying(option.matches[0].biomarker) if option.matches else frozenset()
    order = {key: n for n, key in enumerate(("variant", "copy_number", "fusion", "splice"))}
    keys = sorted((k for k in used if k in by_id), key=lambda k: (order[k.partition("/")[0]], len(k), k))
    named = [name(by_id[k]) for k in keys]
    named += [biomarker(b) for b in case.biomarkers if f"biomarker/{b.id}" in used]
    return unique(named)


def carrying(answer: Evaluation) -> frozenset[str]:
    """What an evaluation used, and what carries those of its parts that hold: of *A and B* with B open, what A found."""
    return answer.used | frozenset(_holding(answer))


def _holding(answer: Evaluation) -> Iterator[str]:
    if answer.verdict is Verdict.MET:
        yield from answer.used
    elif not answer.reason.code.startswith("not."):
        for part in answer.children:
            yield from _holding(part)


def labels(case: Case) -> Mapping[str, Text]:
    """Fact id -> what a reader calls it; variants of unknown significance are left to the sections that show them."""
    found: dict[str, Text] = {f"course/{c.id}": course(c) for c in case.courses}
    found |= {f"biomarker/{b.id}": biomarker(b) for b in case.biomarkers}
    found |= {f"assay/{a.id}": (assay(a),) for a in case.assays}
    found |= {f"specimen/{s.id}": specimen(s) for s in case.specimens}
    return found


def name(alteration: Alteration) -> Text:
    """An alteration as a pathologist writes it."""
    if isinstance(alteration, Variant):
        return (alteration.gene, " ", *change(alteration)) if alteration.gene else change(alteration)
    if isinstance(alteration, CopyNumber):
        call: Text = (" ", Term(alteration.call)) if alteration.call else ()
        if alteration.copies is None:
            return (alteration.gene, *call)
        return (alteration.gene, *call, " (", Reason.of("report.copies", copies=alteration.copies), ")")
    if isinstance(alteration, Fusion):
        return (f"{alteration.five_prime or '?'}::{alteration.three_prime or '?'}",)
    span = str(alteration.first_exon)
    if alteration.last_exon != alteration.first_exon:
        span += f"-{alteration.last_exon}"
    return (alteration.gene, " ", Reason.of("report.exons_skipped", exons=span))


def gene(alteration: Alteration) -> str:
    """The gene, or the partners, it is listed under."""
    if isinstance(alteration, Fusion):
        return f"{alteration.five_prime or '?'}::{alteration.three_prime or '?'}"
    return alteration.gene


def change(v: Variant) -> Text:
    """What a variant changes, without its gene: the protein, the category, the coding or the genomic change.

    A protein change is named in one way, as clinicians do (L858R), however its source wrote it; the source's own text
    stands in the table of alterations.
    """
    if v.protein is not None and v.protein.kind in NAMED:
        return (short_text(v.protein),)
    if v.hgvs_p:
        return (v.hgvs_p.removeprefix("p."),)
    if v.category:
        return (
            (Reason.of("report.in_exon", exon=v.exon), " ", Term(v.category))
            if v.exon is not None
            else (Term(v.category),)
        )
    if v.hgvs_c:
        return (v.hgvs_c,)
    if v.position is not None:
        return (place(v),)
    return ()


def place(v: Variant) -> str:
    """The genomic change in text, 1-based as text is; empty without a position."""
    p = v.position
    return f"{p.chrom}:{p.start + 1} {p.ref or '-'}>{p.alt or '-'}" if p is not None else ""


def biomarker(b: Biomarker) -> Text:
    """A measurement as reported."""
    parts: list[Inline] = [Term(f"marker.{b.marker}")]
    if b.scale and b.scale != "ihc_score":
        parts.append(f" {b.scale}")
    if b.value is not None:
        plus = "+" if b.scale == "ihc_score" else ""
        parts.append(f" {b.comparator}{b.value:g}{plus}")
        if b.unit and b.unit != "score":
            parts += [" ", Term(f"unit.{b.unit}")]
    elif b.low is not None and b.high is not None:
        parts.append(f" {b.low:g}-{b.high:g}")
    if b.state:
        parts += [" ", Term(b.state)]
    if b.detail:
        parts += [", ", *_detail(b.detail)]
    if b.failed:
        parts += [" – ", Term("failed")]
    how: list[Inline] = [Term(f"method.{b.method}")] if b.method else []
    if b.clone:
        how += [", ", b.clone] if how else [b.clone]
    return (*parts, " (", *how, ")") if how else tuple(parts)


def _detail(code: str) -> tuple[Inline, ...]:
    """What a measurement says beyond its number: strength of a stain, parts of a sum, a genotype."""
    if code.startswith("intensity_"):
        return (Term("report.intensity"), f" {code.removeprefix('intensity_')}+")
    parts = [part.partition("=") for part in code.split(";")]
    if all(value for _, _, value in parts):
        named = [(Term(f"part.{name}"), f" {value}") for name, _, value in parts]
        return tuple(x for n, pair in enumerate(named) for x in ((", ", *pair) if n else pair))
    return (Term(code),)


def assay(a: Assay) -> str:
    """An assay by its name, else by the files it is implied by."""
    return a.name or ", ".join(a.files) or a.id


def specimen(s: Specimen) -> Text:
    """A specimen by kind and id."""
    return (Term(f"specimen.{s.kind.value}"), f" {s.id}")


def regimen(codes: tuple[str, ...], class_name: str = "") -> Text:
    """Agents joined by plus signs; a class by its name."""
    if not codes:
        return (Term(class_name),)
    parts: list[Inline] = []
    for code in codes:
        parts += [" + ", Drug(code)] if parts else [Drug(code)]
    return tuple(parts)


def of_option(option: TherapyOption) -> Text:
    """The regimen of an option, or the class it speaks of."""
    return regimen(option.therapies, option.matches[0].therapy_class if option.matches else "")


def graded(grade: Grade) -> Text:
    """The value of a grade as words: a source's own is a code with a name, ``guideline NCCN`` or ``study rct``."""
    if not grade.value or grade.scheme != "source":
        return (grade.value,) if grade.value else ()
    return listed(((Term(word),) for word in grade.value.split()), " ")


def changes(option: TherapyOption) -> tuple[Reason, ...]:
    """What would change an option, beside the missing facts that stand in a list of their own."""
    return tuple(r for r in option.changes if r.code != "change.facts_decide")


def course(c: TreatmentCourse) -> Text:
    """What was given in a course: its agents, else the words of the record, else the kind of treatment."""
    named: Text = regimen(c.agents) if c.agents else ()
    unnamed: Text = (", ".join(c.unnamed),) if c.unnamed else ()
    if named and unnamed:
        return (*named, " + ", *unnamed)
    return named or unnamed or (Term(c.modality),)


def listed(texts: Iterable[Text], between: str = ", ") -> Text:
    """Texts one after another with something between them."""
    parts: list[Inline] = []
    for text in texts:
        parts += [between, *text] if parts else [*text]  # type: ignore[list-item]
    return tuple(parts)


def unique(items: Iterable[T]) -> tuple[T, ...]:
    """Each once, in the order of its first coming."""
    return tuple(dict.fromkeys(items))
