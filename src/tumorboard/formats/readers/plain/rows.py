"""One record of a plain table as values: the cells that tell a finding are read as typed text, the others add facts to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tumorboard.formats.cells import parse_number
from tumorboard.formats.readers.plain.columns import TELLING
from tumorboard.formats.tables import Row, Table
from tumorboard.formats.typed import parse_typed
from tumorboard.formats.typed.lexicon import ENTRIES, PHRASE, meaning
from tumorboard.formats.typed.normal import normalized
from tumorboard.issues import Issue, Place, Severity
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, SpliceEvent, Variant
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

Value = Variant | CopyNumber | Fusion | SpliceEvent | Biomarker | tuple[str, str]
_SPLIT = re.compile(r";(?![^(]*\))")
LONGEST_WORD = 60
EXTRA = ("vaf", "copies", "exon", "origin", "class", "zygosity", "depth", "transcript")


class Records:
    """What the records of a table yield; `tally` counts those that yield nothing, `unused` the cells that add nothing."""

    def __init__(self, table: Table, request: ReadRequest, *, percent: bool) -> None:
        self.table, self.request, self.percent = table, request, percent
        self.values: list[Value] = []
        self.kept = 0
        self.tally: Counter[str] = Counter()
        self.unused: Counter[str] = Counter()
        self._seen: set[Value] = set()

    def add(self, row: Row) -> None:
        """The values of one record."""
        if not any(row.text(name) for name in TELLING):
            row.report("PLN001", "change")
            self.tally["not_understood"] += 1
            return
        found = self._typed(row) if any(row.text(name) for name in TELLING if name != "copies") else self._copies(row)
        if not found:
            self.tally["not_understood"] += 1
            return
        values = [self._with_extra(v, row) for v in found]
        fresh = [v for v in values if _bare(v) not in self._seen]
        self._seen |= {_bare(v) for v in values}
        self._note_unused(row, found)
        if not fresh:
            row.note("PLN007")
            self.tally["duplicate"] += 1
            return
        self.values += fresh
        self.kept += 1

    def _typed(self, row: Row) -> list[Value]:
        """The first reading of the record that says something of its gene; else nothing, with the issues of the fullest."""
        first: tuple[Issue, ...] = ()
        elsewhere = False
        for text, whole in self._readings(row):
            read = parse_typed(text, self.request, place=row.place("change" if row.text("change") else "protein"))
            understood = read.value is not None and read.value.kept == read.value.records
            if read.value is not None and understood and self._of_gene(row, read.value):
                for issue in read.issues:
                    self._tell(issue)
                if not whole:
                    self.unused["type"] += 1
                return _values(read.value)
            elsewhere = elsewhere or understood
            first = first or read.issues
        if elsewhere:
            row.report("PLN006", "gene")
            return []
        for issue in first:
            self._tell(issue)
        return []

    def _copies(self, row: Row) -> list[Value]:
        """A copy number that only its number tells; nothing, with an issue, when gene or number are none."""
        gene, copies = self.request.vocab.genes.approved(row.text("gene")), row.number("copies")
        if gene is None or copies is None or copies < 0:
            row.report("PLN002", "copies" if gene else "gene")
            return []
        return [CopyNumber(gene=gene, copies=copies, source=row.place("copies"))]

    def _tell(self, issue: Issue) -> None:
        # What is wrong with one record leaves the table usable.
        severity = Severity.WARNING if issue.severity is Severity.ERROR else issue.severity
        self.table.reports.add(issue.code, severity, issue.place, **dict(issue.params))

    def _readings(self, row: Row) -> Iterator[tuple[str, bool]]:
        """Ways to put the cells together, the fullest first, and whether the type was part of it."""
        gene, kind = row.text("gene"), row.text("type")
        told = [_plain(row.text(n)) for n in ("coding", "protein", "change")]
        change = " ".join(dict.fromkeys(t for t in told if t))
        for parts, whole in (
            ((gene, change, kind), True),
            ((gene, change), not kind),
            ((change, kind), True),
            ((change,), not kind),
        ):
            text = " ".join(p for p in parts if p)
            if text and (change or kind in parts):
                yield text, whole

    def _of_gene(self, row: Row, profile: Profile) -> bool:
        """Whether the values are about the gene of the record, where it names one."""
        genes = set(self.request.vocab.genes.candidates(row.text("gene")))
        if not genes:
            return not row.text("gene") or bool(profile.biomarkers)
        told = {v.gene for v in profile.variants} | {c.gene for c in profile.copy_numbers}
        told |= (
            {s.gene for s in profile.splice_events}
            | {g for f in profile.fusions for g in f.genes}
            | {g for g, _ in profile.negatives}
        )
        markers = self.request.vocab.markers.entries
        told |= {markers[b.marker].gene for b in profile.biomarkers if b.marker in markers}
        return bool(genes & told) or bool(profile.biomarkers and not told - {""})

    def _with_extra(self, value: Value, row: Row) -> Value:
        """The value with what the other cells say of it."""
        if isinstance(value, Variant):
            return self._variant(value, row)
        if isinstance(value, CopyNumber) and value.copies is None and row.text("copies"):
            copies = row.number("copies")
            if copies is None or copies < 0:
                row.report("PLN002", "copies")
                return value
            return replace(value, copies=copies)
        if isinstance(value, Fusion) and row.text("origin"):
            return replace(value, origin=Origin(_word(row, "origin") or "unknown"))
        return value

    def _variant(self, v: Variant, row: Row) -> Variant:
        vaf = self._vaf(row) if v.vaf is None else v.vaf
        exon = row.whole("exon") if row.text("exon") and v.exon is None else v.exon
        origin = Origin(_word(row, "origin") or "unknown") if v.origin is Origin.UNKNOWN else v.origin
        return replace(
            v,
            vaf=vaf,
            exon=exon,
            origin=origin,
            clinvar=v.clinvar or _word(row, "class"),
            zygosity=v.zygosity or _word(row, "zygosity"),
            depth=row.whole("depth"),
            transcript=row.text("transcript") or v.transcript,
        )

    def _vaf(self, row: Row) -> float | None:
        text = row.text("vaf").strip()
        if not text:
            return None
        marked = text.endswith("%")
        number = parse_number(text.removesuffix("%").strip())
        fraction = number / 100 if number is not None and (marked or self.percent) else number
        if fraction is None or not 0 <= fraction <= 1:
            row.report("PLN003", "vaf")
            return None
        return fraction

    def _note_unused(self, row: Row, found: list[Value]) -> None:
        variant = any(isinstance(v, Variant) for v in found)
        copied = any(isinstance(v, CopyNumber) for v in found)
        for name in EXTRA:
            used = (
                copied
                if name == "copies"
                else variant or (name == "origin" and any(isinstance(v, Fusion) for v in found))
            )
            if row.text(name) and not used:
                self.unused[name] += 1


def _values(profile: Profile) -> list[Value]:
    facts = (profile.variants, profile.copy_numbers, profile.fusions, profile.splice_events, profile.biomarkers)
    return [*(v for family in facts for v in family), *profile.negatives]


def _bare(value: Value) -> Value:
    """The value without its place, to tell a repetition."""
    return value if isinstance(value, tuple) else replace(value, source=None)


def _plain(cell: str) -> str:
    """The cell as one statement: a list of changes of one gene is separated by commas."""
    return _SPLIT.sub(",", cell)


def _word(row: Row, name: str) -> str:
    """The cell as a word of the lexicon (germline, Pathogenic, het); empty, with an issue, when it is another one."""
    text = normalized(row.text(name)[:LONGEST_WORD])
    if not text:
        return ""
    m = PHRASE.match(text)
    if m is not None and m.end() == len(text):
        slot, value = meaning(m[0])
        if slot == name:
            return value
    if text.casefold() not in _NOTHING:
        row.report("PLN005", name)
    return ""


_NOTHING = frozenset({"unknown", "not known", "unclear", "undetermined"}) - ENTRIES.keys()


def place_of(file: str, line: int, record: int) -> Place:
    """The place of a line of a list."""
    return Place(file, record=record, line=line)
