"""Whether a course is a treatment of the cancer, or was given beside it: what pain, bones, blood counts and nausea are treated with.

A drug that no table has may be anything.  Corticosteroids, denosumab and somatostatin analogs treat some tumors and accompany
the treatment of others: alone they leave the question open, whatever the tumor (docs/decisions/083).  A recorded line number or
response says that the record holds the course for a treatment of the cancer.
"""

from __future__ import annotations

from tumorboard.criteria import medicines
from tumorboard.criteria.judgment import COUNTS, Judgment, no, open_, yes
from tumorboard.model.context import Context
from tumorboard.model.treatment import TreatmentCourse

_BESIDE = frozenset({"supportive", "other"})


def anticancer(course: TreatmentCourse, context: Context) -> Judgment:
    """Whether the course treats the cancer; MET for what is no drug treatment, such as radiotherapy."""
    if course.modality != "systemic":
        return COUNTS
    roles = {name: medicines.role(name, context.vocab) for name in (*course.agents, *course.unnamed)}
    if "cancer" in roles.values():
        return COUNTS
    open_roles = [name for name, role in roles.items() if role not in _BESIDE]
    counted = course.line is not None or bool(course.best_response)
    if roles and not open_roles:
        if counted:
            return open_("why.beside_or_line", f"treatment.agents:{course.id}")
        return no("why.beside_the_treatment")
    if counted:
        return yes("why.line_of_unsure_drug", review=bool(open_roles))
    if not roles:
        return open_("why.unnamed_agent", f"treatment.agents:{course.id}")
    return open_("why.may_not_treat", *(f"treatment.role:{name}" for name in open_roles))


def named(word: str, context: Context) -> bool:
    """Whether a word that is no therapy code is a drug given beside the treatment, and so no other one."""
    return medicines.role(word, context.vocab) in _BESIDE
