"""The MAF reader against a slow one that was written apart from it with the csv module, on generated tables; and its laws."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.maf_support import codes, profile, read, write

COLUMNS = (
    "Hugo_Symbol", "NCBI_Build", "Chromosome", "Start_Position", "End_Position", "Variant_Classification", "Reference_Allele",
    "Tumor_Seq_Allele1", "Tumor_Seq_Allele2", "Tumor_Sample_Barcode", "Mutation_Status", "FILTER", "HGVSp_Short", "t_ref_count",
    "t_alt_count",
)  # fmt: skip
TERMS = {
    "Missense_Mutation": "missense_variant", "Nonsense_Mutation": "stop_gained", "Frame_Shift_Del": "frameshift_variant",
    "In_Frame_Ins": "inframe_insertion", "Splice_Region": "splice_region_variant", "Silent": "synonymous_variant",
    "Intron": "intron_variant", "3'UTR": "3_prime_UTR_variant", "RNA": "non_coding_transcript_exon_variant",
}  # fmt: skip
CODING = set(list(TERMS)[:5])
GENES = {"BRAF": "BRAF", "HER2": "ERBB2", "EGFR": "EGFR", "Nosuchgene": "Nosuchgene"}
EMPTY = {"", "NA", "."}
# Residues that agree with each class, so that no contradiction arises by chance.
PROTEINS = {
    "Missense_Mutation": ("p.A5C", "A5C", ""), "Nonsense_Mutation": ("p.R9*", ""), "Frame_Shift_Del": ("p.L8fs", "p.L8Pfs*3", ""),
    "In_Frame_Ins": ("p.A5_C6insW", ""), "Silent": ("p.A5=", ""),
}  # fmt: skip
V600E_AND_V600A = {("7", 140753335, "A", "T"), ("7", 140753335, "A", "G")}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    kind = draw(st.sampled_from(["snv", "snv", "del", "ins", "vcf_del", "none"]))
    start = draw(st.sampled_from([140753336, 140753400, 140753405]))
    ref, alt = draw(st.sampled_from([("A", "T"), ("G", "C"), ("A", "G")]))
    end = start
    if kind == "del":
        ref, alt, end = "GC", "-", start + 1
    elif kind == "ins":
        ref, alt, end = "-", "CT", start + 1
    elif kind == "vcf_del":
        ref, alt, end = "GCA", "G", start + 2
    elif kind == "none":
        alt = ref
    first = draw(st.sampled_from([ref, "", alt]))
    classification = draw(st.sampled_from(sorted(TERMS)))
    reads = draw(st.sampled_from([("", ""), ("60", "40"), ("NA", "5"), ("0", "0")]))
    return dict(zip(COLUMNS, (
        draw(st.sampled_from(sorted(GENES))), "GRCh38", draw(st.sampled_from(["7", "chr7", "chrX", "23"])), str(start), str(end),
        classification, ref, first, alt, draw(st.sampled_from(["T-1", "T-1", "T-2"])),
        draw(st.sampled_from(["", "Somatic", "Germline", "None"])), draw(st.sampled_from(["", "PASS", "common_variant", "artifact"])),
        draw(st.sampled_from(PROTEINS.get(classification, ("",)))), *reads,
    ), strict=True))  # fmt: skip


def text(lines: list[dict[str, str]]) -> str:
    return "\n".join(["\t".join(COLUMNS), *("\t".join(r[c] for c in COLUMNS) for r in lines)]) + "\n"


def naive(content: str, sample: str) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Tally and variants as (chrom, start, ref, alt, gene, term, reads, origin)."""
    tally: Counter[str] = Counter()
    found: list[tuple[object, ...]] = []
    seen = set()
    for r in csv.DictReader(io.StringIO(content), delimiter="\t", quoting=csv.QUOTE_NONE):
        if r["Tumor_Sample_Barcode"] != sample:
            continue
        chrom = {"chr7": "7", "chrX": "X", "23": "X"}.get(r["Chromosome"], r["Chromosome"])
        ref, alts = r["Reference_Allele"], [r["Tumor_Seq_Allele1"], r["Tumor_Seq_Allele2"]]
        alt = next((a for a in alts if a not in EMPTY and a != ref), "")
        bare_ref, bare_alt = ref.replace("-", ""), alt.replace("-", "")
        start = int(r["Start_Position"]) - (1 if bare_ref else 0)
        while bare_ref and bare_alt and bare_ref[-1] == bare_alt[-1]:
            bare_ref, bare_alt = bare_ref[:-1], bare_alt[:-1]
        while bare_ref and bare_alt and bare_ref[0] == bare_alt[0]:
            bare_ref, bare_alt, start = bare_ref[1:], bare_alt[1:], start + 1
        place = (chrom, start, bare_ref, bare_alt)
        gene = "BRAF" if place in V600E_AND_V600A else GENES[r["Hugo_Symbol"]]
        reason = ""
        if r["Mutation_Status"] == "None":
            reason = "not_a_mutation"
        elif not alt:
            reason = "no_alternate"
        elif r["FILTER"] == "artifact":
            reason = "filtered"
        elif place not in V600E_AND_V600A and r["Variant_Classification"] not in CODING:
            reason = "synonymous" if r["Variant_Classification"] == "Silent" else "not_coding"
        elif (gene, place) in seen:
            reason = "duplicate"
        if reason:
            tally[reason] += 1
            continue
        seen.add((gene, place))
        count = None if r["t_alt_count"] in EMPTY else int(r["t_alt_count"])
        origin = {"Somatic": "somatic", "Germline": "germline"}.get(r["Mutation_Status"], "unknown")
        found.append((*place, gene, count, origin))
    return tally, found


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=12), st.sampled_from(["T-1", "T-2"]))
def test_the_reader_agrees_with_the_slow_one(lines: list[dict[str, str]], sample: str) -> None:
    content = text(lines)
    tally, expected = naive(content, sample)
    with tempfile.TemporaryDirectory() as folder:
        parsed = read(write(Path(folder), content), sample=sample)
    if not any(r["Tumor_Sample_Barcode"] == sample for r in lines):
        assert "TBL021" in codes(parsed)
        return
    found = parsed.value
    assert found is not None
    assert dict(found.tally) == dict(tally)
    assert found.records == tally.total() + len(expected)
    shown = [
        (v.position.chrom, v.position.start, v.position.ref, v.position.alt, v.gene, v.alt_reads, v.origin.value)
        for v in found.variants
        if v.position is not None
    ]
    assert shown == expected


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_columns_changes_nothing(lines: list[dict[str, str]], dice: random.Random) -> None:
    columns = list(COLUMNS)
    dice.shuffle(columns)
    shuffled = "\n".join(["\t".join(columns), *("\t".join(r[c] for c in columns) for r in lines)]) + "\n"
    sample = lines[0]["Tumor_Sample_Barcode"]
    with tempfile.TemporaryDirectory() as folder:
        one = profile(write(Path(folder), text(lines)), sample=sample)
        other = profile(write(Path(folder), shuffled), sample=sample)
    assert one == other


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=10))
def test_the_records_of_all_samples_are_all_records(lines: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), text(lines))
        samples = {r["Tumor_Sample_Barcode"] for r in lines}
        assert sum(profile(path, sample=s).records for s in samples) == len(lines)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(rows(), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_rows_of_another_sample_change_nothing_of_this_one(lines: list[dict[str, str]], dice: random.Random) -> None:
    mine = [{**r, "Tumor_Sample_Barcode": "T-1"} for r in lines]
    others = [{**r, "Tumor_Sample_Barcode": "T-9"} for r in lines]
    mixed = others + mine
    with tempfile.TemporaryDirectory() as folder:
        alone = profile(write(Path(folder), text(mine)), sample="T-1")
        together = profile(write(Path(folder), text(mixed)), sample="T-1")
    assert (alone.tally, alone.kept) == (together.tally, together.kept)
    assert [(v.gene, v.position, v.vaf) for v in alone.variants] == [
        (v.gene, v.position, v.vaf) for v in together.variants
    ]
