"""Every public CTML trial, written as our own YAML and read back, is the same trial."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.real_data import shared

from tumorboard import vocab
from tumorboard.app.trial_files import linted
from tumorboard.criteria.leaves import LEAVES
from tumorboard.formats.trials import own


@pytest.mark.real
def test_every_ctml_trial_is_kept_without_loss() -> None:
    files = [f for f in sorted(shared("ctml").rglob("*")) if f.suffix in {".json", ".yml", ".yaml"}]
    kept = 0
    for trial in (t for f in linted(files) for t in f.trials):
        again = own.read(own.write(trial), trial.source, LEAVES, vocab.load()).value
        assert again is not None
        assert replace(again, source="") == replace(trial, source="")
        kept += 1
    assert kept >= 40
