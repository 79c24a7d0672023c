"""The tables of a screening as files: counts of every part, and the rows of all partitions one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tumorboard.app.screening.run import Result
from tumorboard.errors import InputError
from tumorboard.formats.tsv import cohort as sheets

COUNTS = {"trial": pl.String, "part": pl.String, "status": pl.String, "met": pl.Int64, "unknown": pl.Int64, "not_met": pl.Int64}  # fmt: skip

PARTS = ("trial", "part", "change", "status_was", "status")


def state_of(out: Path) -> Path:
    """The folder in which the state of a screening is kept: beside its table."""
    return out.with_suffix(".screening")


def counts(result: Result) -> pl.DataFrame:
    """One row for each part: how many patients have it met, unknown, not met."""
    rows = [
        (e.trial, e.part, e.status, *numbers) for e, numbers in zip(result.entries, result.counts.tolist(), strict=True)
    ]
    return pl.DataFrame(rows, schema=COUNTS, orient="row")


def parts(result: Result) -> pl.DataFrame:
    """One row for each change of a part since the earlier screening."""
    rows = [(p.trial, p.part, p.change, p.status_was, p.status) for p in result.parts]
    return pl.DataFrame(rows, schema=dict.fromkeys(PARTS, pl.String), orient="row")


def parts_beside(out: Path) -> Path:
    """Where the changes of parts stand: beside the table, ``changes.parts.csv`` of ``changes.csv``."""
    return out.with_name(f"{out.stem}.parts{out.suffix}")


def join(state: Path, path: Path, names: Sequence[str], more: Sequence[Sequence[Any]] = ()) -> int:
    """The rows of all partitions as one file, without holding them all; how many they are.

    Parameters
    ----------
    names
        The columns.
    more
        Columns of further rows.
    """
    folder = state / "rows"
    if more and more[0]:
        pl.DataFrame(dict(zip(names, more, strict=True)), schema=dict.fromkeys(names, pl.String)).write_parquet(
            folder / "~gone.parquet"
        )
    files = sorted(folder.glob("*.parquet"))
    height = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            height = pl.scan_parquet(files).select(pl.len()).collect().item()
            pl.scan_parquet(files).sink_parquet(path)
        else:
            with path.open("wb") as out:
                for at, file in enumerate(files):
                    table = sheets.harmless(pl.read_parquet(file))
                    height += table.height
                    table.write_csv(out, separator="\t" if path.suffix == ".tsv" else ",", include_header=at == 0)
    except OSError as error:
        raise InputError("the table cannot be written", remedy="Give another place with -o.") from error
    shutil.rmtree(folder)
    return height
