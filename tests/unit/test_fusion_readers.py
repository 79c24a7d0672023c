"""Fusion tables: partners, order, frame, kinase, read-through, exon skipping, and what the accounts say."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import arriba, linx, pcgr_fusion, star_fusion
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion
from tumorboard.model.profile import Profile, ReadRequest

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
READERS = (arriba, linx, pcgr_fusion, star_fusion)
COLUMNS = (
    "#gene1 gene2 strand1(gene/fusion) strand2(gene/fusion) breakpoint1 breakpoint2 type split_reads1 split_reads2 "
    "discordant_mates confidence reading_frame retained_protein_domains gene_id1 gene_id2 direction1 direction2 filters "
    "peptide_sequence"
)
ARRIBA = COLUMNS.split()
PLAIN = {
    "gene1": "EML4", "gene2": "ALK", "strand1(gene/fusion)": "+/+", "strand2(gene/fusion)": "-/-", "type": "inversion",
    "breakpoint1": "2:42295516", "breakpoint2": "2:29223528", "split_reads1": "3", "split_reads2": "2",
    "discordant_mates": "1", "confidence": "high",
}  # fmt: skip


def read(reader: ModuleType, path: Path, assembly: str = "") -> Parsed[Profile]:
    parsed: Parsed[Profile] = reader.read(path, ReadRequest(vocab=vocab.load(), assembly=assembly))
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
        made = len(parsed.value.fusions) + len(parsed.value.splice_events)
        assert parsed.value.kept == made
    return parsed


def profile(reader: ModuleType, path: Path, assembly: str = "") -> Profile:
    value = read(reader, path, assembly).value
    assert value is not None
    return value


def arriba_calls(folder: Path, *calls: dict[str, str], assembly: str = "") -> Parsed[Profile]:
    lines = ["\t".join(ARRIBA)]
    for call in calls:
        cells = {c.lstrip("#"): "." for c in ARRIBA} | PLAIN | call
        lines.append("\t".join(cells[c.lstrip("#")] for c in ARRIBA))
    path = folder / "fusions.tsv"
    path.write_text("\n".join(lines) + "\n")
    return read(arriba, path, assembly)


def one(folder: Path, **call: str) -> Fusion:
    value = arriba_calls(
        folder,
        {
            k.replace("strand1", "strand1(gene/fusion)").replace("strand2", "strand2(gene/fusion)"): v
            for k, v in call.items()
        },
    ).value
    assert value is not None and len(value.fusions) == 1
    return value.fusions[0]


@pytest.mark.parametrize("reader", READERS)
def test_every_fixture_is_recognized_by_its_own_reader_only(reader: ModuleType) -> None:
    for path in sorted((FIXTURES / reader.NAME).glob("*.tsv")):
        assert [r.NAME for r in READERS if r.sniff(read_head(path))] == [reader.NAME]
        assert profile(reader, path).fusions


@pytest.mark.parametrize("written, ensembl, symbol", [
    ("ABL1", "ENSG00000097007.19", "ABL1"),
    ("MLL", ".", "KMT2A"),
    ("MLL", "ENSG00000118058", "KMT2A"),
    ("ENSG00000097007.13", ".", "ABL1"),
    ("HER2", ".", "ERBB2"),
    ("@IGH", ".", "IGH"),
    ("SEPT10", "ENSG00000186522.10", "SEPTIN10"),
    ("RP11-156P1.3", "ENSG00000999999.1", "RP11-156P1.3"),
    ("MED6P1(8171),PTEN(201135)", ".", ""),
    (".", ".", ""),
])  # fmt: skip
def test_a_partner_becomes_its_approved_symbol(tmp_path: Path, written: str, ensembl: str, symbol: str) -> None:
    assert one(tmp_path, gene1=written, gene_id1=ensembl, gene2="ALK").five_prime == symbol


def test_an_ambiguous_old_name_stays_as_written_and_is_told(tmp_path: Path) -> None:
    parsed = arriba_calls(tmp_path, {"gene1": "AIM-1"})
    assert parsed.value is not None and parsed.value.fusions[0].five_prime == "AIM-1"
    assert [(i.code, i.place.record, i.place.field) for i in parsed.issues] == [("FUS004", 1, "gene1")]


@pytest.mark.parametrize("frame, peptide, kind, expected", [
    ("in-frame", ".", "inversion", True),
    ("out-of-frame", ".", "inversion", False),
    ("stop-codon", ".", "inversion", False),
    (".", ".", "inversion", None),
    (".", "MKL|ALQ", "inversion", True),
    (".", "MKL|alq*", "inversion", False),
    (".", "MK*L|ALQ", "inversion", False),
    (".", ".", "translocation/5'-5'", False),
    (".", ".", "translocation/3'-3'", False),
])  # fmt: skip
def test_arriba_tells_the_reading_frame(
    tmp_path: Path, frame: str, peptide: str, kind: str, expected: bool | None
) -> None:
    assert one(tmp_path, reading_frame=frame, peptide_sequence=peptide, type=kind).in_frame is expected


@pytest.mark.parametrize("domains, expected", [
    ("HELP_motif(100%)|Protein_tyrosine_kinase(100%)", True),
    ("Protein_kinase_domain(100%)|LUC7_N_terminus(100%)", True),
    ("|PDZ_domain(100%),Protein_kinase_domain(100%)", True),
    ("|Protein_tyrosine_kinase(61%)", None),
    ("Phosphoenolpyruvate_carboxykinase_N-terminal_domain(100%)|", None),
    ("|Protein_kinase_C_terminal_domain(100%)", None),
    (".", None),
])  # fmt: skip
def test_a_kinase_is_kept_when_the_whole_domain_is_listed(tmp_path: Path, domains: str, expected: bool | None) -> None:
    assert one(tmp_path, retained_protein_domains=domains).kinase_retained is expected


@pytest.mark.parametrize("strands, directions, genes, ordered, in_frame", [
    (("+/+", "-/-"), (".", "."), ("EML4", "ALK"), True, None),
    (("+/.", "-/."), ("downstream", "downstream"), ("EML4", "ALK"), True, None),
    (("+/.", "-/."), ("upstream", "upstream"), ("ALK", "EML4"), True, None),
    (("+/.", "-/."), ("downstream", "upstream"), ("ALK", "EML4"), False, False),
    (("+/.", "-/."), (".", "."), ("ALK", "EML4"), False, None),
    ((".", "."), ("downstream", "downstream"), ("ALK", "EML4"), False, None),
])  # fmt: skip
def test_where_the_transcribed_strand_is_unknown_strand_and_direction_order_the_partners(
    tmp_path: Path,
    strands: tuple[str, str],
    directions: tuple[str, str],
    genes: tuple[str, str],
    ordered: bool,
    in_frame: bool | None,
) -> None:
    fusion = one(tmp_path, strand1=strands[0], strand2=strands[1], direction1=directions[0], direction2=directions[1])
    assert (fusion.genes, fusion.ordered, fusion.in_frame) == (genes, ordered, in_frame)
    assert fusion.breakpoints == (("2:42295516", "2:29223528") if genes[0] == "EML4" else ("2:29223528", "2:42295516"))


def test_low_confidence_and_read_through_calls_stay_facts_and_are_counted(tmp_path: Path) -> None:
    parsed = arriba_calls(
        tmp_path, {"confidence": "low"}, {"gene1": "GOPC", "gene2": "ROS1", "type": "deletion/read-through"}
    )
    assert parsed.value is not None
    assert [(f.confidence, f.event) for f in parsed.value.fusions] == [
        ("low", "inversion"),
        ("high", "deletion/read_through"),
    ]
    assert {i.code: dict(i.params) for i in parsed.issues} == {"FUS020": {"calls": 1}, "FUS021": {"calls": 1}}


def test_reads_are_summed_and_the_call_is_rna(tmp_path: Path) -> None:
    fusion = one(tmp_path)
    assert (fusion.reads, fusion.evidence) == (6, "rna")
    assert fusion.source is not None and (fusion.source.record, fusion.source.line) == (1, 2)


MET14 = {"gene1": "MET", "gene2": "MET", "type": "deletion"}


@pytest.mark.parametrize("ends, assembly", [
    (("chr7:116411708", "chr7:116414935"), "GRCh37"),
    (("7:116771654", "7:116774881"), "GRCh38"),
])  # fmt: skip
def test_the_junction_of_met_exons_13_and_15_is_exon_14_skipping(
    tmp_path: Path, ends: tuple[str, str], assembly: str
) -> None:
    parsed = arriba_calls(tmp_path, MET14 | {"breakpoint1": ends[0], "breakpoint2": ends[1]})
    assert parsed.value is not None
    (event,) = parsed.value.splice_events
    assert (event.gene, event.first_exon, event.last_exon, event.reads) == ("MET", 14, 14, 6)
    assert not parsed.value.fusions
    assert (parsed.value.assembly, parsed.value.kinds) == (assembly, {"fusion", "splice"})


@pytest.mark.parametrize("change", [
    {"breakpoint1": "7:116771655"},
    {"breakpoint2": "7:116774882"},
    {"gene2": "CAPZA2"},
    {"confidence": "low"},
])  # fmt: skip
def test_anything_less_is_a_rearrangement_and_no_exon_skipping(tmp_path: Path, change: dict[str, str]) -> None:
    call = MET14 | {"breakpoint1": "7:116771654", "breakpoint2": "7:116774881"} | change
    value = arriba_calls(tmp_path, call).value
    assert value is not None and not value.splice_events and len(value.fusions) == 1


def test_a_junction_of_the_other_assembly_refuses_the_file(tmp_path: Path) -> None:
    call = MET14 | {"breakpoint1": "7:116771654", "breakpoint2": "7:116774881"}
    parsed = arriba_calls(tmp_path, call, assembly="GRCh37")
    assert parsed.value is None
    assert "FUS008" in [i.code for i in parsed.issues]


def test_a_breakpoint_beyond_its_chromosome_doubts_the_assembly(tmp_path: Path) -> None:
    call = {"gene1": "PML", "gene2": "RARA", "breakpoint1": "15:102000000", "breakpoint2": "17:40000000"}
    parsed = arriba_calls(tmp_path, call, assembly="GRCh38")
    assert [i.code for i in parsed.issues] == ["FUS007"]
    assert parsed.value is not None and parsed.value.kept == 1
    assert not arriba_calls(tmp_path, call, assembly="GRCh37").issues


def test_what_arriba_discarded_is_counted_and_named_when_a_driver_is_in_it(tmp_path: Path) -> None:
    parsed = arriba_calls(
        tmp_path,
        {"filters": "duplicates(4),relative_support"},
        {"gene1": "ACTB", "gene2": "GAPDH", "filters": "pcr_fusions"},
        {"filters": "duplicates(4)"},
    )
    assert parsed.value is not None and dict(parsed.value.tally) == {"filtered": 2}
    assert [(i.code, i.place.record) for i in parsed.issues] == [("FUS011", 1)]


@pytest.mark.parametrize("change, code", [
    ({"breakpoint1": "here"}, "FUS006"),
    ({"gene1": "not a gene"}, "FUS005"),
])  # fmt: skip
def test_a_malformed_record_is_named_and_its_neighbors_stay(tmp_path: Path, change: dict[str, str], code: str) -> None:
    parsed = arriba_calls(tmp_path, {"gene1": "KIF5B"}, change, {})
    assert parsed.value is not None and dict(parsed.value.tally) == {"malformed": 1}
    assert [(i.code, i.place.record) for i in parsed.issues] == [(code, 2)]
    assert len(parsed.value.fusions) == 2


def test_the_columns_of_arriba_1_are_read_by_name() -> None:
    old = profile(arriba, FIXTURES / "arriba" / "fusions_1.tsv")
    new = profile(arriba, FIXTURES / "arriba" / "fusions.tsv")
    assert [(f.genes, f.in_frame, f.breakpoints) for f in old.fusions] == [
        (f.genes, f.in_frame, f.breakpoints) for f in new.fusions[:5]
    ]


def test_star_fusion_tells_frame_kinase_and_neighbors_only_with_its_annotations() -> None:
    full = profile(star_fusion, FIXTURES / "star_fusion" / "predictions.tsv")
    assert [(f.three_prime, f.in_frame, f.kinase_retained, f.event) for f in full.fusions] == [
        ("ALK", True, True, ""),
        ("TACC3", True, None, ""),
        ("ARL17A", False, None, "neighbors/seen_in_normal"),
        ("NTRK3", None, None, "translocation"),
        ("THRA", None, None, ""),
    ]
    old = profile(star_fusion, FIXTURES / "star_fusion" / "abridged.tsv")
    assert {(f.in_frame, f.kinase_retained, f.event) for f in old.fusions} == {(None, None, "")}
    assert [f.reads for f in old.fusions] == [f.reads for f in full.fusions]
    assert full.fusions[4].five_prime == "AC090627.1"


def test_pcgr_fusions_may_lack_a_partner_and_a_doubtful_order_is_no_order() -> None:
    parsed = read(pcgr_fusion, FIXTURES / "pcgr_fusion" / "fusions.tsv")
    assert parsed.value is not None
    assert [(f.five_prime, f.three_prime, f.ordered) for f in parsed.value.fusions] == [
        ("EML4", "ALK", True),
        ("TMPRSS2", "ERG", True),
        ("", "ALK", True),
        ("FGFR2", "", True),
        ("NTRK1", "TPM3", False),
        ("KMT2A", "AFF1", True),
    ]
    assert [(i.code, i.place.record) for i in parsed.issues if i.code == "FUS014"] == [("FUS014", 5)]


def test_linx_tells_kinase_frame_and_lost_exons_from_dna() -> None:
    value = profile(linx, FIXTURES / "linx" / "tumor.linx.fusion.tsv")
    assert [(f.five_prime, f.three_prime, f.in_frame, f.kinase_retained, f.confidence) for f in value.fusions] == [
        ("EML4", "ALK", True, True, "high"),
        ("CD74", "ROS1", None, False, ""),
        ("PTEN", "PTEN", False, None, ""),
        ("IGH", "MYC", None, None, "low"),
    ]
    assert {f.evidence for f in value.fusions} == {"dna"}
    assert [(e.gene, e.first_exon, e.last_exon) for e in value.splice_events] == [("MET", 14, 14), ("EGFR", 2, 7)]
