"""Prior treatment leaves of CTML: an agent by name, without class, line, setting or date."""

from __future__ import annotations

from collections.abc import Mapping

from tumorboard.criteria.leaves.had_therapy import HadTherapy
from tumorboard.formats.trials.ctml.notes import Notes
from tumorboard.formats.trials.ctml.values import manual, signed, unsigned
from tumorboard.model.verdict import Criterion
from tumorboard.vocab import Vocabulary


def read(kind: str, leaf: Mapping[str, object], place: str, notes: Notes, vocab: Vocabulary) -> Criterion:
    """Whether the agent was given; for a person where it is not known or more is asked."""
    notes.add("CTML093" if kind == "prior_treatments" else "CTML092", place)
    ((key, value),) = leaf.items() if len(leaf) == 1 else (("", None),)
    agent, negated = unsigned(value)
    code = vocab.therapies.resolve(agent) if isinstance(agent, str) else None
    if key not in {"drug", "prior_treatment_agent"} or code is None:
        return manual(kind, leaf)
    return signed(HadTherapy(agents=(code,)), negated)
