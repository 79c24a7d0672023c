"""Which number of which caller is a read: one line per rule, in the order of precedence.

Source: order and arithmetic of mskcc/vcf2maf ``FixAlleleDepths`` (commit bf53e52); Strelka2 user guide for its fractions.
The values are our own.
"""

from __future__ import annotations

import pytest

from tumorboard.formats.readers.vcf.depth import from_info, measure

# rule, caller, FORMAT, sample, REF, ALT, which ALT -> reference reads, variant reads, depth, allele fraction
RULES = (
    ("ad", "Mutect2", "GT:AD:AF:DP", "0/1:60,40:0.37:100", "A", "T", 1, 60, 40, 100, 0.40),
    ("ad", "Mutect2, second of two alleles", "GT:AD:DP", "0/1/2:60,30,10:100", "C", "A,T", 2, 60, 10, 100, 0.10),
    ("ad", "an allele behind a spanning deletion", "GT:AD", "0/2:60,30,10", "C", "*,T", 2, 60, 10, 100, 0.10),
    ("ad", "VarDict", "GT:DP:VD:AD:AF:RD:ALD", "0/1:97:29:66,29:0.299:33,33:14,15", "G", "A", 1, 66, 29, 97, 29 / 97),
    ("ad", "split by bcftools norm: DP still counts the other allele", "GT:AD:DP", "0/1:60,30:100", "C", "A", 1, 60, 30, 100, 0.30),
    ("ad", "AD larger than DP: AD wins", "GT:AD:DP", "0/1:60,40:20", "A", "T", 1, 60, 40, 100, 0.40),
    ("ad_rd", "VarScan2", "GT:GQ:DP:RD:AD:FREQ:DP4", "0/1:.:81:41:39:48.75%:20,21,19,20", "A", "T", 1, 41, 39, 81, 39 / 80),
    ("bcount", "SomaticSniper", "GT:DP:BCOUNT", "0/1:50:30,0,20,0", "A", "G", 1, 30, 20, 50, 0.40),
    ("strelka_snv", "Strelka2 SNV, first tier", "DP:FDP:AU:CU:GU:TU", "100:1:70,72:0,0:29,30:0,0", "A", "G", 1, 70, 29, 100, 29 / 99),
    ("strelka_snv", "Strelka2 SNV, ALT unknown: deepest other base", "DP:AU:CU:GU:TU", "100:70,72:3,3:26,30:1,1", "A", "N", 1, 70, 26, 100, 26 / 96),
    ("strelka_indel", "Strelka2 indel", "DP:DP2:TAR:TIR:TOR", "90:90:50,51:25,26:9,9", "AT", "A", 1, 50, 25, 90, 25 / 75),
    ("caveman", "CaVEMan", "GT:FAZ:FCZ:FGZ:FTZ:RAZ:RCZ:RGZ:RTZ:PM", "0/1:20:0:8:0:22:0:10:0:0.3", "A", "G", 1, 42, 18, 60, 0.30),
    ("ao_ro", "FreeBayes", "GT:DP:RO:QRO:AO:QAO", "0/1:80:50:1800:30:1000", "A", "T", 1, 50, 30, 80, 0.375),
    ("ao_ro", "FreeBayes, second of two alleles", "GT:DP:RO:AO", "0/1/2:90:50:30,10", "A", "T,C", 2, 50, 10, 90, 10 / 90),
    ("rr_rv", "Delly, junction reads", "GT:RC:DR:DV:RR:RV", "0/1:9:20:5:40:10", "A", "T", 1, 40, 10, 50, 0.20),
    ("dp4", "samtools mpileup", "GT:DP4", "0/1:20,20,5,5", "A", "T", 1, 40, 10, 50, 0.20),
    ("pindel", "cgpPindel", "GT:PP:NP:PB:NB:PD:ND:PR:NR", "./.:6:4:6:4:20:20:25:25", "AT", "A", 1, None, 10, 50, 0.20),
    ("fa_dp", "Mutect1 without AD", "GT:FA:DP", "0:0.25:40", "A", "T", 1, None, 10, 40, 0.25),
    ("dv_dp", "bcftools mpileup", "GT:DV:DP", "0/1:10:40", "A", "T", 1, None, 10, 40, 0.25),
    ("ad_alone", "AD with one number and no RD", "GT:AD:DP", "0/1:10:40", "A", "T", 1, None, 10, 40, 0.25),
    ("ad_mismatch", "AD with another count than alleles", "GT:AD:DP", "0/1:60,30,10:100", "A", "T", 1, None, None, 100, None),
    ("adt", "PCGR, tumor and normal in one column", "GT:DPC:DPT:ADC:ADT:AL", "0/1:26:29:.,.:21,8:1,3", "G", "A", 1, 21, 8, 29, 8 / 29),
    ("fraction", "an allele fraction without reads", "GT:AF:DP", "0/1:0.31:.", "A", "T", 1, None, None, None, 0.31),
    ("fraction", "a fraction written as percent", "GT:FREQ", "0/1:12,5%", "A", "T", 1, None, None, None, None),
    ("", "nothing but a genotype", "GT", "0/1", "A", "T", 1, None, None, None, None),
    ("", "missing values everywhere", "GT:AD:DP", "./.:.:.", "A", "T", 1, None, None, None, None),
)  # fmt: skip


@pytest.mark.parametrize("row", RULES, ids=lambda r: f"{r[0] or 'none'}: {r[1]}")
def test_reads_of_a_caller(row: tuple) -> None:
    rule, _, keys, values, ref, alts, index, *expected = row
    found = measure(dict(zip(keys.split(":"), values.split(":"), strict=True)), ref, alts.split(","), index)
    *numbers, vaf = expected
    assert [found.ref, found.alt, found.total] == numbers
    assert found.vaf == (None if vaf is None else pytest.approx(vaf))
    if vaf is not None or rule == "ad_mismatch":
        assert found.rule == rule


def test_mutect2s_own_estimate_is_never_preferred_to_its_reads() -> None:
    assert measure({"AD": "60,40", "AF": "0.99"}, "A", ("T",), 1).vaf == 0.4


def test_pcgrs_info_fields_stand_in_where_the_column_says_nothing() -> None:
    found = from_info("0.2758", "29", 1)
    assert (found.vaf, found.total, found.alt, found.rule) == (0.2758, 29, 8, "info_fraction")
    assert from_info("", "29", 1).vaf is None
