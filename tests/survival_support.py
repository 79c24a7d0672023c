"""Tables of survival for the tests: those of textbooks under examples/survival, and NCCTG lung from lifelines."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "survival"


@dataclass(frozen=True)
class Textbook:
    times: list[float]
    events: list[bool]
    columns: dict[str, list[str]]

    def number(self, name: str) -> list[float]:
        return [float(c) for c in self.columns[name]]

    def dummy(self, name: str, value: str) -> list[float]:
        return [float(c == value) for c in self.columns[name]]


def textbook(name: str) -> Textbook:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns = {key: [r[key] for r in rows] for key in rows[0]}
    return Textbook([float(t) for t in columns["time"]], [e == "yes" for e in columns["event"]], columns)


def lung(*, complete: tuple[str, ...] = ()) -> Textbook:
    """NCCTG lung; rows with a value in every column of `complete`, in the file's order."""
    datasets = pytest.importorskip("lifelines.datasets")
    frame = datasets.load_lung()
    if complete:
        frame = frame.dropna(subset=list(complete))
    columns = {c: [str(v) for v in frame[c]] for c in frame.columns}
    return Textbook([float(t) for t in frame["time"]], [bool(s) for s in frame["status"]], columns)
