"""Seeded trials for `benchmarks/screen.py`: about 3,000 distinct questions of real kinds, of which 12 to 40 make the criteria of a part.

A trial has one to eight arms that inherit what the trial asks.  Questions are drawn as trials ask them: everyone asks for an age, a
performance status and blood counts, most for a tumor type, many for a gene or earlier treatment; exclusions are negated.  Limits of
laboratory values are those that most patients pass, as in protocols; a positive question of a gene, a marker or earlier treatment is asked
once of a trial, exclusions more often.  Half of the trials leave questions to a person (consent apart), so that nobody's answer
is MET there.  Source of the mix: the kinds of docs/reference/criteria, by judgment.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from itertools import product

from cohort import AMPLIFIED, GENES, TUMORS
from screen_cohort import CONDITIONS, LABS, REGIMENS, SITES

from tumorboard.criteria import combinators as c
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.leaves.wild_type import WildType
from tumorboard.criteria.text import parse
from tumorboard.model.trial import Trial, TrialCriterion, TrialId, TrialPart
from tumorboard.model.verdict import Criterion

ONCE = {
    "age": 1,
    "ecog": 0.9,
    "disease": 1,
    "extent": 0.7,
    "sex": 0.06,
}  # asked once at most, and of this share of trials
# Of the other criteria.
SHARES = {
    "lab": 37, "gene": 8, "marker": 2, "therapy": 12, "washout": 4, "lines": 2, "condition": 20, "lesion": 4, "measurable": 2, "manual": 9,
}  # fmt: skip
NEGATED = {"condition": 1, "therapy": 0.75, "lesion": 0.9, "gene": 0.7, "marker": 0.2}  # how many of them exclude
POSITIVE = 1  # questions of genes, markers and treatment that include, of a trial at most
LEAST = (
    "neutrophils",
    "platelets",
    "hemoglobin",
    "albumin",
    "LVEF",
    "calcium",
)  # of which a trial asks for a least value


def questions(genes: Sequence[str], tumors: Sequence[str], seed: int) -> dict[str, list[Criterion]]:
    """The distinct questions of each kind."""
    dice = random.Random(seed)
    found: dict[str, list[str]] = {kind: [] for kind in (*ONCE, *SHARES)}
    found["age"] = [f"AgeBetween(min={a})" for a in (12, 16, 18, 20, 40, 50)]
    found["age"] += [f"AgeBetween(min={a}, max={b})" for a, b in product((18, 19, 20, 50), (65, 70, 74, 75, 80, 85))]
    found["ecog"] = ["EcogAtMost(0)", "EcogAtMost(1)", "EcogAtMost(2)", "EcogAtMost(3)", "EcogAtMost(2, at_least=1)"]
    found["sex"] = ['SexIs("female")', 'SexIs("male")']
    found["disease"] = ["SolidTumor()"] + [
        f'DiagnosisIn(["{t}"])' for t in (*tumors, "NSCLC", "BRCA", "COADREAD", "BOWEL", "LUNG")
    ]
    found["disease"] += [
        f"DiagnosisIn([{_listed(sorted(dice.sample(sorted(tumors), dice.randint(2, 5))))}])" for _ in range(300)
    ]
    found["extent"] = ['ExtentIn(["metastatic"])', 'ExtentIn(["locally_advanced", "metastatic"])', 'ExtentIn(["localized"])',
                       'SettingIn(["metastatic"])', 'SettingIn(["adjuvant"])', 'HistologyIs(["squamous"])', 'HistologyIs(["adenocarcinoma"])',
                       'StageIn(["IV"])', 'StageIn(["III", "IV"])', 'StageIn(["IIIA"])', "NoCurativeOption()"]  # fmt: skip
    for analyte, (median, spread, digits, _, limit) in LABS.items():
        least = analyte in LEAST
        for at in range(14):  # from what nearly all pass to what two in three do
            value = round(median * math.exp((-1 if least else 1) * spread * (2.6 - at * 0.16)), digits)
            found["lab"] += [
                f'LabBetween("{analyte}", {"min" if least else "max"}={value}{days})'
                for days in ("", ", within_days=14", ", within_days=28")
            ]
        if limit is not None:
            found["lab"] += [f'LabBetween("{analyte}", max={k}, unit="xULN")' for k in (1, 1.25, 1.5, 2, 2.5, 3, 5)]
    for rank, gene in enumerate(genes):
        found["gene"] += [
            f'GeneAltered(["{gene}"], kinds=["variant"])',
            f'GeneActivated(["{gene}"])',
            f'GeneInactivated(["{gene}"])',
        ]
        if rank < 60:
            found["gene"] += [
                f'GeneAltered(["{gene}"], kinds=["amplification", "variant"], min_oncogenicity="likely_oncogenic")',
                f'GeneAltered(["{gene}"])',
                f'WildType(["{gene}"])',
                f'GeneDeleted("{gene}")',
            ]
        for change in GENES.get(gene, (0, {}))[1]:
            found["gene"].append(f'ProteinChangeIn("{gene}", ["{change}"])')
    found["gene"] += [
        f'GeneAmplified("{gene}"{copies})' for gene in AMPLIFIED for copies in ("", ", min_copies=6", ", min_copies=10")
    ]
    found["gene"] += [
        f'FusionIn(["{gene}"])' for gene in ("ALK", "RET", "ROS1", "FGFR3", "NTRK1", "NTRK2", "NTRK3", "ERG")
    ]
    found["gene"] += [
        f'GeneAltered([{_listed(sorted(dice.sample(list(genes), 3)))}], kinds=["variant"])' for _ in range(100)
    ]
    found["gene"] += ['CodonMutated("KRAS", [12, 13])', 'CodonMutated("KRAS", [12, 13, 61, 117, 146])', 'CodonMutated("NRAS", [61])',
                      'CodonMutated("IDH1", [132])', 'CodonMutated("BRAF", [600], types="any")', 'CodonMutated("PIK3CA", [542, 545, 1047])',
                      'ExonMutated("EGFR", [19], types="deletion")', 'ExonMutated("EGFR", [20], types="insertion")',
                      'ExonMutated("ERBB2", [20], types="insertion")', 'VariantClassIn("BRAF", ["BRAF:class_1"])']  # fmt: skip
    found["marker"] = [
        "MismatchRepairDeficient()",
        "TmbAtLeast(10)",
        "TmbAtLeast(16)",
        "TmbAtLeast(20)",
        "TripleNegative()",
        "HrdPositive()",
    ]
    found["marker"] += [f'PdL1Between("{s}", min={m})' for s in ("TPS", "CPS") for m in (1, 5, 10, 25, 50)]
    found["marker"] += [f'ReceptorStatusIs("{r}", "{s}")' for r in ("ER", "PR", "HR") for s in ("positive", "negative")]
    found["marker"] += [f'Her2StatusIn(["{s}"])' for s in ("positive", "low", "negative", "zero")] + [
        "Her2ScoreAtLeast(3)",
        "Her2ScoreAtLeast(2)",
    ]
    agents = sorted({a for r in REGIMENS for a in r})
    found["therapy"] = [
        f'HadTherapy(agents=["{a}"]{more})'
        for a in agents
        for more in ("", ', settings=["metastatic"]', ', stop_reasons=["progression"]')
    ]
    classes = (
        "platinum",
        "taxane",
        "pd1_inhibitor",
        "egfr_tki",
        "parp_inhibitor",
        "alk_tki",
        "anti_her2",
        "cdk4_6_inhibitor",
        "vegf_inhibitor",
        "fluoropyrimidine",
    )
    found["therapy"] += [
        f'HadTherapy(classes=["{k}"]{more})'
        for k in classes
        for more in ("", ', settings=["metastatic"]', ", within_months=6", ", within_months=12")
    ]
    found["therapy"] += [f'ProgressedOn(classes=["{k}"])' for k in classes] + [
        f'ProgressedOn(agents=["{a}"])' for a in agents
    ]
    found["washout"] = [f'WashoutComplete(classes=["{k}"], days={d})' for k in classes for d in (14, 21, 28)] + [
        "WashoutComplete(days=14)",
        "WashoutComplete(days=28)",
    ]
    found["lines"] = [
        'TreatmentNaive(setting="metastatic")',
        *(f"SystemicLinesBetween(min={a}, max={b})" for a, b in ((0, 1), (1, 1), (1, 2), (1, 3), (2, 3), (2, 5))),
    ]
    found["condition"] = [
        f'ConditionHistory(["{n}"]{more})'
        for n in CONDITIONS
        for more in ("", ", active_only=True", ", within_months=6", ", within_months=12", ", min_grade=2")
    ]
    found["condition"] += [f"ConditionHistory([{_listed(sorted(dice.sample(CONDITIONS, 2)))}])" for _ in range(60)]
    found["condition"] += [
        f'OnInteractingDrug("{e}", strength="{s}")'
        for e in ("cyp3a_inhibitor", "cyp3a_inducer")
        for s in ("strong", "any")
    ]
    found["condition"] += [
        'OnInteractingDrug("qt")',
        "PregnantOrBreastfeeding()",
    ]
    found["lesion"] = [f'LesionIn(["{s}"])' for s in SITES] + [
        "CnsMetastases()",
        'CnsMetastases(state="symptomatic")',
        'CnsMetastases(state="active")',
    ]
    found["measurable"] = ["MeasurableDisease()"]
    found["lab"] += ["QtcfAtMost(470)", "QtcfAtMost(450)", "QtcfAtMost(480)", "QtcfAtMost(470, max_female=480)"]
    found["lab"] += [f'RenalFunctionAtLeast({rate}, method="ckd_epi_2021")' for rate in (30, 45, 50, 60)]
    found["manual"] = [f'Manual("question {n} for a person")' for n in range(160)] + [
        'StatementHolds("consent")',
        'StatementHolds("contraception")',
    ]
    return {kind: [parse(text, LEAVES) for text in dict.fromkeys(texts)] for kind, texts in found.items()}


def _listed(items: Sequence[str]) -> str:
    return ", ".join(f'"{i}"' for i in items)


def trials_of(asked: dict[str, list[Criterion]], parts: int, seed: int) -> list[Trial]:
    """Trials that have so many parts together."""
    dice = random.Random(seed)
    ranks = {kind: [1 / (1 + at) ** 0.35 for at in range(len(of))] for kind, of in asked.items()}
    shuffled = {kind: dice.sample(of, len(of)) for kind, of in asked.items()}
    for kind in ("age", "ecog", "extent", "gene", "lines"):  # what everybody asks comes first in these lists
        shuffled[kind] = asked[kind]
    frequent = {f'"{code}"': share for code, share in TUMORS.items()} | {'"NSCLC"': 20, '"BRCA"': 15, '"COADREAD"': 13}
    shuffled["disease"].sort(key=lambda one: -sum(s for code, s in frequent.items() if code in leaf_text(one)))  # type: ignore[arg-type]
    measured = {f'"{analyte}"': share for analyte, (*_, share, _) in LABS.items()}
    ranks["lab"] = [
        max((s for a, s in measured.items() if a in leaf_text(one)), default=0.4) ** 3 for one in shuffled["lab"]
    ]  # type: ignore[arg-type]

    def leaf(kind: str) -> Criterion:
        if kind == "disease" and dice.random() < 0.35:
            return asked["disease"][0]  # any solid tumor
        return dice.choices(shuffled[kind], ranks[kind])[0]

    def criterion(kinds: dict[str, float], left: list[int], kind: str = "") -> TrialCriterion:
        kind = kind or dice.choices(list(kinds), list(kinds.values()))[0]
        negated = dice.random() < NEGATED.get(kind, 0)
        chosen = leaf(kind)
        negated &= not isinstance(chosen, WildType)
        if not negated and kind in {"gene", "marker", "therapy"}:
            if not left[0]:
                return criterion(kinds, left)
            left[0] -= 1
        several = dice.choices((1, 2, 3), (88, 8, 4) if negated else (60, 25, 15))[0] if kind in NEGATED else 1
        leaves = (chosen, *(leaf(kind) for _ in range(several - 1)))
        one: Criterion = leaves[0] if several == 1 else c.Any(leaves)
        if negated:
            return TrialCriterion(asks=c.Not(one), use="exclusion")
        if dice.random() < 0.03:
            one = c.If(leaf("disease"), one, c.Always())
        return TrialCriterion(asks=one)

    found: list[Trial] = []
    made = 0
    while made < parts:
        arms = min(dice.choices((1, 2, 3, 4, 6, 8), (35, 25, 12, 12, 10, 6))[0], parts - made)
        kinds: dict[str, float] = dict(SHARES)
        if dice.random() < 0.5:
            del kinds["manual"]
        left = [POSITIVE]
        common = [criterion(kinds, left, kind) for kind, share in ONCE.items() if dice.random() < share]
        common += [criterion(kinds, left) for _ in range(dice.randint(7, 23))]
        own = [tuple(criterion(kinds, list(left)) for _ in range(dice.randint(1, 9))) for _ in range(arms)]
        name = f"NCT{10_000_000 + len(found)}"
        arms_ = tuple(
            TrialPart(id=f"arm {at}", kind="arm", criteria=criteria, status="open") for at, criteria in enumerate(own)
        )
        found.append(Trial(ids=(TrialId.of(name),), criteria=tuple(common), parts=arms_, status="open"))
        made += arms
    return found


def shape(trials: Sequence[Trial]) -> str:
    """How many trials, parts, leaves a part, distinct leaves; the share of each kind of leaf."""
    sizes, distinct, kinds = [], set(), Counter[str]()
    for trial in trials:
        for placed in trial.placed():
            leaves = [leaf for one in placed.criteria for leaf in c.leaves(one.asks)]
            sizes.append(len(leaves))
            distinct.update(leaves)
            kinds.update(type(leaf).__name__ for leaf in leaves)
    sizes.sort()
    top = ", ".join(f"{name} {100 * k / sum(sizes):.0f} %" for name, k in kinds.most_common(8))
    return (
        f"{len(trials)} trials, {len(sizes)} parts of {sizes[0]} to {sizes[-1]} leaves (median {sizes[len(sizes) // 2]}), "
        f"{len(distinct)} distinct leaves: {top}"
    )
