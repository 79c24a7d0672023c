"""Whether a lesion can be measured by RECIST 1.1.

Source: Eisenhauer et al. 2009, Eur J Cancer 45:228, doi:10.1016/j.ejca.2008.10.026: longest diameter at least 10 mm by CT
(slices up to 5 mm, else twice the slice) or calipers, 20 mm by chest X-ray; a lymph node at least 15 mm in its short
axis; bone only with a soft-tissue part; leptomeningeal disease never; in an irradiated field only after progression.
"""

from __future__ import annotations

from tumorboard.criteria.judgment import Judgment, both, no, open_, yes
from tumorboard.model.lesion import Lesion

LEAST_MM, XRAY_MM, NODE_MM, SLICE_MM = 10.0, 20.0, 15.0, 5.0
_MEASURING = ("ct", "mri", "caliper", "xray")


def measurable(lesion: Lesion) -> Judgment:
    """Whether the lesion is measurable; what is not recorded of slices and radiotherapy is assumed and said so."""
    if lesion.site == "leptomeninges":
        return no("why.not_measurable")
    aspects = [_certain(lesion), _method(lesion), _size(lesion), _field(lesion)]
    if lesion.site == "bone":
        aspects.append(_by(lesion.soft_tissue, f"lesion.soft_tissue:{lesion.id}"))
    if not lesion.site:
        aspects.append(open_("why.site_unknown", f"lesion.site:{lesion.id}"))
    return both(*aspects)


def _by(known: bool | None, missing: str) -> Judgment:
    if known is None:
        return open_("why.not_described", missing)
    return yes() if known else no("why.not_measurable")


def _certain(lesion: Lesion) -> Judgment:
    return open_("why.suspected", f"lesion.nature:{lesion.id}") if lesion.suspected else yes()


def _method(lesion: Lesion) -> Judgment:
    if not lesion.method:
        return open_("why.method_unknown", f"lesion.method:{lesion.id}")
    return yes() if lesion.method in _MEASURING else no("why.not_measurable")


def _size(lesion: Lesion) -> Judgment:
    if lesion.site == "lymph_node":
        return _node(lesion)
    if lesion.size_mm is None:
        return open_("why.size_unknown", f"lesion.size:{lesion.id}")
    if lesion.size_mm < LEAST_MM:
        return no("why.too_small")
    if lesion.method == "xray":
        return yes() if lesion.size_mm >= XRAY_MM else no("why.too_small")
    if lesion.method in {"ct", "mri"}:
        # slices are seldom written; those of up to 5 mm are the rule and need no more than 10 mm
        least = (
            max(LEAST_MM, 2 * lesion.slice_mm) if (lesion.slice_mm or 0) > SLICE_MM and lesion.slice_mm else LEAST_MM
        )
        return yes(assumed=lesion.slice_mm is None) if lesion.size_mm >= least else no("why.too_small")
    return yes()


def _node(lesion: Lesion) -> Judgment:
    longest = max((s for s in (lesion.size_mm, lesion.short_axis_mm) if s is not None), default=None)
    if longest is not None and longest < NODE_MM:
        return no("why.too_small")
    if lesion.short_axis_mm is None:
        return open_("why.size_unknown", f"lesion.short_axis:{lesion.id}")
    return yes() if lesion.short_axis_mm >= NODE_MM else no("why.too_small")


def _field(lesion: Lesion) -> Judgment:
    if lesion.irradiated is None:
        return yes(assumed=True)
    if not lesion.irradiated:
        return yes()
    if lesion.progressed is None:
        return open_("why.not_described", f"lesion.progression:{lesion.id}")
    return yes() if lesion.progressed else no("why.irradiated")
