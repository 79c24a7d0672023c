"""What a server does before it says that it is ready, so that nobody's first page waits for it.

An invented case goes the way of every case: read, assessed, matched with trials, kept as text, drawn in each language.  That loads the
vocabularies, the knowledge, the trials, the templates and the readers of values; nothing of it comes into the registry.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Thread

from tumorboard import vocab
from tumorboard.app import assessing
from tumorboard.app.cases import build_case
from tumorboard.app.population import population
from tumorboard.errors import StoreError
from tumorboard.issues import Parsed
from tumorboard.model.assessment import Assessment
from tumorboard.model.context import Context
from tumorboard.model.registry import Facts
from tumorboard.store.registry import Registry
from tumorboard.web import drawing, sheets, shelf
from tumorboard.web.rendering import languages, templates
from tumorboard.wire.case_file import CaseFile
from tumorboard.wire.codec import document, dumps
from tumorboard.wire.decode import loads

# New values between two looks for cycles, and how many such looks are between those that look further back: a look at everything that a
# server has loaded takes a tenth of a second, in which no page is made.
YOUNG, MIDDLE, OLD = 20_000, 20, 50

_INVENTED: dict[str, object] = {
    "case": "WARM", "patient": {"id": "WARM", "sex": "female", "age": 60, "age_on": "2026-01-01"},
    "diagnosis": {"disease": "LUAD", "extent": "metastatic", "setting": "metastatic", "stage": "IV"},
    "performance": {"ecog": 1, "date": "2026-01-01"},
    "treatments": [{"drugs": ["osimertinib"], "line": 1, "setting": "metastatic", "stop_reason": "progression"}],
    "complete": ["treatment"],
    "specimens": [{"id": "T", "kind": "tissue", "collected": "2026-01-01", "purity": "60%"}],
    "assays": [{"id": "panel", "specimen": "T", "method": "hybrid capture DNA and RNA panel",
                "kinds": ["variant", "copy_number", "fusion", "splice"], "genes": ["EGFR", "TP53", "ERBB2", "MET", "BRCA2"],
                "fusion_genes": ["ALK", "RET"], "date": "2026-01-01"}],
    "alterations": [{"text": t, "specimen": "T", "assay": "panel"}
                    for t in ("EGFR L858R (VAF 30%)", "TP53 R175H (VAF 20%)", "MET amplification", "BRCA2 S1982fs (VAF 20%)")],
    "biomarkers": [{"text": t, "specimen": "T", "date": "2026-01-01"} for t in ("MSS", "TMB 4", "PD-L1 TPS 60% (22C3)")],
}  # fmt: skip


def warm(on: date) -> None:
    """Everything that pages of cases share is loaded."""
    bench = assessing.workbench()
    policy, _ = shelf.site_policy()
    found = build_case(CaseFile.model_validate(_INVENTED), Path(), bench.vocab, bench.registry, name="warm")
    for name in templates().list_templates():
        templates().get_template(name)
    for which in shelf.there():
        trials = shelf.of(which)
        made = loads(Assessment, document(assessing.assess(found, bench, policy, on, trials=trials)))
        told = loads(Facts, dumps(Facts(case=made.case, issues=found.issues)))
        for spoken in languages():
            sheets.drawn(made, spoken)
            if trials is not None:
                sheets.drawn_trees(Parsed(told.case, told.issues), bench, policy, on, trials, spoken)


def settle() -> None:
    """What is loaded now is not looked at again for cycles; what comes from now on is."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.enable()  # the command line turned it off, for runs that end within a second


def count(registry: Registry) -> Thread:
    """The numbers of the registry are being made beside the pages; who asks for them meanwhile waits.

    Ten thousand cases take some ten seconds, and with another version of the program, which reads their records anew, a minute or two.
    """

    def work() -> None:
        with suppress(StoreError):  # who asks next is told
            drawing.shown(registry, "", sees=True, tongue=languages()[0])
            population(registry).written(Context(registry.now().date(), vocab.load()))
        settle()

    thread = Thread(target=work, name="numbers", daemon=True)
    thread.start()
    return thread
