"""Laws of typed text: nothing raises, everything yields a value or an issue, printing and reading are inverse, words are used."""

from __future__ import annotations

from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.typed_support import read

from tumorboard.formats.typed import typed_line, typed_lines
from tumorboard.formats.typed.lexicon import ENTRIES
from tumorboard.genome.coding import CodingChange, CodingPosition, coding_change
from tumorboard.genome.protein import protein_change, short_text
from tumorboard.issues import Severity
from tumorboard.model.alteration import CopyNumber, Fusion, Origin, ProteinChange, SpliceEvent, Variant
from tumorboard.model.profile import Profile

quick = settings(derandomize=True, deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
GENES = ("EGFR", "ERBB2", "KRAS", "BRAF", "TP53", "MET", "ALK", "CDKN2A", "NKX2-1", "H3-3A")
PIECES = (
    *GENES, *ENTRIES, "HER2", "PD-L1", "ER", "PR", "TMB", "HRD", "DPYD", "L858R", "p.V600E", "c.1799T>A", "c.5946delT",
    "exon 19", "60%", "12", "1-49%", "<1%", "3+", "*1/*28", "*2A", "VAF 34%", "22C3", "EML4-ALK", "EML4::ALK", "t(9;22)",
    "del(17p)", "KRAS/NRAS", "(", ")", "/", "-", "+", ",", ":", "NC_000007.14:g.140753336A>T", "E746_A750del", "G12",
    "codon 12", "E13;A20", "NM_004333.6", "阳性", "扩增", "1.2 Mb", "12 copies", "12 mut/Mb", "1p/19q", "MLH1", "IDH1/2",
    "19del", "del19", "E19del", "G719X", "T790M/C797S", "BRAFV600E", "EGFRm", "TERTp", "exon 14", "CDKN2A/B", "6174delT", "D5F3",
    "HLA-A*02:01", "HLA-A*02:01/A*24:02", "17p-", "t(15;17)", "MLH1/PMS2", "MSI-H", "-/-", "AR-V7", "敏感突变", "Δ", "约", "L585R",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)
residue = st.sampled_from(RESIDUES)


@st.composite
def protein_changes(draw: st.DrawFn) -> ProteinChange:
    """Any change that HGVS p. can write."""
    kind = draw(st.sampled_from(["substitution", "nonsense", "deletion", "duplication", "insertion", "delins",
                                 "frameshift", "synonymous", "start_lost", "extension", "stop_lost"]))  # fmt: skip
    ref, start = draw(residue), draw(st.integers(2, 3000))
    end = start + draw(st.integers(1, 9))
    other, many = draw(residue), draw(st.text(RESIDUES, min_size=1, max_size=6))
    match kind:
        case "substitution":
            return ProteinChange(kind, ref, start, alt=draw(residue.filter(lambda r: r != ref)))
        case "nonsense":
            return ProteinChange(kind, ref, start, alt="*")
        case "synonymous":
            return ProteinChange(kind, ref, start, alt=ref)
        case "deletion" | "duplication":
            return ProteinChange(kind, ref, start, other, end)
        case "insertion":
            return ProteinChange(kind, ref, start, other, start + 1, many)
        case "delins":
            return ProteinChange(kind, ref, start, other, end, many)
        case "frameshift":
            return ProteinChange(kind, ref, start, alt=draw(st.sampled_from(["", other])))
        case "start_lost":
            return ProteinChange(kind, "M", 1)
        case _:
            return ProteinChange(kind, "*", start, alt=other)


@st.composite
def coding_changes(draw: st.DrawFn) -> CodingChange:
    """Any change that HGVS c. can write with one kind of place at both ends."""
    start = CodingPosition(draw(st.integers(1, 9000)), draw(st.sampled_from([0, 0, 0, 1, -2, 40])))
    kind = draw(st.sampled_from(["substitution", "deletion", "duplication", "insertion", "delins", "inversion"]))
    bases = draw(st.text("ACGT", min_size=1, max_size=6))
    end = CodingPosition(start.base + draw(st.integers(1, 20)), start.offset)
    match kind:
        case "substitution":
            ref = draw(st.sampled_from("ACGT"))
            alt = draw(st.sampled_from([b for b in "ACGT" if b != ref]))
            return CodingChange(kind, start, start, ref, alt)
        case "insertion":
            return CodingChange(kind, start, CodingPosition(start.base + 1, start.offset), alt=bases)
        case "delins":
            return CodingChange(kind, start, end, alt=bases)
        case _:
            return CodingChange(kind, start, end)


@given(protein_changes())
@quick
def test_a_protein_change_is_read_as_it_was_written(change: ProteinChange) -> None:
    assert protein_change(short_text(change)) == change
    assert protein_change(f"p.({short_text(change)})") == change
    assert protein_change(short_text(change).lower()) == change


@given(coding_changes())
@quick
def test_a_coding_change_is_read_as_it_was_written(change: CodingChange) -> None:
    assert coding_change(change.text()) == change
    assert coding_change(change.text().lower().replace(">", " -> ")) == change


@given(st.text(max_size=60) | texts)
@quick
def test_any_text_yields_a_value_or_an_error_and_never_raises(text: str) -> None:
    found = read(text)
    failed = any(i.severity is Severity.ERROR for i in found.issues)
    assert failed or found.value is not None
    if found.value is not None:
        assert found.value.records == found.value.kept + sum(found.value.tally.values())


@given(texts)
@quick
def test_a_value_printed_and_read_again_is_the_value(text: str) -> None:
    profile = read(text).value
    if profile is not None:
        again = [read(line).value for line in typed_lines(profile)]
        assert _facts(*again) == _facts(profile)


@given(protein_changes(), st.sampled_from(GENES), st.sampled_from(list(Origin)), st.none() | st.floats(0.001, 1))
@quick
def test_a_variant_is_printed_so_that_it_is_read_again(
    change: ProteinChange, gene: str, origin: Origin, vaf: float | None
) -> None:
    typed = Variant(gene=gene, protein=change, origin=origin, vaf=vaf)
    profile = read(typed_line(typed)).value
    assert profile is not None
    (found,) = profile.variants
    assert (found.gene, found.origin, found.vaf) == (gene, origin, vaf)
    again = read(typed_line(found)).value
    assert again is not None and again.variants == (found,)


@given(
    st.sampled_from(GENES),
    st.sampled_from(["amplification", "gain", "loss", "deep_loss"]),
    st.none() | st.floats(0, 99),
)
@quick
def test_a_copy_number_is_printed_so_that_it_is_read_again(gene: str, call: str, copies: float | None) -> None:
    value = CopyNumber(gene=gene, call=call, copies=copies)
    assert _facts(read(typed_line(value)).value) == [value]


@given(st.sampled_from(GENES), st.sampled_from(GENES), st.none() | st.booleans(), st.sampled_from(["", "rna", "dna"]))
@quick
def test_a_fusion_is_printed_so_that_it_is_read_again(five: str, three: str, frame: bool | None, evidence: str) -> None:
    value = Fusion(five_prime=five, three_prime=three, in_frame=frame, evidence=evidence)
    assert _facts(read(typed_line(value)).value) == [value]


@given(st.sampled_from(GENES), st.integers(1, 30), st.integers(0, 9))
@quick
def test_a_splice_event_is_printed_so_that_it_is_read_again(gene: str, first: int, more: int) -> None:
    value = SpliceEvent(gene=gene, first_exon=first, last_exon=first + more)
    assert _facts(read(typed_line(value)).value) == [value]


@given(
    st.sampled_from(["EGFR L858R", "HER2 amplified", "EML4::ALK", "MSI-H", "ER 90%"]), st.text("bcdfghjklq", min_size=4)
)
@quick
def test_a_word_that_is_not_understood_refuses_the_whole_statement(text: str, word: str) -> None:
    assert read(f"{text} {word}").value is None


@given(
    st.sampled_from(
        [
            "9",
            "1-",
            "E1_",
            "*1/",
            "+",
            "/",
            "EML4-",
            "t(",
            "p.",
            "EGFR ",
            "9;",
            "no ",
            "第",
            "1 拷贝",
            "19del",
            "del1",
            "T790M/",
            "A1C/",
            "HLA-A*02:01/",
            "17p-",
            "-/-",
            "V1",
            "EGFR 19del ",
        ]
    ),
    st.integers(1, 3000),
)
@quick
def test_no_text_takes_long(piece: str, times: int) -> None:
    before = process_time()
    read((piece * times)[:3000])
    assert process_time() - before < 1


def _facts(*profiles: Profile | None) -> list[object]:
    found: list[object] = []
    for name in ("variants", "copy_numbers", "fusions", "splice_events", "biomarkers", "negatives"):
        for profile in profiles:
            found += getattr(profile, name) if profile else ()
    return [_without_place(f) for f in found]


def _without_place(fact: object) -> object:
    from dataclasses import is_dataclass, replace

    return replace(fact, source=None) if is_dataclass(fact) and not isinstance(fact, type) else fact
