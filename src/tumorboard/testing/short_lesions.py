"""Lesions in a line: ``liver 22 mm ct``, ``brain treated 60 stable 10``, ``brain absent``.

Words after the site: a number with ``mm``, ``short 16`` (short axis, mm), ``slice 8``, a method (ct, mri, xray, caliper, ultrasound, pet),
absent, suspected, irradiated, spared (not irradiated), grew, seen, treated and stable with days before ON, untreated,
symptomatic, asymptomatic, steroids, tapered (no steroids), soft (a soft-tissue part), lytic (none).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tumorboard.model.dates import PartialDate
from tumorboard.model.lesion import Lesion

METHODS = ("ct", "mri", "xray", "caliper", "ultrasound", "pet")
FLAGS: dict[str, tuple[str, bool]] = {
    "absent": ("present", False), "suspected": ("suspected", True), "irradiated": ("irradiated", True),
    "spared": ("irradiated", False), "grew": ("progressed", True), "untreated": ("treated", False),
    "symptomatic": ("symptomatic", True), "asymptomatic": ("symptomatic", False), "steroids": ("steroids", True),
    "tapered": ("steroids", False), "soft": ("soft_tissue", True), "lytic": ("soft_tissue", False),
}  # fmt: skip
NUMBERS = {"short": "short_axis_mm", "slice": "slice_mm"}
DAYS = {"seen": "date", "treated": "treated_on", "stable": "stable_on"}


def lesion(site: str, words: str, day_before: Callable[[int], PartialDate]) -> Lesion:
    """The lesion that the words say.

    Raises
    ------
    ValueError
        If a word is none of those above.
    """
    fields: dict[str, Any] = {"site": "" if site == "somewhere" else site}
    given = iter(words.replace(" mm", "mm").split())
    for word in given:
        if word in FLAGS:
            name, value = FLAGS[word]
            fields[name] = value
        elif word in METHODS:
            fields["method"] = word
        elif word.endswith("mm"):
            fields["size_mm"] = float(word.removesuffix("mm"))
        elif word in NUMBERS:
            fields[NUMBERS[word]] = float(next(given))
        elif word in DAYS:
            fields[DAYS[word]] = day_before(int(next(given)))
        else:
            raise ValueError(f"a lesion has no word {word!r}")
    if "treated_on" in fields:
        fields["treated"] = True
    return Lesion(**fields)
