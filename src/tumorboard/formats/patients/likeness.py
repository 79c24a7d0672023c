"""Which texts of facts tell the same as far as anything asks: one key for each, made of whole columns.

A text is written in one way (`wire.compact`): keys sorted, no blanks.  What is written in another way is taken as it is, and
is its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tumorboard.interpret.ordinary import EXACT, Ordinary

# One residue for another, a stop, or a frameshift, at one place.
_PROTEIN = (
    r'"protein":\{(?:"alt":"[A-WYZ*]",)?"end":(\d+),"end_ref":"[A-WYZ]",'
    r'"kind":"(substitution|nonsense|frameshift)","ref":"[A-WYZ]","start":(\d+)\}'
)
_POSITION = r'"position":\{[^{}]*"start":(\d+)\}'
_CODING = r'"hgvs_c":"(?:[^":\\]*:)?c\.\d+(?:_\d+)?(?:[ACGT]+>[ACGT]+|(?:del|dup|ins)[ACGT]*(?:ins[ACGT]+)?)",'
_SITE = '"splice_(?:acceptor|donor)_variant"'
_DATE = r'"date":"(\d{4}-\d{2}-\d{2})"'
_ANALYTE = r'"analyte":"([^"\\]*)"'
_NEVER = -(2**31)
_CHANGE, _DAY = re.compile(r'"protein":\{[^{}]*\}'), re.compile(_DATE)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Keys of texts of variants and laboratory values for one set of criteria."""

    ordinary: Ordinary
    _places: pl.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        places = self.ordinary.places
        genes, residues = zip(*places, strict=True) if places else ((), ())
        told = {"gene": genes, "residue": residues, "place": list(places.values())}
        schema = {"gene": pl.String, "residue": pl.Int64, "place": pl.Int32}
        object.__setattr__(self, "_places", pl.DataFrame(told, schema=schema))

    @classmethod
    def of(cls, ordinary: Ordinary | None) -> Likeness | None:
        """The same, where there is one."""
        return cls(ordinary) if ordinary is not None else None

    def keys(self, family: str, texts: pl.Series) -> pl.Series:
        """A key for each text: equal where nothing tells the facts apart; the text itself where something might."""
        if family == "variants":
            return self._variants(texts)
        return self._labs(texts) if family == "labs" else texts

    def pattern(self, family: str, texts: Sequence[str]) -> tuple[int, ...] | None:
        """What several facts of one gene or analyte are to each other: equal changes, later days; None where it cannot be told.

        One change told twice is one allele, which two that merely count the same are not.
        """
        if family == "variants":
            changes = [found[0] for text in texts if (found := _CHANGE.search(text)) is not None]
            order = list(dict.fromkeys(changes))
        elif family == "labs":
            changes = [found[1] for text in texts if (found := _DAY.search(text)) is not None]
            order = sorted(set(changes))
        else:
            return ()
        return tuple([order.index(change) for change in changes]) if len(changes) == len(texts) else None

    def newest(
        self, rows: NDArray[np.int32], analytes: NDArray[np.int32], codes: NDArray[np.int32], texts: pl.Series
    ) -> NDArray[np.bool_]:
        """Which laboratory values can count: none that is older than another of the patient and analyte, of a known day until the assessment date.

        In whatever window the older one lies the newer one lies too.

        Parameters
        ----------
        rows, analytes, codes
            Of each value its patient, its analyte, and which of the texts it is.
        """
        told = pl.DataFrame({"text": texts}).select(
            day=pl.col("text").str.extract(_DATE).str.to_date("%Y-%m-%d", strict=False).to_physical().fill_null(_NEVER),
            counts=pl.col("text").str.contains('"value":', literal=True),
            joined=pl.col("text").str.extract(_ANALYTE).is_in(self._joined),
        )
        day = told["day"].to_numpy()[codes]
        until = (self.ordinary.on - date(1970, 1, 1)).days
        counts = (told["counts"].to_numpy() & (told["day"].to_numpy() <= until))[codes]
        of = rows.astype(np.int64) * (int(analytes.max(initial=0)) + 1) + analytes
        order = np.argsort(of, kind="stable")
        begins = np.flatnonzero(np.diff(of[order], prepend=-1))
        if len(begins) == len(of):
            return np.ones(len(of), np.bool_)
        latest = np.maximum.reduceat(np.where(counts, day, _NEVER)[order], begins)
        last = np.empty(len(of), np.int64)
        last[order] = np.repeat(latest, np.diff(np.append(begins, len(of))))
        older: NDArray[np.bool_] = (day != _NEVER) & (day < last) & ~told["joined"].fill_null(True).to_numpy()[codes]
        return ~older

    @property
    def _joined(self) -> pl.Series:
        return pl.Series(sorted(self.ordinary.joined), dtype=pl.String).implode()

    def _variants(self, texts: pl.Series) -> pl.Series:
        told = pl.DataFrame({"text": texts})
        parts = pl.col("text").str.extract_groups(_PROTEIN)
        told = told.with_columns(gene=pl.col("text").str.extract(r'"gene":"([^"\\]*)"'), parts=parts).select(
            "text",
            "gene",
            end=pl.col("parts").struct[0].cast(pl.Int64, strict=False),
            kind=pl.col("parts").struct[1],
            residue=pl.col("parts").struct[2].cast(pl.Int64, strict=False),
        )
        told = told.join(self._places, on=["gene", "residue"], how="left", maintain_order="left")
        place = pl.col("place").fill_null(0)
        plain = (pl.col("residue") > 1) & (pl.col("residue") == pl.col("end")) & (place != EXACT)
        plain &= pl.col("gene").is_not_null() & ~pl.col("text").str.contains(_SITE)
        alike = self._without(pl.col("text").str.replace(_PROTEIN, '"protein":{}'))
        key = pl.concat_str(alike, pl.lit("#"), pl.col("kind"), place.cast(pl.String))
        return told.select(key=pl.when(plain).then(key).otherwise(pl.col("text")))["key"]

    def _without(self, text: pl.Expr) -> pl.Expr:
        """The text without where on the genome the variant is, and how it is written, where no table names that."""
        short = text.str.replace(r'"hgvs_p":"[^"\\]*",', "")
        if self.ordinary.starts is not None:
            start = text.str.extract(_POSITION).cast(pl.Int64, strict=False)
            named = start.is_in(pl.Series(sorted(self.ordinary.starts), dtype=pl.Int64).implode())
            unnamed = start.is_not_null() & ~named
            short = pl.when(unnamed).then(short.str.replace(_POSITION, '"position":{}')).otherwise(short)
        spelled = pl.col("gene").is_in(pl.Series(sorted(self.ordinary.spelled), dtype=pl.String).implode())
        return pl.when(spelled).then(short).otherwise(short.str.replace(_CODING, '"hgvs_c":"",'))

    def _labs(self, texts: pl.Series) -> pl.Series:
        text = pl.col("text")
        day = text.str.extract(_DATE).str.to_date("%Y-%m-%d", strict=False)
        back = (pl.lit(self.ordinary.on) - day).dt.total_days()
        lies = pl.sum_horizontal(back > days for days in self.ordinary.windows) - (back < 0).cast(pl.Int64)
        key = pl.concat_str(text.str.replace(_DATE, ""), pl.lit("#"), lies.cast(pl.String))
        free = day.is_not_null() & ~text.str.extract(_ANALYTE).is_in(self._joined)
        return pl.DataFrame({"text": texts}).select(key=pl.when(free).then(key).otherwise(text))["key"]
