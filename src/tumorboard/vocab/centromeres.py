"""Where the centromeres of the autosomes lie, interbase, to a tenth of a megabase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tumorboard.vocab import table


@dataclass(frozen=True, slots=True)
class Centromeres:
    """`places` maps an assembly and an autosome to start and end.

    Examples
    --------
    >>> Centromeres.load().places["GRCh38"]["1"]
    (121700000, 125100000)
    """

    release: table.TableRelease = table.TableRelease("centromeres", "", "", "", "")
    places: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> Centromeres:
        """The shipped table."""
        release, rows = table.read("centromeres")
        places: dict[str, dict[str, tuple[int, int]]] = {}
        for assembly, chrom, start, end, _ in rows:
            places.setdefault(assembly, {})[chrom] = (int(start), int(end))
        return cls(release, places)
