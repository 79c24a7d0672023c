"""The tables that outcomes are read from: columns with their meaning, as the documentation shows them."""

from __future__ import annotations

import polars as pl

from tumorboard.model.tables import Schema, TableColumn

LESIONS = Schema(
    "lesions",
    "one lesion of one patient at one visit; the first visit of a patient is the baseline",
    (
        TableColumn("patient", pl.String, "id of the patient"),
        TableColumn("date", pl.Date, "day of the assessment, YYYY-MM-DD"),
        TableColumn("lesion", pl.String, "name of the lesion, the same at every visit"),
        TableColumn("role", pl.String, "target, non_target, new, or marker (a tumor marker)"),
        TableColumn("site", pl.String, "organ; lymph_node makes the size a short axis"),
        TableColumn("mm", pl.Float64, "longest diameter, of a lymph node the short axis; empty when not measured", "mm"),
        TableColumn("state", pl.String, "measured, too_small, absent, present, increased, progressed, equivocal, not_evaluated, normal, elevated; empty with a size is measured"),
        TableColumn("method", pl.String, "ct, mri, pet ...; pet alone asks for a person"),
    ),
)  # fmt: skip

PATIENTS = Schema(
    "patients",
    "one patient",
    (
        TableColumn("patient", pl.String, "id of the patient"),
        TableColumn("start", pl.Date, "start of treatment, or randomization"),
        TableColumn("end", pl.Date, "end of treatment; empty when it goes on or is not known"),
        TableColumn("ongoing", pl.Boolean, "yes when treatment goes on"),
        TableColumn("death", pl.Date, "day of death; empty when not known to be dead"),
        TableColumn("last_seen", pl.Date, "day on which the patient was last seen"),
        TableColumn("group", pl.String, "arm or cohort, by which curves are drawn"),
    ),
)

SURVIVAL = Schema(
    "survival",
    "one patient; other columns may be groups, strata or covariates by name",
    (
        TableColumn("patient", pl.String, "id of the patient"),
        TableColumn("time", pl.Float64, "from the common day 0 to the event or last contact", "one unit throughout"),
        TableColumn("event", pl.Boolean, "yes when it happened, no when the patient was last seen without it"),
    ),
)

LINES = Schema(
    "lines",
    "one patient with two lines of treatment in a row",
    (
        TableColumn("patient", pl.String, "id of the patient"),
        TableColumn("pfs1", pl.Float64, "progression-free time on the line before", "days"),
        TableColumn("pfs1_event", pl.Boolean, "yes when progression on it was observed; without it there is no ratio"),
        TableColumn("pfs1_how", pl.String, "how that progression was found: recist, clinical, treatment_change, unknown"),
        TableColumn("pfs2", pl.Float64, "progression-free time on the matched line", "days"),
        TableColumn("pfs2_event", pl.Boolean, "yes for progression or death, no when last seen without"),
        TableColumn("scans1", pl.String, "day of each assessment from the start of the line before, separated by blanks", "days"),
        TableColumn("scans2", pl.String, "the same of the matched line", "days"),
    ),
)  # fmt: skip

MATCHED = Schema(
    "matched",
    "one patient; other columns may be covariates of day 0 by name",
    (
        TableColumn("patient", pl.String, "id of the patient"),
        TableColumn("time", pl.Float64, "from the common day 0 to the event or last contact", "one unit throughout"),
        TableColumn("event", pl.Boolean, "yes when it happened, no when the patient was last seen without it"),
        TableColumn("matched", pl.Boolean, "yes when a matched therapy was given; empty when not known"),
        TableColumn("started", pl.Float64, "from day 0 to the start of the matched therapy", "the unit of time"),
    ),
)

OUTCOME_TABLES = (LESIONS, PATIENTS, SURVIVAL, LINES, MATCHED)
