"""Numbers that follow from several laboratory values of one day.

Sources: Payne 1973, Br Med J 4:643 (calcium corrected for albumin); Johnson 2015, J Clin Oncol 33:550,
doi:10.1200/JCO.2014.57.9151 (ALBI); Hu 2014, Clin Cancer Res 20:6212, doi:10.1158/1078-0432.CCR-14-0442 (SII); Zahorec 2001,
Bratisl Lek Listy 102:5 (NLR).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from tumorboard.criteria.labs import impossible, in_unit
from tumorboard.model.case import Case, LabValue
from tumorboard.model.context import Context

UMOL_PER_MG_BILIRUBIN = 17.1


def corrected_calcium(calcium_mg_dl: float, albumin_g_dl: float) -> float:
    """Calcium in mg/dL as it would be at an albumin of 4 g/dL.

    Examples
    --------
    >>> corrected_calcium(8.0, 3.0)
    8.8
    """
    return calcium_mg_dl + 0.8 * (4.0 - albumin_g_dl)


def albi(bilirubin_mg_dl: float, albumin_g_dl: float) -> float:
    """The albumin-bilirubin score; grade 1 up to -2.60, grade 2 up to -1.39, grade 3 above.

    Examples
    --------
    >>> round(albi(30 / 17.1, 3.3), 2), round(albi(1.0, 3.8), 3)
    (-1.83, -2.416)
    """
    return 0.66 * math.log10(bilirubin_mg_dl * UMOL_PER_MG_BILIRUBIN) - 0.085 * albumin_g_dl * 10


def sii(neutrophils: float, platelets: float, lymphocytes: float) -> float:
    """The systemic immune-inflammation index, all cells in 10^9/L.

    Examples
    --------
    >>> round(sii(4.0, 250, 1.5), 1)
    666.7
    """
    return neutrophils * platelets / lymphocytes


def nlr(neutrophils: float, lymphocytes: float) -> float:
    """Neutrophils by lymphocytes.

    Examples
    --------
    >>> nlr(6.0, 1.5)
    4.0
    """
    return neutrophils / lymphocytes


@dataclass(frozen=True, slots=True)
class Index:
    """`parts` are analytes, in the order in which the formula takes them."""

    parts: tuple[str, ...]
    formula: Callable[..., float]
    unit: str = ""


INDICES: Mapping[str, Index] = {
    "ALBI": Index(("bilirubin", "albumin"), albi),
    "NLR": Index(("neutrophils", "lymphocytes"), nlr),
    "SII": Index(("neutrophils", "platelets", "lymphocytes"), sii),
    "corrected_calcium": Index(("calcium", "albumin"), corrected_calcium, "mg/dL"),
}


def computed(case: Case, context: Context, name: str) -> Iterator[LabValue]:
    """One value for each day on which every part was measured; only plain numbers above zero of one known day are joined.

    Of a part that no living person has follows no number (NaN).
    """
    index = INDICES[name]
    values = [case.index.labs.get(part, ()) for part in index.parts]
    for parts in product(*values):
        day = parts[0].date
        if day is None or day.earliest != day.latest or any(p.date != day for p in parts):
            continue
        numbers = [in_unit(p, context) for p in parts]
        wrong = any(not p.comparator and impossible(p, context.vocab) for p in parts)
        if wrong or all(n is not None and n > 0 for n in numbers):
            value = math.nan if wrong else index.formula(*numbers)
            made = replace(parts[0], analyte=name, value=value, unit=index.unit, comparator="")
            yield replace(made, lower_limit=None, upper_limit=None)
