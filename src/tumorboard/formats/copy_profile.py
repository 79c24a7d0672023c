"""A table of copy numbers: the rows of the sample that is meant, and the profile they come to, its accounts closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tumorboard.formats.gene_copies import GeneCopies
from tumorboard.formats.samples import choose_sample
from tumorboard.formats.scar_scores import scar_scores
from tumorboard.formats.segment_assembly import settle_assembly
from tumorboard.formats.segment_genes import by_place
from tumorboard.formats.segments import Gathered
from tumorboard.formats.tables import Row, Table
from tumorboard.model.alteration import CopyNumber
from tumorboard.model.profile import Profile, ReadRequest

KINDS = frozenset({"copy_number"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows of one sample, its name, and the names of all samples in order of appearance."""

    rows: tuple[Row, ...] = ()
    sample: str = ""
    samples: tuple[str, ...] = ()


def chosen_rows(table: Table, request: ReadRequest) -> Chosen | None:
    """The rows of the sample that was asked for, or of the only one; None, with an ERROR, when it cannot be told.

    A table without a column ``sample`` holds one sample.  All rows are read.
    """
    if "sample" not in table.index:
        return Chosen(tuple(table.rows()))
    by_name: dict[str, list[Row]] = {}
    for row in table.rows():
        by_name.setdefault(row.text("sample"), []).append(row)
    if not by_name:
        return Chosen()
    samples = tuple(by_name)
    sample = choose_sample(request, samples, table.reports, field=table.column("sample"))
    return None if sample is None else Chosen(tuple(by_name[sample]), sample, samples)


def segment_profile(name: str, found: Gathered, table: Table, request: ReadRequest, **more: Any) -> Profile | None:
    """The genes on segments, and their scars where alleles are told apart; None, with an ERROR, when the assembly cannot
    be told.

    Parameters
    ----------
    more
        Further fields of the profile: sample, samples, purity, ploidy ...
    """
    assembly = settle_assembly(found, request, table.reports, needed=True)
    if assembly is None:
        return None
    placed = by_place(found, assembly, request, table.reports)
    more["biomarkers"] = scar_scores(
        found.segments, assembly, request.vocab.centromeres.places, file=table.reports.file
    )
    kept = placed.close(found)
    return profile_of(
        name, placed.copy_numbers, table, found.tally, records=found.records, kept=kept, assembly=assembly, **more
    )


def gene_profile(name: str, genes: GeneCopies, table: Table, **more: Any) -> Profile | None:
    """The genes of a table with a row for each; None, with an ERROR, when they lie on another assembly than asked."""
    kept = genes.close()
    if kept is None:
        return None
    more = {"assembly": genes.assembly, **more}
    return profile_of(name, genes.copy_numbers, table, genes.tally, records=genes.records, kept=kept, **more)


def profile_of(
    name: str,
    copy_numbers: Sequence[CopyNumber],
    table: Table,
    tally: Mapping[str, int],
    *,
    records: int,
    kept: int,
    **more: Any,
) -> Profile:
    """A profile whose records are those that were read and those that `table` could not read."""
    counts = {**tally, "malformed": tally.get("malformed", 0) + table.malformed}
    if copy_numbers and all(c.copies is None and not c.call for c in copy_numbers):
        table.reports.info("CNA062")
    return Profile(
        format=name,
        kinds=KINDS,
        copy_numbers=tuple(copy_numbers),
        records=records + table.malformed,
        kept=kept,
        tally=MappingProxyType({reason: n for reason, n in sorted(counts.items()) if n}),
        **more,
    )
