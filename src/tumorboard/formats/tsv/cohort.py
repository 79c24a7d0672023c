"""The therapy table of a cohort as text: what a file named a patient is no formula for a spreadsheet, truth is yes or no."""

from __future__ import annotations

import polars as pl

from tumorboard.formats.tsv.cells import cell


def harmless(table: pl.DataFrame) -> pl.DataFrame:
    """The same rows as the cells of `cells` would say them."""
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    truths = [name for name, dtype in table.schema.items() if dtype == pl.Boolean]
    return table.with_columns(
        *(pl.col(n).replace_strict(_cells(table[n]), default=pl.col(n), return_dtype=pl.String) for n in texts),
        *(pl.when(pl.col(n)).then(pl.lit("yes")).otherwise(pl.lit("no")).alias(n) for n in truths),
    )


def _cells(column: pl.Series) -> dict[str, str | None]:
    """The texts that a cell says otherwise; nothing is an empty cell, without quotation marks."""
    return {text: cell(text) or None for text in column.unique().to_list() if not text or cell(text) != text}
