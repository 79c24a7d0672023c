"""Where the tumor is and how large: one lesion, or what imaging of one site showed to be free."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.model.dates import PartialDate

# Every site that a lesion or a question may name.
SITES = (
    "adrenal", "bladder", "bone", "bone_marrow", "bowel", "brain", "breast", "chest_wall", "cns", "esophagus",
    "eye", "head_and_neck", "kidney", "leptomeninges", "liver", "lung", "lymph_node", "mediastinum", "ovary",
    "pancreas", "pericardium", "peritoneum", "pleura", "prostate", "skin", "soft_tissue", "spinal_cord",
    "spleen", "stomach", "thyroid", "uterus",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion:
    """One lesion or group of lesions of one site; None and empty where nothing is recorded.

    Parameters
    ----------
    site
        One of SITES; empty when it is not understood.
    present
        False when imaging of the site showed no lesion there.
    suspected
        True when it is not certain that this is tumor.
    size_mm, short_axis_mm
        Longest diameter; of a lymph node also the short axis.
    method
        ct, mri, caliper, xray, ultrasound, pet, bone_scan.
    soft_tissue
        Of a bone lesion: whether it has a soft-tissue part that can be measured.
    irradiated, progressed
        Lies in a field that was irradiated; grew since its last local treatment.
    treated, treated_on
        Whether it had local treatment (surgery, radiotherapy, ablation), and when that ended.
    stable_on
        The newest imaging that showed no progression since.
    """

    id: str = ""
    site: str = ""
    present: bool = True
    suspected: bool = False
    size_mm: float | None = None
    short_axis_mm: float | None = None
    method: str = ""
    slice_mm: float | None = None
    soft_tissue: bool | None = None
    irradiated: bool | None = None
    progressed: bool | None = None
    treated: bool | None = None
    treated_on: PartialDate | None = None
    stable_on: PartialDate | None = None
    symptomatic: bool | None = None
    steroids: bool | None = None
    date: PartialDate | None = None
