"""What the patient received."""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.model.dates import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class TreatmentCourse:
    """One course of treatment.

    Parameters
    ----------
    agents
        Therapy codes of the therapies table, sorted.
    unnamed
        Words of the record that no therapy code stands for (a blinded agent, a typing error): they may be anything.
    modality
        systemic, radiotherapy, surgery, cell_therapy, transplant, locoregional.
    line
        From 1 *within a setting*; None when not recorded.
    setting
        neoadjuvant, adjuvant, maintenance, metastatic, or empty when not recorded.
    intent
        curative, palliative, or empty when not recorded.
    ongoing
        None when neither a stop date nor a statement says.
    best_response
        CR, PR, SD, PD, MR, NE, pCR or empty.
    stop_reason
        progression, toxicity, completed, other, or empty when not recorded.
    """

    id: str = ""
    agents: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    modality: str = "systemic"
    line: int | None = None
    setting: str = ""
    intent: str = ""
    start: PartialDate | None = None
    stop: PartialDate | None = None
    ongoing: bool | None = None
    best_response: str = ""
    stop_reason: str = ""
    trial: str = ""
