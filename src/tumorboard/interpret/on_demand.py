"""What one alteration means, when it is asked: the same strata as `pipeline`, for the one fact that is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tumorboard.interpret import copy_number
from tumorboard.interpret.biomarkers import biomarker, biomarkers
from tumorboard.interpret.effects import of_fusion, of_splice, of_variant
from tumorboard.interpret.oncogenicity import answered, scored
from tumorboard.interpret.oncogenicity_codes import scheme
from tumorboard.interpret.oncogenicity_evidence import Answer
from tumorboard.interpret.pharmacogenetics import pharmacogenetics
from tumorboard.model.alteration import CopyNumber, Fusion, SpliceEvent, Variant
from tumorboard.model.case import Case
from tumorboard.model.context import Context
from tumorboard.model.findings import AlterationFinding, Finding, Oncogenicity, PharmacogeneticFinding
from tumorboard.model.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class OnDemand:
    """The interpretation of a case under a knowledge and a context, one question at a time."""

    knowledge: Knowledge
    context: Context
    _scored: dict[tuple[Answer, ...], Oncogenicity] = field(default_factory=dict)
    # The same by the identity of the answers, which is quicker to find; they ride along to keep it.
    _quickly: dict[tuple[int, ...], tuple[Mapping[str, Answer], Oncogenicity]] = field(default_factory=dict)

    def alteration(self, case: Case, fact: object, name: str) -> AlterationFinding | None:
        """What a variant, copy number, fusion or splice event means."""
        match fact:
            case Variant():
                return self._variant(case, fact)
            case CopyNumber():
                return copy_number.finding(case, self.context, fact)
            case Fusion():
                return of_fusion(self.context, fact)
            case SpliceEvent():
                return of_splice(self.context, fact)
            case _:
                return None

    def _variant(self, case: Case, variant: Variant) -> AlterationFinding:
        found = of_variant(self.context, variant)
        given = answered(case, self.knowledge, self.context, variant)
        if given is None:
            return found
        return replace(found, oncogenicity=self._of(given))

    def _of(self, given: Mapping[str, Answer]) -> Oncogenicity:
        """The class that the answers come to, made once for equal answers."""
        ids = tuple(map(id, given.values()))
        if ids in self._quickly:
            return self._quickly[ids][1]
        key = tuple(given.values())
        if key not in self._scored:
            self._scored[key] = scored(given, scheme(self.context.policy.oncogenicity_scheme))
        self._quickly[ids] = (given, self._scored[key])
        return self._scored[key]

    def biomarkers(self, case: Case) -> Mapping[str, Finding]:
        """What the measurements say, by name."""
        return biomarkers(case, self.context)

    def biomarker(self, case: Case, name: str) -> Finding | None:
        """What the measurements say of one name."""
        return biomarker(case, self.context, name)

    def pharmacogenetics(self, case: Case) -> tuple[PharmacogeneticFinding, ...]:
        """What the genotypes say."""
        return pharmacogenetics(case, self.context)
