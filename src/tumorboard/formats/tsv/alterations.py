"""alterations.tsv: every alteration with what was measured and what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from tumorboard.formats.spoken import Spoken
from tumorboard.formats.tsv.cells import Sheet, columns, many
from tumorboard.model.alteration import Fusion, Variant
from tumorboard.model.assessment import Assessment
from tumorboard.model.findings import AlterationFinding, Oncogenicity
from tumorboard.report import facts
from tumorboard.report.sections.findings import matters


class Codes(NamedTuple):
    """Oncogenicity codes by state, in words."""

    met: str = ""
    not_assessable: str = ""


@dataclass(frozen=True, slots=True)
class AlterationRecord:
    """One alteration with its finding; `key` is its fact id."""

    key: str
    alteration: facts.Alteration
    finding: AlterationFinding | None
    key_finding: bool
    codes: Codes
    spoken: Spoken

    def of(self, name: str) -> Any:
        """A field of the alteration; None where this kind has none."""
        return getattr(self.alteration, name, None)

    def place(self, name: str) -> Any:
        """A field of the position."""
        return getattr(self.of("position"), name, None)

    def found(self, name: str) -> Any:
        """A field of the finding."""
        return getattr(self.finding, name, None)

    @property
    def oncogenicity(self) -> Oncogenicity | None:
        """Its class under the scheme of the run."""
        return self.finding.oncogenicity if self.finding else None

    @property
    def genes(self) -> tuple[str, str]:
        """The gene, and the 3' partner of a fusion."""
        if isinstance(self.alteration, Fusion):
            return self.alteration.five_prime, self.alteration.three_prime
        return self.alteration.gene, ""

    @property
    def start(self) -> int | None:
        """1-based start, as in text."""
        position = self.alteration.position if isinstance(self.alteration, Variant) else None
        return position.start + 1 if position else None


def alteration_records(assessment: Assessment, spoken: Spoken) -> Iterator[AlterationRecord]:
    """Every alteration in the order of the case."""
    known = assessment.case.findings
    wanted = matters(assessment)
    # Most variants of an exome share one class: its codes are put into words once.
    told: dict[int, Codes] = {}
    for key, alteration in facts.alterations(assessment.case):
        finding = known.of(key) if known else None
        scored = finding.oncogenicity if finding else None
        if id(scored) not in told:
            told[id(scored)] = Codes(_codes(scored, "met"), _codes(scored, "not_assessable")) if scored else Codes()
        yield AlterationRecord(key, alteration, finding, key in wanted, told[id(scored)], spoken)


def _field(name: str) -> Callable[[AlterationRecord], Any]:
    """A column that is a field of the alteration; of thousands of rows most cells are, so no call more than needed."""
    return lambda r: getattr(r.alteration, name, None)


def _exons(r: AlterationRecord) -> str:
    if r.of("exon") is not None:
        return str(r.of("exon"))
    first, last = r.of("first_exon"), r.of("last_exon")
    return "" if first is None else f"{first}-{last}" if last != first else str(first)


def _codes(scored: Oncogenicity, state: str) -> str:
    return many(c.label for c in scored.codes if c.state == state)


ALTERATIONS: Sheet[AlterationRecord] = Sheet(
    "alterations.tsv",
    "one alteration: variants, copy numbers, fusions, splice events, in the order of the case",
    columns(
        ("fact", "id of the fact, as in assessment.json", lambda r: r.key),
        ("kind", "variant, copy_number, fusion, splice", lambda r: r.key.partition("/")[0]),
        ("gene", "gene; 5' partner of a fusion", lambda r: r.genes[0]),
        ("gene_3_prime", "3' partner of a fusion", lambda r: r.genes[1]),
        ("name", "as the report names it", lambda r: r.spoken.plain(facts.name(r.alteration))),
        ("key_finding", "carried an option, resistance, follow-up, or is (likely) oncogenic", lambda r: r.key_finding),
        ("transcript", "transcript of the change", _field("transcript")),
        ("hgvs_c", "coding change", _field("hgvs_c")),
        ("hgvs_p", "protein change", _field("hgvs_p")),
        ("consequences", "Sequence Ontology terms, most severe first", lambda r: many(r.of("consequences") or ())),
        ("category", "for a change stated as a category only", _field("category")),
        ("exons", "exon, or exons skipped", _exons),
        ("assembly", "GRCh37 or GRCh38", lambda r: r.place("assembly")),
        ("chrom", "chromosome", lambda r: r.place("chrom")),
        ("start", "start on the genome, 1-based", lambda r: r.start),
        ("ref", "reference bases", lambda r: r.place("ref")),
        ("alt", "alternate bases", lambda r: r.place("alt")),
        ("vaf", "variant allele fraction, 0 to 1", _field("vaf")),
        ("depth", "reads at the place", _field("depth")),
        ("alt_reads", "reads with the change", _field("alt_reads")),
        ("copies", "absolute copies per tumor cell", _field("copies")),
        ("minor_copies", "copies of the minor allele", _field("minor_copies")),
        ("log2_ratio", "log2 copy ratio", _field("log2_ratio")),
        ("call", "copy-number call of the source", _field("call")),
        ("in_frame", "fusion in frame; empty when not known", _field("in_frame")),
        ("reads", "supporting reads of a fusion or splice event", _field("reads")),
        ("evidence", "rna or dna, of a fusion", _field("evidence")),
        ("caller_confidence", "confidence of the fusion caller", _field("confidence")),
        ("origin", "somatic, germline, unknown, possible_chip", lambda r: getattr(r.of("origin"), "value", None)),
        ("zygosity", "zygosity", _field("zygosity")),
        ("population_af", "highest population frequency, 0 to 1", _field("population_af")),
        ("clinvar", "classification in the annotation", _field("clinvar")),
        ("effect", "gain_of_function, loss_of_function, dominant_negative, switch, neutral, unknown",
         lambda r: r.found("effect")),
        ("oncogenicity", "class under the scheme of the run",
         lambda r: r.oncogenicity.classification if r.oncogenicity else None),
        ("points", "points of that class", lambda r: r.oncogenicity.points if r.oncogenicity else None),
        ("codes_met", "oncogenicity codes that count", lambda r: r.codes.met),
        ("codes_not_assessable", "codes that could not be assessed", lambda r: r.codes.not_assessable),
        ("classes", "functional classes", lambda r: many(sorted(r.found("classes") or ()))),
        ("amplified", "above the dated threshold; empty when it cannot be said", lambda r: r.found("amplified")),
        ("deep_deletion", "below the dated threshold; empty when it cannot be said", lambda r: r.found("deep_deletion")),
        ("polymorphism", "common polymorphism, vetoed for gene-level evidence", lambda r: r.found("polymorphism")),
        ("needs_review", "a person should look", lambda r: r.found("needs_review")),
        ("specimen", "specimen", _field("specimen")),
        ("assay", "assay", _field("assay")),
        ("file", "file it was read from", lambda r: getattr(r.of("source"), "file", None)),
        ("record", "record of that file, from 1", lambda r: getattr(r.of("source"), "record", None)),
    ),
)  # fmt: skip
