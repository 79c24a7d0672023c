"""cBioPortal's structural variants: an order only where a text gives one, two records of one fusion read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import cbioportal_sv
from tumorboard.formats.readers.cbioportal_sv.texts import frame_of, named_skip, order_of
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Fusion, Origin
from tumorboard.model.profile import Profile, ReadRequest
from tumorboard.wording import words

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "cbioportal_sv"
SV = "Sample_Id\tSV_Status\tSite1_Hugo_Symbol\tSite1_Entrez_Gene_Id\tSite2_Hugo_Symbol\tSite2_Entrez_Gene_Id\tNCBI_Build\tAnnotation\n"
OLD = "Hugo_Symbol\tEntrez_Gene_Id\tTumor_Sample_Barcode\tFusion\tFrame\n"


def read(path: Path, sample: str = "", assembly: str = "") -> Parsed[Profile]:
    request = ReadRequest(vocab=vocab.load(), sample=sample, assembly=assembly)
    parsed = cbioportal_sv.read(path, request)
    if parsed.value is not None:
        assert parsed.value.kept + sum(parsed.value.tally.values()) == parsed.value.records
    for issue in parsed.issues:
        assert all(words("en").issue(issue))
    return parsed


def profile(path: Path, sample: str = "") -> Profile:
    value = read(path, sample).value
    assert value is not None
    return value


def table(folder: Path, content: str) -> Path:
    path = folder / "data.txt"
    path.write_text(content)
    return path


def codes(parsed: Parsed[Profile]) -> list[str]:
    return [i.code for i in parsed.issues]


def pair(fusion: Fusion) -> tuple[str, str, bool]:
    return fusion.five_prime, fusion.three_prime, fusion.ordered


def test_the_text_and_not_the_site_says_which_partner_is_5_prime() -> None:
    found = profile(FIXTURES / "data_sv.txt", "P-1")
    alk, fgfr2, brca1 = found.fusions
    assert pair(alk) == ("EML4", "ALK", True)
    assert alk.breakpoints == ("2:42500000", "2:29447000")
    assert (alk.in_frame, alk.reads, alk.evidence, alk.event, alk.origin) == (
        True,
        32,
        "dna",
        "inversion",
        Origin.SOMATIC,
    )
    assert pair(fgfr2) == ("BICC1", "FGFR2", False), "a connection type is no order of genes"
    assert (fgfr2.in_frame, fgfr2.evidence) == (None, "rna")
    assert (brca1.genes, brca1.ordered, brca1.origin) == (("BRCA1",), False, Origin.GERMLINE)
    assert (found.assembly, found.records, found.kept) == ("GRCh37", 4, 4)


def test_a_named_exon_skipping_is_a_splice_event() -> None:
    for name in ("data_sv.txt", "data_fusions.txt"):
        (event,) = profile(FIXTURES / name, "P-1").splice_events
        assert (event.gene, event.first_exon, event.last_exon) == ("EGFR", 2, 7)


def test_an_antisense_fusion_is_out_of_frame_and_an_absent_status_an_unknown_origin() -> None:
    parsed = read(FIXTURES / "data_sv.txt", "P-2")
    assert parsed.value is not None
    (found,) = parsed.value.fusions
    assert (found.in_frame, found.origin, found.ordered) == (False, Origin.UNKNOWN, False)
    assert {"CBP033", "FUS025"} <= set(codes(parsed))


def test_the_older_table_tells_a_fusion_of_two_genes_twice() -> None:
    found = profile(FIXTURES / "data_fusions.txt", "P-1")
    assert [pair(f) for f in found.fusions] == [
        ("EML4", "ALK", True), ("TMPRSS2", "ERG", True), ("RET", "RET", True), ("", "NTRK1", False)]  # fmt: skip
    assert [f.in_frame for f in found.fusions] == [True, None, False, None]
    assert (found.records, found.kept, dict(found.tally)) == (6, 5, {"told_by_another_row": 1})
    assert [pair(f) for f in profile(FIXTURES / "data_fusions.txt", "P-2").fusions] == [("CD74", "ROS1", True)]


@pytest.mark.parametrize("texts, expected", [
    (["EML4-ALK fusion"], 1),
    (["ALK--EML4"], 2),
    (["EML4::ALK"], 1),
    (["Protein Fusion: in frame {EML4:ALK}"], 1),
    (["EML4 (NM_019063) - ALK (NM_004304) fusion (EML4 exons 1-13 fused with ALK exons 20-29)"], 1),
    (["eml4-alk"], 1),
    (["EML4-ALK", "ALK-EML4"], 0),
    (["ALK rearrangement"], 0),
    (["XEML4-ALK"], 0),
    (["EML4 and ALK"], 0),
    ([""], 0),
])  # fmt: skip
def test_only_a_text_that_joins_both_names_gives_an_order(texts: list[str], expected: int) -> None:
    assert order_of(texts, ["EML4"], ["ALK"]) == expected


@pytest.mark.parametrize("text, expected", [
    ("In_frame", True), ("in-frame", True), ("inframe", True), ("In frame", True), ("Frameshift", False), ("out of frame", False),
    ("Out_of_frame", False), ("Antisense Fusion", False), ("Transcript fusion", None), ("", None),
])  # fmt: skip
def test_words_of_the_reading_frame(text: str, expected: bool | None) -> None:
    assert frame_of(text) is expected


@pytest.mark.parametrize("gene, text, exons", [
    ("EGFR", "EGFRvIII", (2, 7)), ("EGFR", "EGFR vIII", (2, 7)), ("EGFR", "EGFR-KDD", None), ("MET", "MET exon 14 skipping", (14, 14)),
    ("MET", "MET ex14del", (14, 14)), ("MET", "MET amplification", None), ("ALK", "ALK vIII", None), ("EGFR", "EGFR vIIIa", None),
])  # fmt: skip
def test_names_of_exon_skipping(gene: str, text: str, exons: tuple[int, int] | None) -> None:
    found = named_skip(gene, [text])
    assert (found and (found.first, found.last)) == exons


@pytest.mark.parametrize("row, expected, code", [
    ("P-1\tSOMATIC\tTFG\t10342\tROS1\t6098\thg19\tROS1-TFG fusion", ("ROS1", "TFG", False), "FUS014"),
    ("P-1\tSOMATIC\tIG\t\tMYC\t4609\thg19\t", ("IG", "MYC", False), "FUS024"),
    ("P-1\tSOMATIC\t\t238\t\t27436\thg19\tEML4-ALK", ("EML4", "ALK", True), ""),
    ("P-1\tSOMATIC\tTP53\t238\tEML4\t27436\thg19\tEML4-ALK", ("EML4", "ALK", True), "TBL030"),
])  # fmt: skip
def test_partners_are_resolved_and_doubts_are_told(
    tmp_path: Path, row: str, expected: tuple[str, str, bool], code: str
) -> None:
    parsed = read(table(tmp_path, SV + row + "\n"))
    assert parsed.value is not None and [pair(f) for f in parsed.value.fusions] == [expected]
    assert not code or code in codes(parsed)


def test_records_without_a_gene_or_without_a_pair_are_counted(tmp_path: Path) -> None:
    parsed = read(table(tmp_path, SV + "P-1\tSOMATIC\t\t\t\t\thg19\tx\nP-1\tSOMATIC\t<b>\t\tALK\t238\thg19\tx\n"))
    assert parsed.value is not None and dict(parsed.value.tally) == {"malformed": 1, "no_gene": 1}
    rows = "ALK\t238\tP-1\tcomplex\t\nEML4\t27436\tP-1\tcomplex\t\nRET\t5979\tP-1\tcomplex\t\n"
    parsed = read(table(tmp_path, OLD + rows))
    assert parsed.value is not None and dict(parsed.value.tally) == {"malformed": 3}
    assert "CBP034" in codes(parsed)


@pytest.mark.parametrize("builds, asked, code", [
    (("GRCh37", "GRCh38"), "", "CBP031"), (("hg18", "hg18"), "", "CBP030"), (("37", "hg19"), "GRCh38", "CBP032"),
])  # fmt: skip
def test_an_assembly_that_cannot_be_trusted_is_refused(
    tmp_path: Path, builds: tuple[str, str], asked: str, code: str
) -> None:
    rows = "".join(f"P-1\tSOMATIC\tEML4\t27436\tALK\t238\t{b}\t\n" for b in builds)
    parsed = read(table(tmp_path, SV + rows), assembly=asked)
    assert parsed.value is None and code in codes(parsed)


@pytest.mark.parametrize("content, sample, code", [
    (SV + "P-1\tSOMATIC\tEML4\t\tALK\t\t\t\nP-2\tSOMATIC\tEML4\t\tALK\t\t\t\n", "", "TBL020"),
    (SV + "P-1\tSOMATIC\tEML4\t\tALK\t\t\t\n", "P-2", "TBL021"),
    (SV + "\tSOMATIC\tEML4\t\tALK\t\t\t\n", "", "CBP013"),
    ("Sample_Id\tSV_Status\nP-1\tSOMATIC\n", "", "TBL002"),
    ("", "", "OPN002"),
])  # fmt: skip
def test_a_table_without_a_sample_to_read_is_refused(tmp_path: Path, content: str, sample: str, code: str) -> None:
    parsed = read(table(tmp_path, content), sample)
    assert parsed.value is None or parsed.value.kinds == frozenset()
    assert code in codes(parsed)


@pytest.mark.parametrize("header, expected", [(SV, True), (OLD, True), ("Sample_Id\tHugo_Symbol\tValue\n", False)])
def test_the_columns_tell_the_format(tmp_path: Path, header: str, expected: bool) -> None:
    assert cbioportal_sv.sniff(read_head(table(tmp_path, header))) is expected
