"""Runs the installed wheel: every vocabulary table and the starter pack load."""

from __future__ import annotations

from tumorboard.criteria.leaves import LEAVES
from tumorboard.knowledge import pack_loader
from tumorboard.vocab import load


def main() -> None:
    """Raises when the installed package cannot do its job."""
    tables = load().releases()
    statements = pack_loader.load(LEAVES).statements
    if not statements:
        raise SystemExit("the starter pack is empty")
    print(f"{len(tables)} tables, {len(statements)} statements")


if __name__ == "__main__":
    main()
