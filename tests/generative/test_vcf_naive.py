"""The fast VCF reader against a slow one that was written apart from it, on generated files; and laws of the reader."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from urllib.parse import unquote

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.vcf_support import CHR7, KNOWN, codes, profile, read, text, write

FIELDS = ("Allele", "Consequence", "SYMBOL", "Feature", "HGVSp", "MANE_SELECT", "CANONICAL", "gnomADe_AF")
VEP = f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: {"|".join(FIELDS)}">'
WORST = ["splice_acceptor_variant", "stop_gained", "frameshift_variant", "inframe_deletion", "missense_variant", "splice_region_variant",
         "synonymous_variant", "intron_variant", "upstream_gene_variant"]  # fmt: skip
CODING = set(WORST[:6])
POSITIONS = {140753336, 55191822, 140753401, 140753500, 140760000}
GENES = ("BRAF", "MET", "HER2", "EGFR")


@st.composite
def records(draw: st.DrawFn) -> str:
    pos = draw(st.sampled_from(sorted(POSITIONS)))
    ref = draw(st.sampled_from(["A", "T", "G", "GT", "CAT"]))
    alts = draw(
        st.lists(
            st.sampled_from(["A", "C", "T", "G", "GA", "GTT", "TGG", "*", "<DUP>"]), min_size=1, max_size=3, unique=True
        )
    )
    alts = [a for a in alts if a != ref] or ["<DEL>"]
    spelled = spell(ref, alts)
    entries = []
    for _ in range(draw(st.integers(0, 4))):
        terms = draw(st.lists(st.sampled_from(WORST), min_size=1, max_size=2, unique=True))
        entries.append("|".join((
            draw(st.sampled_from(spelled)), "&".join(terms), draw(st.sampled_from(GENES)), f"T{draw(st.integers(1, 5))}",
            draw(st.sampled_from(["", "ENSP1:p.Val600Glu", "p.Gly12Asp", "p.Lys5%3D", "p.Arg213Ter"])),
            draw(st.sampled_from(["", "", "NM_1"])), draw(st.sampled_from(["", "YES"])), draw(st.sampled_from(["", "0.01", "0.2&0.3"])),
        )))  # fmt: skip
    info = (
        ";".join(
            filter(
                None, [draw(st.sampled_from(["", "SOMATIC", "DP=5"])), "CSQ=" + ",".join(entries) if entries else ""]
            )
        )
        or "."
    )
    filters = draw(st.sampled_from(["PASS", "PASS", ".", "weak_evidence"]))
    genotype = draw(st.sampled_from(["0/1", "0/0", "./.", "1/2", "1|1"]))
    reads = ",".join(str(draw(st.integers(0, 60))) for _ in range(len(alts) + 1))
    return f"chr7 {pos} . {ref} {','.join(alts)} . {filters} {info} GT:AD {genotype}:{reads} 0/0:50{',0' * len(alts)}"


def spell(ref: str, alts: list[str]) -> list[str]:
    """VEP's rule, word for word: any indel, and all real alleles share the first base -> cut it off."""
    real = [a for a in alts if set(a) <= set("ACGT")]
    if any(len(a) != len(ref) for a in real) and all(a[0] == ref[0] for a in real):
        return [(a[1:] if len(a) > 1 else "-") if a in real else a for a in alts]
    return list(alts)


def cut(pos: int, ref: str, alt: str) -> tuple[int, str, str]:
    start = pos - 1
    while ref and alt and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while ref and alt and ref[0] == alt[0]:
        ref, alt, start = ref[1:], alt[1:], start + 1
    return start, ref, alt


