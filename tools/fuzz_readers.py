"""Read randomly edited copies of every example with every reader, for a given time, and report what breaks the contract.

    python tools/fuzz_readers.py [--seconds 300] [--seed 1] [--only NAME ...]

Prints the number of files read by each reader and every distinct failure with the seed and round that make it again.
Exit status 1 when something broke.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.conformance.test_readers import EVERY, READERS

from tumorboard import vocab
from tumorboard.model.profile import ReadRequest
from tumorboard.testing import reader_conformance as suite
from tumorboard.testing.file_damage import KINDS, NASTY, Edit, Sheet, edited, packed

CANARY = suite.CANARIES[0]


def main() -> int:
    """Fuzz until the time is over."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", nargs="*", default=[])
    options = asked.parse_args()
    cases = [(n, p) for n, p in EVERY if not options.only or n in options.only]
    vocabulary = vocab.load()
    read: Counter[str] = Counter()
    failures: dict[str, str] = {}
    end, turn = time.monotonic() + options.seconds, 0
    with tempfile.TemporaryDirectory() as folder:
        while time.monotonic() < end:
            turn += 1
            rng = random.Random(f"{options.seed}/{turn}")
            name, path = cases[turn % len(cases)]
            reader = rng.choice(list(READERS)) if rng.random() < 0.05 and not options.only else name
            request = ReadRequest(
                vocab=vocabulary,
                assembly=rng.choice(["", "GRCh37", "GRCh38"]),
                sample=rng.choice(["", "", "x"]),
                tumor_sample=rng.choice(["", "", "TUMOR"]),
            )
            try:
                data = hidden(rng, path.read_bytes())
                parsed = suite.run(READERS[reader], path.name, made(rng, data), request, Path(folder))
                assert not suite.telling(parsed, CANARY), f"a cell is told in {suite.telling(parsed, CANARY)}"
            except Exception as error:
                failures.setdefault(where(error), f"{reader} reading {path.name}, --seed {options.seed}, round {turn}")
            read[reader] += 1
    for reader in sorted(read):
        print(f"{reader:20} {read[reader]:8} files read")
    for failure, how in failures.items():
        print(f"\n{how}\n{failure}")
    print(f"\n{sum(read.values())} files, {len(failures)} distinct failures")
    return 1 if failures else 0


def hidden(rng: random.Random, data: bytes) -> bytes:
    """Now and then with a word in every cell of one column, which no issue may tell."""
    sheet = Sheet.of(data) if rng.random() < 0.3 else None
    return data if sheet is None else sheet.column(rng.randrange(len(sheet.header)), CANARY).data()


def made(rng: random.Random, data: bytes) -> bytes:
    """`data` after a few random edits, sometimes compressed and damaged then."""
    count = rng.choice([1, 1, 2, 3, 5, 9])
    edits = [
        Edit(rng.randrange(len(KINDS)), rng.random(), rng.random(), rng.randrange(len(NASTY))) for _ in range(count)
    ]
    changed = edited(data, edits)
    if rng.random() < 0.1:
        whole = packed(changed)
        return edited(whole, edits[:1]) if rng.random() < 0.5 else whole
    return changed


def where(error: Exception) -> str:
    """The failure without what differs from file to file."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1]
    text = str(error) if isinstance(error, AssertionError) else type(error).__name__
    return f"{text.partition(':')[0][:160]} at {Path(last.filename).name}:{last.lineno} ({last.line})"


if __name__ == "__main__":
    sys.exit(main())
