"""What the registry holds beside an assessment, as its report tells it: the decision, who signed, and the patient's word of today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tumorboard.model.assessment import Assessment
from tumorboard.model.case import Case
from tumorboard.model.dates import PartialDate
from tumorboard.model.findings import GermlineFollowUp
from tumorboard.model.registry import Decision
from tumorboard.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature: the account, the role in which it signed, and the day (UTC)."""

    by: str
    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What stands around one assessment.

    Parameters
    ----------
    decision
        The last one that was made on this assessment; None when there is none.
    signed
        Who signed it.
    asked
        How many signatures were asked for.
    amended_for
        Why the facts were written anew after a signature, when this assessment is of such facts.
    superseded
        Another assessment is in force, or the facts were amended since.
    germline
        The patient's last word on germline findings; None when not asked for.
    died
        When the patient died, as far as it was told.
    """

    decision: Decision | None = None
    signed: tuple[Signed, ...] = ()
    asked: int = 1
    amended_for: str = ""
    superseded: bool = False
    germline: bool | None = None
    died: PartialDate | None = None


def with_word(found: Assessment, germline: bool | None) -> Assessment:
    """The assessment as it is told with the patient's word on germline findings; as it is when the patient was not asked.

    Follow-up of germline findings that are not wanted is told as `interpret.germline` tells it: in one line without a gene.
    """
    return found if germline is None else replace(found, case=case_with_word(found.case, germline))


def case_with_word(case: Case, germline: bool | None) -> Case:
    """The case with the patient's word on germline findings; as it is when the patient was not asked."""
    if germline is None:
        return case
    findings = case.findings
    if germline is False and findings is not None and findings.germline:
        reason = Reason.of("germline.declined")
        line = GermlineFollowUp(gene="", alteration="", advice="not_indicated", reason=reason)
        findings = replace(findings, germline=(line,))
    return replace(case, germline_consent=germline, findings=findings)
