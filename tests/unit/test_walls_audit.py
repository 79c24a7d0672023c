"""An assessment touches nothing outside: no file, no socket, no process, no clock that shows, under any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = (
    "open",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "shutil.",
    "urllib.",
)

# Everything is imported and every table loaded before the hook is set: what remains is what deciding does.
PROGRAM = """
import sys
from tests.pack_support import case, context
from tumorboard.board.assess import assess_case
from tumorboard.criteria.leaves import LEAVES
from tumorboard.criteria.text import parse
from tumorboard.knowledge import pack_loader
from tumorboard.testing.criterion_examples import TABLE
from tumorboard.testing.short_case import short_case
from tests.trial_support import trial
from tumorboard.trials.matching import Wanted, match
from tumorboard.trials.plan import Plan
from tumorboard.wire.codec import dumps

trials = Plan.of([trial(str(n), row.question, "EcogAtMost(1) or AgeBetween(18)") for n, row in enumerate(TABLE)])
knowledge = pack_loader.load(LEAVES)
profiles = [
    case("LUAD", "EGFR L858R", "EGFR T790M", "MET amplification", had=("gefitinib",)),
    case("IDC", "PIK3CA H1047R", "ER positive", "HER2 zero", tested=True),
    case("COAD", "BRAF V600E", "MSI-H", "TMB 40"),
]
profiles += [short_case(line) for line in sorted({row.case for row in TABLE})]
questions = [(parse(row.question, LEAVES), short_case(row.case)) for row in TABLE]
context()
seen = []
sys.addaudithook(lambda event, args: seen.append(event))
text = "".join(dumps(assess_case(p, knowledge, context(), version="test", trials=trials)) for p in profiles[:9])
text += "".join(dumps(assess_case(p, knowledge, context(), version="test")) for p in profiles[9:])
text += dumps(match(trials, profiles[0], context(), Wanted(trees=True)))
text += "".join(dumps(question.check(p, context())) for question, p in questions)
events = sorted(set(seen))
sys.stdout.write("\\n".join(events) + "\\x00" + text)
"""


def run(seed: str) -> tuple[list[str], str]:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    events, _, text = done.stdout.partition("\x00")
    return events.split("\n"), text


def test_an_assessment_opens_no_file_socket_or_process() -> None:
    events, text = run("0")
    assert [e for e in events if e.startswith(FORBIDDEN)] == []
    assert '"options"' in text


@pytest.mark.slow
def test_the_same_case_gives_the_same_bytes_under_any_hash_seed() -> None:
    first = run("0")[1]
    assert len(first) > 10_000
    assert all(run(seed)[1] == first for seed in ("1", "4242"))


def test_the_hook_would_have_seen_a_file() -> None:
    """The guard of the guard: the same hook in the same kind of process reports an open."""
    program = (
        "import sys\nseen=[]\nsys.addaudithook(lambda e,a: seen.append(e))\nopen(sys.argv[1]).close()\nprint(seen)"
    )
    done = subprocess.run([sys.executable, "-c", program, __file__], capture_output=True, text=True, check=True)
    assert "'open'" in done.stdout
