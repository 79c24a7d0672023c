"""Oncogenicity on written cases, and the check numbers of other programs and publications, each beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from random import Random

from tumorboard import vocab
from tumorboard.interpret.burden_rules import burden
from tumorboard.interpret.oncogenicity_codes import CODES, displaced, points, scheme
from tumorboard.interpret.pipeline import interpret
from tumorboard.interpret.scars import AlleleSegment, scars
from tumorboard.interpret.signatures import CHANNELS, Reference, assign
from tumorboard.model.context import Context
from tumorboard.model.knowledge import Knowledge
from tumorboard.testing.short_case import short_case

ON = date(2026, 6, 1)
KEYS = {c.label: c.key for c in CODES}
HORAK = "Horak 2022, table 3"
# Codes of a written case, its total and class by the publication's points and limits.
WRITTEN = (
    ("TP53 nonsense, rare", "OVS1 OP4", 9, "likely_oncogenic"),
    ("the same, predictions agree", "OVS1 OP4 OP1", 10, "oncogenic"),
    ("BRAF V600E", "OS2 OS3 OP1 OP4", 10, "oncogenic"),
    ("critical domain, rare", "OM1 OP4", 3, "vus"),
    ("above 1 % in a population, predicted harmless", "SBS1 SBP1", -5, "likely_benign"),
    ("above 5 % in a population", "SBVS1", -8, "benign"),
    ("same change, in a hotspot and a critical domain", "OS1 OS3 OM1", 4, "vus"),
    ("hotspot of many samples in a critical domain, rare", "OS3 OM1 OP4", 5, "vus"),
    ("null variant that is an in-frame change too", "OVS1 OM2", 8, "likely_oncogenic"),
    ("studies on both sides", "OS2 SBS2", 0, "vus"),
    ("no code", "", 0, "vus"),
)
# Measured value, state by the published limit, source.
MEASURED = (
    ("TMB 9.99", "tmb", "low", "KEYNOTE-158, 10 per Mb"),
    ("TMB 10.0", "tmb", "high", "KEYNOTE-158, 10 per Mb"),
    ("MSI 1 of 5", "msi", "stable", "Boland 1998, 2 of 5 markers"),
    ("MSI 2 of 5", "msi", "msi_high", "Boland 1998, 2 of 5 markers"),
    ("HRD GIS 41", "hrd", "negative", "Telli 2016, 42"),
    ("HRD GIS 42", "hrd", "positive", "Telli 2016, 42"),
    ("HRD LOH 15.9", "hrd", "negative", "Coleman 2017, 16 %"),
    ("HRD LOH 16", "hrd", "positive", "Coleman 2017, 16 %"),
)
BURDENS = ((8, 0.8, "10.0 (4.3173 - 19.7040)"), (12, 1.2, "10.0 (5.1671 - 17.4680)"), (0, 0.8, "0.0 (0.0000 - 4.6111)"))
SIGNATURES = {
    "SP.Syn.Abst.1": ({"SBS3": 3939, "SBS5": 1422, "SBS40a": 1431}, 0.991),
    "SP.Syn.Abst.3": ({"SBS3": 4182, "SBS5": 535, "SBS40a": 867}, 0.995),
    "SP.Syn.Abst.5": ({"SBS3": 5933, "SBS5": 718, "SBS40a": 1462}, 0.994),
}
PACKAGE = "SigProfilerAssignment"

Row = tuple[str, ...]


def oncogenicity() -> Iterator[Row]:
    """Case, codes, published total and class, ours by the paper's limits, and the class by PCGR's."""
    for name, labels, total, expected in WRITTEN:
        met = {KEYS[label] for label in labels.split()}
        gone = displaced(met)
        ours = points(met - gone.keys())
        dropped = ", ".join(sorted(c.label for c in CODES if c.key in gone)) or "–"
        given = scheme("horak_2022").classify(ours)
        verdict = agree(f"{total}, {expected}", f"{ours}, {given}")
        yield (
            name,
            labels or "–",
            dropped,
            f"{total}, {expected}",
            f"{ours}, {given}",
            scheme("pcgr").classify(ours),
            verdict,
        )


def measured() -> Iterator[Row]:
    """Value, published state, ours."""
    context = Context(ON, vocab.load())
    for value, name, expected, source in MEASURED:
        found = interpret(short_case(f"COAD; {value}"), Knowledge(), context).findings
        ours = found.biomarkers[name].state if found else ""
        yield value, source, expected, ours, agree(expected, ours)


def burdens() -> Iterator[Row]:
    """Count and size, the interval by quantiles of chi-square, ours."""
    for count, panel_mb, expected in BURDENS:
        b = burden(count, panel_mb, "coding_and_silent")
        ours = f"{b.per_mb:.1f} ({b.low:.4f} - {b.high:.4f})"
        yield f"{count} on {panel_mb} Mb", "chi-square quantiles (Garwood 1936)", expected, ours, agree(expected, ours)


def hrd(path: Path) -> Iterator[Row]:
    """The scars of scarHRD's own test file, as its README prints them."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    segments = []
    for r in rows:
        major, minor = sorted((int(r[5]), int(r[6])), reverse=True)
        segments.append(AlleleSegment(r[1].removeprefix("chr"), int(r[2]) - 1, int(r[3]), major, minor))
    found = scars(segments, vocab.load().centromeres.places["GRCh38"])
    told = {"LOH": (25, found.loh), "TAI": (35, found.tai), "LST": (33, found.lst), "sum": (93, found.total)}
    for name, (expected, ours) in told.items():
        yield name, "scarHRD 0.1.1, test2.txt, GRCh38", str(expected), str(ours), agree(str(expected), str(ours))


def package() -> Path | None:
    """Where the installed package keeps its tables; None where it is not installed."""
    spec = find_spec(PACKAGE)
    return Path(spec.origin).parent / "data" if spec is not None and spec.origin else None


def columns(path: Path) -> dict[str, list[float]]:
    """A table of the 96 channels by column."""
    head, *rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    by_channel = {row[0]: row[1:] for row in rows}
    return {name: [float(by_channel[c][k]) for c in CHANNELS] for k, name in enumerate(head[1:])}


# Mutations by which a figure may differ from the published one and count as the same; the page says where it does.
ROUNDING = 1


def signatures(folder: Path) -> Iterator[Row]:
    """Activities of the package's test matrix on its table 3.4."""
    table = Reference(columns(folder / "Reference_Signatures" / "GRCh37" / "COSMIC_v3.4_SBS_GRCh37.txt"))
    samples = columns(folder / "tests" / "txt_input" / "sample_matrix_SBS.txt")
    for name, (expected, cosine) in SIGNATURES.items():
        found = assign([int(n) for n in samples[name]], table, uniform=Random(1).random, resamples=0)
        ours = {e.signature: round(e.mutations) for e in found.exposures}
        near = ours.keys() == expected.keys() and all(abs(ours[s] - n) <= ROUNDING for s, n in expected.items())
        yield (
            name,
            "SigProfilerAssignment 1.1.5, COSMIC 3.4",
            _told(expected, cosine),
            _told(ours, found.cosine),
            f"agree within {ROUNDING} mutation" if near and ours != expected else _word(near),
        )


def _told(exposures: dict[str, int], cosine: float) -> str:
    return ", ".join(f"{s} {n}" for s, n in sorted(exposures.items())) + f"; cosine {cosine:.3f}"


def agree(expected: str, ours: str) -> str:
    """Whether two values are one."""
    return _word(expected == ours)


def _word(same: bool) -> str:
    return "agree" if same else "differ"
