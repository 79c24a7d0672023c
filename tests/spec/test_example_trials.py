"""The example trials say what the reference table of trials says: a row for each fact, with how it is known.

The rows were written from the developer's reference (trial facts, and the arms of the FUSCC trials) and, for SOLAR-1 and the
CAPItello trials, from copies of their records, not from the files.
Columns: trial, part (empty: the whole trial), what, its value, the tag.  `asks` is a criterion that must be MET for the part,
`excludes` one that must not be; `person` is asked of a person; `drugs` is all that an arm gives.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

import pytest
from tests.evidence_support import context
from tests.truth_support import interpreted as _interpreted

from tumorboard import vocab
from tumorboard.criteria.combinators import All, Not, children
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.leaves.manual import Manual
from tumorboard.criteria.text import parse
from tumorboard.formats.trials import own
from tumorboard.issues import Severity
from tumorboard.knowledge import trial_library
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.trial import Trial, TrialPart
from tumorboard.model.verdict import Verdict

FACTS = """\
NCT01856296	-	acronym	WINTHER	S
NCT01856296	-	status	closed	S
NCT01856296	-	asks	SolidTumor()	S
NCT01856296	-	asks	StatementHolds("standard_therapy_exhausted")	S
NCT01856296	-	asks	StatementHolds("fresh_biopsy_possible")	S
NCT01856296	-	asks	StatementHolds("normal_tissue_biopsy_possible")	S
NCT01856296	A	person	alteration in DNA	S
NCT01856296	B	person	alteration in DNA	S
NCT03386929	-	id	2017-001455-32	S
NCT03386929	-	id	WIN001	S
NCT03386929	-	phase	1/2	S
NCT03386929	-	status	closed	S
NCT03386929	-	asks	AgeBetween(min=18)	S
NCT03386929	-	asks	DiagnosisIn(["NSCLC"])	S
NCT03386929	-	asks	SystemicLinesBetween(max=2)	S
NCT03386929	-	excludes	GeneActivated(["EGFR"])	S
NCT03386929	-	excludes	FusionIn(["ALK"])	S
NCT03386929	-	asks	If(ResultAvailable("fusion:ROS1"), not FusionIn(["ROS1"]))	S
NCT03386929	-	asks	If(ResultAvailable("splice:MET"), not ExonSkipping("MET", 14))	S
NCT03386929	DL1	drugs	avelumab, axitinib, palbociclib	S
NCT03386929	DL1	regimen	palbociclib 75 mg	S
NCT03386929	DL1	regimen	axitinib 3 mg twice daily	S
NCT03386929	DL1	regimen	Avelumab 10 mg/kg every 2 weeks	S
NCT03386929	DL3	drugs	avelumab, axitinib, palbociclib	S
NCT03805399	-	phase	1b/2	S
NCT03805399	-	asks	SexIs("female")	M-M
NCT03805399	-	asks	AgeBetween(min=18, max=70)	M-M
NCT03805399	-	asks	EcogAtMost(1)	M-M
NCT03805399	-	asks	TripleNegative()	S
NCT03805399	-	asks	ExtentIn(["metastatic"])	S
NCT03805399	A	asks	SubtypeIs("fuscc_tnbc", ["lar"])	M-H
NCT03805399	A	asks	GeneAltered(["ERBB2"], kinds=["variant"], origin="somatic")	M-H
NCT03805399	A	drugs	pyrotinib, capecitabine	M-H
NCT03805399	B	asks	SubtypeIs("fuscc_tnbc", ["lar"])	M-H
NCT03805399	B	excludes	GeneAltered(["ERBB2"], kinds=["variant"], origin="somatic")	M-H
NCT03805399	B	regimen	androgen receptor inhibitor	M-H
NCT03805399	C	asks	SubtypeIs("fuscc_tnbc", ["im"])	M-H
NCT03805399	C	drugs	camrelizumab, nab-paclitaxel	M-H
NCT03805399	D	asks	SubtypeIs("fuscc_tnbc", ["blis"])	M-H
NCT03805399	D	asks	GermlinePathogenic(["BRCA1", "BRCA2"])	M-H
NCT03805399	D	regimen	PARP inhibitor	M-H
NCT03805399	E	asks	SubtypeIs("fuscc_tnbc", ["blis"])	M-H
NCT03805399	E	excludes	GermlinePathogenic(["BRCA1", "BRCA2"])	M-H
NCT03805399	E	regimen	VEGF receptor inhibitor	M-H
NCT03805399	F	asks	SubtypeIs("fuscc_tnbc", ["mes"])	M-H
NCT03805399	F	person	PI3K/AKT pathway	M-H
NCT03805399	F	regimen	VEGF receptor inhibitor	M-H
NCT03805399	G	asks	SubtypeIs("fuscc_tnbc", ["mes"])	M-H
NCT03805399	G	person	PI3K/AKT pathway	M-H
NCT03805399	G	drugs	everolimus, nab-paclitaxel	M-H
NCT04129996	-	id	NCT04129996	M-M
NCT04129996	-	phase	2	S
NCT04129996	-	asks	SubtypeIs("fuscc_tnbc", ["im"])	S
NCT04129996	-	asks	ProteinExpressionIs("CD8", min_percent=10)	M-H
NCT04129996	-	asks	TreatmentNaive(setting="metastatic")	S
NCT04129996	single	drugs	famitinib, camrelizumab, nab-paclitaxel	S
NCT04395989	-	asks	TreatmentNaive(setting="metastatic")	S
NCT04395989	-	asks	TripleNegative()	S
NCT04395989	LAR-HER2mut-subtype	drugs	pyrotinib, nab-paclitaxel	M-M
NCT04395989	LAR-HER2wt-or-MES-PI3K-subtype	drugs	everolimus, nab-paclitaxel	M-M
NCT04395989	IM-subtype	drugs	camrelizumab, famitinib, nab-paclitaxel	M-M
NCT04395989	BLIS-or-MES-wt-subtype	drugs	bevacizumab, nab-paclitaxel	M-M
NCT04395989	IM-control	drugs	nab-paclitaxel	M-M
NCT02693535	-	phase	2	S
NCT02693535	-	asks	AgeBetween(min=12)	S
NCT02693535	-	asks	EcogAtMost(2)	M-M
NCT02693535	-	person	Measurable or evaluable	M-M
NCT02693535	-	person	target of a study drug	S
NCT02693535	pertuzumab-trastuzumab	drugs	pertuzumab, trastuzumab	S
NCT02465060	-	id	EAY131	S
NCT02465060	-	status	closed	S
NCT02465060	-	asks	AgeBetween(min=18)	S
NCT02465060	-	asks	MeasurableDisease()	S
NCT02465060	-	person	active malignancy	S
NCT02465060	H	id	NCT04439292	S
NCT02465060	H	asks	CodonMutated("BRAF", [600])	S
NCT02465060	H	excludes	DiagnosisIn(["COADREAD", "MEL", "NSCLC", "THYROID"])	S
NCT02465060	H	drugs	dabrafenib, trametinib	S
NCT02465060	Q	asks	GeneAmplified("ERBB2")	S
NCT02465060	Q	drugs	trastuzumab emtansine	S
NCT02465060	Z1A	asks	GeneAltered(["NRAS"], kinds=["variant"])	S
NCT02465060	Z1A	drugs	binimetinib	S
NCT02465060	Y	asks	ProteinChangeIn("AKT1", ["E17K"])	S
NCT02465060	Y	drugs	capivasertib	S
NCT02465060	Z1D	asks	MismatchRepairDeficient()	M-M
NCT02465060	Z1D	drugs	nivolumab	M-M
NCT02925234	nivolumab-msi	asks	MismatchRepairDeficient()	S
NCT02925234	olaparib-hrd	asks	HrdPositive()	S
NCT02925234	cdk46	person	CDK4/6 pathway	S
NCT02925234	cdk46	regimen	Palbociclib or ribociclib	S
NCT03182634	-	id	ISRCTN16945804	S
NCT03182634	-	id	2015-003735-36	S
NCT03182634	-	id	CRUK/15/010	S
NCT03182634	-	status	closed	S
NCT03182634	-	asks	SexIs("female")	S
NCT03182634	-	asks	NoCurativeOption()	S
NCT03182634	-	asks	MeasurableDisease()	S
NCT03182634	-	person	last 6 weeks	S
NCT03182634	-	asks	If(Her2StatusIn(["positive"]), TherapyLinesBetween(targets=["ERBB2"], min=2))	S
NCT03182634	A	asks	GeneAltered(["ESR1"], kinds=["variant"], specimen="plasma")	S
NCT03182634	A	drugs	fulvestrant	S
NCT03182634	B	asks	GeneAltered(["ERBB2"], kinds=["variant"], specimen="plasma")	S
NCT03182634	B	drugs	neratinib	S
NCT03182634	C	asks	ReceptorStatusIs("ER", "positive")	S
NCT03182634	C	drugs	capivasertib, fulvestrant	S
NCT03182634	D	drugs	capivasertib	S
NCT03182634	E	asks	TripleNegative()	S
NCT03182634	E	drugs	olaparib, ceralasertib	S
NCT03785249	-	asks	ProteinChangeIn("KRAS", ["G12C"])	S
NCT03785249	-	asks	NoCurativeOption()	S
NCT03785249	CRC	drugs	adagrasib, cetuximab	S
NCT03785249	NSCLC	regimen	600 mg twice daily	S
NCT04685135	-	asks	ProteinChangeIn("KRAS", ["G12C"])	S
NCT04685135	adagrasib	drugs	adagrasib	S
NCT04685135	docetaxel	drugs	docetaxel	S
NCT04303780	-	asks	HadTherapy(classes=["platinum"])	S
NCT04303780	-	asks	HadTherapy(classes=["anti_pd1", "anti_pdl1"])	S
NCT04303780	-	asks	NoActionableDriver(["ALK", "EGFR"])	S
NCT04303780	-	excludes	HadTherapy(classes=["kras_g12c_inhibitor"])	S
NCT04303780	-	asks	WashoutComplete(modality="systemic", days=28)	S
NCT04303780	-	asks	WashoutComplete(modality="radiotherapy", days=14)	S
NCT04303780	sotorasib	regimen	960 mg daily	S
NCT03505710	-	asks	If(Manual("Treated in Japan"), AgeBetween(min=20), AgeBetween(min=18))	S
NCT03505710	-	asks	HistologyIs(["non_squamous"])	S
NCT03505710	-	asks	EcogAtMost(1)	S
NCT03505710	cohort-1	asks	Her2ScoreAtLeast(2)	S
NCT03505710	cohort-1	regimen	6.4 mg/kg	S
NCT03505710	cohort-1a	regimen	5.4 mg/kg	S
NCT03505710	cohort-2	asks	GeneActivated(["ERBB2"], specimen="tissue")	S
NCT03505710	cohort-2	regimen	6.4 mg/kg	S
NCT04644237	-	id	NCT04644237	M-H
NCT04644237	-	asks	HadTherapy(classes=["platinum"])	S
NCT04644237	dose-5.4	regimen	5.4 mg/kg every 3 weeks	S
NCT05048797	-	status	closed	S
NCT05048797	-	asks	ExonMutated("ERBB2", [19, 20])	S
NCT05048797	-	asks	LabBetween("LVEF", min=50)	S
NCT05048797	-	asks	TreatmentNaive(setting="metastatic")	S
NCT05048797	-	excludes	CnsMetastases(state="active")	S
NCT05048797	-	excludes	ConditionHistory(["interstitial lung disease", "pneumonitis"])	S
NCT05048797	-	excludes	ConditionHistory(["I21*", "myocardial infarction"], within_months=6)	S
NCT05048797	-	person	autoimmune	S
NCT05048797	T-DXd	drugs	trastuzumab deruxtecan	S
NCT01953926	ERBB2	asks	GeneAltered(["ERBB2"], kinds=["variant"])	M-H
NCT01953926	ERBB3	asks	GeneAltered(["ERBB3"], kinds=["variant"])	M-H
NCT01953926	EGFR	asks	GeneAltered(["EGFR"], kinds=["variant"])	M-H
NCT02873975	prexasertib	drugs	prexasertib	S
NCT03718091	-	asks	AgeBetween(min=18)	S
NCT03718091	leiomyosarcoma	asks	DiagnosisIn(["LMS", "ULMS"])	S
NCT02091141	BRAF	asks	GeneActivated(["BRAF"])	M-H
NCT02091141	EGFR	asks	GeneActivated(["EGFR"])	M-H
NCT02091141	HER2	drugs	trastuzumab, pertuzumab	S
NCT02091141	BRAF	drugs	vemurafenib	S
NCT02091141	Hedgehog	drugs	vismodegib	S
NCT02091141	EGFR	drugs	erlotinib	S
NCT02437318	-	id	2015-000340-42	S
NCT02437318	-	id	CBYL719C2301	S
NCT02437318	-	phase	3	S
NCT02437318	-	status	closed	S
NCT02437318	-	asks	AgeBetween(min=18)	S
NCT02437318	-	asks	SexIs("male") or Postmenopausal()	S
NCT02437318	-	asks	ReceptorStatusIs("HR", "positive")	S
NCT02437318	-	excludes	Her2StatusIn(["positive"])	S
NCT02437318	-	asks	EcogAtMost(1)	S
NCT02437318	-	excludes	HadTherapy(agents=["fulvestrant"])	S
NCT02437318	-	excludes	HadTherapy(classes=["chemotherapy"], settings=["metastatic"])	S
NCT02437318	-	excludes	ConditionHistory(["pneumonitis"])	S
NCT02437318	-	person	Child-Pugh	S
NCT02437318	mutant	asks	GeneAltered(["PIK3CA"], kinds=["variant"], specimen="tissue")	S
NCT02437318	mutant-alpelisib	drugs	alpelisib, fulvestrant	S
NCT02437318	mutant-alpelisib	regimen	Alpelisib 300 mg daily	S
NCT02437318	non-mutant	excludes	GeneAltered(["PIK3CA"], kinds=["variant"], specimen="tissue")	S
NCT02437318	non-mutant-placebo	drugs	fulvestrant	S
NCT04305496	-	id	2019-003629-78	S
NCT04305496	-	phase	3	S
NCT04305496	-	asks	ReceptorStatusIs("ER", "positive")	S
NCT04305496	-	asks	HadTherapy(classes=["aromatase_inhibitor"])	S
NCT04305496	-	asks	EcogAtMost(1)	S
NCT04305496	-	person	LHRH agonist	S
NCT04305496	capivasertib	regimen	Capivasertib 400 mg twice daily	S
NCT03997123	-	id	D3614C00001	S
NCT03997123	-	asks	TripleNegative()	S
NCT03997123	-	asks	TreatmentNaive(setting="metastatic")	S
NCT03997123	-	excludes	HadTherapy(classes=["taxane"], settings=["adjuvant", "neoadjuvant"], within_months=12)	S
NCT03997123	-	asks	WashoutComplete(modality="systemic", days=21)	S
NCT03997123	capivasertib	drugs	capivasertib, paclitaxel	S
NCT02534675	-	acronym	I-PREDICT	S
NCT02534675	untreated	asks	TreatmentNaive(setting="metastatic")	S
NCT03718091	-	person	not written here	D
NCT03997123	-	person	not written here	D
NCT04305496	-	person	not written here	D
NCT04303780	-	person	not written here	D
NCT03505710	-	person	not written here	D
NCT04644237	-	person	not written here	D
NCT05048797	-	person	not written here	D
NCT02925234	-	person	not written here	D
NCT04129996	-	person	not written here	D
NCT04395989	-	person	not written here	D
NCT03805399	-	person	not written here	D
NCT02534675	-	person	not written here	D
NCT03785249	-	person	not written here	D
NCT04685135	-	person	not written here	D
ACTRN12616000908437	-	person	not written here	D
NCT02091141	-	person	not written here	D
NCT02465060	-	person	not written here	D
NCT03182634	-	person	not written here	D
NCT02873975	-	person	not written here	D
NCT02437318	-	person	not written here	D
NCT03386929	-	person	not written here	D
NCT01953926	-	person	not written here	D
NCT02693535	-	person	not written here	D
NCT01856296	-	person	not written here	D
ACTRN12616000908437	-	acronym	MoST	S
ACTRN12616000908437	-	asks	StatementHolds("tissue_available")	S
"""
VOCAB = vocab.load()
ROWS = [tuple(line.split("\t")) for line in FACTS.splitlines()]


@cache
def trials() -> dict[str, Trial]:
    return {t.ids[0].value: t for t in trial_library.shipped(LEAVES, VOCAB)}


@pytest.mark.parametrize(("number", "part", "what", "value", "tag"), ROWS, ids=[" | ".join(r[:4])[:90] for r in ROWS])
def test_the_fact_is_in_the_document_with_its_tag(number: str, part: str, what: str, value: str, tag: str) -> None:
    trial = trials()[number]
    where: Trial | TrialPart = trial if part == "-" else {p.id: p for p in trial.every_part()}[part]
    if what in {"asks", "excludes", "person"}:
        wanted = [c for c in where.criteria if _says(c.asks, what, value)]
        assert len(wanted) == 1, [str(c.asks) for c in where.criteria]
        told = [(wanted[0].provenance or getattr(where, "provenance", None) or trial.provenance).tag]
    else:
        field = {"id": "ids", "acronym": "acronym", "phase": "phase", "status": "status"}.get(what, what)
        if what == "id":
            assert value in [i.value for i in where.ids]
        elif what == "drugs":
            assert isinstance(where, TrialPart)
            assert sorted(where.therapies) == sorted(value.split(", "))
        elif what == "regimen":
            assert isinstance(where, TrialPart)
            assert value.lower() in where.regimen["en"].lower()
        else:
            assert getattr(where, what) == value
        at_part = where.provenance if isinstance(where, TrialPart) else trial.facts.get(field)
        told = [(at_part or trial.provenance).tag]
    assert told == [tag]


def _says(asks: object, what: str, value: str) -> bool:
    if what == "person":
        return any(isinstance(leaf, Manual) and value in leaf.text for leaf in _leaves(asks))
    wanted = parse(value, LEAVES)
    return asks == (Not(wanted) if what == "excludes" else wanted)


def _leaves(asks: object) -> list[object]:
    parts = children(asks)  # type: ignore[arg-type]
    return [leaf for p in parts for leaf in _leaves(p)] if parts else [asks]


def test_every_example_is_read_without_a_doubt_and_tells_where_each_fact_is_from() -> None:
    assert len(trial_library.texts()) >= 22
    for name, text in trial_library.texts().items():
        found = own.read(text, name, LEAVES, VOCAB)
        assert [i for i in found.issues if i.severity is not Severity.INFO] == [], name
        trial = found.value
        assert trial is not None
        assert trial.provenance.tag and trial.provenance.sources and trial.sources, name
        assert {"en", "zh"} <= set(trial.titles), name
        assert own.read(own.write(trial), name, LEAVES, VOCAB).value == trial
        tags = [c.provenance.tag for p in trial.every_part() for c in p.criteria] + [
            c.provenance.tag for c in trial.criteria
        ]
        assert "M-L" not in tags


# The rule table of the two umbrella trials: subtype, ERBB2 mutation, PI3K/AKT alteration, germline BRCA -> the arm.
def _future(subtype: str, erbb2: bool, pi3k: bool, brca: bool) -> str:
    return {"lar": "A" if erbb2 else "B", "im": "C", "blis": "D" if brca else "E", "mes": "G" if pi3k else "F"}[subtype]


def _super(subtype: str, erbb2: bool, pi3k: bool, brca: bool) -> str:
    if subtype == "lar":
        return "LAR-HER2mut" if erbb2 else "LAR-HER2wt-or-MES-PI3K"
    if subtype == "mes":
        return "LAR-HER2wt-or-MES-PI3K" if pi3k else "BLIS-or-MES-wt"
    return {"im": "IM", "blis": "BLIS-or-MES-wt"}[subtype]


EVERY = list(itertools.product(("lar", "im", "blis", "mes"), (True, False), (True, False), (True, False)))
TUMOR = "BREAST; ER 0 %; PR 0 %; HER2 IHC 0; metastatic"


def interpreted(line: str, answers: dict[str, bool]) -> tuple[Case, Context]:
    return replace(_interpreted(line), statements=answers), context()


def _verdicts(number: str, facts: str, answers: dict[str, bool]) -> dict[str, Verdict]:
    case, context = interpreted(facts, answers)
    trial = trials()[number]
    return {p.id: All(tuple(c.asks for c in p.criteria)).check(case, context).verdict for p in trial.parts}


@pytest.mark.parametrize(("subtype", "erbb2", "pi3k", "brca"), EVERY)
@pytest.mark.parametrize(
    ("number", "rule"), [("NCT03805399", _future), ("NCT04395989", _super)], ids=["FUTURE", "FUTURE-SUPER"]
)
def test_every_complete_patient_fits_exactly_one_arm(
    number: str, rule: object, subtype: str, erbb2: bool, pi3k: bool, brca: bool
) -> None:
    facts = f"{TUMOR}; FUSCC_SUBTYPE {subtype}; tested; normal"
    facts += "; ERBB2 L755S somatic" if erbb2 else ""
    facts += "; BRCA1 Q1756* germline pathogenic" if brca else ""
    answers = {
        "manual:An alteration of the PI3K/AKT pathway by the trial's own list of genes": pi3k,
        "manual:A PI3K/AKT mutation by the trial's own list of genes": pi3k,
    }
    found = _verdicts(number, facts, answers)
    assert [k for k, v in found.items() if v is Verdict.MET] == [rule(subtype, erbb2, pi3k, brca)]  # type: ignore[operator]
    assert Verdict.UNKNOWN not in found.values()


def test_lar_without_a_test_of_erbb2_is_undecided_between_two_arms() -> None:
    found = _verdicts("NCT03805399", f"{TUMOR}; FUSCC_SUBTYPE lar", {})
    assert [k for k, v in found.items() if v is Verdict.UNKNOWN] == ["A", "B"]
    assert Verdict.MET not in found.values()


def test_an_unclassified_or_unknown_subtype_meets_no_arm() -> None:
    found = _verdicts("NCT03805399", f"{TUMOR}; FUSCC_SUBTYPE unclassified; tested; normal", {})
    assert set(found.values()) == {Verdict.NOT_MET}
    found = _verdicts("NCT03805399", f"{TUMOR}; tested; normal", {})
    assert Verdict.MET not in found.values()
    assert found["C"] is Verdict.UNKNOWN


def test_a_lung_cancer_without_any_test_is_not_let_into_spring_by_ignorance() -> None:
    case, context = interpreted("LUAD; metastatic; age 60; history complete", {})
    trial = trials()["NCT03386929"]
    verdicts = {c.asks: c.asks.check(case, context) for c in trial.criteria}
    egfr = verdicts[parse('not GeneActivated(["EGFR"])', LEAVES)]
    assert egfr.verdict is Verdict.UNKNOWN
    assert any("EGFR" in m for m in egfr.missing)
    if_tested = verdicts[parse('If(ResultAvailable("splice:MET"), not ExonSkipping("MET", 14))', LEAVES)]
    assert if_tested.verdict is not Verdict.NOT_MET


@pytest.mark.parametrize("number", sorted({r[0] for r in ROWS}))
def test_no_example_says_potentially_eligible_from_the_few_facts_that_are_published(number: str) -> None:
    trial = trials()[number]
    rest = [c for c in trial.criteria if isinstance(c.asks, Manual) and "not written here" in c.asks.text]
    assert len(rest) == 1
    named = trial.acronym or number
    assert named in rest[0].asks.text  # type: ignore[attr-defined]  # an answer for one trial is none for another
    assert {"en", "zh"} <= set(rest[0].texts)


def test_the_best_that_a_patient_of_krystal_12_gets_is_undecided_with_that_reason() -> None:
    line = "LUAD; tested; KRAS G12C; had carboplatin+pemetrexed+pembrolizumab metastatic line 1; history complete"
    case, context = interpreted(line, {})
    trial = trials()["NCT04685135"]
    told = {c.asks: c.asks.check(case, context) for c in trial.criteria}
    assert [e.verdict for e in told.values()] == [Verdict.MET] * 4 + [Verdict.UNKNOWN]
    missing = {m for e in told.values() for m in e.missing}
    assert missing == {"manual:The criteria of the protocol of KRYSTAL-12 that are not written here"}


def _part(number: str, part: str, line: str) -> Verdict:
    return _verdicts(number, line, {})[part]


@pytest.mark.parametrize(
    ("part", "line", "verdict"),
    [
        ("D", "BREAST; plasma; PTEN R130*; ER 80 %", "MET"),
        ("D", "BREAST; tested; PTEN R130*; ER 80 %", "UNKNOWN"),  # of tissue: the trial asks circulating tumor DNA
        ("D", "BREAST; tested; PTEN deep_loss; ER 80 %", "UNKNOWN"),
        ("D", "BREAST; tested; AKT1 E17K; ER 0 %; PR 0 %", "UNKNOWN"),
        ("E", "BREAST; tested; ER 0 %; PR 0 %; HER2 IHC 0", "UNKNOWN"),
        ("E", "BREAST; plasma; PTEN R130*; ER 0 %; PR 0 %; HER2 IHC 0", "NOT_MET"),
        ("E", "BREAST; tested; PTEN R130*; ER 0 %; PR 0 %; HER2 IHC 0", "UNKNOWN"),
    ],
)
def test_plasmamatch_takes_its_targets_from_plasma_alone(part: str, line: str, verdict: str) -> None:
    assert _part("NCT03182634", part, line).name == verdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("COAD; tested; BRAF V600E", "MET"),
        ("COAD; tested; BRAF G606A", "UNKNOWN"),  # nothing says what it does
        ("COAD; tested", "NOT_MET"),
        ("COAD", "UNKNOWN"),
    ],
)
def test_mypathway_asks_for_an_alteration_that_drives(line: str, verdict: str) -> None:
    assert _part("NCT02091141", "BRAF", line).name == verdict


@pytest.mark.parametrize(
    ("line", "ros1", "met"),
    [
        (
            "LUAD; panel EGFR ROS1 MET; assays complete",
            "MET",
            "MET",
        ),  # exons only: no result of that kind, nothing is demanded
        ("LUAD; tested", "MET", "MET"),
        ("LUAD; panel EGFR; assays complete; CD74::ROS1", "NOT_MET", "MET"),
        ("LUAD; panel EGFR; assays complete; MET exon 14 skipping", "MET", "NOT_MET"),
        ("LUAD; panel EGFR ROS1 MET", "UNKNOWN", "UNKNOWN"),  # there may be results that nobody listed
    ],
)
def test_spring_asks_ros1_and_met_only_where_a_result_of_that_kind_is_there(line: str, ros1: str, met: str) -> None:
    case, context = interpreted(line, {})
    told = {
        c.texts["en"].split(" ")[1]: c.asks.check(case, context).verdict.name
        for c in trials()["NCT03386929"].criteria
        if "where tested" in c.texts.get("en", "")
    }
    assert told == {"ROS1": ros1, "MET": met}
