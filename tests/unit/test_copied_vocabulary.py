"""What a vocabulary remembers is of its own rows: a copy with other rows begins anew."""

from __future__ import annotations

from dataclasses import replace

from tests.evidence_support import context

from tumorboard.criteria.diagnosis import standing
from tumorboard.vocab import load


def test_a_copy_with_other_rows_carries_no_answers_along() -> None:
    vocab = load()
    assert standing(context(), "LUAD") is not None
    copied = replace(vocab.diseases, entries={"LUSC": vocab.diseases.entries["LUSC"]})
    assert (
        copied.standings == {}
        and copied.lineage("LUAD") == ()
        and copied.codes == {"LUSC"}
        and copied.below("LUAD") == frozenset()
    )
    assert replace(vocab.conditions, entries={}).judged == {}
    assert standing(replace(context(), vocab=replace(vocab, diseases=copied)), "LUAD") is None
