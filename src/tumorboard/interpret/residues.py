"""How far two amino acids are apart: Grantham's distance, computed from his three properties.

Source: Grantham 1974, Science 185:862, doi:10.1126/science.185.4154.862, table 1 and formula.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

# Residue -> composition, polarity, volume.
PROPERTIES: Mapping[str, tuple[float, float, float]] = {
    "S": (1.42, 9.2, 32.0), "R": (0.65, 10.5, 124.0), "L": (0.0, 4.9, 111.0), "P": (0.39, 8.0, 32.5),
    "T": (0.71, 8.6, 61.0), "A": (0.0, 8.1, 31.0), "V": (0.0, 5.9, 84.0), "G": (0.74, 9.0, 3.0),
    "I": (0.0, 5.2, 111.0), "F": (0.0, 5.2, 132.0), "Y": (0.20, 6.2, 136.0), "C": (2.75, 5.5, 55.0),
    "H": (0.58, 10.4, 96.0), "Q": (0.89, 10.5, 85.0), "N": (1.33, 11.6, 56.0), "K": (0.33, 11.3, 119.0),
    "D": (1.38, 13.0, 54.0), "E": (0.92, 12.3, 83.0), "M": (0.0, 5.7, 105.0), "W": (0.13, 5.4, 170.0),
}  # fmt: skip
ALPHA, BETA, GAMMA, SCALE = 1.833, 0.1018, 0.000399, 50.723


def grantham(one: str, other: str) -> int | None:
    """The distance of two residues, 0 to 215; None when one of them is not of the twenty.

    Examples
    --------
    >>> grantham("C", "W"), grantham("I", "L"), grantham("G", "V")
    (215, 5, 109)
    """
    if one not in PROPERTIES or other not in PROPERTIES:
        return None
    (c, p, v), (d, q, w) = PROPERTIES[one], PROPERTIES[other]
    return round(SCALE * sqrt(ALPHA * (c - d) ** 2 + BETA * (p - q) ** 2 + GAMMA * (v - w) ** 2))
