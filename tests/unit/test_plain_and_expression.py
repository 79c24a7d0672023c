"""Plain tables of findings, and expression tables: what a row becomes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.formats.opening import read_head
from tumorboard.formats.readers import expression, plain
from tumorboard.issues import Parsed
from tumorboard.model.alteration import Origin
from tumorboard.model.profile import Profile, ReadRequest

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def read(reader: object, path: Path, sample: str = "") -> Parsed[Profile]:
    found: Parsed[Profile] = reader.read(path, ReadRequest(vocab=vocab.load(), sample=sample))  # type: ignore[attr-defined]
    if found.value is not None:
        assert found.value.kept + sum(found.value.tally.values()) == found.value.records
    return found


def profile(reader: object, name: str, sample: str = "") -> Profile:
    value = read(reader, FIXTURES / name, sample).value
    assert value is not None
    return value


def test_a_row_is_read_as_a_clinician_would_type_it() -> None:
    found = profile(plain, "plain/findings.tsv")
    by_gene = {v.gene: v for v in found.variants}
    assert (by_gene["EGFR"].vaf, by_gene["EGFR"].origin) == (0.34, Origin.SOMATIC)
    assert (by_gene["BRCA1"].vaf, by_gene["BRCA1"].origin) == (0.48, Origin.GERMLINE)
    assert {(n.gene, n.copies, n.call) for n in found.copy_numbers} == {
        ("ERBB2", None, "amplification"),
        ("MET", 14.0, ""),
    }
    assert [f.three_prime or f.five_prime for f in found.fusions] == ["ALK"]


def test_a_negative_row_is_the_record_of_a_test() -> None:
    assert ("KRAS", "variant") in profile(plain, "plain/two_columns.csv").negatives


def test_findings_in_words_are_read() -> None:
    found = profile(plain, "plain/words.tsv")
    assert [v.exon for v in found.variants] == [19]
    assert {b.marker for b in found.biomarkers} == {"MSI", "PDL1"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("EGFR\t\t\t\t", "PLN001"),
        ("NOTAGENE\t\t\t\t7", "PLN002"),
        ("MET\t\t\t\t-1", "PLN002"),
        ("EGFR\tL858R\tmany\t\t", "PLN003"),
        ("EGFR\tL858R\t1.4\t\t", "PLN003"),
        ("EGFR\tsomething odd\t\t\t", "TYP"),
    ],
)
def test_a_row_that_is_not_certain_is_told(tmp_path: Path, row: str, code: str) -> None:
    path = tmp_path / "f.tsv"
    path.write_text(f"gene\tchange\tvaf\torigin\tcopies\nALK\tfusion\t\t\t\n{row}\n", "utf-8")
    assert any(i.code.startswith(code) for i in read(plain, path).issues)


def table(folder: Path, text: str, name: str = "f.tsv", sample: str = "") -> Parsed[Profile]:
    path = folder / name
    path.write_text(text, "utf-8")
    return read(plain, path, sample)


def codes(parsed: Parsed[Profile]) -> list[str]:
    return [i.code for i in parsed.issues]


def test_percentages_are_told_by_their_column_sign_or_size(tmp_path: Path) -> None:
    by_name = table(tmp_path, "gene\tchange\tVAF %\nEGFR\tL858R\t34\nTP53\tR175H\t0.5\n").value
    by_size = table(tmp_path, "gene\tchange\tVAF\nEGFR\tL858R\t34\nTP53\tR175H\t12\nKRAS\tG12D\t0.5\n")
    assert by_name is not None and [v.vaf for v in by_name.variants] == [0.34, 0.005]
    assert by_size.value is not None and [v.vaf for v in by_size.value.variants] == [0.34, 0.12, 0.005]
    assert codes(by_size) == ["PLN004"]


def test_a_type_completes_a_change_or_repeats_it(tmp_path: Path) -> None:
    found = table(tmp_path, "gene\tchange\ttype\nALK\tEML4-ALK\tFusion\nEGFR\tL858R\tSNV\nERBB2\t\tamplification\n")
    assert found.value is not None
    assert [f.genes for f in found.value.fusions] == [("EML4", "ALK")]
    assert [c.call for c in found.value.copy_numbers] == ["amplification"]
    assert codes(found) == ["PLN008"]


def test_a_finding_of_another_gene_and_a_repeated_one_are_not_kept(tmp_path: Path) -> None:
    found = table(tmp_path, "gene\tchange\nEGFR\tEML4::ALK\nKRAS\tG12D\nKRAS\tp.Gly12Asp\n")
    assert found.value is not None
    assert (len(found.value.variants), found.value.fusions) == (1, ())
    assert dict(found.value.tally) == {"duplicate": 1, "not_understood": 1}
    assert codes(found) == ["PLN006", "PLN007"]


def test_one_of_several_samples_must_be_chosen(tmp_path: Path) -> None:
    text = "sample\tgene\tchange\nA\tEGFR\tL858R\nB\tKRAS\tG12D\n"
    refused, chosen = table(tmp_path, text), table(tmp_path, text, sample="B")
    assert (codes(refused), refused.value and refused.value.samples) == (["TBL020"], ("A", "B"))
    assert chosen.value is not None and [v.gene for v in chosen.value.variants] == ["KRAS"]
    assert (chosen.value.records, chosen.value.kept, chosen.value.sample) == (1, 1, "B")


def test_a_list_of_lines_is_read_as_typed() -> None:
    found = profile(plain, "plain/findings.txt")
    assert (found.records, found.kept) == (9, 9)
    assert found.negatives == (("ALK", "fusion"),)


@pytest.mark.parametrize(
    "text", ["Dear colleague,\nthank you for sending this patient to our clinic today.\n", "1\n2\n3\n", "abc\n"]
)
def test_prose_and_bare_numbers_are_no_list(tmp_path: Path, text: str) -> None:
    path = tmp_path / "letter.txt"
    path.write_text(text, "utf-8")
    assert not plain.sniff(read_head(path))


def test_the_values_of_a_repeated_gene_are_added_up_and_the_sample_is_chosen() -> None:
    found = profile(expression, "expression/data_mrna_seq_tpm.txt", "P-2")
    assert dict(found.expression or {}) == {"ERBB2": 802.0, "ESR1": 0.1}
    assert (found.expression_unit, found.sample, dict(found.tally)) == ("tpm", "P-2", {"same_gene": 1})
    refused = read(expression, FIXTURES / "expression" / "data_mrna_seq_tpm.txt")
    assert refused.value is None
    assert [i.code for i in refused.issues] == ["TBL020"]


def test_ensembl_ids_are_known_with_their_version() -> None:
    found = profile(expression, "expression/quant.genes.sf")
    assert dict(found.expression or {}) == {"EGFR": 4.1, "ERBB2": 640.2}
    assert dict(found.tally) == {"unknown_gene": 1}


def test_negative_tpm_is_refused_and_an_untold_unit_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("gene\tTPM\nEGFR\t-1.5\nMET\t2\n", "utf-8")
    assert [i.code for i in read(expression, path).issues] == ["EXP004"]
    path = tmp_path / "expression.tsv"
    path.write_text("gene\tP-1\nEGFR\t-1.5\nMET\t2\n", "utf-8")
    found = read(expression, path)
    assert found.value is not None
    assert found.value.expression_unit == "unknown"
    assert [i.code for i in found.issues] == ["EXP006"]


GENES = ("ENSG00000146648.18", "ENSG00000141736.14", "ENSG00000133703.13", "ENSG00000157764.14", "ENSG00000141510.18")


def expressed(folder: Path, text: str, name: str, sample: str = "") -> Parsed[Profile]:
    path = folder / name
    path.write_text(text, "utf-8")
    assert expression.sniff(read_head(path))
    return read(expression, path, sample)


def test_star_and_htseq_counts_have_no_header(tmp_path: Path) -> None:
    sums = "".join(f"{name}\t9\t8\t7\n" for name in ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous"))
    star = expressed(
        tmp_path, sums + "".join(f"{g}\t{i}\t0\t{i}\n" for i, g in enumerate(GENES)), "s.ReadsPerGene.out.tab"
    )
    htseq = expressed(
        tmp_path, "".join(f"{g}\t{i}\n" for i, g in enumerate(GENES)) + "__no_feature\t5\n", "s.counts.txt"
    )
    wanted = {"EGFR": 0.0, "ERBB2": 1.0, "KRAS": 2.0, "BRAF": 3.0, "TP53": 4.0}
    for found, left in ((star, 4), (htseq, 1)):
        assert found.value is not None
        assert (dict(found.value.expression or {}), found.value.expression_unit) == (wanted, "counts")
        assert dict(found.value.tally) == {"sum_of_library": left}
    assert (codes(star), codes(htseq)) == (["EXP010"], [])


def test_a_line_that_is_no_count_is_told_and_counted(tmp_path: Path) -> None:
    lines = "".join(f"{g}\t7\n" for g in GENES) * 13
    found = expressed(tmp_path, lines + "ENSG00000146648.18\tmany\n__ambiguous\t1\n", "s.counts.txt")
    assert found.value is not None
    assert dict(found.value.tally) == {"malformed": 1, "same_gene": 60, "sum_of_library": 1}
    assert codes(found) == ["EXP009"]


def test_the_ncbi_id_decides_and_a_missing_value_is_no_zero(tmp_path: Path) -> None:
    text = "Hugo_Symbol\tEntrez_Gene_Id\tP-1\nEGFR\t1956\t3.5\n\t2064\t2\nKRAS\t3845\tNA\n"
    found = expressed(tmp_path, text, "data_mrna_seq_tpm.txt").value
    assert found is not None
    assert (dict(found.expression or {}), dict(found.tally)) == ({"EGFR": 3.5, "ERBB2": 2.0}, {"no_value": 1})


def test_feature_counts_are_read_by_the_sample_column(tmp_path: Path) -> None:
    text = "# Program:featureCounts v2\nGeneid\tChr\tStart\tEnd\tStrand\tLength\ta.bam\n"
    found = expressed(tmp_path, text + "ENSG00000146648\tchr7\t1\t9\t+\t8\t41\n", "counts.txt").value
    assert found is not None and dict(found.expression or {}) == {"EGFR": 41.0}
    assert found.expression_unit == "counts"


def test_z_scores_are_refused(tmp_path: Path) -> None:
    found = expressed(tmp_path, "Hugo_Symbol\tP-1\nEGFR\t-1.5\n", "data_mrna_seq_v2_rsem_zscores_ref_all_samples.txt")
    assert (found.value, codes(found)) == (None, ["EXP007"])


@pytest.mark.parametrize(
    "top, step, unit, code",
    [
        (5000, 1.0, "counts", ["EXP008"]),
        (20, 0.01, "unknown", ["EXP005", "EXP006"]),
        (5000, 0.5, "unknown", ["EXP006"]),
    ],
)
def test_a_unit_that_nothing_tells_is_told_by_values_only_where_they_prove_it(
    tmp_path: Path, top: int, step: float, unit: str, code: list[str]
) -> None:
    genes = [g for g, e in vocab.load().genes.entries.items() if e.entrez][:1100]
    rows = "".join(f"{g}\t{(i * step) % top:g}\n" for i, g in enumerate(genes, start=1)) + f"EGFR\t{top - step:g}\n"
    found = expressed(tmp_path, "gene\tP-1\n" + rows, "expression.tsv")
    assert found.value is not None
    assert (found.value.expression_unit, codes(found)) == (unit, code)


@pytest.mark.real
@pytest.mark.parametrize("tumor", ["BRCA", "COAD"])
def test_a_real_table_is_accounted_for(tumor: str) -> None:
    found = read(expression, shared(f"pcgr/T001-{tumor}.gene_expression.tsv.gz")).value
    assert found is not None
    assert found.expression_unit == "tpm"
    assert found.kept > 15_000
    assert (found.expression or {})["GAPDH"] > 100
