"""Criteria of one part that cannot hold together: ages, sexes and diagnoses that exclude one another."""

from __future__ import annotations

from collections.abc import Iterable

from tumorboard.criteria.leaves.age_between import AgeBetween
from tumorboard.criteria.leaves.diagnosis_in import DiagnosisIn
from tumorboard.criteria.leaves.sex_is import SexIs
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary

COMPARED = (AgeBetween, DiagnosisIn, SexIs)


def excluding(asked: Iterable[Criterion], vocab: Vocabulary) -> bool:
    """Whether nobody can satisfy all of these."""
    found = list(asked)
    ages = [f for f in found if isinstance(f, AgeBetween)]
    least = max((a.min for a in ages if a.min is not None), default=None)
    most = min((a.max for a in ages if a.max is not None), default=None)
    if least is not None and most is not None and least > most:
        return True
    if len({f.sex for f in found if isinstance(f, SexIs)}) > 1:
        return True
    diagnoses = [f.diseases for f in found if isinstance(f, DiagnosisIn)]
    return any(_apart(a, b, vocab) for at, a in enumerate(diagnoses) for b in diagnoses[:at])


def _apart(one: tuple[str, ...], other: tuple[str, ...], vocab: Vocabulary) -> bool:
    is_a = vocab.diseases.is_a
    return not any(is_a(a, b) or is_a(b, a) for a in one for b in other)
