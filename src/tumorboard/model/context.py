"""What every deciding function gets beside the case: the date, the vocabularies and the policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tumorboard.model.policy import Policy
from tumorboard.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class Context:
    """`on` is the assessment date, the day that the assessment is made for; there is no other clock."""

    on: date
    vocab: Vocabulary
    policy: Policy = Policy()
