"""Damaged and mistaken files end in coded issues with a place and a remedy; good records around the damage stay."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pysam
import pytest
from tests.vcf_support import CHR7, FIXTURES, codes, read, text, write

from tumorboard.issues import Parsed, Severity
from tumorboard.model.profile import Profile
from tumorboard.wording import words

BRAF = "chr7 140753336 . A T . PASS . GT:AD 0/1:60,40"
OTHER = "chr7 140753400 . G C . PASS . GT:AD 0/1:60,40"
GOOD = text(BRAF, OTHER)


def drivers(parsed: Parsed[Profile]) -> list[str]:
    return [v.known_allele for v in parsed.value.variants] if parsed.value else []


def bgzip(folder: Path, content: str, name: str = "case.vcf.gz") -> Path:
    path = folder / name
    with pysam.BGZFile(str(path), "w") as out:
        out.write(content.encode())
    return path


def many(count: int) -> str:
    """The BRAF record, then `count` more that do not compress well."""
    return text(
        BRAF,
        *(
            f"chr7 {140_760_000 + 7 * i} id{i * 2654435761 % 2**32:x} G C . PASS . GT:AD 0/1:{i % 97},{i % 89}"
            for i in range(count)
        ),
    )


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()))
    assert drivers(parsed) == ["BRAF:V600E"]
    assert "VCF008" in codes(parsed)
    assert parsed.value == read(write(tmp_path, GOOD)).value


def test_gzip_bgzip_and_gzip_twice_read_the_same(tmp_path: Path) -> None:
    plain = read(write(tmp_path, GOOD, "a.vcf")).value
    once = read(write(tmp_path, gzip.compress(GOOD.encode()), "a.vcf.gz"))
    twice = read(write(tmp_path, gzip.compress(gzip.compress(GOOD.encode())), "b.vcf.gz"))
    blocked = read(bgzip(tmp_path, GOOD, "c.vcf.gz"))
    assert plain is not None
    for other in (once, twice, blocked):
        assert other.value is not None and other.value.tally == plain.tally
        assert drivers(other) == ["BRAF:V600E"]
    assert "VCF006" in codes(twice)
    assert "VCF004" not in codes(blocked)


def test_bcf_reads_as_its_text_does(tmp_path: Path) -> None:
    source = write(tmp_path, (FIXTURES / "traps.vcf").read_text())
    with (
        pysam.VariantFile(str(source)) as variants,
        pysam.VariantFile(str(tmp_path / "a.bcf"), "wb", header=variants.header) as out,
    ):
        for record in variants:
            out.write(record)
    one, other = read(tmp_path / "a.bcf").value, read(source).value
    assert one is not None and other is not None
    assert [(v.gene, v.vaf, v.depth_rule) for v in one.variants] == [
        (v.gene, v.vaf, v.depth_rule) for v in other.variants
    ]


def test_a_bcf_cut_off_is_reported(tmp_path: Path) -> None:
    source = write(
        tmp_path,
        many(3000).replace(
            "##contig",
            '##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n##FORMAT=<ID=AD,Number=R,Type=Integer,Description="a">\n##contig',
            1,
        ),
    )
    with (
        pysam.VariantFile(str(source)) as variants,
        pysam.VariantFile(str(tmp_path / "a.bcf"), "wb", header=variants.header) as out,
    ):
        for record in variants:
            out.write(record)
    whole = (tmp_path / "a.bcf").read_bytes()
    parsed = read(write(tmp_path, whole[: len(whole) // 2], "cut.bcf"))
    assert "VCF005" in codes(parsed)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_gzip_keeps_what_came_before(tmp_path: Path, share: float) -> None:
    whole = gzip.compress(many(4000).encode())
    parsed = read(write(tmp_path, whole[: int(len(whole) * share)], "cut.vcf.gz"))
    assert "VCF005" in codes(parsed)
    assert drivers(parsed) == ["BRAF:V600E"]


def test_a_bgzip_file_without_its_end_marker_is_doubted(tmp_path: Path) -> None:
    whole = bgzip(tmp_path, GOOD).read_bytes()
    parsed = read(write(tmp_path, whole[:-28], "cut.vcf.gz"))
    assert "VCF004" in codes(parsed)
    assert drivers(parsed) == ["BRAF:V600E"]


def test_a_damaged_block_in_the_middle_costs_only_its_lines(tmp_path: Path) -> None:
    content = many(20_000) + BRAF.replace("140753336", "140753337").replace(" ", "\t") + "\n"
    whole = bytearray(bgzip(tmp_path, content).read_bytes())
    starts = [m.start() for m in re.finditer(re.escape(b"\x1f\x8b\x08\x04"), whole)]
    assert len(starts) > 6
    middle = starts[3] + 200
    whole[middle : middle + 40] = b"\xff" * 40
    parsed = read(write(tmp_path, bytes(whole), "damaged.vcf.gz"))
    assert "VCF003" in codes(parsed)
    assert parsed.value is not None
    assert drivers(parsed) == ["BRAF:V600E"]
    assert 10_000 < parsed.value.records < 20_002, "blocks behind the damage are read"


def test_an_empty_file_and_one_without_header_are_refused(tmp_path: Path) -> None:
    assert codes(read(write(tmp_path, ""))) == ["VCF002"]
    assert codes(read(write(tmp_path, BRAF.replace(" ", "\t") + "\n"))) == ["VCF011"]
    assert codes(read(write(tmp_path, "##fileformat=VCFv4.3\n"))) == ["VCF011"]
    assert codes(read(tmp_path / "absent.vcf")) == ["VCF001"]
    assert codes(read(write(tmp_path, GOOD.encode("utf-16"))))[0] == "VCF009"
    assert codes(read(write(tmp_path, bytes(range(256)) * 40))) != []


def test_a_header_without_records_is_a_result(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text()))
    assert parsed.value is not None and parsed.value.records == 0
    assert "VCF012" in codes(parsed)


@pytest.mark.parametrize("bad, code", [
    ("chr7 140753350 . A T . PASS .", "VCF041"),
    ("chr7 140753350 . A T . PASS . GT 0/1 0/1", "VCF041"),
    ("chr7 here . A T . PASS . GT 0/1", "VCF042"),
    ("chr7 -5 . A T . PASS . GT 0/1", "VCF042"),
    ("chr7 140753350 . - T . PASS . GT 0/1", "VCF043"),
    ("chr7 140753350 . A - . PASS . GT 0/1", "VCF044"),
    ("chr7 140753350 . A T; . PASS . GT 0/1", "VCF044"),
    ("chr7,140753350,.,A,T,.,PASS,.,GT,0/1", "VCF041"),
])  # fmt: skip
def test_a_malformed_record_is_named_and_its_neighbors_stay(tmp_path: Path, bad: str, code: str) -> None:
    parsed = read(write(tmp_path, text(OTHER, bad, BRAF)))
    (issue,) = [i for i in parsed.issues if i.code == code]
    assert (issue.place.record, issue.place.line) == (2, 5)
    assert drivers(parsed) == ["BRAF:V600E"]
    assert parsed.value is not None and parsed.value.tally["malformed"] == 1


def test_text_that_is_not_utf8_is_read_and_reported(tmp_path: Path) -> None:
    content = GOOD.encode().replace(b"PASS\t.\tGT", b"PASS\tNOTE=caf\xe9\tGT", 1)
    parsed = read(write(tmp_path, content))
    assert [i.place.line for i in parsed.issues if i.code == "VCF010"] == [4]
    assert drivers(parsed) == ["BRAF:V600E"]


def test_columns_that_are_not_in_their_fixed_places_are_refused(tmp_path: Path) -> None:
    """Without ALT, QUAL would be read as the allele."""
    without = GOOD.replace("REF\tALT\t", "REF\t").replace("A\tT\t", "A\t").replace("G\tC\t", "G\t")
    swapped = GOOD.replace("REF\tALT", "ALT\tREF")
    for content in (without, swapped):
        parsed = read(write(tmp_path, content))
        assert (parsed.value, codes(parsed)) == (None, ["VCF015"])


def test_nul_bytes_and_a_missing_last_line_end_are_told(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, GOOD.replace("0/1:60,40", "0/1:60,\x0040", 1).rstrip("\n")))
    assert [(i.code, i.place.line) for i in parsed.issues if i.code in ("VCF013", "VCF014")] == [
        ("VCF013", 4),
        ("VCF014", 5),
    ]


@pytest.mark.slow
def test_a_line_of_a_hundred_megabytes_is_skipped_without_filling_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.vcf"
    with path.open("wb") as out:
        out.write(text(OTHER).encode())
        out.write(b"chr7\t140753350\t.\t" + b"A" * 100_000_000 + b"\tT\t.\tPASS\t.\tGT:AD\t0/1:1,1\n")
        out.write(BRAF.replace(" ", "\t").encode() + b"\n")
    parsed = read(path)
    assert [i.place.line for i in parsed.issues if i.code == "VCF007"] == [5]
    assert drivers(parsed) == ["BRAF:V600E"]
    assert parsed.value is not None and parsed.value.records == 3
    assert [i.place.line for i in parsed.issues if i.code == "VCF060"] != []
    assert parsed.value.variants[0].source is not None and parsed.value.variants[0].source.line == 6


def test_many_bad_records_are_counted_and_the_first_are_shown(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text(*["chr7 x . A T . PASS . GT 0/1"] * 60, BRAF)))
    assert codes(parsed).count("VCF042") == 25
    (more,) = [i for i in parsed.issues if i.code == "VCF099"]
    assert dict(more.params) == {"of": "VCF042", "more": 35}
    assert parsed.value is not None and parsed.value.tally["malformed"] == 60


def test_a_file_of_nothing_but_bad_records_is_an_error(tmp_path: Path) -> None:
    assert "VCF046" in codes(read(write(tmp_path, text("chr7 x . A T . PASS . GT 0/1"))))


UNKNOWN = "chr7 1000 . A T . PASS . GT 0/1"
BRAF37 = BRAF.replace("140753336", "140453136")


@pytest.mark.parametrize("records, told", [
    ((UNKNOWN,), ""),
    ((BRAF,), "GRCh38"),
    ((BRAF37,), "GRCh37"),
    ((BRAF, BRAF37), ""),
], ids=["no known allele", "one known allele", "of the other build", "one on each"])  # fmt: skip
def test_without_a_header_the_assembly_is_what_known_alleles_make_certain_or_the_file_is_refused(
    tmp_path: Path, records: tuple[str, ...], told: str
) -> None:
    parsed = read(write(tmp_path, text(*records, header=())))
    assert (parsed.value.assembly if parsed.value else "") == told
    assert ("VCF020" in codes(parsed), "VCF028" in codes(parsed)) == (not told, bool(told))


@pytest.mark.parametrize("header, asked, code", [
    (("##contig=<ID=chr7,length=159138663>",), "GRCh38", "VCF023"),
    (("##contig=<ID=chr7,length=159138663>", "##reference=hg38.fa"), "", "VCF021"),
    (("##contig=<ID=chr7,length=159138663>", "##contig=<ID=chr1,length=248956422>"), "", "VCF021"),
    (("##contig=<ID=chr7,length=160567428>",), "", "VCF022"),
    (("##reference=chm13v2.0.fa",), "", "VCF022"),
])  # fmt: skip
def test_an_assembly_that_cannot_be_trusted_is_refused(
    tmp_path: Path, header: tuple[str, ...], asked: str, code: str
) -> None:
    parsed = read(write(tmp_path, text(BRAF, header=header)), assembly=asked)
    assert parsed.value is None
    assert code in codes(parsed)


@pytest.mark.parametrize("header, assembly", [
    (("##reference=file:///ref/Homo_sapiens_assembly38.fasta", CHR7), "GRCh38"),
    (("##reference=file:///ref/human_g1k_v37.fasta",), "GRCh37"),
    (('##VEP="v110" assembly="GRCh38.p14"',), "GRCh38"),
    (("##contig=<ID=7,length=159138663>",), "GRCh37"),
    (("##contig=<ID=chr7,assembly=hg38>",), "GRCh38"),
])  # fmt: skip
def test_the_header_tells_the_assembly(tmp_path: Path, header: tuple[str, ...], assembly: str) -> None:
    parsed = read(write(tmp_path, text(header=header)))
    assert parsed.value is not None and parsed.value.assembly == assembly


def test_known_alleles_of_the_other_build_refute_the_claim(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text("chr7 140453136 . A T . PASS . GT:AD 0/1:60,40")))
    assert parsed.value is None
    assert [i.severity for i in parsed.issues if i.code == "VCF024"] == [Severity.ERROR]


def test_reference_bases_that_disagree_at_known_positions_refute_the_claim(tmp_path: Path) -> None:
    wrong = ("chr7 140753336 . G C", "chr3 179234297 . T C", "chr12 25245351 . G T")
    parsed = read(write(tmp_path, text(*(f"{w} . PASS . GT:AD 0/1:60,40" for w in wrong))))
    assert parsed.value is None
    assert "VCF024" in codes(parsed)


@pytest.mark.parametrize("samples, header, asked, tumor", [
    (("T1", "N1"), ("##tumor_sample=T1",), {}, "T1"),
    (("N1", "T1"), ("##normal_sample=N1",), {}, "T1"),
    (("NORMAL", "TUMOR"), (), {}, "TUMOR"),
    (("P1_tumor_DNA", "P1_normal_DNA"), (), {}, "P1_tumor_DNA"),
    (("A", "B"), (), {"tumor": "B"}, "B"),
    (("A", "B"), (), {"normal": "A"}, "B"),
    (("A", "B"), ("##PEDIGREE=<Derived=B,Original=A>",), {}, "B"),
    (("TCGA-AB-1234-10A-01D", "TCGA-AB-1234-01A-01D"), (), {}, "TCGA-AB-1234-01A-01D"),
    (("X",), (), {}, "X"),
])  # fmt: skip
def test_the_tumor_column_is_found_by_what_is_said_of_it(
    tmp_path: Path, samples: tuple[str, ...], header: tuple[str, ...], asked: dict[str, str], tumor: str
) -> None:
    parsed = read(write(tmp_path, text(samples=samples, header=(CHR7, *header))), **asked)
    assert parsed.value is not None and parsed.value.sample == tumor


@pytest.mark.parametrize("samples, asked, code", [
    (("A", "B"), {}, "VCF031"),
    (("TUMOR_1", "TUMOR_2"), {}, "VCF031"),
    (("A", "B"), {"tumor": "C"}, "VCF032"),
    (("A", "A"), {}, "VCF034"),
    (("NORMAL",), {}, "VCF031"),
])  # fmt: skip
def test_a_tumor_column_that_cannot_be_told_is_refused(
    tmp_path: Path, samples: tuple[str, ...], asked: dict[str, str], code: str
) -> None:
    parsed = read(write(tmp_path, text(samples=samples)), **asked)
    assert parsed.value is None
    assert code in codes(parsed)


def test_a_sites_only_file_yields_known_alleles_without_reads(tmp_path: Path) -> None:
    parsed = read(write(tmp_path, text("chr7 140753336 . A T . PASS .", samples=())))
    assert drivers(parsed) == ["BRAF:V600E"]
    assert "VCF033" in codes(parsed)
    assert parsed.value is not None and parsed.value.variants[0].vaf is None


def test_every_code_of_the_reader_has_words_and_a_remedy() -> None:
    source = Path(__file__).resolve().parents[2] / "src" / "tumorboard" / "formats" / "readers" / "vcf"
    used = {c for m in source.glob("*.py") for c in re.findall(r'"(VCF\d{3})"', m.read_text("utf-8"))}
    assert used - words("en").issues.keys() == set()
    assert len(used) > 30


def test_no_issue_carries_a_value_of_the_patient(tmp_path: Path) -> None:
    """Names of samples, alleles and free text of the file never stand in an issue."""
    canary = "CANARY77"
    bad = text(
        f"chr7 {canary} . A T . PASS {canary} GT 0/1",
        f"chr7 5 {canary} A T . {canary} . GT 0/1",
        BRAF,
        samples=(canary,),
    )
    for content, asked in (
        (bad, {}),
        (bad.replace(canary + "\n", f"{canary}\tZ{canary}\n", 1), {}),
        (bad, {"tumor": "Z" + canary}),
    ):
        shown = [words("en").issue(i) for i in read(write(tmp_path, content), **asked).issues]
        assert canary not in repr(shown) + repr(read(write(tmp_path, content), **asked).issues)
