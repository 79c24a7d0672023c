"""MatchEngine V2's sort order of a result, what never wins in it included.

Six dimensions, each the smallest number among its values that the document has, from 99 down; then the protocol number.
Entries of 100 cannot win, and the fifth dimension lists values that its field never takes, so that wild type and
tumor type do not rank.

Source: docs/formats/ctml.md, "The result document".
"""

from __future__ import annotations

from collections.abc import Mapping

_DIMENSIONS: tuple[tuple[tuple[str, object, int], ...], ...] = (
    (
        ("show_in_ui", True, 1),
        ("show_in_ui", False, -1),
        ("trial_curation_level_status", "closed", -1),
        ("trial_curation_level_status", "open", 1),
    ),
    (
        ("match_type", "mmr", 20),
        ("match_type", "tmb", 30),
        *((f"{s}_status", "Yes", 40) for s in ("apobec", "pole", "tabacco", "temozolomide", "uva")),
        ("tier", "1", 50),
        ("tier", "2", 60),
        ("cnv_call", "Homozygous deletion", 70),
        ("cnv_call", "High level amplification", 71),
        ("cnv_call", "Gain", 72),
        ("cnv_call", "Heterozygous deletion", 73),
        ("tier", "3", 80),
        ("tier", "4", 90),
        ("wildtype", True, 100),
    ),
    (("match_type", "variant", 0), ("match_type", "gene", 1)),
    (("variant_category", "SV", 0),),
    (("cancer_type_match", "_SOLID_", 100), ("cancer_type_match", "_LIQUID_", 100)),
    (("coordinating_center", "Dana-Farber Cancer Institute", 0),),
)
_LAST = 99


def sort_order(document: Mapping[str, object]) -> tuple[int, ...]:
    """The key of a document; results are shown in ascending order."""
    best = [
        min([_LAST, *(rank for name, value, rank in row if name in document and _is(document[name], value))])
        for row in _DIMENSIONS
    ]
    return (*best, int(str(document["protocol_no"]).replace("-", "")))


def _is(stored: object, value: object) -> bool:
    return type(stored) is type(value) and stored == value
