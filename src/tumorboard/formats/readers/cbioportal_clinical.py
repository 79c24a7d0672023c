"""cBioPortal's clinical tables: sex, purity, ploidy, MSI, mismatch repair and TMB of one sample.

What is read
    ``data_clinical_sample.txt`` by ``SAMPLE_ID`` (or the ``PATIENT_ID`` of a patient with one sample) and
    ``data_clinical_patient.txt`` by ``PATIENT_ID``, below their four comment lines; other attributes are left to others.
MSI
    A score counts where name or description of its column says which method made it; a class by its words.
TMB
    In mutations per megabase.  Where every value is a count over 30 megabases, as for a whole exome, and nothing says
    that an exome was sequenced, the value is only the least that it can be: a panel is smaller.

Source: cBioPortal/cbioportal docs/File-Formats.md (commit 58a7a43); the three studies in `VERIFIED`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tumorboard.formats.cells import parse_number
from tumorboard.formats.opening import Head
from tumorboard.formats.reports import Reports
from tumorboard.formats.samples import asked_sample, choose_sample
from tumorboard.formats.tables import Row, Table, open_table
from tumorboard.issues import Parsed
from tumorboard.model.biomarker import Biomarker
from tumorboard.model.profile import Profile, ReadRequest

NAME = "cbioportal_clinical"
SUFFIXES = (".txt", ".txt.gz", ".tsv", ".tsv.gz")
VERIFIED = (
    "MSK-IMPACT 2017, breast MSK 2018, MiMSI 2024 and METABRIC clinical tables (10,945, 1,918, 5,033 and 2,509 samples)"
)
KINDS = frozenset({"msi", "tmb", "biomarker"})

COLUMNS = {
    "sample": ("SAMPLE_ID",),
    "patient": ("PATIENT_ID",),
    "sex": ("SEX", "GENDER"),
    "purity": ("TUMOR_PURITY", "PURITY"),
    "ploidy": ("PLOIDY",),
    "panel": ("GENE_PANEL",),
    "msi_score": ("MSI_SCORE", "MSI_SENSOR_SCORE", "MSISENSOR_SCORE"),
    "msi_mantis": ("MSI_SCORE_MANTIS", "MANTIS_SCORE"),
    "msi_class": ("MSI_TYPE", "MSI_STATUS", "MSISENSOR_RESULT"),
    "mimsi": ("MIMSI_RESULT",),
    "mmr": ("MMR_STATUS", "IHC_RESULT"),
    "tmb": ("CVR_TMB_SCORE", "TMB_SCORE", "TMB", "TMB_NONSYNONYMOUS"),
}
SEXES = {"female": "female", "f": "female", "male": "male", "m": "male"}
MSI = {
    "stable": "stable", "mss": "stable", "msi-l": "low", "msi-low": "low", "instable": "high", "msi-h": "high", "msi-high": "high",
    "msi": "high", "unstable": "high", "indeterminate": "equivocal", "msi-ind": "equivocal", "equivocal": "equivocal",
}  # fmt: skip
MMR = {
    "mmr-d": "deficient", "dmmr": "deficient", "deficient": "deficient", "mmr-p": "proficient", "pmmr": "proficient",
    "proficient": "proficient",
}  # fmt: skip
FAILED = frozenset({"do not report", "not reported", "failed", "insufficient"})
EXOME = ("wes", "wxs", "exome", "wgs")
EXOME_MB = 30.0


class Scales(NamedTuple):
    """What columns as a whole say: purity in percent, TMB as counts over 30 megabases."""

    percent: bool = False
    thirtieths: bool = False


def sniff(head: Head) -> bool:
    """Whether the columns are attributes of samples or of patients."""
    if head.is_binary or not head.has("PATIENT_ID") or head.has("START_DATE"):
        return False
    return head.has("SAMPLE_ID") or any(head.has(name) for name in ("SEX", "GENDER", "AGE", "OS_STATUS"))


def read(path: Path, request: ReadRequest) -> Parsed[Profile]:
    """The measurements of one sample or patient; None when columns or sample cannot be told.

    Notes
    -----
    A file of several samples of which none was chosen gives an ERROR and a profile without facts that lists them.
    """
    reports = Reports(path.name)
    table = open_table(path, reports, COLUMNS, required=(("sample", "patient"),))
    if table is None:
        return Parsed(None, reports.closed())
    found = _gather(table)
    left = {"malformed": table.malformed + found.nameless}
    if not found.rows and table.records:
        if not reports.failed():
            reports.error("CBP013", field=table.column(found.key))
        return Parsed(None, reports.closed())
    sample = _sample(table, request, found)
    if sample is None:
        left["sample_not_chosen"] = table.records - left["malformed"]
        samples = tuple(found.rows)
        listed = Profile(format=NAME, kinds=frozenset(), samples=samples, records=table.records, tally=_shown(left))
        return Parsed(listed, reports.closed())
    return Parsed(_profile(table, found, sample, left), reports.closed())


class Gathered(NamedTuple):
    """The records by sample or patient (`key`), how many name none, and the scales of the columns."""

    key: str
    rows: dict[str, list[Row]]
    nameless: int
    scales: Scales


def _gather(table: Table) -> Gathered:
    key = "sample" if "sample" in table.index else "patient"
    rows: dict[str, list[Row]] = {}
    purities, burdens, nameless = list[float](), list[float](), 0
    for row in table.rows():
        name = row.text(key)
        if not name:
            row.report("CBP013", key)
            nameless += 1
            continue
        rows.setdefault(name, []).append(row)
        for column, numbers in (("purity", purities), ("tmb", burdens)):
            number = parse_number(row.raw(column))
            if number is not None:
                numbers.append(number)
    return Gathered(key, rows, nameless, Scales(any(p > 1 for p in purities), _thirtieths(burdens)))


def _sample(table: Table, request: ReadRequest, found: Gathered) -> str | None:
    asked, rows, key = asked_sample(request), found.rows, found.key
    if not rows:
        return asked
    if asked and asked not in rows and key == "sample":
        mine = [name for name, found in rows.items() if any(r.text("patient") == asked for r in found)]
        if len(mine) == 1:
            return mine[0]
    return choose_sample(request, rows, table.reports, field=table.column(key))


def _profile(table: Table, gathered: Gathered, sample: str, left: dict[str, int]) -> Profile:
    mine, scales = gathered.rows.get(sample, []), gathered.scales
    found = Profile(format=NAME, kinds=_kinds(table))
    for row in mine[:1]:
        found = replace(
            found,
            sex=SEXES.get(row.text("sex").lower(), ""),
            purity=_purity(row, scales),
            ploidy=_positive(row, "ploidy"),
            biomarkers=tuple(_biomarkers(row, table, scales)),
        )
    if len(mine) > 1:
        mine[1].report("CBP040", "sample")
        left["duplicate"] = len(mine) - 1
    facts = bool(found.sex or found.biomarkers) or found.purity is not None or found.ploidy is not None
    if mine and not facts:
        left["nothing_recorded"] = 1
    records = len(mine) + left["malformed"]
    return replace(
        found,
        sample=sample,
        samples=tuple(gathered.rows),
        records=records,
        kept=int(bool(mine) and facts),
        tally=_shown(left),
    )


def _kinds(table: Table) -> frozenset[str]:
    """What the table can tell of: only what it has columns for."""
    has = table.index.keys()
    found = {"msi": {"msi_score", "msi_mantis", "msi_class", "mimsi"}, "tmb": {"tmb"}, "biomarker": {"mmr"}}
    return frozenset(kind for kind, names in found.items() if names & has)


def _biomarkers(row: Row, table: Table, scales: Scales) -> Iterator[Biomarker]:
    yield from _msi(row, table)
    mantis = row.number("msi_mantis")
    if mantis is not None:
        yield Biomarker(
            marker="MSI", method="ngs", value=mantis, unit="score", scale="mantis", source=row.place("msi_mantis")
        )
    for column, marker, words, kit in (("mimsi", "MSI", MSI, "MiMSI"), ("mmr", "MMR", MMR, "")):
        text = row.text(column).lower()
        if text in words:
            method = "ihc" if marker == "MMR" else "ngs"
            yield Biomarker(marker=marker, method=method, state=words[text], clone=kit, source=row.place(column))
        elif text and marker == "MSI":
            row.report("CBP044", column)
    burden = _positive(row, "tmb", zero=True)
    if burden is not None:
        least = scales.thirtieths and not row.text("panel").lower().startswith(EXOME)
        if least:
            row.report("CBP041", "tmb")
        yield Biomarker(
            marker="TMB",
            method="ngs",
            value=burden,
            unit="mut_per_mb",
            comparator=">=" if least else "",
            panel_mb=EXOME_MB if scales.thirtieths and not least else None,
            source=row.place("tmb"),
        )


def _msi(row: Row, table: Table) -> Iterator[Biomarker]:
    """One measurement of class and score together; the score only where its method is named."""
    text, score = row.text("msi_class").lower(), _positive(row, "msi_score", zero=True)
    state = MSI.get(text, "")
    if text and not state and text not in FAILED:
        row.report("CBP044", "msi_class")
    scale = "msisensor" if "msisensor" in _described(table, "msi_score") else ""
    if score is not None and not scale:
        row.note("CBP042", "msi_score")
        score = None
    failed = text in FAILED
    if state or failed or score is not None:
        yield Biomarker(
            marker="MSI",
            method="ngs" if scale else "statement",
            state=state,
            value=None if failed else score,
            unit="percent" if score is not None and not failed else "",
            scale=scale,
            failed=failed,
            source=row.place("msi_class" if text else "msi_score"),
        )


def _described(table: Table, name: str) -> str:
    """Name, display name and description of a column, in lower case."""
    at = table.index.get(name, -1)
    if at < 0:
        return ""
    lines = [line.lstrip("#").split("\t") for line in table.comments]
    said = [table.header[at], *(cells[at] for cells in lines if len(cells) == len(table.header))]
    return " ".join(said).lower().replace("_", "").replace(" ", "")


def _purity(row: Row, scales: Scales) -> float | None:
    value = _positive(row, "purity")
    if value is not None and scales.percent:
        value /= 100
    if value is not None and value > 1:
        row.report("CBP043", "purity")
        return None
    return value


def _positive(row: Row, name: str, *, zero: bool = False) -> float | None:
    """A number above zero (or zero); what is less stands for *not measured*."""
    value = row.number(name)
    return value if value is not None and (value > 0 or (zero and value == 0)) else None


def _thirtieths(values: list[float]) -> bool:
    """Whether every value is a whole count over 30, and they are no values of one decimal, which would be so too."""
    parts = [(v * 30, v * 10) for v in values if v > 0]
    counts = bool(parts) and all(abs(a - round(a)) < 1e-6 for a, _ in parts)
    return counts and any(abs(b - round(b)) > 1e-6 for _, b in parts)


def _shown(tally: Mapping[str, int]) -> MappingProxyType[str, int]:
    return MappingProxyType({code: n for code, n in sorted(tally.items()) if n})
