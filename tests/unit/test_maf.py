"""Samples, assemblies and damage of MAF tables: coded issues with a place, never a lost record, never a traceback."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from tests.maf_support import codes, profile, read, row, short, text, write

from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import maf
from tumorboard.issues import Place, Severity
from tumorboard.wording import words

OTHER = row(
    Tumor_Sample_Barcode="T-2", Start_Position="140753400", End_Position="140753400", HGVSp_Short="p.A1C", HGVSc=""
)
GOOD = text(row(), OTHER)


@pytest.mark.parametrize("header, expected", [
    ("Hugo_Symbol\tReference_Allele\tTumor_Seq_Allele2\tTumor_Sample_Barcode", True),
    ("#version 2.4\nHugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode", True),
    ("Chromosome,Start_Position,Reference_Allele,Tumor_Seq_Allele2,Tumor_Sample_Barcode", True),
    ("Hugo_Symbol\tEntrez_Gene_Id\tTumor_Sample_Barcode\tFusion\tDNA_support", False),
    ("Sample_Id\tSV_Status\tSite1_Hugo_Symbol", False),
    ("Hugo_Symbol\tT-1\tT-2", False),
    ("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT", False),
])  # fmt: skip
def test_a_maf_is_known_by_its_columns(tmp_path: Path, header: str, expected: bool) -> None:
    assert maf.sniff(read_head(write(tmp_path, header + "\n"))) is expected


def test_one_sample_is_read_and_the_rows_of_others_are_not_counted(tmp_path: Path) -> None:
    found = profile(write(tmp_path, GOOD), sample="T-2")
    assert (found.sample, found.samples, found.records) == ("T-2", ("T-1", "T-2"), 1)
    assert [short(v) for v in found.variants] == ["BRAF A1C"]
    assert profile(write(tmp_path, text(row()))).sample == "T-1"


def test_several_samples_and_none_chosen_is_an_error_that_lists_them(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, GOOD))
    assert [(i.code, i.severity, dict(i.params)) for i in parsed.issues] == [("TBL020", Severity.ERROR, {"samples": 2})]
    assert parsed.value is not None and parsed.value.samples == ("T-1", "T-2")
    assert (parsed.value.kinds, parsed.value.variants) == (frozenset(), ())
    assert dict(parsed.value.tally) == {"sample_not_chosen": 2}


def test_a_sample_that_is_not_there_was_perhaps_not_tested(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, GOOD), sample="T-3")
    assert "TBL021" in codes(parsed)
    assert parsed.value is not None and parsed.value.kinds == frozenset()


def test_a_sample_listed_as_sequenced_has_no_mutation(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, "#Sequenced_Samples: T-1 T-2 T-3\n" + text(row(), OTHER, comments="")), sample="T-3")
    assert "MAF012" in codes(parsed)
    assert parsed.value is not None
    assert (parsed.value.records, parsed.value.kinds, parsed.value.samples) == (0, {"variant"}, ("T-1", "T-2", "T-3"))


def test_a_table_without_records_is_a_result_with_a_doubt(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text()))
    assert codes(parsed) == ["TBL012", "MAF013"]
    assert parsed.value is not None and parsed.value.records == 0


@pytest.mark.parametrize("first, second, asked, code", [
    ("GRCh37", "GRCh38", "", "MAF021"),
    ("hg19", "38", "", "MAF021"),
    ("hg18", "hg18", "", "MAF022"),
    ("mm10", "mm10", "", "MAF022"),
    ("GRCh38", "GRCh38", "GRCh37", "MAF023"),
    ("GRCh37", "GRCh37", "", "MAF024"),
])  # fmt: skip
def test_an_assembly_that_cannot_be_trusted_is_refused(
    tmp_path: Path, first: str, second: str, asked: str, code: str
) -> None:
    rows = (row(NCBI_Build=first), {**OTHER, "NCBI_Build": second})
    parsed = read(write(tmp_path, text(*rows)), sample="T-1", assembly=asked)
    assert parsed.value is None
    assert code in codes(parsed)


@pytest.mark.parametrize("build", ["GRCh38", "hg38", "38", "38.0", "GRCh38.p13", "GRCh38.d1.vd1", "b38"])
def test_every_spelling_of_an_assembly_is_understood(tmp_path: Path, build: str) -> None:
    assert profile(write(tmp_path, text(row(NCBI_Build=build)))).assembly == "GRCh38"


def test_rows_without_assembly_follow_the_others_with_a_warning(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(row(NCBI_Build=""), OTHER)), sample="T-1")
    assert parsed.value is not None and parsed.value.assembly == "GRCh38"
    assert [dict(i.params) for i in parsed.issues if i.code == "MAF026"] == [{"records": 1, "stated": "GRCh38"}]


def test_reference_bases_that_disagree_refute_the_assembly(tmp_path: Path) -> None:
    wrong = (("7", "140753336", "G"), ("3", "179234297", "T"), ("12", "25245350", "G"))
    rows = [
        row(Chromosome=c, Start_Position=at, End_Position=at, Reference_Allele=ref, Tumor_Seq_Allele1=ref, Tumor_Seq_Allele2="C")
        for c, at, ref in wrong
    ]  # fmt: skip
    assert "MAF024" in codes(read(write(tmp_path, text(*rows))))


@pytest.mark.parametrize("content", [
    pytest.param(GOOD, id="plain"),
    pytest.param(GOOD.replace("\n", "\r\n"), id="CRLF"),
    pytest.param("\ufeff" + GOOD, id="byte-order mark"),
    pytest.param(gzip.compress(GOOD.encode()), id="gzip"),
    pytest.param(gzip.compress(gzip.compress(GOOD.encode())), id="gzip twice"),
    pytest.param(GOOD.encode("utf-16"), id="UTF-16"),
    pytest.param(text(row(), OTHER, separator=","), id="commas"),
    pytest.param(re.sub(r"([^\t\n]+)", r'"\1"', text(row(), OTHER, comments="")), id="quoted"),
    pytest.param(text(row(), comments="") + text(OTHER, comments=""), id="joined with its header"),
    pytest.param(text(row(Center="caf\u00e9"), OTHER).encode("latin-1"), id="Latin-1 in an unused column"),
])  # fmt: skip
def test_these_files_say_the_same(tmp_path: Path, content: str | bytes) -> None:
    found = profile(write(tmp_path, content), sample="T-1")
    assert [(short(v), v.known_allele) for v in found.variants] == [("BRAF V600E", "BRAF:c.1799T>A")]
    assert (found.records, dict(found.tally)) == (1, {})


@pytest.mark.parametrize("content, code", [
    ("", "OPN002"),
    (b"PK\x03\x04" + b"\0" * 60, "OPN003"),
    ("#version 2.4\n", "TBL001"),
    ("Hugo_Symbol\tVariant_Classification\n", "TBL002"),
    ("Chromosome\tReference_Allele\tTumor_Sample_Barcode\n7\tA\tT-1\n", "MAF010"),
    (GOOD.replace("Hugo_Symbol", "Tumor_Sample_Barcode"), "TBL004"),
    (text(row(Tumor_Sample_Barcode="")), "MAF014"),
    (text(row()).rstrip("\n").rpartition("\t")[0] + "\n", "TBL013"),
])  # fmt: skip
def test_an_unusable_file_is_refused_with_a_code(tmp_path: Path, content: str | bytes, code: str) -> None:
    parsed = read(write(tmp_path, content))
    assert parsed.value is None
    assert code in codes(parsed)


def test_a_record_of_another_width_is_named_and_counted_for_every_sample(tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    parsed = read(
        write(tmp_path, "\n".join([*lines[:3], lines[3] + "\textra", lines[2].replace("T-1", "T-3")]) + "\n"),
        sample="T-1",
    )
    assert parsed.value is not None
    assert (parsed.value.records, parsed.value.kept, dict(parsed.value.tally)) == (2, 1, {"malformed": 1})
    assert [i.place for i in parsed.issues if i.code == "TBL003"] == [Place("case.maf", 2, 4)]


def test_a_record_without_sample_may_be_anybodys(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(row(), row(Tumor_Sample_Barcode=""))))
    assert parsed.value is not None and dict(parsed.value.tally) == {"malformed": 1}
    assert [i.place.record for i in parsed.issues if i.code == "MAF011"] == [2]


def test_a_cut_off_file_is_an_error_beside_what_was_read(tmp_path: Path) -> None:
    many = text(
        row(),
        *(
            row(Start_Position=str(140_760_000 + 7 * i), End_Position="", HGVSc=f"c.{i * 7919 % 9973}A>T")
            for i in range(4000)
        ),
    )
    whole = gzip.compress(many.encode())
    parsed = read(write(tmp_path, whole[: len(whole) // 2], "cut.maf.gz"))
    assert parsed.value is not None and 500 < parsed.value.records < 3999
    assert parsed.value.tally["malformed"] == 1
    assert "OPN004" in codes(parsed)


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes_costs_itself(tmp_path: Path) -> None:
    path = tmp_path / "long.maf"
    first, header, data, _ = GOOD.split("\n", 3)
    with path.open("w") as out:
        out.write(f"{first}\n{header}\n")
        for _ in range(100):
            out.write("A" * 1_000_000)
        out.write(f"\n{data}\n")
    parsed = read(path)
    assert parsed.value is not None and (parsed.value.kept, dict(parsed.value.tally)) == (1, {"malformed": 1})
    assert [i.place.line for i in parsed.issues if i.code == "OPN007"] == [3]


@pytest.mark.parametrize("cells, code", [
    ({"Start_Position": "here"}, "MAF040"),
    ({"Reference_Allele": "?", "Tumor_Seq_Allele1": "?"}, "MAF040"),
    ({"End_Position": "140753340"}, "MAF041"),
    ({"Reference_Allele": "-", "Tumor_Seq_Allele1": "-"}, "MAF042"),
    ({"Tumor_Seq_Allele1": "C", "HGVSc": ""}, "MAF043"),
    ({"Start_Position": "200000000", "End_Position": "200000000"}, "MAF045"),
])  # fmt: skip
def test_a_position_that_cannot_be_used_costs_the_position_and_not_the_change(
    tmp_path: Path, cells: dict[str, str], code: str
) -> None:
    parsed = read(write(tmp_path, text(row(**cells))))
    assert parsed.value is not None and [short(v) for v in parsed.value.variants] == ["BRAF V600E"]
    assert code in codes(parsed)


def test_of_two_alleles_the_annotated_one_is_read(tmp_path: Path) -> None:
    found = profile(write(tmp_path, text(row(Tumor_Seq_Allele1="C"))))
    assert [v.known_allele for v in found.variants] == ["BRAF:c.1799T>A"]


def test_alleles_that_are_all_reference_are_no_variant(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(row(Tumor_Seq_Allele2="A"))))
    assert parsed.value is not None and dict(parsed.value.tally) == {"no_alternate": 1}
    assert "MAF044" in codes(parsed)


def test_a_change_told_twice_counts_once(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(row(), row(Center="another"))))
    assert parsed.value is not None and (parsed.value.kept, dict(parsed.value.tally)) == (1, {"duplicate": 1})
    assert "MAF054" in codes(parsed)


def test_two_changes_of_one_codon_are_doubted(tmp_path: Path) -> None:
    cells = {
        "Start_Position": "140753337",
        "End_Position": "140753337",
        "Reference_Allele": "C",
        "Tumor_Seq_Allele1": "C",
    }
    parsed = read(write(tmp_path, text(row(), row(**cells, HGVSp_Short="p.V600M", HGVSc="c.1798G>A"))))
    assert parsed.value is not None and parsed.value.kept == 2
    assert "MAF058" in codes(parsed)


def test_a_fusion_row_is_counted_and_sent_to_the_right_file(tmp_path: Path) -> None:
    cells = {
        "Variant_Classification": "Fusion",
        "HGVSp_Short": "EML4-ALK fusion",
        "Hugo_Symbol": "ALK",
        "Entrez_Gene_Id": "238",
    }
    place = {
        "Start_Position": "",
        "End_Position": "",
        "Reference_Allele": "",
        "Tumor_Seq_Allele1": "",
        "Tumor_Seq_Allele2": "",
    }
    parsed = read(write(tmp_path, text(row(**cells, **place))))
    assert parsed.value is not None and dict(parsed.value.tally) == {"rearrangement": 1}
    assert "MAF066" in codes(parsed)


def test_a_row_without_any_annotation_is_not_interpretable(tmp_path: Path) -> None:
    bare = {"Hugo_Symbol": "", "Entrez_Gene_Id": "", "Variant_Classification": "", "HGVSp_Short": "", "HGVSc": ""}
    parsed = read(write(tmp_path, text(row(), {**OTHER, **bare, "Tumor_Sample_Barcode": "T-1"})))
    assert parsed.value is not None and dict(parsed.value.tally) == {"not_interpretable": 1}
    assert "MAF061" in codes(parsed)


def test_no_issue_carries_a_value_of_the_patient(tmp_path: Path) -> None:
    canary = "CANARY77"
    cells = ({"Hugo_Symbol": canary}, {"Start_Position": canary}, {"HGVSp_Short": canary}, {"Reference_Allele": canary},
             {"Variant_Classification": canary}, {"t_depth": canary}, {"NCBI_Build": canary}, {"FILTER": canary})  # fmt: skip
    for changed in cells:
        for sample in (canary, ""):
            parsed = read(write(tmp_path, text(row(**changed, Tumor_Sample_Barcode=canary), OTHER)), sample=sample)
            assert canary not in repr(parsed.issues) + repr([words("en").issue(i) for i in parsed.issues])


def test_every_code_of_the_reader_has_words() -> None:
    source = Path(maf.__file__).parent
    used = {c for m in source.glob("*.py") for c in re.findall(r'"(MAF\d{3})"', m.read_text("utf-8"))}
    assert used - words("en").issues.keys() == set()
    assert len(used) > 25
