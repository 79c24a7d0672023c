"""Cases as a clinician would jot them down: ``LUAD; metastatic; age 60; tested; EGFR L858R; PD-L1 TPS 60 22C3``.

Facts stand between semicolons, in any order.  What a line can say:

    LUAD                         the tumor type by OncoTree code
    metastatic, setting adjuvant, stage IIIA, histology squamous, castration_resistant, not newly_diagnosed
    age 60, female, consent yes
    ecog 1, karnofsky 80         a performance grade; ``ecog 1, 40 days ago`` (before ON) with its day
    tested                       a tissue panel of DNA and RNA that covers every gene for every kind of event
    panel EGFR KRAS              a tissue DNA panel of these genes, variants only
    plasma, white cells          `tested` in plasma; with matched white cells
    normal, covers promoter:TERT a matched normal was sequenced; a region beyond coding sequence was covered
    purity 0.1, ploidy 4         of the tissue
    sampled 30                   days before ON on which the material was taken
    failed, undeclared, bare     the assay failed; was only implied by a file; its variants carry no consequences
    EGFR L858R                   a variant; words after it: germline, somatic, chip, pathogenic, benign, vaf 0.3, af 0.02, exon 19
    EGFR exon 19 deletion        a variant stated as a category only; MET exon 14 skipping, TERT promoter
    ERBB2 20 copies, MET gain    copy number by number, or by the source's own word
    EML4::ALK                    a fusion in frame; words after it: frame unknown, out of frame, order unknown
    ER 80 %, HER2 IHC 2+, HER2 ISH negative, PD-L1 TPS 60 22C3, MSI high, MMR deficient, MSI 2 of 5, TMB 12, HRD GIS 45
    had osimertinib+savolitinib  a course; words after it: progression, toxicity, ongoing, line 1, adjuvant, metastatic,
                                 PR, curative, began 90 ended 21 (days before ON); ``had rt radiotherapy ended 21``
    lab ALT 31 U/L of 10 to 40, 5 days ago    a value; then as wanted its reference limits and its day before ON (0 when not said)
    lab INR <1.1, undated        with a comparator; without a date
    lesion liver 22 mm ct        a lesion; its words are those of `testing.short_lesions`; lesions complete
    condition uveitis active     a condition; words after it: active, past, grade 2, code I21.4, ago 90 (days before ON); blanks in its name are ``_``
    takes clarithromycin         a drug of the medication list; medications complete
    pregnancy test negative 3    and its days before ON; postmenopausal, not postmenopausal, sterilized, breast-feeding, not breast-feeding
    history complete             nothing was given beyond the courses named
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tumorboard.criteria.protein_text import change
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.case import Case, Completeness, Condition, Diagnosis, LabValue, Patient, PerformanceStatus
from tumorboard.model.dates import PartialDate
from tumorboard.model.disease import Disease
from tumorboard.model.reproduction import Reproduction
from tumorboard.model.specimen import Assay, AssayStatus, Specimen, SpecimenKind
from tumorboard.model.treatment import TreatmentCourse
from tumorboard.testing.short_lesions import lesion

KINDS = frozenset({"variant", "copy_number", "fusion", "splice", "msi", "tmb"})
EXTENTS = ("localized", "locally_advanced", "unresectable", "metastatic")
SETTINGS = ("neoadjuvant", "adjuvant", "maintenance", "metastatic")
CONSEQUENCE = {
    "substitution": "missense_variant", "nonsense": "stop_gained", "frameshift": "frameshift_variant",
    "deletion": "inframe_deletion", "insertion": "inframe_insertion", "duplication": "inframe_insertion",
    "delins": "protein_altering_variant", "synonymous": "synonymous_variant",
}  # fmt: skip
ORIGINS = {"germline": Origin.GERMLINE, "somatic": Origin.SOMATIC, "chip": Origin.POSSIBLE_CHIP}
CLINVAR = {"pathogenic": "Pathogenic", "benign": "Benign"}
ON = date(2026, 11, 24)  # the day before which days are counted
CALLS = ("amplification", "gain", "neutral", "loss", "deep_loss")


def short_case(text: str) -> Case:
    """The case that a line says; facts get ids in the order in which they stand.

    Raises
    ------
    ValueError
        If a fact has none of the forms above.

    Examples
    --------
    >>> short_case("LUAD; EGFR L858R; tested").variants[0].gene
    'EGFR'
    """
    drafted = _Draft()
    for fact in filter(None, (part.strip() for part in text.split(";"))):
        for pattern, add in _FORMS:
            found = pattern.fullmatch(fact)
            if found is not None:
                add(drafted, *found.groups(default=""))
                break
        else:
            raise ValueError(f"no fact has the form {fact!r}")
    return drafted.case()


class _Draft:
    """Facts gathered so far."""

    def __init__(self) -> None:
        self.patient = Patient(id="short")
        self.diagnosis = Diagnosis()
        self.specimen = Specimen(id="s1", kind=SpecimenKind.TISSUE, purity=0.6)
        self.assay: Assay | None = None
        self.lists: dict[str, list[Any]] = {}
        self.reproduction = Reproduction()
        self.statements: dict[str, bool] = {}
        self.complete: dict[str, Completeness] = {}

    def add(self, family: str, value: Any) -> None:
        rows = self.lists.setdefault(family, [])
        rows.append(replace(value, id=f"{family[0]}{len(rows) + 1}"))

    def born(self, **fields: Any) -> None:
        self.reproduction = replace(self.reproduction, **fields)

    def panel(self) -> Assay:
        return self.assay or Assay(id="a1", specimen="s1", method="ngs dna and rna", kinds=KINDS, annotated=True)

    def case(self) -> Case:
        fields: dict[str, Any] = {family: tuple(rows) for family, rows in self.lists.items()}
        return Case(
            id="short",
            patient=self.patient,
            diagnosis=self.diagnosis,
            specimens=(self.specimen,),
            assays=(self.assay,) if self.assay else (),
            reproduction=self.reproduction,
            statements=self.statements,
            completeness=self.complete,
            **fields,
        )


def _diagnosis(**fields: Any) -> Callable[..., None]:
    def add(draft: _Draft, *said: str) -> None:
        given = {name: make(*said) for name, make in fields.items()}
        draft.diagnosis = replace(draft.diagnosis, **given)

    return add


def _state(draft: _Draft, denied: str, state: str) -> None:
    name = "not_states" if denied else "states"
    draft.diagnosis = replace(draft.diagnosis, **{name: getattr(draft.diagnosis, name) | {state}})


def _patient(draft: _Draft, age: str, sex: str) -> None:
    draft.patient = replace(draft.patient, **({"age_years": int(age)} if age else {"sex": sex}))


def _statement(draft: _Draft, topic: str, answer: str) -> None:
    draft.statements[topic] = answer == "yes"


def _tested(draft: _Draft, genes: str) -> None:
    draft.assay = draft.panel()
    if genes:
        few = frozenset(genes.split())
        draft.assay = replace(draft.assay, method="dna panel", genes=few, kinds=frozenset({"variant"}))


def _plasma(draft: _Draft) -> None:
    draft.assay = draft.panel()
    draft.specimen = replace(draft.specimen, kind=SpecimenKind.PLASMA, purity=None)


def _assay(**fields: Any) -> Callable[[_Draft], None]:
    def add(draft: _Draft) -> None:
        draft.assay = replace(draft.panel(), **fields)

    return add


def _specimen(draft: _Draft, name: str, value: str) -> None:
    number = float(value)
    made = replace(draft.specimen, purity=number) if name == "purity" else replace(draft.specimen, ploidy=number)
    draft.specimen = made


def _sampled(draft: _Draft, ago: str) -> None:
    draft.specimen = replace(draft.specimen, collected=day_before(int(ago)))


def _variant(draft: _Draft, gene: str, protein: str, words: str) -> None:
    said = change(protein)
    term = CONSEQUENCE.get(said.kind)
    variant = Variant(gene=gene, protein=said, consequences=(term,) if term else (), specimen="s1", assay="a1")
    draft.add("variants", _with_words(variant, words))


def _with_words(variant: Variant, words: str) -> Variant:
    given = iter(words.split())
    for word in given:
        if word in ORIGINS:
            variant = replace(variant, origin=ORIGINS[word])
        elif word in CLINVAR:
            variant = replace(variant, clinvar=CLINVAR[word])
        elif word == "exon":
            variant = replace(variant, exon=int(next(given)))
        elif word == "vaf":
            variant = replace(variant, vaf=float(next(given)))
        elif word == "af":
            variant = replace(variant, population_af=float(next(given)))
        else:
            raise ValueError(f"a variant has no word {word!r}")
    return variant


def _category(draft: _Draft, gene: str, exon: str, category: str) -> None:
    number = int(exon) if exon else None
    draft.add("variants", Variant(gene=gene, exon=number, category=category, specimen="s1", assay="a1"))


def _copies(draft: _Draft, gene: str, copies: str, call: str) -> None:
    number = float(copies) if copies else None
    draft.add("copy_numbers", CopyNumber(gene=gene, copies=number, call=call, specimen="s1", assay="a1"))


def _fusion(draft: _Draft, five: str, three: str, words: str) -> None:
    frame = None if "frame unknown" in words else "out of frame" not in words
    ordered = "order unknown" not in words
    made = Fusion(five_prime=five, three_prime=three, in_frame=frame, ordered=ordered, specimen="s1", assay="a1")
    draft.add("fusions", made)


def _lab(draft: _Draft, name: str, sign: str, value: str, unit: str, low: str, high: str, day: str, when: str) -> None:
    lower, upper = (float(limit) if limit else None for limit in (low, high))
    made = LabValue(
        analyte=name, value=float(value), comparator=sign, unit=unit, lower_limit=lower, upper_limit=upper,
        date=None if when == "undated" else day_before(int(day or 0)),
    )  # fmt: skip
    draft.add("labs", made)


def _grade(draft: _Draft, scale: str, value: str, ago: str) -> None:
    day = day_before(int(ago)) if ago else None
    draft.add("performance", PerformanceStatus(scale=scale, value=int(value), date=day))


def day_before(days: int) -> PartialDate:
    """The day so many days before ON."""
    day = ON - timedelta(days=days)
    return PartialDate(day.year, day.month, day.day)


def _condition(draft: _Draft, name: str, words: str) -> None:
    made = Condition(name=name)
    given = iter(words.split())
    for word in given:
        if word in {"active", "past"}:
            made = replace(made, active=word == "active")
        elif word == "grade":
            made = replace(made, grade=int(next(given)))
        elif word == "code":
            made = replace(made, code=next(given))
        elif word == "ago":
            made = replace(made, date=day_before(int(next(given))))
        else:
            raise ValueError(f"a condition has no word {word!r}")
    draft.add("conditions", made)


def _course(draft: _Draft, agents: str, words: str) -> None:
    course = TreatmentCourse(agents=tuple(sorted(agents.split("+"))))
    given = iter(words.split())
    for word in given:
        if word in {"progression", "toxicity", "completed"}:
            course = replace(course, stop_reason=word)
        elif word in SETTINGS:
            course = replace(course, setting=word)
        elif word == "line":
            course = replace(course, line=int(next(given)))
        elif word == "ongoing":
            course = replace(course, ongoing=True)
        elif word in {"CR", "PR", "SD", "PD"}:
            course = replace(course, best_response=word)
        elif word in {"curative", "palliative"}:
            course = replace(course, intent=word)
        elif word in {"radiotherapy", "surgery"}:
            course = replace(course, modality=word, agents=())
        elif word in {"began", "ended"}:
            day = day_before(int(next(given)))
            course = replace(course, start=day) if word == "began" else replace(course, stop=day)
        else:
            raise ValueError(f"a course has no word {word!r}")
    draft.add("courses", course)


def _marker(**fields: Any) -> Callable[..., None]:
    def add(draft: _Draft, *said: str) -> None:
        given = {name: make(*said) if callable(make) else make for name, make in fields.items()}
        draft.add("biomarkers", Biomarker(**given))

    return add


_MARKER_NAMES = (
    "ER|PR|AR|HR|CLDN18_2|FOLR1|MLH1|MSH2|MSH6|PMS2|DPYD|UGT1A1|HPV16|HPV|EBV|P16|MLH1_METHYLATION|DEL17P|CODEL_1P19Q|"
    "CD8|FOXC1|DCLK1|FUSCC_SUBTYPE|PAM50|HBSAG|ANTI_HBC|ANTI_HCV|HCV_RNA|HIV"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., None]], ...] = tuple(
    (re.compile(pattern), add)
    for pattern, add in (
        (r"tested|panel ((?:\w+ ?)+)", _tested),
        (r"plasma", _plasma),
        (r"white cells", _assay(white_cell_control=True)),
        (r"enough tumor DNA", _assay(tumor_fraction_adequate=True)),
        (r"normal", _assay(matched_normal=True)),
        (r"covers (\S+)", lambda d, region: setattr(d, "assay", replace(d.panel(), regions=frozenset({region})))),
        (r"failed", _assay(status=AssayStatus.FAILED)),
        (r"undeclared", _assay(declared=False)),
        (r"bare", _assay(annotated=False)),
        (r"(purity|ploidy) ([\d.]+)", _specimen),
        (r"sampled (\d+)", _sampled),
        (r"age (\d+)|(female|male)", _patient),
        (r"(ecog|karnofsky|lansky) (\d+)(?:, (\d+) days ago)?", _grade),
        (r"(\w+) (yes|no)", _statement),
        (r"(" + "|".join(EXTENTS) + ")", _diagnosis(extent=str)),
        (r"setting (\w+)", _diagnosis(setting=str)),
        (r"stage (\w+)", _diagnosis(stage=str)),
        (r"histology (\w+)", _diagnosis(histology=lambda word: frozenset({word}))),
        (r"(not )?(castration_\w+|platinum_\w+|newly_diagnosed|relapsed\w*|refractory)", _state),
        (r"history complete", lambda d: d.complete.update(treatment=Completeness.COMPLETE)),
        (r"conditions complete", lambda d: d.complete.update(conditions=Completeness.COMPLETE)),
        (r"assays complete", lambda d: d.complete.update(assays=Completeness.COMPLETE)),
        (r"lesions complete", lambda d: d.complete.update(lesions=Completeness.COMPLETE)),
        (r"lesion (\w+)((?: \S+)*)", lambda d, site, said: d.add("lesions", lesion(site, said, day_before))),
        (r"condition (\w+)((?: \S+)*)", _condition),
        (r"takes ([\w +/-]+)", lambda d, drug: d.lists.setdefault("medications", []).append(drug)),
        (r"medications complete", lambda d: d.complete.update(medications=Completeness.COMPLETE)),
        (r"pregnancy test (positive|negative) (\d+)", lambda d, said, ago: d.born(pregnancy_test=said, tested_on=day_before(int(ago)))),
        (r"(not )?postmenopausal", lambda d, denied: d.born(postmenopausal=not denied)),
        (r"sterilized", lambda d: d.born(sterilized=True)),
        (r"(not )?breast-feeding", lambda d, denied: d.born(breast_feeding=not denied)),
        (r"lab (\w+) ([<>]=?)?(-?[\d.]+)(?: ([^\s,]+?))?(?: of ([\d.]+)? ?to ?([\d.]+)?)?(?:, (?:(\d+) days ago|(undated)))?", _lab),
        (r"had ([\w+-]+)((?: \w+)*)", _course),
        (r"(\w*)::(\w*)((?: \w+)*)", _fusion),
        (r"PD-L1 (TPS|CPS|TC|IC) ([\d.]+)(?: ([\w-]+))?",
         _marker(marker="PDL1", method="ihc", scale=lambda s, v, c: s, value=lambda s, v, c: float(v), unit="percent",
                 clone=lambda s, v, c: c)),
        (r"PD-L1 ([\d.]+)", _marker(marker="PDL1", method="ihc", value=float, unit="percent")),
        (r"HER2 IHC ([0-3])\+?(?: (\w+))?",
         _marker(marker="HER2", method="ihc", scale="ihc_score", value=lambda n, d: float(n), detail=lambda n, d: d)),
        (r"HER2 ISH (\w+)", _marker(marker="HER2", method="ish", state=str)),
        (r"(MSI|MMR|TMB|HRD) ([a-z]\w*)", _marker(marker=lambda m, s: m, state=lambda m, s: s)),
        (r"MSI (\d) of (\d)", _marker(marker="MSI", method="pcr", unit="count", value=lambda n, of: float(n),
                                      high=lambda n, of: float(of))),
        (r"TMB ([\d.]+)", _marker(marker="TMB", method="ngs", value=float, unit="mut_per_mb")),
        (r"HRD (\w+) ([\d.]+)", _marker(marker="HRD", scale=lambda s, v: s, value=lambda s, v: float(v))),
        (rf"({_MARKER_NAMES}) ([\d.]+) %", _marker(marker=lambda m, v: m, method="ihc", value=lambda m, v: float(v),
                                                   unit="percent")),
        (rf"({_MARKER_NAMES}) ([a-z]\w*)", _marker(marker=lambda m, s: m, state=lambda m, s: s)),
        (r"(\w+) (?:exon (\d+) )?(deletion|insertion|skipping|promoter|any)", _category),
        (r"([A-Z]\w+) (?:([\d.]+) copies|(" + "|".join(CALLS) + "))", _copies),
        (r"([A-Z][\w-]+) ([A-Z*]\d+\S*)((?: \S+)*)", _variant),
        (r"([A-Z][A-Z0-9_/-]+)", _diagnosis(disease=Disease)),
    )
)  # fmt: skip
