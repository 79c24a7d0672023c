"""Invented patients as case files: the same seed and day, the same patients.

They go the way of every case that somebody writes: fields of ``case.yaml``, findings in words, the checks of the intake.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from random import Random

from tumorboard.app.assessing import Workbench
from tumorboard.app.cases import build_case
from tumorboard.app.demo.profiles import GENES, PROFILES, Profile
from tumorboard.issues import Parsed
from tumorboard.model.case import Case
from tumorboard.wire.case_file import CaseFile

KINDS = ("variant", "copy_number", "fusion", "splice")
SITES = ("liver", "lung", "lymph_node", "bone", "")


def drawn(rng: Random) -> Profile:
    """A kind of patient."""
    return rng.choices(PROFILES, [p.weight for p in PROFILES])[0]


def written(number: int, profile: Profile, opened: date, rng: Random) -> dict[str, object]:
    """The fields of the case file of an invented patient whose panel was reported shortly before `opened`."""
    reported = opened - timedelta(days=rng.randint(2, 9))
    taken = reported - timedelta(days=rng.randint(8, 21))
    few = rng.random() < 0.12  # a small panel: much is not assessed
    genes = tuple(g for g in GENES if not few or any(g in text for text in profile.drivers) or rng.random() < 0.3)
    findings = [*profile.drivers, *(text for text, p in profile.also if rng.random() < p)]
    findings = [t for t in findings if any(g in genes for g in t.replace("-", " ").split())]
    return {
        "case": f"DEMO-{number:04d}",
        "patient": {
            "id": f"DEMO-PATIENT-{number:04d}",
            "sex": profile.sex or rng.choice(("female", "male")),
            "age": rng.randint(*profile.ages),
            "age_on": opened.isoformat(),
        },
        "diagnosis": {"disease": profile.disease, "extent": "metastatic", "setting": "metastatic", "stage": "IV"},
        "performance": {"ecog": rng.choices((0, 1, 2), (3, 5, 2))[0], "date": reported.isoformat()},
        "treatments": _courses(profile, taken, rng),
        "complete": ["treatment"],
        "specimens": [{"id": "biopsy", "kind": "tissue", "site": rng.choice(SITES), "collected": taken.isoformat(),
                       "purity": f"{rng.randrange(30, 85, 5)}%"}],
        "assays": [{"id": "panel", "specimen": "biopsy", "name": "DEMO-PANEL", "method": "hybrid capture DNA and RNA panel",
                    "kinds": list(KINDS), "genes": list(genes), "fusion_genes": list(genes), "date": reported.isoformat(),
                    "matched_normal": rng.random() < 0.6}],
        "alterations": [{"text": f"{t} (VAF {rng.randint(12, 55)}%)" if _small(t) else t, "specimen": "biopsy", "assay": "panel"}
                        for t in findings],
        "biomarkers": [{"text": t, "specimen": "biopsy", "date": reported.isoformat()} for t in profile.markers],
        "germline_consent": rng.random() < 0.8,
    }  # fmt: skip


def _small(text: str) -> bool:
    """Whether the finding is a change of protein, which has an allele fraction."""
    _, _, rest = text.partition(" ")
    return bool(rest) and rest[0].isupper() and rest[1:2].isdigit() and "germline" not in text


def _courses(profile: Profile, until: date, rng: Random) -> list[dict[str, object]]:
    given = profile.before[: rng.randint(0 if len(profile.before) > 1 else 1, len(profile.before))]
    made: list[dict[str, object]] = []
    stop = until - timedelta(days=rng.randint(5, 30))
    for line in range(len(given), 0, -1):
        start = stop - timedelta(days=rng.randint(90, 480))
        made.append(
            {
                "drugs": list(given[line - 1]), "line": line, "setting": "metastatic", "start": start.isoformat()[:7],
                "stop": stop.isoformat()[:7], "best_response": rng.choice(("PR", "PR", "SD", "PD")), "stop_reason": "progression",
            }
        )  # fmt: skip
        stop = start - timedelta(days=rng.randint(20, 60))
    return made[::-1]


def read(fields: dict[str, object], bench: Workbench) -> Parsed[Case]:
    """The case of the fields, with the issues of its reading."""
    return build_case(CaseFile.model_validate(fields), Path(), bench.vocab, bench.registry, name="demo")
