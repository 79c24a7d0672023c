"""ClinVar, population frequencies and Cancer Hotspots: read by their formats, found by allele, and used by oncogenicity."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tumorboard import vocab
from tumorboard.app import site_tables, snapshots
from tumorboard.app.processes import each
from tumorboard.cli import main
from tumorboard.errors import InputError
from tumorboard.interpret.looked_up import with_looked_up
from tumorboard.interpret.oncogenicity import answered
from tumorboard.knowledge import allele_table
from tumorboard.knowledge.sources import cancer_hotspots, clinvar, gnomad
from tumorboard.model.alteration import GenomicPosition, ProteinChange, Variant
from tumorboard.model.case import Case, Diagnosis
from tumorboard.model.context import Context
from tumorboard.model.disease import Disease
from tumorboard.model.knowledge import HotspotCount, Knowledge
from tumorboard.model.looked_up import Classified, Frequency, LookedUp
from tumorboard.model.policy import Policy

CONTIGS = "##contig=<ID=chr7,length=159345973,assembly=GRCh38>\n"
COLUMNS = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


def vcf(path: Path, *lines: str, fields: tuple[str, ...] = ("AF",), contigs: str = CONTIGS, head: str = "") -> Path:
    declared = "".join(f'##INFO=<ID={f},Number=A,Type=Float,Description="x">\n' for f in fields)
    text = f"##fileformat=VCFv4.2\n{head}{contigs}{declared}{COLUMNS}" + "".join(f"{ln}\n" for ln in lines)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def at(start: int, ref: str, alt: str, assembly: str = "GRCh38", chrom: str = "7") -> GenomicPosition:
    return GenomicPosition(assembly, chrom, start, start + len(ref), ref, alt)


FREQUENCIES = [
    ("the highest population as released", "PASS", "AF=0.001;AF_grpmax=0.02", 0.02),
    ("the same in release 2", "PASS", "AF=0.001;AF_popmax=0.03", 0.03),
    ("the highest of the large populations", "PASS", "AF=0.001;AF_afr=0.04;AN_afr=9000;AF_sas=0.02;AN_sas=9000", 0.04),
    ("a small population does not count", "PASS", "AF=0.001;AF_afr=0.5;AN_afr=1999;AF_sas=0.02;AN_sas=2000", 0.02),
    ("a founder population does not count", "PASS", "AF=0.001;AF_asj=0.4;AN_asj=9000", 0.001),
    ("over all where nothing else is given", "PASS", "AF=0.001", 0.001),
    ("a record that failed vouches for nothing", "AC0", "AF=0.001", None),
    ("no frequency", "PASS", "DP=4", None),
    ("a missing frequency", "PASS", "AF=.", None),
]  # fmt: skip


@pytest.mark.parametrize(("status", "info", "af"), [f[1:] for f in FREQUENCIES], ids=[f[0] for f in FREQUENCIES])
def test_the_frequency_of_an_allele(tmp_path: Path, status: str, info: str, af: float | None) -> None:
    path = vcf(tmp_path / "s.vcf", f"chr7\t101\t.\tA\tG\t.\t{status}\t{info}")
    assert gnomad.check([path]) == ()
    found, account = gnomad.rows([path])
    assert [(p, *said) for p, said in found] == [(at(100, "A", "G"), af)]
    assert account["filtered"] == (status != "PASS")


def test_alternates_of_one_record_have_their_own_frequency_and_shared_bases_are_trimmed(tmp_path: Path) -> None:
    path = vcf(tmp_path / "s.vcf.gz", "7\t101\t.\tAT\tA,GT,<DEL>\t.\tPASS\tAF=0.1,0.2,0.3")
    assert [(p, *said) for p, said in gnomad.rows([path])[0]] == [(at(101, "T", ""), 0.1), (at(100, "A", "G"), 0.2)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not a vcf\n", "SIT001"),
        (f"##fileformat=VCFv4.2\n##INFO=<ID=AF>\n{COLUMNS}7\t1\t.\tA\tG\t.\tPASS\tAF=0.1\n", "SIT004"),
        (f"##x\n{CONTIGS}##INFO=<ID=AF>\n{COLUMNS}7\tone\t.\tA\tG\t.\tPASS\tAF=0.1\n", "SIT002"),
        (f"##x\n{CONTIGS}##INFO=<ID=AF>\n{COLUMNS}", "SIT005"),
        (f"##x\n{CONTIGS}{COLUMNS}7\t1\t.\tA\tG\t.\tPASS\tDP=1\n", "SIT006"),
    ],
)
def test_a_file_that_is_no_table_of_sites_is_told(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "s.vcf"
    path.write_text(text, "utf-8")
    assert code in [i.code for i in gnomad.check([path])]


def test_sites_of_a_cut_file_are_refused(tmp_path: Path) -> None:
    path = vcf(tmp_path / "s.vcf.gz", *(f"7\t{n}\t.\tA\tG\t.\tPASS\tAF=0.{n}" for n in range(100, 4000)))
    path.write_bytes(path.read_bytes()[:-40])
    assert "SIT003" in [i.code for i in gnomad.check([path])]


def test_the_sites_of_a_release_are_not_fetched_whole_and_its_name_tells_the_release() -> None:
    with pytest.raises(InputError, match="too large"):
        gnomad.plan("4.1")
    assert gnomad.release_of([Path("gnomad.exomes.v4.1.sites.chr7.vcf.bgz")]) == "4.1"
    assert gnomad.release_of([Path("panel.vcf")]) == ""


CLINVAR = ("CLNSIG", "CLNREVSTAT", "ONC", "ONCREVSTAT")
V600E = (
    "7\t140753336\t13961\tA\tT\t.\t.\tCLNSIG=Pathogenic;CLNREVSTAT=criteria_provided,_single_submitter;"
    "ONC=Oncogenic;ONCREVSTAT=reviewed_by_expert_panel"
)
PLAIN = "7\t140753400\t77\tG\tC\t.\t.\tCLNSIG=not_provided;CLNREVSTAT=no_classification_provided"


def test_clinvar_says_what_each_allele_is_with_its_stars(tmp_path: Path) -> None:
    path = vcf(tmp_path / "clinvar.vcf.gz", V600E, PLAIN, fields=CLINVAR, head="##fileDate=2026-05-30\n")
    assert clinvar.check([path]) == ()
    assert clinvar.release_of([path]) == "2026-05-30"
    found, account = clinvar.rows([path])
    assert list(found) == [
        (at(140753335, "A", "T"), ("13961", "Pathogenic", 1, "Oncogenic", 3)),
        (at(140753399, "G", "C"), ("77", "", 0, "", 0)),
    ]
    assert account == {"records": 2, "heritable": 1, "oncogenicity": 1}


def test_another_vcf_is_not_clinvars(tmp_path: Path) -> None:
    assert "SIT007" in [i.code for i in clinvar.check([vcf(tmp_path / "s.vcf", V600E)])]


SUMMARY = (
    "#AlleleID\tType\tClinicalSignificance\tAssembly\tChromosome\tReviewStatus\tVariationID\tPositionVCF\tReferenceAlleleVCF\t"
    "AlternateAlleleVCF\tOncogenicity\tReviewStatusOncogenicity"
)


def test_the_table_of_clinvar_says_the_same_as_its_vcf(tmp_path: Path) -> None:
    rows = [
        "1\tsnv\tPathogenic\tGRCh38\t7\tcriteria provided, single submitter\t13961\t140753336\tA\tT\tOncogenic\treviewed by expert panel",
        "1\tsnv\tPathogenic\tNCBI36\t7\tpractice guideline\t13961\t140099605\tA\tT\t-\t-",
        "2\tcnv\tPathogenic\tGRCh38\t7\tpractice guideline\t5\t-1\tna\tna\t-\t-",
    ]
    path = tmp_path / "variant_summary.txt"
    path.write_text("\n".join([SUMMARY, *rows]) + "\n", "utf-8")
    assert clinvar.check([path]) == ()
    assert list(clinvar.rows([path])[0]) == [(at(140753335, "A", "T"), ("13961", "Pathogenic", 1, "Oncogenic", 3))]


def test_a_release_of_clinvar_is_fetched_with_its_checksums_on_both_assemblies() -> None:
    wanted = clinvar.plan("2026-05-30")
    assert [w.url.rsplit("/", 2)[1:] for w in wanted] == [["weekly", "clinvar_20260530.vcf.gz"]] * 2
    assert all(w.checksum_url == f"{w.url}.md5" for w in wanted)
    with pytest.raises(InputError):
        clinvar.plan("May")


STARS = [
    ("practice_guideline", 4), ("reviewed_by_expert_panel", 3), ("criteria_provided,_multiple_submitters,_no_conflicts", 2),
    ("criteria_provided,_single_submitter", 1), ("criteria_provided,_conflicting_classifications", 1),
    ("no_assertion_criteria_provided", 0), ("", 0), ("criteria provided, multiple submitters, no conflicts", 2),
]  # fmt: skip


@pytest.mark.parametrize(("review", "stars"), STARS)
def test_stars_of_a_review_status(review: str, stars: int) -> None:
    assert clinvar.stars(review) == stars


# --- the table by place ---------------------------------------------------------------------------------------------------


def table(path: Path, *rows: tuple[GenomicPosition, tuple[Any, ...]]) -> allele_table.AlleleTable:
    return allele_table.opened(path, ("af",), lambda: (list(rows), {"records": len(rows)}))


def test_an_allele_is_found_by_assembly_place_and_bases(tmp_path: Path) -> None:
    found = table(
        tmp_path / "t.sqlite", (at(100, "A", "G"), (0.1,)), (at(100, "A", "T"), (0.2,)), (at(100, "A", "G"), (9,))
    )
    assert found.find(at(100, "A", "G")) == {"af": 0.1}
    assert found.find(at(100, "A", "T")) == {"af": 0.2}
    for other in (at(100, "A", "C"), at(101, "A", "G"), at(100, "A", "G", "GRCh37"), at(100, "A", "G", chrom="8")):
        assert found.find(other) is None
    assert found.find(at(100, "A", "G", chrom="GL000192.1")) is None
    assert found.account == {"records": 3, "alleles": 2}


def test_a_copy_of_a_process_asks_through_connections_of_its_own(tmp_path: Path) -> None:
    found = table(tmp_path / "t.sqlite", (at(100, "A", "G"), (0.1,)))
    before = site_tables.Annotations({"frequencies": ("sites", found)})

    def asked(part: int) -> tuple[bool, Any]:
        own = before.again().tables["frequencies"][1]
        return own.database is not found.database, own.find(at(part, "A", "G"))

    assert each(asked, [100, 101], 2) == [(True, {"af": 0.1}), (True, None)]


def test_a_place_is_covered_between_near_rows_and_at_one(tmp_path: Path) -> None:
    found = table(tmp_path / "t.sqlite", (at(1000, "A", "G"), (0.1,)), (at(1100, "A", "G"), (0.1,)))
    covered = [n for n in (850, 899, 900, 999, 1000, 1050, 1100, 1101, 1300) if found.covers(at(n, "C", "T"))]
    assert covered == [1000, 1050, 1100]
    assert not found.covers(at(1050, "C", "T", chrom="8"))


def test_a_table_is_made_once_and_again_when_it_is_damaged_or_its_making_broke_off(tmp_path: Path) -> None:
    path = tmp_path / "t.sqlite"
    table(path, (at(1, "A", "G"), (0.1,))).database.close()
    assert table(path, (at(1, "A", "G"), (0.7,))).find(at(1, "A", "G")) == {"af": 0.1}
    path.write_bytes(b"SQLite format 3\x00" + b"x" * 5000)
    assert table(path, (at(1, "A", "G"), (0.7,))).find(at(1, "A", "G")) == {"af": 0.7}
    path.unlink()

    def breaking() -> Any:
        yield at(1, "A", "G"), (0.1,)
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        allele_table.opened(path, ("af",), lambda: (breaking(), {}))
    assert list(tmp_path.iterdir()) == []


# --- Cancer Hotspots ------------------------------------------------------------------------------------------------------

SHEET = "Hugo_Symbol\tAmino_Acid_Position\tMutation_Count\tReference_Amino_Acid\tVariant_Amino_Acid\tjudgement"
SHEET_ROWS = (
    "NRAS\t61\t422\tQ:422\tR:204\tRETAIN",
    "NRAS\t61\t422\tQ:422\tK:142\tRETAIN",
    "TP53\tX125_splice\t30\tT:30\tsp:30\tRETAIN",
    "TP53\t6\t30\tT:30\tA:30\tREMOVE",
    "NOTAGENE\t6\t30\tT:30\tA:30\tRETAIN",
    "EGFR\t745-759\t300\tELREA:250|X:50\tE746_A750del:250\tRETAIN",
)


def sheet(path: Path) -> Path:
    path.write_text("\n".join([SHEET, *SHEET_ROWS]) + "\n", "utf-8")
    return path


def test_hotspots_are_counted_by_residue_and_change(tmp_path: Path) -> None:
    path = sheet(tmp_path / "hotspots_v2.tsv")
    assert cancer_hotspots.check([path]) == ()
    told, account = cancer_hotspots.counts([path], vocab.load())
    assert told == [
        ["EGFR", 746, 0, 300, {"E746_A750del": 250}],
        ["NRAS", 61, 422, 0, {"Q61K": 142, "Q61R": 204}],
    ]
    assert account == {"rows": 6, "not retained": 1, "no residue": 1, "gene unknown": 1, "residues": 2}


def test_another_table_is_no_table_of_hotspots(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("a\tb\n1\t2\n", "utf-8")
    assert [i.code for i in cancer_hotspots.check([path])] == ["SIT008"]


# --- oncogenicity ---------------------------------------------------------------------------------------------------------

ON = date(2026, 11, 27)
PLACE = at(1000, "A", "G")


def case(**more: Any) -> Case:
    variant = Variant(
        id="v1",
        gene="MTOR",
        position=PLACE,
        protein=ProteinChange("substitution", "A", 41, alt="V"),
        consequences=("missense_variant",),
        **more,
    )
    return Case(id="c", diagnosis=Diagnosis(disease=Disease("LUAD", "")), variants=(variant,))


def codes(looked_up: LookedUp, hotspots: Any = None, **more: Any) -> dict[str, str]:
    """State of each code of one missense variant after the look-up."""
    told = with_looked_up(case(**more), looked_up)
    context = Context(ON, vocab.load(), Policy())
    given = answered(told, Knowledge(looked_up=looked_up, hotspots=hotspots), context, told.variants[0])
    assert given is not None
    return {key: answer.state for key, answer in given.items()}


POPULATION = ("POP_ABSENT", "POP_GT5", "POP_GT1")
FOUND = [
    ("no table", None, ("not_assessable",) * 3),
    ("the table says nothing of the place", {}, ("not_assessable",) * 3),
    ("a record that failed", {PLACE: Frequency(highest=None)}, ("not_assessable",) * 3),
    ("absent where the table looked", {PLACE: Frequency(highest=0.0)}, ("met", "not_met", "not_met")),
    ("rare", {PLACE: Frequency(highest=0.0005)}, ("not_met", "not_met", "not_met")),
    ("above 1 %", {PLACE: Frequency(highest=0.02)}, ("not_met", "not_met", "met")),
    ("above 5 %", {PLACE: Frequency(highest=0.2)}, ("not_met", "met", "met")),
]  # fmt: skip


@pytest.mark.parametrize(("found", "states"), [f[1:] for f in FOUND], ids=[f[0] for f in FOUND])
def test_op4_sbvs1_and_sbs1_follow_the_frequency_that_was_looked_up(found: Any, states: tuple[str, ...]) -> None:
    given = codes(LookedUp(frequencies=found))
    assert tuple(given[key] for key in POPULATION) == states


def test_the_frequency_that_the_input_reports_stays() -> None:
    given = codes(LookedUp(frequencies={PLACE: Frequency(highest=0.0)}), population_af=0.2)
    assert (given["POP_GT5"], given["POP_ABSENT"]) == ("met", "not_met")


@pytest.mark.parametrize(
    ("word", "stars", "state"),
    [("Oncogenic", 2, "met"), ("Oncogenic", 3, "met"), ("Oncogenic", 1, "not_assessable"), ("Likely oncogenic", 3, "not_assessable"), ("Benign", 3, "not_assessable")],
)  # fmt: skip
def test_os1_follows_clinvars_oncogenicity_from_two_stars_on(word: str, stars: int, state: str) -> None:
    record = Classified(id="1", oncogenicity=word, oncogenicity_stars=stars, source="clinvar 2026-05-30")
    assert codes(LookedUp(classified={PLACE: record}))["SAME_AA"] == state


@pytest.mark.parametrize(("stars", "given", "stays"), [(1, "", "Pathogenic"), (0, "", ""), (3, "Benign", "Benign")])
def test_a_heritable_classification_counts_from_one_star_on_where_the_input_has_none(
    stars: int, given: str, stays: str
) -> None:
    record = Classified(id="1", germline="Pathogenic", germline_stars=stars)
    told = with_looked_up(case(clinvar=given), LookedUp(classified={PLACE: record}))
    assert told.variants[0].clinvar == stays


def test_a_case_without_looked_up_facts_is_the_same_case() -> None:
    plain = case()
    assert with_looked_up(plain, LookedUp()) is plain
    assert with_looked_up(plain, LookedUp(frequencies={at(5, "A", "G"): Frequency(highest=0.1)})) == plain


def test_an_in_frame_change_is_counted_by_the_in_frame_hotspot() -> None:
    counted = {("EGFR", 746): HotspotCount(residue_total=3, indel_total=300, changes={"E746_A750del": 250})}
    deletion = Variant(
        id="v1", gene="EGFR", protein=ProteinChange("deletion", "E", 746, "A", 750), consequences=("inframe_deletion",)
    )
    told = replace(case(), variants=(deletion,))
    given = answered(told, Knowledge(hotspots=counted), Context(ON, vocab.load(), Policy()), deletion)
    assert given is not None
    assert given["HOTSPOT_GE50"].state == "met"


# --- from the command line ------------------------------------------------------------------------------------------------


def test_tables_in_use_are_looked_up_and_named_in_the_provenance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tumorboard.app.assessing import workbench

    monkeypatch.setenv(snapshots.HOME, str(tmp_path / "home"))
    run = CliRunner()
    sites = vcf(
        tmp_path / "in" / "panel.v4.1.vcf", *(f"7\t{n}\t.\tA\tC\t.\tPASS\tAF=0.0001" for n in (140753300, 140753380))
    )
    records = vcf(tmp_path / "in" / "clinvar.vcf.gz", V600E, fields=CLINVAR, head="##fileDate=2026-05-30\n")
    spots = sheet(tmp_path / "in" / "hotspots_v2.tsv")
    told = {}
    for name, path in (("gnomad", sites), ("clinvar", records), ("cancer_hotspots", spots)):
        found = run.invoke(main, ["knowledge", "import", name, str(path)])
        assert found.exit_code == 0, found.output
        told[name] = found.output
        release = found.output.split(":")[0].split()[-1]
        assert run.invoke(main, ["knowledge", "use", name, release]).exit_code == 0
    assert "2 alleles, 0 filtered, 2 records, 0 without frequency" in told["gnomad"]
    case_vcf = tmp_path / "case.vcf"
    case_vcf.write_text(
        '##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr7,length=159345973>\n##FORMAT=<ID=GT,Number=1,Type=String,Description="g">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tT\nchr7\t140753336\t.\tA\tT\t.\tPASS\t.\tGT\t0/1\n",
        "utf-8",
    )
    workbench.cache_clear()
    try:
        asked = ["report", "--file", str(case_vcf), "--disease", "MEL", "--on", "2026-11-27", "--format", "json", "-o"]
        done = run.invoke(main, [*asked, str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        text = (tmp_path / "out" / "assessment.json").read_text("utf-8")
        bench = workbench()
        looked = bench.annotations.about(case()).frequencies
        assert looked == {}
    finally:
        monkeypatch.delenv(snapshots.HOME)
        workbench.cache_clear()
    for named in ('"clinvar"', '"gnomad"', '"cancer_hotspots"', '"population_af": 0.0', '"clinvar": "Pathogenic"'):
        assert named in text, named
    assert "banner.hotspots_absent" not in text


def test_an_insertion_that_is_not_found_is_not_taken_for_absent(tmp_path: Path) -> None:
    held = table(tmp_path / "t.sqlite", (at(1000, "A", "G"), (0.1,)))
    tables = site_tables.Annotations({"frequencies": ("gnomad 4.1", held)})
    for position, said in ((at(1000, "A", "T"), 0.0), (at(1000, "", "T"), None), (at(1000, "A", "G"), 0.1)):
        found = tables.about(replace(case(), variants=(replace(case().variants[0], position=position),))).frequencies
        assert (found or {}) == ({} if said is None else {position: Frequency(highest=said, source="gnomad 4.1")})
