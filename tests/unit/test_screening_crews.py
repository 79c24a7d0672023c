"""Processes that share the questions of a screening: every question is one's, the answers are those of one alone, no fault is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from tumorboard.app.screening import crews
from tumorboard.criteria.base import leaf_text
from tumorboard.criteria.leaves.ecog_at_most import EcogAtMost
from tumorboard.criteria.leaves.gene_altered import GeneAltered
from tumorboard.criteria.leaves.gene_amplified import GeneAmplified
from tumorboard.criteria.leaves.lab_between import LabBetween
from tumorboard.errors import InputError
from tumorboard.trials.screening.sharing import leaves_of, parts_of

forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot copy a process")
LEAVES = (
    [GeneAltered((gene,)) for gene in ("EGFR", "KRAS", "MET")]
    + [GeneAmplified(gene) for gene in ("EGFR", "MET")]
    + [LabBetween(analyte, max=limit) for analyte in ("ALT", "AST") for limit in (1.0, 2.0, 3.0)]
    + [EcogAtMost(most) for most in (0, 1, 2)]
)


@pytest.mark.parametrize("of", [1, 2, 3, 20])
def test_every_leaf_and_every_part_is_one_members(of: int) -> None:
    assert sorted(number for at in range(of) for number in leaves_of(LEAVES, at, of)) == list(range(len(LEAVES)))
    assert [part for at in range(of) for part in parts_of(7, at, of)] == list(range(7))


def test_what_looks_at_the_same_stays_together_and_kinds_are_shared_evenly() -> None:
    own = [{leaf_text(LEAVES[number]) for number in leaves_of(LEAVES, at, 2)} for at in range(2)]
    for together in ('"EGFR"', '"MET"', '"ALT"', '"AST"'):
        assert sum(any(together in text for text in texts) for texts in own) == 1, together
    assert [sum(text.startswith("LabBetween") for text in texts) for texts in own] == [3, 3]
    assert sorted(sum(text.startswith("EcogAtMost") for text in texts) for texts in own) == [1, 2]


@pytest.mark.parametrize(
    ("partitions", "workers", "expected"),
    [(16, 1, (1, 1)), (1, 2, (1, 2)), (16, 2, (1, 2)), (16, 8, (4, 2)), (1, 8, (1, 8)), (2, 8, (2, 4)), (0, 2, (1, 2))],
)
@forking
def test_crews_and_members(partitions: int, workers: int, expected: tuple[int, int]) -> None:
    assert crews.shape_of(partitions, workers) == expected


@forking
def test_members_fill_one_array_and_partitions_of_another_size_do_not_disturb_it() -> None:
    def work(member: crews.Member, own: Sequence[int]) -> list[Any]:
        found = []
        for number in own:
            shared = member.array("sets", (2, 10 * (number + 1)))
            shared[member.at] = number + member.at
            member.wait()
            found.append(shared.sum(axis=1).tolist())
            member.wait()
        return found

    own = [[0, 10], [20, 40], [60, 90]]
    assert crews.share(work, [0, 1, 2], 2) == [own, own]


@forking
def test_a_member_that_fails_ends_the_others_and_is_told() -> None:
    def work(member: crews.Member, own: Sequence[int]) -> list[Any]:
        if member.at == 1:
            time.sleep(0.05)
            raise InputError("one partition cannot be used", remedy="Mend it.")
        member.wait()
        return [np.nan]

    with pytest.raises(InputError, match="one partition cannot be used"):
        crews.share(work, [0], 3)


ONE_AND_TWO = """
import sys
from datetime import date
from pathlib import Path
from tumorboard.app.screening import run, shared, sources
shared.WORTH = 1  # however small
job = lambda name: run.Job(sources.Asked(Path(sys.argv[1])), (sys.argv[2],), date(2026, 11, 1), folder=str(Path(sys.argv[3]) / name), rows=True)
told = [run.screen(job(str(workers)), workers=workers) for workers in (2, 3, 1)]  # copies first, while no data frame is there
one, *others = [(t.counts.tolist(), [(x.partition, x.patients, x.asked) for x in t.told], t.pairs) for t in told]
assert one[0] and all(other == one for other in others), (one, others)
print(one[2][0] + one[2][1])
"""


@forking
def test_two_and_three_processes_keep_and_tell_what_one_does(tmp_path: Any) -> None:
    from tests.unit.test_screening_command import ADULTS, invoke, patient

    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "adults.yaml").write_text(ADULTS, encoding="utf-8")
    for part in range(3):
        for one in range(part + 2):
            sex = "female" if one % 2 else "male"
            text = f"patient: {{sex: {sex}, age: {15 + 3 * one}, age_on: 2026-10}}"
            patient(tmp_path / f"cohort-{part}", f"p{part}{one}", text)
        stored = tmp_path / f"stored-{part}"
        assert invoke("partition", tmp_path / f"cohort-{part}", "-o", stored).exit_code == 0
        (tmp_path / "stored").mkdir(exist_ok=True)
        (stored / "part-00000.parquet").rename(tmp_path / "stored" / f"part-{part:05d}.parquet")
    said = subprocess.run(
        [sys.executable, "-c", ONE_AND_TWO, tmp_path / "stored", tmp_path / "trials", tmp_path],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    assert int(said.stdout) > 0
    for kept in sorted((tmp_path / "1").rglob("*")):
        for other in ("2", "3"):
            mine = tmp_path / other / kept.relative_to(tmp_path / "1")
            if kept.is_file() and kept.suffix == ".parquet":
                assert mine.read_bytes() == kept.read_bytes()
            assert mine.exists()
