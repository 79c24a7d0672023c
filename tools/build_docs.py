"""Write the reference pages out of the code they describe; with ``--check`` only say which are not current.

``docs/reference/`` is generated as a whole, and so are the lists of pages in ``docs/README.md`` and
``docs/decisions/README.md``.  Every other page is written by hand.
"""

from __future__ import annotations

import sys
from pathlib import Path

from doc_code import code_pages
from doc_criteria import criterion_pages
from doc_index import index_pages
from doc_rules import rule_pages
from doc_spec import spec_pages

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    reference = {**criterion_pages(), **code_pages(ROOT), **rule_pages(), **spec_pages()}
    made = {DOCS / "reference" / name: text for name, text in reference.items()}
    titles = {path: title(text) for path, text in made.items()}
    for path in DOCS.rglob("*.md"):
        if DOCS / "reference" not in path.parents and path.name != "README.md":
            titles[path] = title(path.read_text("utf-8"))
    made.update({DOCS / name: text for name, text in index_pages(DOCS, titles).items()})
    return made


def title(text: str) -> str:
    """The first heading of a page."""
    return next(line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))


def stale(made: dict[Path, str]) -> list[str]:
    """Pages that differ from what the code says, and generated pages that should not be there."""
    differing = [p for p, text in made.items() if not p.exists() or p.read_text("utf-8") != text]
    left_over = [p for p in (DOCS / "reference").rglob("*.md") if p not in made]
    return sorted(str(p.relative_to(ROOT)) for p in (*differing, *left_over))


def main() -> None:
    """Write, or with ``--check`` compare."""
    made = pages()
    found = stale(made)
    if "--check" in sys.argv:
        if found:
            raise SystemExit(f"not current, run tools/build_docs.py: {', '.join(found)}")
        return
    for path in (DOCS / "reference").rglob("*.md"):
        if path not in made:
            path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"docs: {len(made)} generated pages, {len(found)} changed")


if __name__ == "__main__":
    main()
