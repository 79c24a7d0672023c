"""Check numbers of other programs, on their own files: scarHRD 0.1.1 and SigProfilerAssignment 1.1.5."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from random import Random

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.interpret.scars import AlleleSegment, Scars, scars
from tumorboard.interpret.signatures import CHANNELS, Reference, assign


@pytest.mark.parametrize(("assembly", "expected"), [("GRCh38", Scars(25, 35, 33)), ("GRCh37", Scars(25, 34, 33))])
def test_scars_of_the_test_file_of_scarhrd(assembly: str, expected: Scars) -> None:
    """GRCh38: as its README prints them (sum 93).  GRCh37: no printed value; held as it is."""
    rows = [line.split("\t") for line in shared("scarhrd/test2.txt").read_text().splitlines()[1:]]
    copies = [(r[1][3:], int(r[2]) - 1, int(r[3]), *sorted((int(r[5]), int(r[6])), reverse=True)) for r in rows]
    found = scars((AlleleSegment(*c) for c in copies), vocab.load().centromeres.places[assembly])
    assert len(rows) == 223
    assert found == expected


def package() -> Path:
    spec = find_spec("SigProfilerAssignment")
    if spec is None or spec.origin is None:
        pytest.skip("the package SigProfilerAssignment is not installed")
    return Path(spec.origin).parent / "data"


def columns(path: Path) -> dict[str, list[float]]:
    head, *rows = (line.split("\t") for line in path.read_text().splitlines())
    by_channel = {row[0]: row[1:] for row in rows}
    return {name: [float(by_channel[c][k]) for c in CHANNELS] for k, name in enumerate(head[1:])}


ACTIVITIES = {
    "SP.Syn.Abst.1": ({"SBS3": 3939, "SBS5": 1422, "SBS40a": 1431}, 0.991),
    "SP.Syn.Abst.3": ({"SBS3": 4182, "SBS5": 535, "SBS40a": 867}, 0.995),
    "SP.Syn.Abst.5": ({"SBS3": 5933, "SBS5": 718, "SBS40a": 1462}, 0.994),
}


def test_signatures_of_the_test_matrix_of_sigprofilerassignment() -> None:
    folder = package()
    table = Reference(columns(folder / "Reference_Signatures/GRCh37/COSMIC_v3.4_SBS_GRCh37.txt"))
    samples = columns(folder / "tests/txt_input/sample_matrix_SBS.txt")
    for name, (expected, cosine) in ACTIVITIES.items():
        found = assign([int(n) for n in samples[name]], table, uniform=Random(1).random, resamples=0)
        assert {e.signature: round(e.mutations) for e in found.exposures} == pytest.approx(expected, abs=1)
        assert found.cosine == pytest.approx(cosine, abs=5e-4)
