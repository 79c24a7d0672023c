"""A process that appends to a registry until it is killed, and says what was acknowledged: ``python registry_writer.py URL NAME``."""

from __future__ import annotations

import sys

from tests.registry_support import Ticking

from tumorboard.store.registry import Draft, Registry


def main() -> None:
    registry = Registry(sys.argv[1], Ticking())
    n = 0
    while True:
        n += 1
        entry = registry.append(
            Draft(action="viewed", by=sys.argv[2], case="C", reason=f"{n}", body="x" * 3_000 + f"{sys.argv[2]}{n}")
        )[0]
        print(entry.number, entry.digest, flush=True)


if __name__ == "__main__":
    main()