def naive(lines: list[str]) -> tuple[dict[str, int], list[tuple[object, ...]]]:
    """Tally and variants as (start, ref, alt, gene, transcript, HGVS text, terms, reads, frequency)."""
    tally: dict[str, int] = {}
    found: list[tuple[object, ...]] = []
    seen = set()
    known = {(r[8], r[9], r[10]): r for r in KNOWN if r[6] == "7"}
    for line in lines:
        _, pos, _, ref, alt_text, _, filters, info, _, sample, _ = line.split(" ")
        alts = alt_text.split(",")
        spelled = spell(ref, alts)
        genotype, reads = sample.split(":")
        for i, alt in enumerate(alts):
            reason, kept = "", []
            place = cut(int(pos), ref, alt)
            match = known.get(place)
            mine = [e.split("|") for e in (info.split("CSQ=")[1].split(",") if "CSQ=" in info else [])]
            mine = [e for e in mine if e[0] == spelled[i]]
            by_gene: dict[str, list[list[str]]] = {}
            for e in mine:
                by_gene.setdefault("ERBB2" if e[2] == "HER2" else e[2], []).append(e)
            for gene, entries in by_gene.items():
                best = min(
                    entries,
                    key=lambda e: (
                        not e[5],
                        0 if e[5] else not e[6],
                        min(WORST.index(t) for t in e[1].split("&")),
                        e[3],
                    ),
                )
                if CODING & set(best[1].split("&")):
                    kept.append((gene, best))
            coding = any(CODING & set(e[1].split("&")) for e in mine)
            called = genotype.replace("|", "/").split("/")
            if alt == "*":
                reason = "spanning_deletion"
            elif alt.startswith("<"):
                reason = "symbolic_allele" if filters in ("PASS", ".") else "filtered"
            elif filters not in ("PASS", "."):
                reason = "filtered"
            elif match is None and not mine:
                reason = "not_interpretable"
            elif match is None and not kept:
                silent = any("synonymous_variant" in e[1] for e in mine)
                reason = "coding_on_another_transcript" if coding else "synonymous" if silent else "not_coding"
            elif str(i + 1) not in called and "." not in called:
                reason = "not_in_tumor"
            elif place in seen:
                reason = "duplicate"
            if reason:
                tally[reason] = tally.get(reason, 0) + 1
                continue
            seen.add(place)
            number = int(reads.split(",")[i + 1])
            if match is not None:
                found.append((*place, match[0], number))
                continue
            for gene, e in sorted(kept, key=lambda k: (min(WORST.index(t) for t in k[1][1].split("&")), k[0])):
                terms = tuple(sorted(e[1].split("&"), key=WORST.index))
                frequency = max((float(x) for _, k in kept for x in k[7].split("&") if x), default=None)
                found.append((*place, gene, number, e[3], unquote(e[4]).split(":")[-1], terms, frequency))
    return tally, found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(records(), max_size=12))
def test_the_fast_reader_agrees_with_the_slow_one(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = profile(write(Path(folder), text(*lines, samples=("TUMOR", "NORMAL"), header=(CHR7, VEP))))
    tally, expected = naive(lines)
    assert dict(found.tally) == tally
    assert found.records == sum(tally.values()) + found.kept
    shown = []
    ordered = iter(expected)
    for v in found.variants:
        assert v.position is not None
        row: tuple[object, ...] = (v.position.start, v.position.ref, v.position.alt, v.gene, v.alt_reads)
        if len(next(ordered)) > 5:
            row += (v.transcript, v.hgvs_p, v.consequences, v.population_af)
        shown.append(row)
    if not any(v.position is None for v in found.variants):
        assert shown == expected


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(records(), max_size=8, unique_by=lambda r: tuple(r.split(" ")[1:5])), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_no_count(lines: list[str], dice: random.Random) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        one, other = (
            profile(write(Path(folder), text(*x, samples=("TUMOR", "NORMAL"), header=(CHR7, VEP))))
            for x in (lines, shuffled)
        )
    assert one.tally == other.tally
    assert sorted(map(repr, ((v.position, v.gene, v.protein, v.vaf) for v in one.variants))) == sorted(
        map(repr, ((v.position, v.gene, v.protein, v.vaf) for v in other.variants))
    )


GOOD = text("chr7 140753336 . A T . PASS . GT:AD 0/1:60,40", "chr7 140753401 . G C . PASS . GT:AD 0/1:1,2").encode()


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.binary(max_size=30))
def test_no_damage_ends_in_a_traceback(at: int, length: int, instead: bytes) -> None:
    damaged = GOOD[:at] + instead + GOOD[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        parsed = read(write(Path(folder), damaged))
    assert parsed.value is not None or codes(parsed)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\x1f\x8b\x08\x04", b"BCF\x02\x02", GOOD[:120], b"\x1f\x8b\x08\x00"]),
)
def test_arbitrary_bytes_end_in_issues(content: bytes, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parsed = read(write(Path(folder), start + content))
    assert parsed.value is not None or codes(parsed)
